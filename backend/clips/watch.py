"""How long work in this stage tells how far it is and learns that it shall stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from backend.domain.errors import Cancelled


class Stop(Protocol):
    """What `backend.runtime.stop.StopSignal` offers; anything with `is_set` will do."""

    def is_set(self) -> bool: ...


class Watch:
    """Given to every writer, which calls `at` as often as it likes."""

    def __init__(self, stop: Stop | None = None, progress: Callable[[float], None] | None = None) -> None:
        self._stop = stop
        self._progress = progress
        self._told = -1

    def check(self) -> None:
        """Raises Cancelled when the work shall stop."""
        if self._stop is not None and self._stop.is_set():
            raise Cancelled("The cut was cancelled. Nothing was left behind.")

    def at(self, fraction: float) -> None:
        """Tell progress (0..1), at most once per percent. Raises Cancelled when the work shall stop."""
        self.check()
        percent = min(100, max(0, int(fraction * 100)))
        if percent > self._told:
            self._told = percent
            if self._progress is not None:
                self._progress(percent / 100)
