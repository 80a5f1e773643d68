"""Does the camera's clock tell the time? Only from what the files say about themselves. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from backend.health.limits import CLOCK_AHEAD_MS

_HOUR_MS = 3_600_000
_NEAR_HOUR_MS = 3 * 60_000
_MOST_HOURS = 14
_LEAST_FILES = 3
_OVERLAP_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class FileTimes:
    """UTC epoch ms: when the recording begins and ends by its own account, when its file was last written, and when
    it was found."""

    start_ms: int
    end_ms: int
    written_ms: int
    found_ms: int


def clock_fault(files: Sequence[FileTimes]) -> tuple[str, int] | None:
    """What is wrong, and by how many ms: `future` (the recording ends after it was found), `ahead` (after its file was
    last written), `hours` (whole hours before: a time zone), `overlap` (recordings show the same time). None when
    nothing is; `files` rise by start."""
    known = [one for one in files if one.end_ms > one.start_ms]
    if not known:
        return None
    future = [one.end_ms - one.found_ms for one in known if one.end_ms > one.found_ms + CLOCK_AHEAD_MS]
    if future:
        return "future", max(future)
    late = [one.written_ms - one.end_ms for one in known]
    if len(known) < _LEAST_FILES:
        return None
    usual = round(median(late))
    if usual < -CLOCK_AHEAD_MS:
        return "ahead", -usual
    hours = round(usual / _HOUR_MS)
    if 1 <= hours <= _MOST_HOURS and all(abs(one - hours * _HOUR_MS) < _NEAR_HOUR_MS for one in late):
        return "hours", usual
    over = [before.end_ms - after.start_ms for before, after in pairwise(known) if _overlaps(before, after)]
    return ("overlap", round(median(over))) if len(over) >= _LEAST_FILES else None


def _overlaps(before: FileTimes, after: FileTimes) -> bool:
    return before.end_ms - after.start_ms > _OVERLAP_SHARE * (before.end_ms - before.start_ms)
