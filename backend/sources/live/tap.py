"""Where a preview takes the packets of a recorded stream from: no second connection to the camera is needed."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from backend.runtime.bell import Bell
from backend.runtime.guard import Guard
from backend.sources.live.parameter_sets import parameter_sets, with_sets

_MOST_HELD = 120
"""Packets that a slow preview may be behind by: beyond it goes on with the next keyframe."""


@dataclass(frozen=True, slots=True)
class Taken:
    codec: str
    data: bytes
    """Annex B; a keyframe has its parameter sets."""
    key: bool
    at_ms: int
    """When the camera took it, UTC epoch ms."""


class Tap:
    """Filled by the recorder's thread, emptied by one preview. Costs nothing while nobody watches, but for the last
    keyframe, which is kept."""

    def __init__(self) -> None:
        self._guard = Guard()
        self._bell = Bell()
        self._held: deque[Taken] = deque()
        self._last_key: Taken | None = None
        self._behind = False
        self._takers = 0

    @property
    def wanted(self) -> bool:
        """Somebody watches."""
        return self._takers > 0

    def offer(self, codec: str, data: bytes, sets: tuple[bytes, ...], *, key: bool, at_ms: int) -> None:
        if key and not parameter_sets(data, codec):
            data = with_sets(data, sets)
        one = Taken(codec, data, key, at_ms)
        with self._guard:
            if key:
                self._last_key = one
            if not self.wanted:
                return
            if len(self._held) >= _MOST_HELD:
                self._held.clear()
                self._behind = True
            if key or not self._behind:
                self._behind = False
                self._held.append(one)
        self._bell.ring()

    @property
    def last_key(self) -> Taken | None:
        """The newest keyframe."""
        return self._last_key

    @property
    def bell(self) -> Bell:
        """Rings with every packet while somebody watches."""
        return self._bell

    def open(self) -> None:
        with self._guard:
            self._held.clear()
            self._behind = True
            self._takers += 1

    def close(self) -> None:
        """Once for each `open`: the next preview may have begun before the last one has ended."""
        with self._guard:
            self._takers -= 1
            if not self.wanted:
                self._held.clear()

    def take(self) -> list[Taken]:
        """What came since the last time."""
        with self._guard:
            found = list(self._held)
            self._held.clear()
        return found
