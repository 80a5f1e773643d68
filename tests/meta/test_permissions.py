"""Every route says who may use it. docs/architecture.md, section HTTP, explains how."""

from __future__ import annotations

from collections.abc import Iterator

from backend.api.description import described_app
from backend.api.permission import need_of
from backend.domain.account import Permission

OPEN_ROUTES = {
    # What answers without a sign-in; each with the reason.
    "/health": "whether the server is alive",
    "/api/health": "whether the server is alive",
    "/api/hand-detection/health": "whether the server is alive",
    "/api/qr-detection/health": "whether the server is alive",
    "/webhook/payos": "PayOS; a signature is checked, and the order is looked up there",
    "/api/desk/packages": "what a vendor sells; installations without an account ask",
    "/api/desk/orders": "likewise: opening an order",
    "/api/desk/orders/<int:order_code>": "likewise; only with the order's token",
    "/api/desk/activations": "likewise; only with a licence key",
    "/api/desk/heartbeats": "likewise; only with a licence id",
    "/api/desk/releases": "likewise; only with a licence id and its machine",
    "/api/sources/drive/callback": "Google sends the browser here; needs its state and its cookie",
    "/api/cloud/oauth/callback": "likewise",
    "/api/session": "signing in and out, and whether one is signed in",
    "/api/session/code": "the second step of signing in",
    "/api/session/google": "begins a sign-in",
    "/api/session/google/callback": "ends a sign-in; checks the state it began with",
    "/api/one-time-address": "the token of the address is what lets in",
    "/api/one-time-address/accept": "the token of the address is what lets in",
    "/api/shared/<token>": "a signed link to one clip",
    "/api/shared/<token>/facts": "likewise: which camera and time it shows",
    "/program": "a page of the dashboard; asks for the permission itself when it answers with data",
}


def routes() -> Iterator[tuple[str, Permission | None]]:
    app = described_app("1")
    for rule in app.url_map.iter_rules():
        need = need_of(app, rule.endpoint)
        methods = "/".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        yield f"{methods} {rule.rule}", need.permission if need else None


def test_every_route_declares_what_it_needs() -> None:
    undeclared = [route for route, permission in routes() if permission is None]
    assert not undeclared, (
        "These routes do not say who may use them: put @needs(Permission.X) nearest to the handler "
        f"(backend/api/permission.py): {undeclared}"
    )


def test_only_named_routes_are_open_to_everybody() -> None:
    opened = {route.split(" ")[1] for route, permission in routes() if permission is Permission.OPEN}
    assert opened <= set(OPEN_ROUTES), f"Open to everybody without a reason given here: {opened - set(OPEN_ROUTES)}"


def test_reading_takes_no_right_to_change() -> None:
    """What changes the shop needs more than READ, apart from what only makes a copy of a file playable."""
    harmless = {"POST /api/recordings/<int:recording_id>/rendition"}
    changing = {
        route for route, permission in routes() if permission is Permission.READ and not route.startswith("GET ")
    }
    assert changing <= harmless, changing - harmless
