"""When each kind of look is due next within one dense pass."""

from __future__ import annotations

READ_STEP_MS = 160.0
"""In a dense pass codes are read this often: a label legible for half a second gets three looks."""
# In a pass over everything, codes are looked for until this long after the picture last moved.
_IDLE_AFTER_MS = 1_500.0
# A code that was read this often is certain: one look now and then tells how long it stays.
_CERTAIN_READS = 4
_CERTAIN_STEP_MS = 400.0
# Print that stays unreadable for this many looks in a row is something else: back to the usual step.
_PATIENCE = 12


class Pace:
    """When each kind of look is due next within one dense pass."""

    def __init__(self, *, every_frame: bool = False) -> None:
        self._last: dict[str, float] = {}
        self._unread = 0
        self._in_a_row = 0
        self._happened_ms = 1e12
        self._covered_ms = 0.0
        self._every_frame = every_frame
        self.read_step_ms = 0.0 if every_frame else READ_STEP_MS

    def due(self, what: str, at_ms: float, step_ms: float) -> bool:
        if not self._every_frame and at_ms - self._last.get(what, -1e12) < step_ms - 0.5:
            return False
        self._last[what] = at_ms
        return True

    def something_happens(self, at_ms: float, moving: bool) -> None:
        """Told of each look for motion; the first one cannot tell, so it counts as movement."""
        if moving or self._happened_ms > 1e11:
            self._happened_ms = at_ms

    def sticker_free(self, at_ms: float, free: bool) -> None:
        """Told of each look at the sticker: on a free table hands move too, but no label is worth reading for long."""
        self._covered_ms = self._covered_ms if free else at_ms

    def is_idle(self, at_ms: float) -> bool:
        since_ms = min(self._happened_ms, self._covered_ms)
        return not self._every_frame and at_ms - since_ms > _IDLE_AFTER_MS

    def note(self, read: bool, patches: int) -> None:
        """After a read: every frame while print is in sight but unread, for as long as patience lasts."""
        if self._every_frame:
            return
        self._in_a_row = self._in_a_row + 1 if read else 0
        if read:
            self._unread = 0
            self.read_step_ms = 40.0 if self._in_a_row < _CERTAIN_READS else _CERTAIN_STEP_MS
        elif patches:
            self._unread += 1
            self.read_step_ms = 0.0 if self._unread < _PATIENCE else READ_STEP_MS
        else:
            self._unread = 0
            self.read_step_ms = READ_STEP_MS
