"""The picture of a live camera in the browser: one decoder for all who watch it, and none when nobody does."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import av

from backend.domain.errors import EpackError, NotFound
from backend.runtime.bell import Bell
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker
from backend.sources.live.picture import WIDTH, as_jpeg, decoded, still
from backend.sources.live.tap import Taken, Tap

log = logging.getLogger(__name__)

MOST_VIEWERS = 24
"""Each holds a thread of the server."""
LEAST_STEP_S = 0.1
"""Ten pictures a second are fluent enough to aim a camera by."""
KEYFRAMES_FROM_WIDTH = 1_300
"""Of a picture wider than this only keyframes are shown while several cameras are watched: decoding it all is dear."""
FEW_CAMERAS = 2
_LINGER_S = 5.0
"""A page that is loaded anew finds its decoder running."""
_TURN_S = 0.5


class TooManyPreviews(EpackError):
    code = "too_many_previews"
    status = 503


class NoPicture(EpackError):
    """The camera is not recorded right now, so there is no picture of it."""

    code = "no_live_picture"
    status = 404


@dataclass(frozen=True, slots=True)
class Shown:
    number: int
    jpeg: bytes


class Viewer:
    """One who watches. `close` when done."""

    def __init__(self, decoder: _Decoder) -> None:
        self._decoder = decoder
        self._seen = 0
        self._closed = False

    def next(self, timeout_s: float, stop: StopSignal) -> bytes | None:
        """The newest picture that was not given yet, JPEG; None when none came in time or the server goes down."""
        rings = self._decoder.bell.rings
        if self._decoder.shown is None or self._decoder.shown.number <= self._seen:
            self._decoder.bell.wait(rings, timeout_s, stop)
        shown = self._decoder.shown
        if shown is None or shown.number <= self._seen:
            return None
        self._seen = shown.number
        return shown.jpeg

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._decoder.leave()


class Previews:
    def __init__(self, tap_of: Callable[[int], Tap | None], clock: Clock, stop: StopSignal) -> None:
        self._tap_of = tap_of
        self._clock = clock
        self._stop = stop
        self._guard = Guard()
        self._decoders: dict[int, _Decoder] = {}

    def watch(self, camera_id: int) -> Viewer:
        """Raises NotFound (not a live camera), TooManyPreviews."""
        with self._guard:
            tap = self._tap(camera_id)
            if sum(one.viewers for one in self._decoders.values()) >= MOST_VIEWERS:
                raise TooManyPreviews(
                    f"{MOST_VIEWERS} live pictures are watched already. Close other windows.",
                    details={"limit": MOST_VIEWERS},
                )
            decoder = self._decoders.get(camera_id)
            if decoder is None or decoder.tap is not tap or not decoder.join():
                if decoder is not None:
                    decoder.end()
                decoder = self._decoders[camera_id] = _Decoder(camera_id, tap, self._clock, self._stop, self._few)
                decoder.join()
            return Viewer(decoder)

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

    def _few(self) -> bool:
        """Whether few enough cameras are watched to decode every picture of them."""
        return sum(not one.ended for one in list(self._decoders.values())) <= FEW_CAMERAS

    def _tap(self, camera_id: int) -> Tap:
        tap = self._tap_of(camera_id)
        if tap is None:
            raise NotFound("This camera is not recorded live.", code="not_live")
        return tap


class _Decoder:
    """Runs while somebody watches, and a little longer."""

    def __init__(
        self, camera_id: int, tap: Tap, clock: Clock, stop: StopSignal, few_cameras: Callable[[], bool]
    ) -> None:
        self.tap = tap
        self.viewers = 0
        self.shown: Shown | None = None
        self.bell = Bell()
        self._clock = clock
        self._guard = Guard()
        self._left_s = clock.monotonic()
        self._context: av.VideoCodecContext | None = None
        self._drawn_s = 0.0
        self._started = False
        self._few_cameras = few_cameras
        self._worker = Worker(f"preview-{camera_id}", self._run, parent=stop)

    @property
    def ended(self) -> bool:
        return self._worker.stop_signal.is_set()

    def join(self) -> bool:
        """One more viewer; False when it has ended."""
        with self._guard:
            if self.ended:
                return False
            self.viewers += 1
            if not self._started:
                self._started = True
                self.tap.open()
                self._worker.start()
            return True

    def leave(self) -> None:
        with self._guard:
            self.viewers -= 1
            self._left_s = self._clock.monotonic()

    def end(self) -> None:
        self._worker.stop()
        self.bell.ring()

    def _run(self, stop: StopSignal) -> None:
        try:
            first = self.tap.last_key
            if first is not None:
                self._show(still(first.codec, first.data))
            while not stop.is_set():
                rings = self.tap.bell.rings
                for taken in self.tap.take():
                    self._take(taken)
                if self._nobody_watches():
                    return
                self.tap.bell.wait(rings, _TURN_S, stop)
        finally:
            self._worker.stop()
            self.tap.close()
            self.bell.ring()

    def _nobody_watches(self) -> bool:
        with self._guard:
            over = self.viewers == 0 and self._clock.monotonic() - self._left_s > _LINGER_S
            if over:
                self._worker.stop()
            return over

    def _take(self, taken: Taken) -> None:
        if taken.key and (self._context is None or self._context.name != taken.codec):
            self._context = av.CodecContext.create(taken.codec, "r")
            self._context.thread_count = 1
        if self._context is None:
            return
        dear = (self._context.width or 0) > KEYFRAMES_FROM_WIDTH and not self._few_cameras()
        if dear and not taken.key:
            return
        frames = decoded(self._context, taken.data)
        now_s = self._clock.monotonic()
        if frames and (now_s - self._drawn_s >= LEAST_STEP_S or dear):
            self._drawn_s = now_s
            self._show(as_jpeg(frames[-1]))

    def _show(self, jpeg: bytes | None) -> None:
        if jpeg is not None:
            number = self.shown.number + 1 if self.shown is not None else 1
            self.shown = Shown(number, jpeg)
            self.bell.ring()
