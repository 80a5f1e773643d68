"""Who may reach this server: opening it to the network has conditions, checked at every start and every change."""

from __future__ import annotations

import ipaddress

from backend.config.settings import Settings
from backend.domain.account import Role, User
from backend.domain.errors import Conflict


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server at `host`."""
    name = host.strip().strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def check_opening(settings: Settings, users: list[User]) -> str | None:
    """A warning to show, or None. Raises Conflict for a server that nobody guards and others could reach."""
    if is_loopback(settings.host):
        return None
    if not any(user.role is Role.ADMIN and user.enabled and user.has_password for user in users):
        raise Conflict(
            f"ePACK is not opened to the network ({settings.host}) before an administrator has a password: whoever "
            "came first could take it over. Start it with --host 127.0.0.1, open the set-up address it prints, and "
            "then open it to the network again.",
            code="opening_refused",
        )
    if not settings.tls:
        return (
            "WARNING: ePACK is open to the network without TLS. Passwords, recordings and clips can be read on the "
            "way. Switch the setting tls on (EPACK_TLS=true)."
        )
    return None
