"""How many requests one machine may send, by class of route. Generous for people, a wall for programs that run wild.

Guessing passwords is slowed down for each account and address in `backend.accounts.guessing`; this bounds the work that
anybody can cause. A page with fifty thumbnails takes about a tenth of what is let through at once.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from flask import Flask, Request, request

from backend.accounts.local_key import MARK
from backend.accounts.tokens import token_hash
from backend.api.bodies import body_of
from backend.api.cookies import DEVICE, read_cookie
from backend.api.permission import need_of
from backend.api.services import services
from backend.domain.account import Permission
from backend.domain.errors import TooSoon
from backend.runtime.clock import Clock
from backend.runtime.token_buckets import Rate, TokenBuckets

RATES: Mapping[str, Rate] = {
    "sign-in": Rate(60, 30),
    "webhook": Rate(300, 120),
    "desk": Rate(60, 30),
    "open": Rate(300, 120),
    "search": Rate(240, 120),
    "uploads": Rate(60, 40),
    "outside": Rate(120, 60),
    "media": Rate(3000, 900),
    "changes": Rate(900, 300),
    "data": Rate(1800, 600),
    "pages": Rate(3000, 1500),
}
_PASSWORDS = ("/api/session", "/api/one-time-address", "/api/account/password", "/api/account/factor")
"""Where a password or a code may be tried, each time with a costly hash."""
_OUTSIDE = (
    "/api/sources/test", "/api/sources/discover", "/api/sources/drive/", "/api/sources/remote", "/api/cloud/",
    "/api/config/test-source", "/api/plan/order", "/api/plan/activation", "/api/google-sign-in", "/api/mail",
)  # fmt: skip
"""Where a change makes the server ask other machines, and wait for them."""
_OUTSIDE_READING = frozenset({
    "/api/sources/<int:source_id>/cameras/there", "/api/cloud/folders", "/api/plan/packages", "/api/sync/test-pydrive",
})  # fmt: skip
_DESK = "/api/desk/"
_WEBHOOK = "/webhook/"
_SEARCHES = frozenset({"/api/search", "/api/search/export", "/api/query", "/query"})
_TABLES = frozenset({"/api/get-csv-headers", "/get-csv-headers", "/api/parse-csv", "/parse-csv"})
"""They take files too, in base64."""
_MEDIA = (
    "/video", "/thumbnail", "/filmstrip", "/frame", "/frames", "/file", ".zip", "/moment", "<int:piece>", "/preview",
    "/pictures", "-roi-frame", "/sticker-sheet", "/sheet",
)  # fmt: skip
_OPEN = frozenset({
    "/health", "/api/health", "/api/hand-detection/health", "/api/qr-detection/health", "/api/session",
    "/api/session/google", "/api/session/google/callback", "/api/sources/drive/callback", "/api/cloud/oauth/callback",
    "/api/shared/<token>", "/api/shared/<token>/facts",
})  # fmt: skip
"""What is read without a sign-in; each route that anybody may ask is named here or above."""
_PAGES = frozenset({"/program"})
"""Pages of the dashboard that are routes too."""


def register(app: Flask, factor: float, clock: Clock) -> None:
    """Limit every address to RATES times `factor`; 0: no limits. Before anything costly is done for a request.

    Raises LookupError for a route that anybody may ask and that is in no class.
    """
    classes = classes_of(app)
    if factor <= 0:
        return
    buckets = TokenBuckets(clock)
    rates = {kind: Rate(rate.per_minute * factor, max(1, round(rate.burst * factor))) for kind, rate in RATES.items()}

    @app.before_request
    def limit() -> None:
        if request.method == "OPTIONS" or _is_command_line(request):
            return
        kind = kind_of(classes, request)
        wait_s = buckets.take(kind, _sender(request.remote_addr or ""), rates[kind])
        if wait_s and kind == "sign-in" and (device := _known_browser(request)):
            # Whoever floods the sign-in from the same address keeps nobody out who came in here before.
            wait_s = buckets.take(kind, device, rates[kind])
        if wait_s:
            raise TooSoon(f"Too many requests at once. Try again in {wait_s} seconds.", wait_s)


def classes_of(app: Flask) -> dict[tuple[str, str], str]:
    """(address, method) of every route to its class: a key of RATES. Raises LookupError."""
    found = {}
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            found[rule.rule, method] = _class(app, rule.rule, method, rule.endpoint)
    return found


def kind_of(classes: Mapping[tuple[str, str], str], incoming: Request) -> str:
    """The class of a request; what no route takes is a page, or a mistake that costs as little."""
    if incoming.url_rule is None:
        return "pages"
    method = "GET" if incoming.method == "HEAD" else incoming.method
    return classes.get((incoming.url_rule.rule, method), "pages")


def _class(app: Flask, rule: str, method: str, endpoint: str) -> str:
    reading = method == "GET"
    need = need_of(app, endpoint)
    if rule.startswith(_WEBHOOK):
        return "webhook"
    if not reading and rule.startswith(_PASSWORDS):
        return "sign-in"
    if need is not None and need.permission is Permission.OPEN:
        kind = "desk" if rule.startswith(_DESK) else "open" if rule in _OPEN else "pages" if rule in _PAGES else None
        if kind is None:
            raise LookupError(f"{method} {rule} answers anybody: give it a class of requests in backend/api/rates.py")
        return kind
    if rule in _SEARCHES:
        return "search"
    if body_of(app, endpoint).upload or rule in _TABLES:
        return "uploads"
    if rule in _OUTSIDE_READING or (not reading and rule.startswith(_OUTSIDE)):
        return "outside"
    if reading and rule.endswith(_MEDIA):
        return "media"
    return "data" if reading else "changes"


def _is_command_line(incoming: Request) -> bool:
    """Whoever owns the data folder, at this machine: has nothing to gain that a limit could keep back."""
    scheme, _, key = incoming.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.startswith(MARK):
        return False
    return services().accounts.local_key.caller(key.strip(), incoming.remote_addr or "") is not None


def _known_browser(incoming: Request) -> str | None:
    device = read_cookie(incoming, DEVICE)
    return token_hash(device) if device and services().accounts.sign_in.knows(device) else None


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
