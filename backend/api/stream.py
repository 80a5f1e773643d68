"""GET /api/stream: progress, new events and health as server-sent events."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from flask import Response, request

from backend.api.blueprint import blueprint
from backend.api.callers import caller, standing
from backend.api.permission import needs
from backend.api.replies import printable
from backend.api.services import services
from backend.api.sight import shown_to
from backend.domain.account import Permission
from backend.domain.errors import EpackError
from backend.runtime.broadcast import RESYNC, Broadcast, Message, Subscription
from backend.runtime.stop import StopSignal

bp = blueprint("live", __name__)

SIGNED_OUT = "signed_out"
"""The last message of a stream whose listener may not listen any more."""

RETRY_MS = 3000
"""How long a browser waits before it connects again."""


class TooManyStreams(EpackError):
    """Each stream holds a thread of the server, so their number is bounded."""

    code = "too_many_streams"
    status = 503


class EventStream:
    """The body of one push stream. `close` gives the subscription back, also when nothing was ever read from it."""

    def __init__(
        self,
        subscription: Subscription,
        stop: StopSignal,
        *,
        ping_s: float,
        resuming: bool,
        shown: Callable[[Message], Message | None] = lambda message: message,
        standing: Callable[[], bool] = lambda: True,
    ) -> None:
        """`shown`: the message as the listener may see it. `standing`: whether whoever listens still may."""
        self._subscription = subscription
        self._stop = stop
        self._ping_s = ping_s
        self._shown = shown
        self._standing = standing
        self._over = False
        self._opening: list[str] = [f"retry: {RETRY_MS}\n: connected\n\n"]
        if resuming:
            # What was missed is not kept; the page reads the present state and goes on from there.
            self._opening.append(f"event: {RESYNC}\ndata: {{}}\n\n")

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._opening:
            return self._opening.pop(0).encode()
        if self._over or self._subscription.closed or self._stop.is_set():
            raise StopIteration
        message = self._subscription.get(self._ping_s, stop=self._stop)
        if message is None and (self._subscription.closed or self._stop.is_set()):
            raise StopIteration
        # Asked after the wait: nothing goes out to somebody whose session ended meanwhile.
        if not self._standing():
            self._over = True
            return f"event: {SIGNED_OUT}\ndata: {{}}\n\n".encode()
        told = None if message is None else self._shown(message)
        return b": ping\n\n" if told is None else as_event(told)

    def close(self) -> None:
        self._subscription.close()


def as_event(message: Message) -> bytes:
    """One message in the text/event-stream form. JSON has no raw line breaks, so one data line is enough."""
    data = printable(json.dumps(dict(message.data), ensure_ascii=False, default=str))
    return f"id: {message.number}\nevent: {message.topic}\ndata: {data}\n\n".encode()


@bp.get(
    "/stream",
    summary="Live updates",
    description="Server-sent events: program, recording, event, clip, source, live, health; `resync`: read all again, "
    "`signed_out`: sign in again.",
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
@needs(Permission.READ)
def stream() -> Response:
    ours = services()
    _check_room(ours.broadcast, ours.web.stream_limit)
    limit = caller().cameras
    body = EventStream(
        ours.broadcast.subscribe(),
        ours.stop,
        ping_s=ours.web.ping_s,
        resuming="Last-Event-ID" in request.headers,
        shown=lambda message: shown_to(ours, limit, message),
        standing=standing(),
    )
    response = Response(body, mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store, no-transform"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _check_room(broadcast: Broadcast, limit: int) -> None:
    if broadcast.listeners >= limit:
        raise TooManyStreams(
            f"{limit} live connections are open already. Close other ePACK windows, or refresh by hand.",
            details={"limit": limit},
        )
