"""Which frames to look at next: pure decisions from the recording's keyframes and what was seen so far.

All times are ms from the recording's first frame.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.sampling.vote import Run

BASE_STEP_MS = 1_900.0
"""The first pass looks at keyframes at least this far apart: a 2 s keyframe spacing is taken as it is."""
FILL_STEP_MS = 400.0
"""Keyframes nearer together than this add nothing (MJPEG: every frame is one)."""
QUIET_STEP_MS = 60_000.0
"""In stretches that listening found quiet, one look a minute."""
MAX_BLIND_MS = 5_000.0
"""Half the shortest packing time: a wider gap between looks could hide a packing, so it is decoded through."""

LEAST_PIECE_MS = 500.0
"""Decoding shorter pieces each from its own keyframe costs more than it saves."""
CALM_MARGIN_MS = 1_000.0
"""Listening counts in seconds: what borders on a loud one is decoded too."""
# Of the shortest packing time, this share is taken for granted.
_SURELY = 0.9


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch to decode through, `from_ms` to `to_ms` inclusive."""

    from_ms: float
    to_ms: float
    sure_from_ms: float = math.inf
    """Once the table is seen in the state it ends with, at or after this, the rest cannot hide a packing."""
    ends_free: bool = False
    unbroken_from_ms: float = math.inf
    """A packing that begins at or after this is not over by `to_ms`: it takes longer than that."""


def base_looks(keyframes: Sequence[float], quiet: Sequence[tuple[float, float]]) -> list[float]:
    """The first pass: keyframes at least BASE_STEP_MS apart, one a minute in quiet stretches, always first and last."""
    chosen: list[float] = []
    stretch = 0
    for at_ms in keyframes:
        while stretch < len(quiet) and quiet[stretch][1] <= at_ms:
            stretch += 1
        in_quiet = stretch < len(quiet) and quiet[stretch][0] <= at_ms
        step_ms = QUIET_STEP_MS if in_quiet else BASE_STEP_MS
        if not chosen or at_ms - chosen[-1] >= step_ms:
            chosen.append(at_ms)
    if keyframes and chosen[-1] != keyframes[-1]:
        chosen.append(keyframes[-1])
    return chosen


def keyframes_between(
    keyframes: Sequence[float], after_ms: float, before_ms: float, *, step_ms: float = FILL_STEP_MS
) -> list[float]:
    """Keyframes strictly between two times, at least `step_ms` apart from each other and from both ends."""
    chosen: list[float] = []
    last = after_ms
    for at_ms in keyframes[bisect_right(keyframes, after_ms) : bisect_left(keyframes, before_ms)]:
        if at_ms - last >= step_ms and before_ms - at_ms >= step_ms / 2:
            chosen.append(at_ms)
            last = at_ms
    return chosen


@dataclass(frozen=True, slots=True)
class Gap:
    """The time between two neighbouring looks. `same_free`: both saw the free table, and it looked the same.
    `ends_free`: whether the later one saw it free; None: nobody knows."""

    from_ms: float
    to_ms: float
    same_free: bool = False
    ends_free: bool | None = None


def blind_ranges(
    gaps: Sequence[Gap],
    quiet: Sequence[tuple[float, float]],
    calm: Sequence[tuple[float, float]],
    *,
    shortest_packing_ms: float = 2 * MAX_BLIND_MS,
) -> list[Range]:
    """Gaps that are too wide to trust: decode them through, except where listening knows better. A quiet stretch is
    left alone. Between two looks at the same free table so is a gap whose loud part is no wider than what is trusted
    anyway, and the calm end of one that is decoded. Once the table is seen as the gap's end shows it, the rest is
    believed when (its loud part, if the table is free) is no wider than that. `shortest_packing_ms`: a table covered
    for less than that is still covered by the same parcel."""
    found = []
    longest_ms = MAX_BLIND_MS
    for gap in gaps:
        if gap.to_ms - gap.from_ms <= longest_ms or _within(gap.from_ms, gap.to_ms, quiet):
            continue
        loud_from_ms, loud_to_ms = _loud_part(gap, calm)
        if gap.same_free and loud_to_ms - loud_from_ms <= longest_ms:
            continue
        to_ms = min(gap.to_ms, loud_to_ms + CALM_MARGIN_MS) if gap.same_free else gap.to_ms
        unbroken_from_ms = math.inf if gap.ends_free is not False else to_ms - _SURELY * shortest_packing_ms
        sure_from_ms = _sure_from(gap, loud_to_ms, longest_ms)
        found.append(Range(gap.from_ms, to_ms, sure_from_ms, bool(gap.ends_free), unbroken_from_ms))
    return found


