"""Who somebody is and what they may do. Every route of the API names the one permission that it needs."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from backend.domain.errors import Conflict


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


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in. Without secrets: those never leave the repository and the stage."""

    id: int
    name: str
    role: Role
    cameras: frozenset[int] | None = None
    """Which cameras they may see; None: all, also those to come."""
    display_name: str = ""
    email: str | None = None
    google_id: str | None = None
    photo_url: str | None = None
    enabled: bool = True
    has_password: bool = False
    second_factor: bool = False
    created_ms: int = 0
    last_login_ms: int | None = None
    language: str | None = None
    """Of the dashboard at the last sign-in."""


class UserChanges(TypedDict, total=False):
    """What may be changed of an account. What is not given stays as it is."""

    name: str
    role: Role
    cameras: frozenset[int] | None
    display_name: str
    email: str | None
    enabled: bool


def check_limit(user: User) -> None:
    """Raises Conflict for an administrator who is to see some cameras only."""
    if user.role is Role.ADMIN and user.cameras is not None:
        raise Conflict("An administrator sees all cameras. Choose another role first.", code="administrator_sees_all")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever sent a request: a signed-in browser, an API key, the command line of this machine, or nobody."""

    user_id: int | None = None
    name: str = ""
    role: Role | None = None
    cameras: frozenset[int] | None = None
    scopes: frozenset[Permission] | None = None
    """What an API key is for; None: whatever the role permits."""
    session_id: str | None = None
    """Public id of the browser's session; None for keys and the command line."""

    @property
    def permissions(self) -> frozenset[Permission]:
        """What this caller may do; nobody may only what is open."""
        if self.role is None:
            return frozenset({Permission.OPEN})
        permitted = PERMITTED[self.role]
        if self.session_id is None:
            # An account is managed by the person who signed in, not by programs in their name.
            permitted -= {Permission.ACCOUNT}
        return permitted if self.scopes is None else permitted & (self.scopes | {Permission.OPEN})

    def may(self, need: Need) -> bool:
        return need.permission in self.permissions and not (need.whole_site and self.cameras is not None)


NOBODY = Caller()


def name_key(name: str) -> str:
    """What makes a sign-in name unique: the same for upper and lower case and for variants of the same sign."""
    return unicodedata.normalize("NFKC", name).strip().casefold()
