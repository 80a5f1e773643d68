"""One replay at a time for each device: most recorders have the strength for no more, and refuse or stutter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal

_LOOK_S = 0.2


class Turns:
    """Thread safe; shared by all conversations of the program."""

    def __init__(self) -> None:
        self._guard = Guard()
        self._busy: set[str] = set()

    @contextmanager
    def turn(self, device: str, stop: StopSignal) -> Iterator[None]:
        """Wait for the device to be free. Raises Cancelled when stopped meanwhile."""
        while not self._taken(device):
            stop.wait(_LOOK_S)
            stop.check()
        try:
            yield
        finally:
            with self._guard:
                self._busy.discard(device)

    def _taken(self, device: str) -> bool:
        with self._guard:
            if device in self._busy:
                return False
            self._busy.add(device)
            return True
