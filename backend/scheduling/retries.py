"""Failed recordings that are tried again after a pause."""

from __future__ import annotations

from heapq import heappop, heappush

from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.scheduling.policy import retry_after_s


class RetryLater:
    """Kept in memory: a restart is a fresh chance, since recovery queues passing failures again (`retry_codes`)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._guard = Guard()
        self._tries: dict[int, int] = {}
        self._waiting: list[tuple[float, int]] = []

    def failed(self, recording_id: int, code: str, max_attempts: int) -> bool:
        """Note a failure; True when it will be tried again by itself."""
        with self._guard:
            tries = self._tries.pop(recording_id, 0) + 1
            pause_s = retry_after_s(code, tries, max_attempts)
            if pause_s is None:
                return False
            self._tries[recording_id] = tries
            heappush(self._waiting, (self._clock.monotonic() + pause_s, recording_id))
            return True

    def forget(self, recording_id: int) -> None:
        """It was analysed after all."""
        with self._guard:
            self._tries.pop(recording_id, None)

    def due(self) -> list[int]:
        """The recordings whose pause is over; each is named once."""
        found = []
        with self._guard:
            while self._waiting and self._waiting[0][0] <= self._clock.monotonic():
                found.append(heappop(self._waiting)[1])
        return found

    def __len__(self) -> int:
        with self._guard:
            return len(self._waiting)
