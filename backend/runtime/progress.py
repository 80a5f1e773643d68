"""Progress: how much is done, how fast it goes, and when it will be over."""

from __future__ import annotations

import threading
from collections import deque

from backend.runtime.clock import Clock

WINDOW_S = 60.0
"""The rate is that of the last minute: old enough to be calm, young enough to notice a slower stretch."""
SAMPLE_S = 0.5
"""Samples closer together than this are merged, so that the memory is bounded whatever the caller does."""


class Progress:
    """`total` and the amounts are in any one unit (ms of footage, files). Safe from any thread."""

    def __init__(self, total: float, clock: Clock) -> None:
        self._total = max(0.0, total)
        self._clock = clock
        self._done = 0.0
        self._samples: deque[tuple[float, float]] = deque([(clock.monotonic(), 0.0)])
        self._lock = threading.Lock()

    def set(self, done: float) -> None:
        """`done` so far. Going back is ignored: a progress bar that jumps back tells nobody anything."""
        with self._lock:
            self._set(done)

    def advance(self, amount: float) -> None:
        with self._lock:
            self._set(self._done + amount)

    @property
    def total(self) -> float:
        return self._total

    @property
    def done(self) -> float:
        return self._done

    @property
    def fraction(self) -> float:
        """0..1; 0 while the total is not known."""
        return self._done / self._total if self._total else 0.0

    @property
    def rate(self) -> float | None:
        """Amount per second over the last minute; None before anything was measured."""
        with self._lock:
            start_s, start_done = self._samples[0]
            elapsed_s = self._clock.monotonic() - start_s
            gained = self._done - start_done
            return gained / elapsed_s if elapsed_s > 0 and gained > 0 else None

    @property
    def eta_ms(self) -> int | None:
        """Milliseconds left at the present rate; None when it cannot be told."""
        if self._total and self._done >= self._total:
            return 0
        rate = self.rate
        return round((self._total - self._done) / rate * 1000) if rate and self._total else None

    def _set(self, done: float) -> None:
        self._done = min(max(self._done, done), self._total) if self._total else max(self._done, done)
        now = self._clock.monotonic()
        if len(self._samples) > 1 and now - self._samples[-2][0] < SAMPLE_S:
            self._samples[-1] = (now, self._done)
        else:
            self._samples.append((now, self._done))
        while len(self._samples) > 2 and now - self._samples[1][0] >= WINDOW_S:
            self._samples.popleft()
