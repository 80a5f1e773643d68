"""Accounts, keys and links as the API shows them."""

from __future__ import annotations

from backend.accounts.links import ClipLinks
from backend.accounts.people import Issued
from backend.api.schemas.accounts import KeyOut, LinkOut, OneTimeAddressOut, UserOut
from backend.domain.account import User
from database.repositories.api_keys import ApiKey
from database.repositories.clip_links import ClipLink

JOIN_PAGE = "/join/"
SHARED_PAGE = "/shared/"


def user_out(user: User, invited_until_ms: int | None = None) -> UserOut:
    return UserOut(
        id=user.id,
        name=user.name,
        display_name=user.display_name,
        email=user.email,
        photo_url=user.photo_url,
        role=user.role,
        cameras=None if user.cameras is None else sorted(user.cameras),
        enabled=user.enabled,
        has_password=user.has_password,
        google=user.google_id is not None,
        second_factor=user.second_factor,
        created_ms=user.created_ms,
        last_login_ms=user.last_login_ms,
        invited_until_ms=invited_until_ms,
    )


def join_address(token: str) -> str:
    """The page that takes a one-time token, behind a # so that no server log ever holds it."""
    return f"{JOIN_PAGE}#{token}"


def issued_out(issued: Issued, user: User) -> OneTimeAddressOut:
    return OneTimeAddressOut(
        user=user_out(user, issued.expires_ms),
        kind=issued.kind,
        address=join_address(issued.token),
        expires_ms=issued.expires_ms,
    )


def key_out(key: ApiKey) -> KeyOut:
    return KeyOut(
        id=key.id,
        name=key.name,
        prefix=key.prefix,
        scopes=sorted(key.scopes),
        created_ms=key.created_ms,
        expires_ms=key.expires_ms,
        used_ms=key.used_ms,
    )


def link_out(link: ClipLink, links: ClipLinks) -> LinkOut:
    return LinkOut(
        id=link.public_id,
        clip_id=link.clip_id,
        address=f"{SHARED_PAGE}#{links.token(link)}",
        made_by=link.made_by,
        created_ms=link.created_ms,
        expires_ms=link.expires_ms,
        opened=link.opened,
        opened_ms=link.opened_ms,
    )
