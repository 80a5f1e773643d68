"""One decoder for all who watch a live camera, and none when nobody does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import av

from backend.runtime.bell import Bell
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker
from backend.sources.live.picture import as_jpeg, decoded, still
from backend.sources.live.tap import Taken, Tap

KEYFRAMES_FROM_WIDTH = 1_300
"""Of a picture wider than this only keyframes are shown while several cameras are watched: decoding it all is dear."""
FEW_CAMERAS = 2
SOME_CAMERAS = 9
_STEPS_S = (0.1, 0.2, 0.5)
"""Least time between two pictures while few, some or many cameras are watched: ten a second are fluent enough to aim a
camera by, two show that it lives."""
_LINGER_S = 5.0
"""A page that is loaded anew finds its decoder running."""
_TURN_S = 0.5


@dataclass(frozen=True, slots=True)
class Shown:
    """`at_ms`: when the camera took it, UTC epoch ms."""

    number: int
    jpeg: bytes
    at_ms: int


class Decoder:
    """Runs while somebody watches, and a little longer. `watched()`: how many cameras are watched right now."""

    def __init__(self, camera_id: int, tap: Tap, clock: Clock, stop: StopSignal, watched: Callable[[], int]) -> None:
        self.tap = tap
        self.shown: Shown | None = None
        self._bells: list[Bell] = []
        self._clock = clock
        self._guard = Guard()
        self._left_s = clock.monotonic()
        self._context: av.VideoCodecContext | None = None
        self._drawn_s = 0.0
        self._started = False
        self._watched = watched
        self._worker = Worker(f"preview-{camera_id}", self._run, parent=stop)

    @property
    def ended(self) -> bool:
        return self._worker.stop_signal.is_set()

    def join(self, bell: Bell) -> bool:
        """One more viewer, whose bell rings with every picture; False when it has ended."""
        with self._guard:
            if self.ended:
                return False
            self._bells.append(bell)
            if not self._started:
                self._started = True
                self.tap.open()
                self._worker.start()
            return True

    def leave(self, bell: Bell) -> None:
        with self._guard:
            self._bells.remove(bell)
            self._left_s = self._clock.monotonic()

    def end(self) -> None:
        self._worker.stop()
        self._ring()

    def _run(self, stop: StopSignal) -> None:
        try:
            first = self.tap.last_key
            if first is not None:
                self._show(still(first.codec, first.data), first.at_ms)
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
            self._ring()

    def _nobody_watches(self) -> bool:
        with self._guard:
            over = not self._bells and self._clock.monotonic() - self._left_s > _LINGER_S
            if over:
                self._worker.stop()
            return over

    def _take(self, taken: Taken) -> None:
        if taken.key and (self._context is None or self._context.name != taken.codec):
            self._context = av.CodecContext.create(taken.codec, "r")
            self._context.thread_count = 1
        if self._context is None:
            return
        watched = self._watched()
        dear = (self._context.width or 0) > KEYFRAMES_FROM_WIDTH and watched > FEW_CAMERAS
        if dear and not taken.key:
            return
        frames = decoded(self._context, taken.data, pts=taken.at_ms)
        now_s, step_s = self._clock.monotonic(), _STEPS_S[(watched > FEW_CAMERAS) + (watched > SOME_CAMERAS)]
        if frames and (now_s - self._drawn_s >= step_s or dear):
            self._drawn_s = now_s
            at_ms = frames[-1].pts
            self._show(as_jpeg(frames[-1]), at_ms if at_ms is not None else taken.at_ms)

    def _show(self, jpeg: bytes | None, at_ms: int) -> None:
        if jpeg is not None:
            number = self.shown.number + 1 if self.shown is not None else 1
            self.shown = Shown(number, jpeg, at_ms)
            self._ring()

    def _ring(self) -> None:
        with self._guard:
            bells = list(self._bells)
        for bell in bells:
            bell.ring()
