"""Broadcast: one publisher side, any number of listeners, none of which can slow the others or fill the memory."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.runtime.channel import POLL_S
from backend.runtime.stop import StopSignal

CAPACITY = 256
"""Messages kept for one listener: seconds of a busy server. A listener further behind must read the state again."""
RESYNC = "resync"


@dataclass(frozen=True, slots=True)
class Message:
    """`number` grows by one per published message; `topic` is RESYNC where messages were dropped before this one."""

    number: int
    topic: str
    data: Mapping[str, Any] = field(default_factory=dict)


class Subscription:
    """One listener's queue. Made by `Broadcast.subscribe`; a context manager, or call `close`."""

    def __init__(self, broadcast: Broadcast, capacity: int) -> None:
        self._broadcast = broadcast
        self._capacity = capacity
        self._messages: deque[Message] = deque()
        self._dropped_at: int | None = None
        self._changed = threading.Condition()
        self._closed = False

    @property
    def closed(self) -> bool:
        return self._closed

    def get(self, timeout_s: float, *, stop: StopSignal | None = None) -> Message | None:
        """The next message; None when none came within `timeout_s` seconds, when stopped, and when closed."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while not self._messages and not self._closed:
                left_s = deadline - time.monotonic()
                if left_s <= 0 or (stop is not None and stop.is_set()):
                    return None
                self._changed.wait(left_s if stop is None else min(POLL_S, left_s))
            if self._dropped_at is not None:
                number, self._dropped_at = self._dropped_at, None
                return Message(number, RESYNC)
            return self._messages.popleft() if self._messages else None

    def close(self) -> None:
        self._broadcast._forget(self)
        self._end()

    def __enter__(self) -> Subscription:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _offer(self, message: Message) -> None:
        with self._changed:
            if len(self._messages) >= self._capacity:
                self._dropped_at = self._messages.popleft().number
            self._messages.append(message)
            self._changed.notify()

    def _end(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class Broadcast:
    """`publish` never waits for a listener: each has a bounded queue of its own that drops its oldest and says so."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._lock = threading.Lock()
        self._listeners: list[Subscription] = []
        self._number = 0
        self._closed = False

    def publish(self, topic: str, data: Mapping[str, Any] | None = None) -> None:
        # Offered under the lock, so that every listener sees the numbers in order.
        with self._lock:
            self._number += 1
            message = Message(self._number, topic, dict(data or {}))
            for listener in self._listeners:
                listener._offer(message)

    def subscribe(self) -> Subscription:
        listener = Subscription(self, self._capacity)
        with self._lock:
            if self._closed:
                listener._end()
            else:
                self._listeners.append(listener)
        return listener

    @property
    def listeners(self) -> int:
        with self._lock:
            return len(self._listeners)

    def close(self) -> None:
        """Wake every listener with the end of the stream."""
        with self._lock:
            self._closed = True
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener._end()

    def _forget(self, listener: Subscription) -> None:
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)
