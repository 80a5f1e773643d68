"""Worker: one named thread with its own stop signal, whose end is never silent."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from backend.domain.errors import Cancelled
from backend.runtime.stop import StopSignal

log = logging.getLogger(__name__)


class Worker:
    """Runs `target(stop)` once on a thread called `name`.

    A thread cannot be started twice: to restart, make a new Worker (a Watchdog takes a factory for that). Threads are
    daemons, so that one hanging inside a codec cannot keep a stopped server alive; `stop` and `join` end them in order.
    """

    def __init__(self, name: str, target: Callable[[StopSignal], None], *, parent: StopSignal | None = None) -> None:
        self.name = name
        self.stop_signal = parent.child() if parent is not None else StopSignal()
        self._target = target
        self._error: BaseException | None = None
        self._started = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> Worker:
        self._thread.start()
        self._started = True
        return self

    def stop(self) -> None:
        """Ask it to end; returns at once."""
        self.stop_signal.set()

    def join(self, timeout_s: float) -> bool:
        """Wait up to `timeout_s` seconds; True when the thread has ended (or never ran)."""
        if not self._started:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def error(self) -> BaseException | None:
        """What ended the thread, None while it runs and after a normal end."""
        return self._error

    def _run(self) -> None:
        try:
            self._target(self.stop_signal)
        except Cancelled as cancelled:
            if not self.stop_signal.is_set():
                self._fail(cancelled)
        except BaseException as error:  # what passed the last line of a thread would be lost
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        self._error = error
        log.error("worker %s ended with an error", self.name, exc_info=error)


def stop_all(workers: list[Worker], timeout_s: float) -> list[Worker]:
    """Ask all of them to end, then wait together for at most `timeout_s` seconds; returns those still running."""
    for worker in workers:
        worker.stop()
    deadline = time.monotonic() + timeout_s
    return [worker for worker in workers if not worker.join(max(0.0, deadline - time.monotonic()))]
