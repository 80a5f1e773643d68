"""How many requests one machine may send, by class of route. Generous for people, a wall for programs that run wild.

Guessing passwords is slowed down for each account and address in `backend.accounts.guessing`; this bounds the work that
anybody can cause. A page with fifty thumbnails takes about a tenth of what is let through at once.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from flask import Flask, Request, request

from backend.accounts.local_key import MARK
from backend.api.access import UPLOADS
from backend.api.permission import need_of
from backend.api.services import services
from backend.domain.account import Permission
from backend.domain.errors import TooSoon
from backend.runtime.clock import Clock
from backend.runtime.token_buckets import Rate, TokenBuckets

RATES: Mapping[str, Rate] = {
    "sign-in": Rate(60, 30),
    "search": Rate(240, 120),
    "uploads": Rate(60, 40),
    "media": Rate(3000, 900),
    "open": Rate(300, 120),
    "pages": Rate(3000, 1500),
    "other": Rate(1800, 600),
}
_SIGN_IN = ("/api/session", "/api/one-time-address")
_SEARCHES = frozenset({"/api/search", "/api/search/export", "/api/query", "/query"})
_MEDIA = ("/video", "/thumbnail", "/filmstrip", "/frame", "/frames", "/file", ".zip", "/moment", "<int:piece>")


def register(app: Flask, factor: float, clock: Clock) -> None:
    """Limit every address to RATES times `factor`; 0: no limits. Before anything costly is done for a request."""
    if factor <= 0:
        return
    buckets = TokenBuckets(clock)
    rates = {kind: Rate(rate.per_minute * factor, max(1, round(rate.burst * factor))) for kind, rate in RATES.items()}

    @app.before_request
    def limit() -> None:
        if request.method == "OPTIONS" or _is_command_line(request):
            return
        kind = kind_of(app, request)
        wait_s = buckets.take(kind, _sender(request.remote_addr or ""), rates[kind])
        if wait_s:
            raise TooSoon(f"Too many requests at once. Try again in {wait_s} seconds.", wait_s)


def kind_of(app: Flask, incoming: Request) -> str:
    """The class of the route that a request goes to: a key of RATES."""
    rule = incoming.url_rule
    if rule is None or not rule.rule.startswith("/api/"):
        # Also the reference's addresses without /api; its searches are told apart all the same.
        return "search" if rule is not None and rule.rule in _SEARCHES else "pages" if rule is None else "other"
    if incoming.method != "GET" and rule.rule.startswith(_SIGN_IN):
        return "sign-in"
    if getattr(app.view_functions[rule.endpoint], UPLOADS, False):
        return "uploads"
    if rule.rule in _SEARCHES:
        return "search"
    if rule.rule.endswith(_MEDIA):
        return "media"
    need = need_of(app, rule.endpoint)
    return "open" if need is not None and need.permission is Permission.OPEN else "other"


def _is_command_line(incoming: Request) -> bool:
    """Whoever owns the data folder, at this machine: has nothing to gain that a limit could keep back."""
    scheme, _, key = incoming.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.startswith(MARK):
        return False
    return services().accounts.local_key.caller(key.strip(), incoming.remote_addr or "") is not None


def _sender(address: str) -> str:
    """One machine: its address, and under IPv6 the network that it may choose addresses in."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
