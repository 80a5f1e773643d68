"""The certificate that the server shows under TLS: a given one, or one that this installation makes for itself.

A self-made one lies in the data folder in one file with its key, so that no half of it can be lost. It names this
machine's host names and addresses, and is made anew before it ends or when a name is missing.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from backend.domain.errors import InvalidInput, StoreError

# Browsers refuse certificates that are valid for longer.
_VALID_DAYS = 397
_RENEW_DAYS = 30
_COMMON_NAME = "ePACK"


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where certificate and key lie (PEM), and what a person compares."""

    certificate: Path
    key: Path
    self_made: bool
    fingerprint: str
    """SHA-256 of the certificate, as browsers show it: pairs of hexadecimal digits with colons."""
    ends: datetime


def server_certificate(given: str, given_key: str, own: Path, names: Iterable[str]) -> Certificate:
    """The given certificate, or the self-made one at `own`, made or renewed if need be.

    Raises InvalidInput when a given one cannot be used, StoreError when our own cannot be written.
    """
    if given or given_key:
        return _given(given, given_key)
    wanted = {*own_names(), *names}
    found = read_certificate(own)
    if found is None or _must_renew(found, wanted):
        _make(own, wanted)
        found = read_certificate(own)
    if found is None:
        raise StoreError(f"The certificate {own} cannot be read back.", code="certificate_unusable")
    return _described(found, own, own, self_made=True)


def read_certificate(path: Path) -> x509.Certificate | None:
    """The first certificate of a PEM file; None when there is none that can be read."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return None


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def own_names() -> set[str]:
    """Host names and addresses under which this machine is reached in its networks."""
    found = {"localhost", "127.0.0.1", "::1"}
    host = socket.gethostname().lower()
    if host and host.isascii():
        found |= {host, host.partition(".")[0], host.partition(".")[0] + ".local"}
    for addresses in psutil.net_if_addrs().values():
        for one in addresses:
            if one.family in (socket.AF_INET, socket.AF_INET6):
                address = ipaddress.ip_address(one.address.partition("%")[0])
                # Link-local and temporary addresses of IPv6 change all the time; nobody types them.
                if address.version == 4 or address.is_loopback:
                    found.add(str(address))
    return found


def names_of(certificate: x509.Certificate) -> set[str]:
    """Names and addresses that the certificate is for."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return set()
    return {
        *(name.lower() for name in names.get_values_for_type(x509.DNSName)),
        *(str(address) for address in names.get_values_for_type(x509.IPAddress)),
    }


def _given(certificate: str, key: str) -> Certificate:
    if not certificate or not key:
        raise InvalidInput(
            "TLS with a given certificate needs both: the settings tls_certificate and tls_key. Leave both empty for a "
            "self-made one.",
            code="certificate_unusable",
        )
    path, key_path = Path(certificate).expanduser(), Path(key).expanduser()
    found = read_certificate(path)
    if found is None:
        raise InvalidInput(
            f"{path} is no certificate that can be read (PEM, setting tls_certificate).", code="certificate_unusable"
        )
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path, key_path, password=lambda: b"")
    except (OSError, ValueError) as error:
        raise InvalidInput(
            f"The key {key_path} (setting tls_key) cannot be used with the certificate {path}: it must be its private "
            "key, as PEM, without a passphrase, and readable for the server.",
            code="certificate_unusable",
        ) from error
    if found.not_valid_after_utc < datetime.now(UTC):
        raise InvalidInput(
            f"The certificate {path} ended on {found.not_valid_after_utc:%Y-%m-%d}. Renew it, or leave tls_certificate "
            "and tls_key empty for a self-made one.",
            code="certificate_unusable",
        )
    return _described(found, path, key_path, self_made=False)


def _must_renew(found: x509.Certificate, wanted: set[str]) -> bool:
    now = datetime.now(UTC)
    ends_soon = found.not_valid_after_utc < now + timedelta(days=_RENEW_DAYS)
    # A clock that was set back makes a certificate of the future.
    return ends_soon or found.not_valid_before_utc > now or not wanted <= names_of(found)


def _described(found: x509.Certificate, path: Path, key: Path, *, self_made: bool) -> Certificate:
    return Certificate(path, key, self_made, fingerprint(found), found.not_valid_after_utc)


def _make(path: Path, names: set[str]) -> None:
    """Write a new certificate with its key in one step; only its owner may read the file. Raises StoreError."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _COMMON_NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Clocks of other machines may be behind.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_VALID_DAYS - 1))
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in sorted(names)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}.", code="certificate_unusable") from error


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
