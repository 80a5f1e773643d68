"""Hands the files that are due to the threads that fetch them, each file to one thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection

from backend.runtime.bell import Bell
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from database.repositories.downloaded_files import SourceFile

AT_ONCE = 50
WAIT_S = 0.5


class FilePump:
    def __init__(self, due: Callable[[Collection[int], int], list[SourceFile]]) -> None:
        """`due(without, limit)` reads the next files from the store, those in hand left out."""
        self._due = due
        self._guard = Guard()
        self._bell = Bell()
        self._ready: deque[SourceFile] = deque()
        self._in_hand: set[int] = set()
        self._listing = True

    def more(self) -> None:
        """There may be new files in the store."""
        self._bell.ring()

    def listing(self, under_way: bool) -> None:
        """While files are still being listed, threads wait for more instead of ending."""
        self._listing = under_way
        self._bell.ring()

    def take(self, stop: StopSignal) -> SourceFile | None:
        """The next file, waiting for one while listing goes on; None when there is nothing more to do."""
        while not stop.is_set():
            seen, listing = self._bell.rings, self._listing
            with self._guard:
                if not self._ready:
                    self._ready.extend(self._due(self._in_hand, AT_ONCE))
                if self._ready:
                    one = self._ready.popleft()
                    self._in_hand.add(one.id)
                    return one
            if not listing:
                return None
            self._bell.wait(seen, WAIT_S, stop)
        return None

    def give_back(self, one: SourceFile) -> None:
        with self._guard:
            self._in_hand.discard(one.id)
