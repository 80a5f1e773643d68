"""Events of a camera without a sticker: the table stops being empty, a label is seen, the table is empty again.

Hands confirm an event whose label was never read; they are not needed, since gloved hands are not found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.domain.camera import PackingTimes
from backend.events.intervals import Interval, give_codes
from backend.events.merge import Shown, Stretch

# Presence shorter than this is somebody passing by or wiping the table, even with a label in hand.
LEAST_PRESENT_MS = 4_000
# Fragments this close to a longer presence belong to it: a hand that came first, a flap that hung over.
_ABSORB_GAP_MS = 1_200
_ABSORB_LONGEST_MS = 3_000
# Hands may leave a parcel alone for this long and come back to it: the table stayed occupied meanwhile.
_LEFT_ALONE_MS = 20_000


def packing_intervals(stretch: Stretch, times: PackingTimes) -> list[Interval]:
    """Intervals of presence with their codes, split where one parcel follows another without a free table."""
    present = _absorbed([(s.from_ms, s.to_ms) for s in stretch.motion], stretch.shown)
    present = _with_standing(present, stretch, times)
    present = _resumed(present, stretch)
    found = [
        Interval(start, end, open_start=start <= stretch.start_ms, open_end=end >= stretch.end_ms - 1)
        for start, end in present
    ]
    give_codes(found, stretch.shown)
    found = [piece for interval in found for piece in _split(interval, times)]
    return [i for i in found if _is_packing(i, stretch, times)]


def _is_packing(interval: Interval, stretch: Stretch, times: PackingTimes) -> bool:
    if interval.codes:
        return interval.length_ms >= LEAST_PRESENT_MS or interval.open_start or interval.open_end
    hands = any(s.from_ms < interval.end_ms and s.to_ms > interval.start_ms for s in stretch.hands)
    return interval.length_ms >= (times.min_ms // 2 if hands else times.min_ms)


def _with_standing(present: Sequence[tuple[int, int]], stretch: Stretch, times: PackingTimes) -> list[tuple[int, int]]:
    """A parcel that stood on the table with its label in sight and hardly anything that moved: packed ready, put down,
    taken away. What stands there for longer than a packing takes was left there."""
    found = list(present)
    for span in stretch.occupied:
        stirred = [one for one in found if one[0] < span.to_ms and one[1] > span.from_ms]
        is_short = span.to_ms - span.from_ms <= times.max_ms
        still = sum(end - start for start, end in stirred) < LEAST_PRESENT_MS
        if is_short and still and _codes_in((span.from_ms, span.to_ms), stretch.shown):
            start = min([span.from_ms, *(one[0] for one in stirred)])
            end = max([span.to_ms, *(one[1] for one in stirred)])
            found = [one for one in found if one not in stirred] + [(start, end)]
    return sorted(found)


def _resumed(present: Sequence[tuple[int, int]], stretch: Stretch) -> list[tuple[int, int]]:
    """Join activity around a pause in which the parcel stood on the table, unless another label was shown after it."""
    own = _own_labels(present, stretch.shown)
    joined: list[tuple[int, int]] = []
    for span in present:
        if joined and _same_parcel(joined[-1], span, stretch, own):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def _own_labels(present: Sequence[tuple[int, int]], shown: Sequence[Shown]) -> dict[str, int]:
    """For each code the start of the first activity that it belongs to: a label may lie in view before its turn."""
    trial = [Interval(start, end) for start, end in present]
    give_codes(trial, shown)
    first: dict[str, int] = {}
    for interval in trial:
        for code in interval.codes:
            first.setdefault(code.text, interval.start_ms)
    return first


def _same_parcel(before: tuple[int, int], after: tuple[int, int], stretch: Stretch, own: Mapping[str, int]) -> bool:
    if after[0] - before[1] > _LEFT_ALONE_MS:
        return False
    if not any(s.from_ms <= before[1] and s.to_ms >= after[0] for s in stretch.occupied):
        return False
    codes_after = _codes_in(after, stretch.shown)
    codes_before = {text for text in _codes_in(before, stretch.shown) if own.get(text, before[0]) <= before[1]}
    return not codes_after or not codes_before or bool(codes_before & codes_after)


def _codes_in(span: tuple[int, int], shown: Sequence[Shown]) -> set[str]:
    return {c.text for c in shown if c.first_ms <= span[1] and c.last_ms >= span[0]}


def _absorbed(present: Sequence[tuple[int, int]], shown: Sequence[Shown]) -> list[tuple[int, int]]:
    """Join short code-less fragments to a neighbour they nearly touch."""

    def fragment(span: tuple[int, int]) -> bool:
        coded = any(c.first_ms < span[1] and c.last_ms > span[0] for c in shown)
        return span[1] - span[0] <= _ABSORB_LONGEST_MS and not coded

    joined: list[tuple[int, int]] = []
    for span in sorted(present):
        near = bool(joined) and span[0] - joined[-1][1] <= _ABSORB_GAP_MS
        if near and (fragment(span) or fragment(joined[-1])):
            joined[-1] = (joined[-1][0], max(joined[-1][1], span[1]))
        else:
            joined.append(span)
    return joined


def _split(interval: Interval, times: PackingTimes) -> list[Interval]:
    """One presence, labels shown one after the other at least a packing time apart: one parcel followed another. The
    first ends with its label's last sighting. Codes seen together, or soon after each other, are one parcel's."""
    groups: list[list[Shown]] = []
    for code in interval.codes:
        reach = max((c.last_ms for c in groups[-1]), default=0) if groups else 0
        if groups and code.first_ms - reach < times.min_ms:
            groups[-1].append(code)
        else:
            groups.append([code])
    if len(groups) < 2:
        return [interval]
    pieces: list[Interval] = []
    start_ms = interval.start_ms
    for index, group in enumerate(groups):
        last = index == len(groups) - 1
        end_ms = interval.end_ms if last else max(c.last_ms for c in group)
        pieces.append(
            Interval(
                start_ms,
                end_ms,
                open_start=interval.open_start and index == 0,
                open_end=interval.open_end and last,
                codes=list(group),
            )
        )
        start_ms = end_ms
    return pieces
