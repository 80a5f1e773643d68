"""Turnstile: so many at once, so many waiting, everybody else is turned away at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class TurnedAway(Exception):
    """Too many wait already, or the turn did not come in time."""


class Turnstile:
    """Bounds work that costs memory and processor time, whoever asks for it."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._free = at_once
        self._room = waiting
        self._changed = threading.Condition()

    @contextmanager
    def passage(self, timeout_s: float) -> Iterator[None]:
        """Hold one of the places. Raises TurnedAway."""
        self._enter(timeout_s)
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify()

    def _enter(self, timeout_s: float) -> None:
        deadline = time.monotonic() + timeout_s
        with self._changed:
            if self._free == 0:
                if self._room == 0:
                    raise TurnedAway
                self._room -= 1
                try:
                    while self._free == 0:
                        left_s = deadline - time.monotonic()
                        if left_s <= 0:
                            raise TurnedAway
                        self._changed.wait(left_s)
                finally:
                    self._room += 1
            self._free -= 1
