"""When each kind of look is due next within one dense pass."""

from __future__ import annotations

import math

# In a pass over everything, codes are looked for until this long after the picture last moved.
_IDLE_AFTER_MS = 1_500.0
# Hands are the dearest look. Where they were found they mostly stay: the step grows with each look that agrees, and a
# look that misses them (a fist, a turned hand) is repeated less soon than the search for the first. Where something
# keeps moving and none is found (gloves, a parcel on a belt) it is lengthened too.
_HANDS_STEP_MS = 400.0
_HANDS_LONGEST_MS = 4_800.0
_HANDS_GROWTH = 3.0
_HANDS_IN_VAIN = 5
_HANDS_IN_VAIN_STEP_MS = 1_200.0
# So shortly before a look that is known to find them, they are not looked for again.
_HANDS_BEFORE_KNOWN_MS = 1_500.0
HANDS_BY_STICKER_MS = 9_500.0
"""With a sticker hands only mark when somebody worked, so they are looked for this seldom."""
HANDS_AT_LOOKS_MS = 5_500.0
"""Single looks search for hands this often where no sticker tells: each search costs more than the rest of a look."""


class Pace:
    """When each kind of look is due next within one dense pass."""

    def __init__(self, *, every_frame: bool = False, sticker: bool = False) -> None:
        self._last: dict[str, float] = {}
        self._happened_ms = 1e12
        self._covered_ms = 0.0
        self._every_frame = every_frame
        self._sticker = sticker
        self._hands_in_vain = 0
        self._hands_known = False
        self._hands_step_ms = _HANDS_STEP_MS
        self._hands_again_ms = math.inf

    def hands_around(self, before_ms: float | None, after_ms: float | None) -> None:
        """When hands were found by a look just before the pass and by one at its end; None when they were not."""
        if before_ms is not None:
            self._hands_known = True
            self._hands_step_ms = _HANDS_LONGEST_MS
            self._last["hands"] = before_ms
        if after_ms is not None:
            self._hands_again_ms = after_ms

    def is_due(self, what: str, at_ms: float, step_ms: float) -> bool:
        return self._every_frame or at_ms - self._last.get(what, -1e12) >= step_ms - 0.5

    def due(self, what: str, at_ms: float, step_ms: float) -> bool:
        """Like `is_due`; from then on the next one is counted from here."""
        if not self.is_due(what, at_ms, step_ms):
            return False
        self._last[what] = at_ms
        return True

    def something_happens(self, at_ms: float, moving: bool) -> None:
        """Told of each look for motion; the first one cannot tell, so it counts as movement."""
        if moving or self._happened_ms > 1e11:
            self._happened_ms = at_ms
        elif at_ms - self._happened_ms > _IDLE_AFTER_MS:
            # Whoever moves next may be somebody else, or nobody.
            self._hands_known = False

    def sticker_free(self, at_ms: float, free: bool) -> None:
        """Told of each look at the sticker: on a free table hands move too, but no label is worth reading for long."""
        self._covered_ms = self._covered_ms if free else at_ms

    def hands_due(self, at_ms: float) -> bool:
        if self._hands_known and not self._every_frame and self._hands_again_ms - at_ms < _HANDS_BEFORE_KNOWN_MS:
            return False
        return self.due("hands", at_ms, HANDS_BY_STICKER_MS if self._sticker else self._hands_step_ms)

    def hands_seen(self, found: bool) -> None:
        """Told of each look for hands."""
        self._hands_in_vain = 0 if found else self._hands_in_vain + 1
        self._hands_known = self._hands_known or found
        if found:
            self._hands_step_ms = min(_HANDS_LONGEST_MS, _HANDS_GROWTH * self._hands_step_ms)
        else:
            in_vain = self._hands_known or self._hands_in_vain >= _HANDS_IN_VAIN
            self._hands_step_ms = _HANDS_IN_VAIN_STEP_MS if in_vain else _HANDS_STEP_MS

    def is_idle(self, at_ms: float) -> bool:
        since_ms = min(self._happened_ms, self._covered_ms)
        return not self._every_frame and at_ms - since_ms > _IDLE_AFTER_MS
