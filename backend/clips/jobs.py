"""How work in progress is told and cancelled, the same for clips and renditions."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from backend.domain.errors import StoreError
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal

Publish = Callable[[str, Mapping[str, Any]], None]
"""Topic and data; `backend.runtime.broadcast.Broadcast.publish` fits."""

log = logging.getLogger(__name__)

_TELL_EVERY_S = 0.5
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0


def store_end(write: Callable[[], object], stop: StopSignal) -> None:
    """Store what became of a job, again and again while the store cannot: for everybody it would run on for ever.

    Given up with `stop`: the next start begins the job again.
    """
    pause_s = _FIRST_PAUSE_S
    while True:
        try:
            write()
            return
        except StoreError as error:
            log.warning("what became of a job cannot be stored yet: %s", error.message)
            if stop.wait(pause_s):
                return
            pause_s = min(_LONGEST_PAUSE_S, pause_s * 2)


class Running:
    """The jobs being worked on, so that one of them can be stopped by its id."""

    def __init__(self) -> None:
        self._guard = Guard()
        self._signals: dict[str, StopSignal] = {}

    def begin(self, job_id: str, parent: StopSignal) -> StopSignal:
        signal = parent.child()
        with self._guard:
            self._signals[job_id] = signal
        return signal

    def end(self, job_id: str) -> None:
        with self._guard:
            self._signals.pop(job_id, None)

    def stop(self, job_id: str) -> bool:
        """False when it is not being worked on."""
        with self._guard:
            signal = self._signals.get(job_id)
        if signal is None:
            return False
        signal.set()
        return True


class Teller:
    """Stores and publishes progress, but not more often than a person can see.

    `keep` returns False when the job is over for the store (cancelled): then the work is told to stop.
    """

    def __init__(
        self, clock: Clock, keep: Callable[[float], bool], tell: Callable[[float], None], signal: StopSignal
    ) -> None:
        self._clock = clock
        self._keep = keep
        self._tell = tell
        self._signal = signal
        self._last_s = clock.monotonic()

    def __call__(self, progress: float) -> None:
        now_s = self._clock.monotonic()
        if now_s - self._last_s < _TELL_EVERY_S:
            return
        self._last_s = now_s
        if self._keep(progress):
            self._tell(progress)
        else:
            self._signal.set()
