"""Who sends a request, and whether they may: asked once for every route, before its handler runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from flask import Flask, Request, Response, g, request

from backend.accounts.desk import Accounts
from backend.accounts.keys import MARK as KEY_MARK
from backend.accounts.local_key import MARK as LOCAL_MARK
from backend.accounts.sessions import caller_of
from backend.api.cookies import SESSION, read_cookie
from backend.api.permission import need_of
from backend.api.schemas.base import MAX_ID
from backend.api.services import services
from backend.domain.account import NOBODY, Caller, Need, Permission, User
from backend.domain.errors import Forbidden, NotFound, SignInNeeded
from database.repositories.sessions import Session
from database.visible import limit_reading, only_cameras

OWN_HEADER = "X-Epack"
"""Pages of ePACK send it with every change. A page of another site cannot: browsers ask us first, and we say no."""

_ASK_EVERY_S = 1.0
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def register(app: Flask) -> None:
    """Refuse what is not permitted, and limit reading to the caller's cameras."""

    @app.before_request
    def admit() -> None:
        g.caller, g.session, g.user = NOBODY, None, None
        if request.url_rule is None or request.method == "OPTIONS":
            return  # pages, which hold no data, and what is answered 404 or 405
        need = need_of(app, request.endpoint)
        if need is None:
            raise Forbidden("Nobody may use this: it does not say who may.", code="not_permitted")
        g.caller = identified(request, anybody=need.permission is Permission.OPEN)
        permit(g.caller, need)
        if g.caller.cameras is not None:
            limit_reading(g.caller.cameras)
            check_path(request.view_args or {})

    @app.after_request
    def keep_limit(response: Response) -> Response:
        limit = caller().cameras
        if limit is not None and response.is_streamed and not response.direct_passthrough:
            # What is made while it is sent is made after this request's own limit ended.
            response.response = Limited(response.response, limit)
        return response

    @app.teardown_request
    def end_limit(_error: BaseException | None) -> None:
        limit_reading(None)


class Limited:
    """The body of an answer, each piece of it made under the caller's limit."""

    def __init__(self, body: Any, limit: frozenset[int]) -> None:
        self._body = body
        self._pieces = iter(body)
        self._limit = limit

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        with only_cameras(self._limit):
            return next(self._pieces)

    def close(self) -> None:
        if hasattr(self._body, "close"):
            self._body.close()


def caller() -> Caller:
    """Whoever sent the present request."""
    return cast(Caller, g.get("caller", NOBODY))


def own_session() -> Session:
    """The session of the present request. Raises SignInNeeded without one."""
    if g.session is None:
        raise _nobody()
    return cast(Session, g.session)


def own_user() -> User:
    """Whoever is signed in at this browser. Raises SignInNeeded."""
    if g.user is None:
        raise _nobody()
    return cast(User, g.user)


def require(need: Need) -> None:
    """For handlers that need more in some cases. Raises SignInNeeded, Forbidden."""
    permit(caller(), need)


def identified(incoming: Request, *, anybody: bool = False) -> Caller:
    """With `anybody` a key that does not hold counts for nothing.

    Raises SignInNeeded for a key that does not hold, Forbidden for a change that no page of ours asked for.
    """
    if key := _key_of(incoming):
        return _of_key(key, incoming.remote_addr or "", anybody)
    token = read_cookie(incoming, SESSION)
    found = services().accounts.sessions.find(token) if token else None
    if found is None:
        return NOBODY
    session, user = found
    if incoming.method in _CHANGING and OWN_HEADER not in incoming.headers:
        raise Forbidden("Send this from a page of ePACK, or with an API key.", code="request_not_ours")
    services().accounts.sessions.seen(session, incoming.remote_addr or "")
    g.session, g.user = session, user
    return NOBODY if session.factor_due else caller_of(session, user)


def standing() -> Callable[[], bool]:
    """Whether the present caller may still do what they may now: for answers that last. Asked at most once a second."""
    ours, now = services(), caller()
    key, address = _key_of(request), request.remote_addr or ""
    token = None if key else read_cookie(request, SESSION)
    asked_s, known = ours.clock.monotonic(), True

    def ask() -> bool:
        nonlocal asked_s, known
        if not known or ours.clock.monotonic() - asked_s < _ASK_EVERY_S:
            return known
        asked_s = ours.clock.monotonic()
        if key:
            known = _caller_of_key(ours.accounts, key, address) == now
        else:
            found = ours.accounts.sessions.find(token) if token else None
            known = found is not None and caller_of(*found) == now
        return known

    return ask


def permit(who: Caller, need: Need) -> None:
    """Raises SignInNeeded, Forbidden."""
    if who.may(need):
        return
    if who.role is None:
        raise _nobody()
    if need.permission in who.permissions:
        raise Forbidden(
            "This concerns all cameras, and you may see only some. Ask an administrator.", code="whole_site_only"
        )
    raise Forbidden(
        "Your role or your key does not allow this. Ask an administrator.",
        code="not_permitted",
        details={"permission": need.permission.value},
    )


def check_path(named: dict[str, Any]) -> None:
    """What the address names must be of the caller's cameras, also where the handler only writes. Raises NotFound."""
    ours = services()
    checks: dict[str, Callable[[Any], object]] = {
        "camera_id": ours.cameras.get,
        "recording_id": ours.recordings.get,
        "event_id": ours.event_queries.get,
        "clip_id": ours.clips.get,
    }
    for name, look in checks.items():
        value = named.get(name)
        # A number beyond any row is refused by the handler's own check.
        if value is not None and not (isinstance(value, int) and value > MAX_ID):
            look(value)


def check_cameras(ids: Iterable[int]) -> None:
    """Cameras that a body names must be the caller's. Raises NotFound."""
    limit = caller().cameras
    if limit is not None and not set(ids) <= limit:
        raise NotFound("There is no such camera (any more).")


def check_recordings(ids: Iterable[int]) -> None:
    """Likewise, recordings. Raises NotFound."""
    if caller().cameras is not None:
        services().recordings.check_there(ids)


def _key_of(incoming: Request) -> str | None:
    """The API key that came along; something else under that header is none of ours and counts for nothing."""
    scheme, _, key = incoming.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" and key.startswith((KEY_MARK, LOCAL_MARK)) else None


def _caller_of_key(desk: Accounts, key: str, address: str) -> Caller | None:
    return desk.local_key.caller(key, address) if key.startswith(LOCAL_MARK) else desk.keys.caller(key)


def _of_key(key: str, address: str, anybody: bool) -> Caller:
    found = _caller_of_key(services().accounts, key, address)
    if found is None and anybody:
        return NOBODY
    if found is None:
        raise SignInNeeded("This API key is unknown, has ended, or was revoked.", code="key_refused")
    return found


def _nobody() -> SignInNeeded:
    return SignInNeeded("Sign in first, or send an API key: Authorization: Bearer epk_...")
