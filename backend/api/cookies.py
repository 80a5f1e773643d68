"""The three cookies: the session, the browser that is known, and the begun sign-in with Google."""

from __future__ import annotations

from flask import Request, Response

from backend.accounts.google_sign_in import PATIENCE_MS
from backend.accounts.sessions import Origin
from backend.accounts.sign_in import SignedIn

SESSION, DEVICE, ATTEMPT = "epack_session", "epack_device", "epack_google"
_YEAR_S = 365 * 24 * 3600
_LONGEST = 4096


def cookie_name(incoming: Request, name: str) -> str:
    """Under TLS with the prefix that keeps other hosts of the domain from setting it. Cookies know no ports, so the
    port is part of the name: two ePACKs on one machine must not sign each other out."""
    port = incoming.host.rpartition(":")[2]
    bare = f"{name}_{port}" if port.isdecimal() else name
    return f"__Host-{bare}" if incoming.is_secure else bare


def read_cookie(incoming: Request, name: str) -> str | None:
    value = incoming.cookies.get(cookie_name(incoming, name))
    return value if value and len(value) <= _LONGEST else None


def origin_of(incoming: Request) -> Origin:
    language = incoming.accept_languages.best_match(("vi", "en"))
    agent = incoming.headers.get("User-Agent", "")
    return Origin(incoming.remote_addr or "", agent, read_cookie(incoming, DEVICE), language)


def keep_signed_in(response: Response, incoming: Request, signed_in: SignedIn) -> None:
    """Give the browser its session; the store decides when it ends."""
    keep_session(response, incoming, signed_in.opened.token)
    if not signed_in.opened.session.factor_due:
        _set(response, incoming, DEVICE, signed_in.device, same_site="Strict", max_age=_YEAR_S)


def keep_session(response: Response, incoming: Request, token: str) -> None:
    # Strict works everywhere: pages are the same for all and are let in without it; their calls are same-site.
    # Outlives the browser, so that closing that of a phone does not sign out; the store decides when it ends.
    _set(response, incoming, SESSION, token, same_site="Strict", max_age=_YEAR_S)


def keep_attempt(response: Response, incoming: Request, sealed: str) -> None:
    # The provider sends the browser back from another site: Strict would be left out then.
    _set(response, incoming, ATTEMPT, sealed, same_site="Lax", max_age=PATIENCE_MS // 1000)


def drop_cookie(response: Response, incoming: Request, name: str) -> None:
    response.delete_cookie(
        cookie_name(incoming, name), path="/", secure=incoming.is_secure, httponly=True, samesite="Strict"
    )


def _set(response: Response, incoming: Request, name: str, value: str, *, same_site: str, max_age: int) -> None:
    response.set_cookie(
        cookie_name(incoming, name),
        value,
        max_age=max_age,
        path="/",
        secure=incoming.is_secure,
        httponly=True,
        samesite=same_site,
    )
