"""StopSignal: how a thread is told to stop, and how it tells the threads it started."""

from __future__ import annotations

import threading
import weakref

from backend.domain.errors import Cancelled


class StopSignal:
    """Set once, never cleared. A child is set with its parent; setting a child leaves the parent alone."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        # Weak: a server makes one child per recording for years, and a finished one must be able to go.
        self._children: weakref.WeakSet[StopSignal] = weakref.WeakSet()

    def is_set(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        with self._lock:
            self._event.set()
            children = list(self._children)
        for child in children:
            child.set()

    def wait(self, timeout_s: float) -> bool:
        """Sleep up to `timeout_s` seconds, less when stopped meanwhile; True when stopped."""
        return self._event.wait(max(0.0, timeout_s))

    def child(self) -> StopSignal:
        """A signal of its own for a part of the work; it is born set when this one is."""
        child = StopSignal()
        self.link(child)
        return child

    def link(self, child: StopSignal) -> None:
        """Set `child` with this one too: work that has two reasons to stop."""
        with self._lock:
            self._children.add(child)
            already_set = self._event.is_set()
        if already_set:
            child.set()

    @classmethod
    def either(cls, one: StopSignal, other: StopSignal) -> StopSignal:
        """A signal that is set with either of two; setting it leaves both alone."""
        both = one.child()
        other.link(both)
        return both

    def check(self) -> None:
        """Raises Cancelled when set; for the middle of long work."""
        if self.is_set():
            raise Cancelled("The work was stopped.")
