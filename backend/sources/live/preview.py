"""The pictures of live cameras in the browser: of one, or of a whole wall over a single line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from backend.domain.errors import EpackError, NotFound
from backend.runtime.bell import Bell
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from backend.sources.live.picture import WIDTH, still
from backend.sources.live.preview_decoder import Decoder, Shown
from backend.sources.live.tap import Tap

MOST_VIEWERS = 24
"""Each holds a thread of the server, however many cameras it watches."""
_LOOK_AGAIN_S = 1.0
"""A camera that changed its stream, or came back, is found after this time."""


class TooManyPreviews(EpackError):
    code = "too_many_previews"
    status = 503


class NoPicture(EpackError):
    """The camera is not recorded right now, so there is no picture of it."""

    code = "no_live_picture"
    status = 404


@dataclass(slots=True)
class _Seen:
    decoder: Decoder | None = None
    number: int = 0


@dataclass(slots=True, eq=False)
class Watch:
    """One who watches some cameras. `close` when done."""

    _previews: Previews
    _cameras: dict[int, _Seen]
    _bell: Bell = field(default_factory=Bell)
    _looked_s: float = float("-inf")
    _closed: bool = False

    def next(self, timeout_s: float, stop: StopSignal) -> list[tuple[int, Shown]]:
        """The newest pictures that were not given yet, by camera; none when none came in time or the server ends."""
        rings = self._bell.rings
        self.look_again()
        found = self._new()
        if not found and self._bell.wait(rings, timeout_s, stop):
            found = self._new()
        return found

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            for seen in self._cameras.values():
                if seen.decoder is not None:
                    seen.decoder.leave(self._bell)
            self._previews.left()

    def _new(self) -> list[tuple[int, Shown]]:
        found: list[tuple[int, Shown]] = []
        for camera_id, seen in self._cameras.items():
            shown = seen.decoder.shown if seen.decoder is not None else None
            if shown is not None and shown.number > seen.number:
                seen.number = shown.number
                found.append((camera_id, shown))
        return found

    def look_again(self) -> None:
        """Find the decoders of the cameras as they are now; once a second at most."""
        now_s = self._previews.clock.monotonic()
        if now_s - self._looked_s < _LOOK_AGAIN_S:
            return
        self._looked_s = now_s
        for camera_id, seen in self._cameras.items():
            decoder = self._previews.join(camera_id, self._bell, seen.decoder)
            if decoder is not seen.decoder:
                if seen.decoder is not None:
                    seen.decoder.leave(self._bell)
                seen.decoder, seen.number = decoder, 0


class Previews:
    def __init__(self, tap_of: Callable[[int], Tap | None], clock: Clock, stop: StopSignal) -> None:
        self.clock = clock
        self._tap_of = tap_of
        self._stop = stop
        self._guard = Guard()
        self._decoders: dict[int, Decoder] = {}
        self._viewers = 0

    def watch(self, camera_id: int) -> Watch:
        """Raises NotFound (not a live camera), TooManyPreviews."""
        self._tap(camera_id)
        return self.watch_all([camera_id])

    def watch_all(self, camera_ids: Iterable[int]) -> Watch:
        """Those that are not recorded just now are shown once they are. Raises TooManyPreviews."""
        with self._guard:
            if self._viewers >= MOST_VIEWERS:
                raise TooManyPreviews(
                    f"{MOST_VIEWERS} windows with live pictures are open already. Close other windows.",
                    details={"limit": MOST_VIEWERS},
                )
            self._viewers += 1
        watch = Watch(self, {one: _Seen() for one in camera_ids})
        watch.look_again()
        return watch

    def frame(self, camera_id: int, width: int | None) -> bytes:
        """One picture as JPEG: what is shown to others, else the last keyframe. Raises NotFound, NoPicture."""
        with self._guard:
            tap = self._tap(camera_id)
            decoder = self._decoders.get(camera_id)
        shown = decoder.shown if decoder is not None and not decoder.ended and width in (None, WIDTH) else None
        if shown is not None:
            return shown.jpeg
        taken = tap.last_key
        jpeg = still(taken.codec, taken.data, width or WIDTH) if taken is not None else None
        if jpeg is None:
            raise NoPicture("No picture has come from this camera yet. Look at its state.")
        return jpeg

    # For those who watch

    def join(self, camera_id: int, bell: Bell, present: Decoder | None) -> Decoder | None:
        """The decoder of the camera as it is now: `present` while that is the one, else another one that was joined;
        None while the camera is not recorded."""
        with self._guard:
            tap = self._tap_of(camera_id)
            if tap is None:
                return None
            if present is not None and present.tap is tap and not present.ended:
                return present
            decoder = self._decoders.get(camera_id)
            if decoder is None or decoder.tap is not tap or not decoder.join(bell):
                if decoder is not None:
                    decoder.end()
                decoder = self._decoders[camera_id] = Decoder(camera_id, tap, self.clock, self._stop, self._watched)
                decoder.join(bell)
            return decoder

    def left(self) -> None:
        """One who watched is gone."""
        with self._guard:
            self._viewers -= 1

    def _watched(self) -> int:
        return sum(not one.ended for one in list(self._decoders.values()))

    def _tap(self, camera_id: int) -> Tap:
        tap = self._tap_of(camera_id)
        if tap is None:
            raise NotFound("This camera is not recorded live.", code="not_live")
        return tap
