"""Ctrl-C and SIGTERM as a stop signal: work that runs in threads ends at its next step instead of at its end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from backend.domain.errors import Cancelled
from backend.runtime.stop import StopSignal

_ASKS_TO_END = (signal.SIGINT, signal.SIGTERM)


class Interrupted(Exception):
    """The user or the system ended the command. `status`: what shells expect of a program that such a signal ended."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.status = 128 + number


@contextmanager
def interruptible() -> Iterator[StopSignal]:
    """A signal that is set by the first Ctrl-C or SIGTERM; a second one ends the program at once. For the main thread.

    Raises Interrupted when the work inside was cancelled by it."""
    stop = StopSignal()
    came: list[int] = []

    def end(number: int, _: FrameType | None) -> None:
        came.append(number)
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    before = {number: signal.signal(number, end) for number in _ASKS_TO_END}
    try:
        yield stop
    except Cancelled:
        if not came:
            raise
        raise Interrupted(came[0]) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
