"""What must be for nobody else's eyes: the key file, the self-made certificate's key, and the way into the server."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend.accounts.opening import is_loopback
from backend.commands.checks.finding import Finding, fail, ok, warn
from backend.commands.installation import shown_certificate
from backend.config.certificate import fingerprint, read_certificate
from backend.config.paths import Paths
from backend.config.secret_box import read_keys
from backend.config.settings import Settings
from backend.domain.errors import StoreError

_SOON = timedelta(days=21)


def check_keys(paths: Paths) -> Iterator[Finding]:
    key_file = paths.key_file
    if not paths.db.exists():
        return
    if not key_file.exists():
        yield warn(
            "Key file",
            f"{key_file} is not there: stored passwords cannot be opened",
            "Put your copy of it back. Without one, the next start makes a new key, and passwords of sources, second "
            "factors and the licence have to be entered again.",
            "key_file_missing",
            path=str(key_file),
        )
        return
    try:
        keys = read_keys(key_file)
    except StoreError as error:
        yield fail("Key file", error.message, "", "key_file_broken", path=str(key_file))
        return
    if (open_ones := list(_for_others(key_file, paths.own_certificate, paths.local_key))) != []:
        names = ", ".join(map(str, open_ones))
        yield fail(
            "Key file",
            f"{names}: others on this machine may read it",
            f"chmod 600 {names}, and replace the key with epack keys rotate.",
            "key_file_open",
            path=names,
        )
    elif len(keys) > 1:
        yield warn(
            "Key file",
            f"{key_file} still holds old keys: a rotation was broken off",
            "Stop the server and run epack keys rotate again.",
            "key_file_old_keys",
            path=str(key_file),
        )
    else:
        yield ok("Key file", f"{key_file}, for its owner only", "key_file_ok", path=str(key_file))


def check_reach(paths: Paths, settings: Settings) -> Iterator[Finding]:
    if not settings.tls:
        if not is_loopback(settings.host):
            yield warn(
                "HTTPS",
                f"off, and the server is open to the network ({settings.host})",
                "Switch the setting tls on: passwords and recordings can be read on the way.",
                "tls_off",
                host=settings.host,
            )
        return
    path = shown_certificate(settings, paths)
    certificate = read_certificate(path)
    if certificate is None:
        told = "is made at the next start" if not settings.tls_certificate else "cannot be read"
        finding = warn if not settings.tls_certificate else fail
        yield finding("HTTPS", f"{path} {told}", "Start the server.", "tls_no_certificate", path=str(path))
        return
    ends = certificate.not_valid_after_utc
    details = {"ends": f"{ends:%Y-%m-%d}", "fingerprint": fingerprint(certificate), "path": str(path)}
    found = f"until {details['ends']}, SHA-256 {details['fingerprint']} ({path})"
    if ends < datetime.now(UTC) + _SOON:
        advice = "Restart the server: it makes a new one." if not settings.tls_certificate else "Renew the certificate."
        yield warn("HTTPS", found, advice, "tls_ends", **details)
    else:
        yield ok("HTTPS", found, "tls_ok", **details)


def _for_others(*paths: Path) -> Iterator[Path]:
    for path in paths:
        try:
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                yield path
        except OSError:
            continue
