"""What a request may carry, route by route: JSON or a form with a file, and how many bytes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, Request, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from backend.api.permission import need_of
from backend.domain.account import Permission
from backend.domain.errors import EpackError, InvalidInput

KIB, MIB = 1024, 1024 * 1024
USUAL_BYTES = MIB
OPEN_BYTES = 64 * KIB
"""For routes that answer anybody: none of them needs more."""

FORM_BYTES = 64 * KIB
"""What a form adds to its file: names, texts, boundaries."""

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_MARK = "epack_body"
_MARGIN = 4 * MIB
Handler = TypeVar("Handler", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Body:
    """`upload`: multipart/form-data instead of JSON."""

    most_bytes: int
    upload: bool = False


class TooLarge(EpackError):
    code = "too_large"
    status = 413


def takes_body(most_bytes: int) -> Callable[[Handler], Handler]:
    """Let JSON of another size than usual in for this handler."""
    return _marked(Body(most_bytes))


def takes_upload(most_bytes: int) -> Callable[[Handler], Handler]:
    """Let a form with a file in for this handler, and JSON out. `most_bytes`: of the whole form."""
    return _marked(Body(most_bytes, upload=True))


def body_of(app: Flask, endpoint: str | None) -> Body:
    """What the route takes."""
    marked = getattr(app.view_functions.get(endpoint or ""), _MARK, None)
    if isinstance(marked, Body):
        return marked
    need = need_of(app, endpoint)
    return Body(OPEN_BYTES if need is not None and need.permission is Permission.OPEN else USUAL_BYTES)


def register(app: Flask) -> None:
    """Check the body of each request that was let in."""
    app.config["MAX_CONTENT_LENGTH"] = USUAL_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MIB
    app.config["MAX_FORM_PARTS"] = 20

    @app.before_request
    def check_sent() -> None:
        if request.method in UNSAFE and request.url_rule is not None:
            check_body(request, body_of(app, request.endpoint))


def largest_bodies(app: Flask) -> Callable[[str], int]:
    """Path to the most bytes a body may have there, for the server to refuse more while it comes in."""
    special = {rule.rule: body_of(app, rule.endpoint).most_bytes for rule in app.url_map.iter_rules()}
    # A little more than the bound itself: what is just too large still gets the answer that says why.
    return lambda path: max(USUAL_BYTES, special.get(path, 0)) + _MARGIN


def check_body(incoming: Request, body: Body) -> None:
    """Raises TooLarge, UnsupportedMediaType, InvalidInput."""
    incoming.max_content_length = body.most_bytes
    if (incoming.content_length or 0) > body.most_bytes:
        raise TooLarge(
            f"What was sent is too large: {_shown(body.most_bytes)} at most.", details={"most_bytes": body.most_bytes}
        )
    if not has_body(incoming):
        return
    if incoming.mimetype != ("multipart/form-data" if body.upload else "application/json"):
        raise UnsupportedMediaType
    if body.upload:
        return
    try:
        incoming.get_json()
    except BadRequest as error:
        raise InvalidInput("The body is not valid JSON.", code="malformed_json") from error


def has_body(incoming: Request) -> bool:
    return bool(incoming.content_length) or "Transfer-Encoding" in incoming.headers


def _shown(size: int) -> str:
    return f"{size // MIB} MB" if size >= MIB else f"{size // KIB} kB"


def _marked(body: Body) -> Callable[[Handler], Handler]:
    def mark(handler: Handler) -> Handler:
        setattr(handler, _MARK, body)
        return handler

    return mark
