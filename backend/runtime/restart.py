"""A restart that is asked for from inside: the server ends as it would on SIGTERM, and its command begins it anew."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable

ANSWER_TIME_S = 0.5
"""The answer to whoever asked is on its way by then."""


class Restart:
    def __init__(self, started_ms: int, end: Callable[[], None] | None = None) -> None:
        """`started_ms`: now, UTC epoch ms. `end` makes the server end; by default a SIGTERM to this process, a moment
        later."""
        self.started_ms = started_ms
        """Two servers on one address are told apart by it: the process keeps its number and its age."""
        self.asked = False
        self._end = end or _terminate_soon

    def ask(self) -> None:
        """Returns at once. Asking twice is asking once."""
        if not self.asked:
            self.asked = True
            self._end()


def _terminate_soon() -> None:
    timer = threading.Timer(ANSWER_TIME_S, os.kill, (os.getpid(), signal.SIGTERM))
    timer.name = "restart"
    timer.daemon = True
    timer.start()
