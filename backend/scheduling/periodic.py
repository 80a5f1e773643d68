"""Periodic: one duty of a loop, done every so often, whose failure neither stops the loop nor makes it spin."""

from __future__ import annotations

import logging
from collections.abc import Callable

from backend.runtime.clock import Clock
from backend.scheduling.policy import Backoff

log = logging.getLogger(__name__)

ERROR_PAUSE = Backoff(first_s=1.0, longest_s=60.0)


class Periodic:
    def __init__(self, name: str, every_s: float, call: Callable[[], None], clock: Clock) -> None:
        self._name = name
        self._every_s = every_s
        self._call = call
        self._clock = clock
        self._due_s = clock.monotonic()
        self._errors = 0

    def run_if_due(self) -> None:
        now_s = self._clock.monotonic()
        if now_s < self._due_s:
            return
        try:
            self._call()
        except Exception:
            self._errors += 1
            log.exception("%s failed, %d in a row", self._name, self._errors)
        else:
            self._errors = 0
        self._due_s = now_s + max(self._every_s, ERROR_PAUSE.pause_s(self._errors))
