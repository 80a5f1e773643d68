"""What a run is doing right now, for those who watch."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

from backend.runtime.guard import Guard

SPEED_OVER_S = 10.0


@dataclass(frozen=True, slots=True)
class Figures:
    listed: int = 0
    fetched: int = 0
    failed: int = 0
    bytes: int = 0
    bytes_per_s: int = 0
    current: tuple[str, ...] = ()
    """Names of the files in hand, as the source calls them."""
    left: int = 0
    """Files still to be fetched."""


class RunProgress:
    """Counted by the threads of a run, read by anybody."""

    def __init__(self) -> None:
        self._guard = Guard()
        self._listed = self._fetched = self._failed = self._bytes = self._left = 0
        self._current: dict[int, str] = {}
        self._recent: deque[tuple[float, int]] = deque()

    def listed(self, more: int) -> None:
        with self._guard:
            self._listed += more

    def left(self, files: int) -> None:
        with self._guard:
            self._left = files

    def begun(self, file_id: int, name: str) -> None:
        with self._guard:
            self._current[file_id] = name

    def ended(self, file_id: int) -> None:
        with self._guard:
            self._current.pop(file_id, None)

    def fetched(self) -> None:
        with self._guard:
            self._fetched += 1

    def failed(self) -> None:
        with self._guard:
            self._failed += 1

    def received(self, more: int) -> None:
        now_s = time.monotonic()
        with self._guard:
            self._bytes += more
            if self._recent and now_s - self._recent[-1][0] < 0.1:
                at_s, count = self._recent.pop()
                self._recent.append((at_s, count + more))
            else:
                self._recent.append((now_s, more))
            while self._recent and now_s - self._recent[0][0] > SPEED_OVER_S:
                self._recent.popleft()

    def figures(self) -> Figures:
        now_s = time.monotonic()
        with self._guard:
            recent = [(at_s, count) for at_s, count in self._recent if now_s - at_s <= SPEED_OVER_S]
            over_s = max(1.0, now_s - recent[0][0]) if recent else 1.0
            speed = round(sum(count for _, count in recent) / over_s)
            return Figures(
                self._listed, self._fetched, self._failed, self._bytes, speed, tuple(self._current.values()), self._left
            )
