"""Watchdog: restarts workers that died, within a budget, and says which ones it had to give up on for now."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker

log = logging.getLogger(__name__)

RESTARTS = 5
WINDOW_S = 60.0
"""Five restarts a minute: more is no accident any more, and restarting would only fill the log."""


@dataclass(slots=True)
class _Watched:
    make: Callable[[], Worker]
    worker: Worker
    restarts: deque[float] = field(default_factory=deque)
    healthy: bool = True


class Watchdog:
    """Owns the workers it is given. A worker that ends without having been asked to counts as dead, error or not."""

    def __init__(self, clock: Clock, *, restarts: int = RESTARTS, window_s: float = WINDOW_S) -> None:
        self._clock = clock
        self._budget = restarts
        self._window_s = window_s
        self._watched: dict[str, _Watched] = {}
        self._lock = threading.Lock()

    def watch(self, name: str, make: Callable[[], Worker]) -> Worker:
        """Start a worker made by `make` and keep it alive. Raises ValueError when `name` is watched already."""
        with self._lock:
            if name in self._watched:
                raise ValueError(f"{name} is watched already")
            worker = make()
            self._watched[name] = _Watched(make, worker)
            worker.start()
            return worker

    def unwatch(self, name: str) -> Worker | None:
        """Let go of a worker (it is not stopped); None when there is none of that name."""
        with self._lock:
            watched = self._watched.pop(name, None)
            return watched.worker if watched else None

    def names(self) -> list[str]:
        with self._lock:
            return list(self._watched)

    def workers(self) -> list[Worker]:
        with self._lock:
            return [watched.worker for watched in self._watched.values()]

    def check(self) -> list[str]:
        """Look at every worker once and restart the dead ones; returns the names restarted."""
        restarted = []
        with self._lock:
            for name, watched in self._watched.items():
                if watched.worker.alive or watched.worker.stop_signal.is_set():
                    continue
                if self._may_restart(watched):
                    watched.restarts.append(self._clock.monotonic())
                    watched.worker = watched.make()
                    watched.worker.start()
                    watched.healthy = True
                    restarted.append(name)
                    log.warning("worker %s had died and was started again", name)
                elif watched.healthy:
                    watched.healthy = False
                    log.error("worker %s died %d times in %.0f s and rests", name, self._budget, self._window_s)
        return restarted

    def unhealthy(self) -> list[str]:
        """Workers that died too often; they are tried again when the window has passed."""
        with self._lock:
            return [name for name, watched in self._watched.items() if not watched.healthy]

    def run(self, stop: StopSignal, interval_s: float = 1.0) -> None:
        """Check again and again until stopped: the target of a worker."""
        while not stop.wait(interval_s):
            self.check()

    def _may_restart(self, watched: _Watched) -> bool:
        now = self._clock.monotonic()
        while watched.restarts and now - watched.restarts[0] >= self._window_s:
            watched.restarts.popleft()
        return len(watched.restarts) < self._budget
