"""Bodies of answers with live pictures, which end when nobody looks, may look, or the server stops."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.sources.live.preview import Watch
from backend.sources.live.preview_decoder import Shown

BOUNDARY = b"epack-picture"
_TURN_S = 5.0
_PATIENCE = 6
"""Turns without a picture of the one camera after which the browser is told to go."""
_SIGN_OF_LIFE_S = 2.0


class _Stream:
    """`close` lets the decoders go, also when nothing was ever read. `standing`: whether whoever looks still may; the
    pictures end with their session."""

    def __init__(self, watch: Watch, stop: StopSignal, standing: Callable[[], bool]) -> None:
        self._watch = watch
        self._stop = stop
        self._standing = standing

    def close(self) -> None:
        self._watch.close()

    def _next(self, timeout_s: float) -> list[tuple[int, Shown]]:
        """Raises StopIteration."""
        found = self._watch.next(timeout_s, self._stop)
        if self._stop.is_set() or not self._standing():
            raise StopIteration
        return found


class PictureStream(_Stream, Iterator[bytes]):
    """One camera as multipart/x-mixed-replace: what an image of a page understands by itself."""

    def __next__(self) -> bytes:
        for _ in range(_PATIENCE):
            for _, shown in self._next(_TURN_S):
                head = b"--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
                return head % (BOUNDARY, len(shown.jpeg)) + shown.jpeg + b"\r\n"
        raise StopIteration


class WallStream(_Stream, Iterator[bytes]):
    """Several cameras: a line of JSON before each picture. A browser has six lines to a server for all it does."""

    def __init__(self, watch: Watch, clock: Clock, stop: StopSignal, standing: Callable[[], bool]) -> None:
        super().__init__(watch, stop, standing)
        self._clock = clock

    def __next__(self) -> bytes:
        sent_ms = self._clock.now_ms()
        found = self._next(_SIGN_OF_LIFE_S)
        if not found:
            return _line({"sent_ms": sent_ms, "bytes": 0})
        sent_ms = self._clock.now_ms()
        return b"".join(
            _line({"camera_id": camera_id, "at_ms": one.at_ms, "sent_ms": sent_ms, "bytes": len(one.jpeg)}) + one.jpeg
            for camera_id, one in found
        )


def _line(told: dict[str, int]) -> bytes:
    return json.dumps(told).encode() + b"\n"
