"""Who somebody is and what they may do. Every route of the API names the one permission that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What can be permitted; the last five are also the scopes of API keys."""

    OPEN = "open"
    """Anybody who reaches the server: what is needed to sign in, and whether the server is alive."""
    ACCOUNT = "account"
    """Whoever is signed in, for their own account; never an API key."""
    READ = "read"
    SEARCH = "search"
    CUT = "cut"
    OPERATE = "operate"
    ADMIN = "admin"


SCOPES = (Permission.READ, Permission.SEARCH, Permission.CUT, Permission.OPERATE, Permission.ADMIN)


class Role(StrEnum):
    ADMIN = "admin"
    OPERATOR = "operator"
    VIEWER = "viewer"


_VIEWER = frozenset({Permission.OPEN, Permission.ACCOUNT, Permission.READ, Permission.SEARCH, Permission.CUT})
PERMITTED: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.OPERATOR: _VIEWER | {Permission.OPERATE},
    Role.ADMIN: _VIEWER | {Permission.OPERATE, Permission.ADMIN},
}


@dataclass(frozen=True, slots=True)
class Need:
    """What a route asks of its caller."""

    permission: Permission
    whole_site: bool = False
    """It concerns all cameras at once: refused to whoever may see only some."""
