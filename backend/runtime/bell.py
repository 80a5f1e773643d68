"""Bell: wakes threads that wait for something to do. A ring is never lost between looking and waiting."""

from __future__ import annotations

import threading
import time

from backend.runtime.channel import POLL_S
from backend.runtime.stop import StopSignal


class Bell:
    """Read `rings`, look for work, and when there is none `wait(rings)`: it returns at once if it rang meanwhile."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._rings = 0

    @property
    def rings(self) -> int:
        with self._changed:
            return self._rings

    def ring(self) -> None:
        """Wake everybody who waits."""
        with self._changed:
            self._rings += 1
            self._changed.notify_all()

    def wait(self, seen: int, timeout_s: float, stop: StopSignal) -> bool:
        """Wait until it has rung more than `seen` times, at most `timeout_s` seconds; False when it has not."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while self._rings == seen:
                left_s = deadline - time.monotonic()
                if left_s <= 0 or stop.is_set():
                    return False
                self._changed.wait(min(POLL_S, left_s))
            return True