def seen_through(span: Range) -> Range:
    """The same stretch, decoded to its end unless the table is free there: whatever label is shown is looked at."""
    return span if span.ends_free else replace(span, sure_from_ms=math.inf, unbroken_from_ms=math.inf)


def _sure_from(gap: Gap, loud_to_ms: float, longest_ms: float) -> float:
    if gap.ends_free is None:
        return math.inf
    # A calm table stays free. A busy one may be cleared for a moment at any time, and one run be two: it is trusted no
    # further than where keyframes lie close.
    if not gap.ends_free:
        return max(gap.from_ms, gap.to_ms - BASE_STEP_MS)
    return max(gap.from_ms, loud_to_ms - longest_ms)


def _loud_part(gap: Gap, calm: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """From the first to the last second of a gap that is not calm; nothing (both equal) when all of it is."""
    first_ms, last_ms = gap.from_ms, gap.to_ms
    for from_ms, to_ms in calm:
        if from_ms <= first_ms < to_ms:
            first_ms = to_ms
    for from_ms, to_ms in reversed(calm):
        if from_ms < last_ms <= to_ms:
            last_ms = from_ms
    return (first_ms, last_ms) if first_ms < last_ms else (gap.from_ms, gap.from_ms)


def _within(from_ms: float, to_ms: float, stretches: Sequence[tuple[float, float]]) -> bool:
    return any(a <= from_ms and to_ms <= b for a, b in stretches)


def groups_of_pictures(keyframes: Sequence[float], span: Range, *, least_ms: float = LEAST_PIECE_MS) -> list[Range]:
    """Cut a span at the keyframes in it, so that each piece is decoded from its own start; pieces shorter than
    `least_ms` are joined to the next (all-keyframe files), and a piece is not cut where there is no keyframe."""
    cuts = [span.from_ms]
    for at_ms in keyframes[bisect_right(keyframes, span.from_ms) : bisect_left(keyframes, span.to_ms)]:
        if at_ms - cuts[-1] >= least_ms:
            cuts.append(at_ms)
    pieces = [Range(a, b) for a, b in zip(cuts, [*cuts[1:], span.to_ms], strict=True) if b > a]
    # Only after the last piece comes what the span knows about: an earlier one must be seen to its end.
    return [*pieces[:-1], replace(span, from_ms=pieces[-1].from_ms)] if pieces else []


def hunt_order(
    busy: Run, keyframes: Sequence[float], cues: Sequence[tuple[float, int]], *, grace_ms: float, end_ms: float
) -> list[Range]:
    """Where to look for the code of a busy run that has none: pieces that begin or end at a look with print in it
    first, then from the end backwards (the label is shown before the parcel leaves)."""
    span = Range(max(0.0, busy.from_ms - grace_ms), min(end_ms, busy.to_ms + grace_ms))
    pieces = groups_of_pictures(keyframes, span)
    times = [at for at, _ in cues]

    def promise(piece: Range) -> tuple[int, float]:
        near = cues[bisect_left(times, piece.from_ms - 50) : bisect_right(times, piece.to_ms + 50)]
        return (-max((cue for _, cue in near), default=0), -piece.from_ms)

    return sorted(pieces, key=promise)


def confirm_range(first_ms: float, last_ms: float) -> Range:
    """Around a single read: the frames in which a second one would agree."""
    return Range(max(0.0, first_ms - 250.0), last_ms + 500.0)


def doubtful_ranges(busy: Run, shown: Sequence[tuple[float, float]], *, longest_ms: float = 40_000.0) -> list[Range]:
    """Gaps between two codes shown one after the other within one busy run: between them one parcel may have left and
    the next one come, unseen by the looks at keyframes. `shown` holds (first_ms, last_ms) of each code."""
    inside = sorted(s for s in shown if s[1] >= busy.from_ms and s[0] <= busy.to_ms)
    found: list[Range] = []
    reach = -1.0
    for first_ms, last_ms in inside:
        if reach >= 0 and 0 < first_ms - reach <= longest_ms:
            found.append(Range(reach, first_ms))
        reach = max(reach, last_ms)
    return found


def chunks(times: Sequence[float], size: int) -> list[list[float]]:
    return [list(times[i : i + size]) for i in range(0, len(times), size)]
