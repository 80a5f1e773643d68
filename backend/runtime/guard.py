"""Guard: a lock for an object's own state, so that other packages need not know about threading."""

from __future__ import annotations

import threading
from types import TracebackType


class Guard:
    """`with guard:` one thread at a time; the same thread may enter again. Hold it briefly: never during decoding,
    directory walks or network calls."""

    def __init__(self) -> None:
        self._lock = threading.RLock()

    def __enter__(self) -> Guard:
        self._lock.acquire()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._lock.release()
