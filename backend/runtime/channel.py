"""Channel: a bounded queue between threads that cannot hang and carries the producer's error to the consumer."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

from backend.domain.errors import Cancelled
from backend.runtime.stop import StopSignal

T = TypeVar("T")

POLL_S = 0.05
"""How often a waiting call looks at its stop signal: short beside a person's patience, long beside a wake-up's cost."""


class ChannelClosed(Exception):
    """Nothing more comes out of, or fits into, this channel."""


class Channel(Generic[T]):
    """First in, first out, at most `capacity` items.

    Closing is a state and no item in the queue, so it is delivered even when the queue is full. Items put before the
    close are still handed out; then `get` raises the error given to `close`, or ChannelClosed. Either side may close.
    """

    def __init__(self, capacity: int) -> None:
        if capacity < 1:
            raise ValueError("a channel needs room for at least one item")
        self._capacity = capacity
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._error: BaseException | None = None

    def put(self, item: T, *, stop: StopSignal | None = None, timeout_s: float | None = None) -> None:
        """Add `item`, waiting for room. Raises ChannelClosed, Cancelled (stop), TimeoutError."""
        deadline = _deadline(timeout_s)
        with self._changed:
            while not self._closed and len(self._items) >= self._capacity:
                self._wait(stop, deadline)
            if self._closed:
                raise ChannelClosed
            self._items.append(item)
            self._changed.notify_all()

    def get(self, *, stop: StopSignal | None = None, timeout_s: float | None = None) -> T:
        """Take the oldest item, waiting for one.

        Raises the producer's error, ChannelClosed, Cancelled (stop), TimeoutError.
        """
        deadline = _deadline(timeout_s)
        with self._changed:
            while not self._items and not self._closed:
                self._wait(stop, deadline)
            if self._items:
                item = self._items.popleft()
                self._changed.notify_all()
                return item
            if self._error is not None:
                raise self._error
            raise ChannelClosed

    def items(self, *, stop: StopSignal | None = None) -> Iterator[T]:
        """Every item until the channel is closed and empty. Raises the producer's error, Cancelled."""
        while True:
            try:
                item = self.get(stop=stop)
            except ChannelClosed:
                return
            yield item

    def close(self, error: BaseException | None = None) -> None:
        """No more items. The first close counts; `error` reaches the consumer after the items already there."""
        with self._changed:
            if not self._closed:
                self._closed = True
                self._error = error
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        with self._changed:
            return self._closed

    def __len__(self) -> int:
        with self._changed:
            return len(self._items)

    def _wait(self, stop: StopSignal | None, deadline: float | None) -> None:
        if stop is not None and stop.is_set():
            raise Cancelled("The work was stopped.")
        pause_s = POLL_S
        if deadline is not None:
            pause_s = min(POLL_S, deadline - time.monotonic())
            if pause_s <= 0:
                raise TimeoutError
        self._changed.wait(pause_s)


def _deadline(timeout_s: float | None) -> float | None:
    return None if timeout_s is None else time.monotonic() + timeout_s
