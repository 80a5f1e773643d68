"""Which addresses on the network a source may have, so that nobody makes this machine call where it should not.

A host is looked up once for a connection, and the connection goes to the address that was checked: a name may lead
somewhere else a moment later (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.domain.errors import InvalidInput
from backend.domain.source import SourceTrouble, Trouble

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

MOST_TRIED = 4
"""Addresses of one host that are tried, one after the other."""
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\.?")
# Cloud machines hand out their own credentials here, and nothing that records lives there.
_NEVER = tuple(
    ipaddress.ip_network(text) for text in ("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "ff00::/8")
)


@dataclass(frozen=True, slots=True)
class Address:
    scheme: str
    host: str
    port: int
    path: str = ""
    """With the query; begins with a slash when not empty."""

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.path}"


def parse_address(text: str, schemes: dict[str, int], field: str = "address") -> Address:
    """`text` as an address with one of `schemes` (scheme -> usual port), which may be left out for the first of them.

    Raises InvalidInput for anything else, for credentials within the address, and for blanks and control signs.
    """
    text = text.strip()
    if not text or any(ord(sign) <= 32 or ord(sign) == 127 for sign in text) or len(text) > 2000:
        raise _bad(field, "Give the address of the device, for example 192.168.1.64.")
    if "://" not in text:
        text = f"{next(iter(schemes))}://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _bad(field, "This address has a form that cannot be understood.") from None
    scheme = parts.scheme.lower()
    if scheme not in schemes:
        raise _bad(field, f"The address must begin with {' or '.join(f'{one}://' for one in schemes)}.")
    if parts.username is not None or parts.password is not None:
        raise _bad(field, "Leave user name and password out of the address; there are fields for them.")
    host = parts.hostname or ""
    if not (_HOST.fullmatch(host) or _ip(host)):
        raise _bad(field, "This is not the name or the IP address of a device.")
    if port == 0:
        raise _bad(field, "Port 0 does not exist.")
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return Address(scheme, host, port or schemes[scheme], path)


class AddressGuard:
    """Knows the networks that sources may lie in."""

    def __init__(self, networks: Sequence[str]) -> None:
        self._networks: list[IpNetwork] = [ipaddress.ip_network(one, strict=False) for one in networks]

    def resolve(self, host: str, port: int) -> list[str]:
        """IP addresses of the host, all of them allowed. Raises SourceTrouble: UNREACHABLE for a name nobody knows,
        ADDRESS_REFUSED."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise SourceTrouble(
                Trouble.UNREACHABLE,
                f"There is no device with the name {host}. Check the spelling, or give its IP address.",
                details={"host": host},
            ) from None
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        for address in addresses:
            self.check(address, host)
        return addresses

    def connect(self, host: str, port: int, timeout_s: float) -> socket.socket:
        """A connection to an address of the host that is allowed; the name is not looked up a second time.

        Raises SourceTrouble as `resolve` does; OSError when none of its addresses answers within `timeout_s`."""
        last: OSError | None = None
        for address in self.resolve(host, port)[:MOST_TRIED]:
            try:
                return socket.create_connection((address, port), timeout_s)
            except OSError as error:
                last = error
        raise last or OSError(f"{host} has no address")

    def check(self, address: str, host: str) -> None:
        """Raises SourceTrouble ADDRESS_REFUSED when this IP address must not be called."""
        ip = _ip(address.split("%")[0])
        if ip is None or not self.allows(ip):
            raise SourceTrouble(
                Trouble.ADDRESS_REFUSED,
                f"{host} lies outside the networks that sources may be in. An administrator can add its network in "
                "Settings, under Sources.",
                details={"host": host, "address": address},
            )

    def allows(self, ip: IpAddress) -> bool:
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        if any(ip in network for network in _NEVER if network.version == ip.version):
            return False
        return any(ip in network for network in self._networks if network.version == ip.version)


def _ip(text: str) -> IpAddress | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _bad(field: str, message: str) -> InvalidInput:
    return InvalidInput(message, code="bad_source_address", details={"field": field})
