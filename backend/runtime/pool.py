"""Pool: small tasks over a few threads, each with a resource of its own (a detector that must not be shared)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from backend.domain.errors import Cancelled
from backend.runtime.channel import POLL_S, Channel, ChannelClosed
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker

R = TypeVar("R")
T = TypeVar("T")
U = TypeVar("U")

WAITING_PER_THREAD = 2
"""Enough that no thread waits for the feeder, few enough that lazily made inputs (frames) do not fill the memory."""


@dataclass(slots=True)
class _Batch:
    stop: StopSignal | None
    results: dict[int, Any] = field(default_factory=dict)
    settled: int = 0
    error: BaseException | None = None
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def over(self) -> bool:
        return self.error is not None or (self.stop is not None and self.stop.is_set())


@dataclass(slots=True)
class _Task:
    batch: _Batch
    index: int
    call: Callable[[Any], Any]


class Pool(Generic[R]):
    """`threads` threads; each makes its resource with `make` at its first task and ends it with `dispose` at close.

    Use as a context manager, or call `close`. Several threads may call `map` at once; tasks must not call it.
    """

    def __init__(
        self, name: str, threads: int, make: Callable[[], R], dispose: Callable[[R], None] | None = None
    ) -> None:
        if threads < 1:
            raise ValueError("a pool needs at least one thread")
        self._make = make
        self._dispose = dispose
        self._tasks: Channel[_Task] = Channel(threads * WAITING_PER_THREAD)
        self._workers = [Worker(f"{name}-{n + 1}", self._work).start() for n in range(threads)]

    def map(self, call: Callable[[R, T], U], items: Iterable[T], *, stop: StopSignal | None = None) -> list[U]:
        """`call(resource, item)` for every item; results in the order of `items`.

        The first error is raised after no task of this call runs any more. Raises Cancelled when stopped.
        """
        batch = _Batch(stop)
        fed = 0
        try:
            for item in items:
                if batch.over:
                    break
                self._tasks.put(_Task(batch, fed, _bound(call, item)), stop=stop)
                fed += 1
        except Cancelled:
            pass
        finally:
            self._settle(batch, fed)
        if batch.error is not None:
            raise batch.error
        if stop is not None:
            stop.check()
        return [batch.results[index] for index in range(fed)]

    def close(self, timeout_s: float = 10.0) -> bool:
        """No more tasks; True when every thread has ended within `timeout_s` seconds."""
        self._tasks.close()
        # Those that ended are let go: pool and worker hold each other, and what `make` reaches, such as an open
        # recording, would stay until the garbage collector comes round to old objects.
        self._workers = [worker for worker in self._workers if not worker.join(timeout_s)]
        return not self._workers

    def __enter__(self) -> Pool[R]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _settle(self, batch: _Batch, fed: int) -> None:
        with batch.changed:
            while batch.settled < fed:
                batch.changed.wait(POLL_S)

    def _work(self, stop: StopSignal) -> None:
        resource: R | None = None
        made = False
        try:
            while True:
                task = self._tasks.get()
                outcome: Any = None
                error: BaseException | None = None
                if not task.batch.over:
                    try:
                        if not made:
                            resource, made = self._make(), True
                        outcome = task.call(resource)
                    except BaseException as caught:  # raised again by map, in the caller's thread
                        error = caught
                with task.batch.changed:
                    if error is None:
                        task.batch.results[task.index] = outcome
                    elif task.batch.error is None:
                        task.batch.error = error
                    task.batch.settled += 1
                    task.batch.changed.notify_all()
                del task, outcome, error  # a frame must not stay in memory until the next task comes
        except ChannelClosed:
            pass
        finally:
            if made and self._dispose is not None:
                self._dispose(resource)  # type: ignore[arg-type]  # made: it is an R


def _bound(call: Callable[[Any, T], U], item: T) -> Callable[[Any], U]:
    def run(resource: Any) -> U:
        return call(resource, item)

    return run
