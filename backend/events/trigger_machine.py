"""Events of a camera with a sticker: covered is packing, visible is free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from backend.domain.camera import PackingTimes
from backend.domain.observation import Span, SpanState
from backend.events.intervals import GRACE_MS, Interval, give_codes, joined_codes
from backend.events.merge import Stretch

# Shorter than this and without a code, something only passed over the sticker.
LEAST_COVERED_MS = 2_000
# The vote again, over the seam of two files: the sampler cannot see across it.
_LEAST_RUN_MS = 350
# A blind picture (dark, blocked) shorter than this says nothing against the state before it.
_BRIDGED_UNKNOWN_MS = 10_000


def tells(stretch: Stretch) -> bool:
    """Whether the sticker was seen visible at all; "covered" means nothing otherwise."""
    return any(span.state is SpanState.VISIBLE for span in _settled(stretch.trigger))


def packing_intervals(stretch: Stretch, times: PackingTimes) -> list[Interval] | None:
    """Covered runs of one stretch with their codes; None when the sticker tells nothing in it."""
    if not tells(stretch):
        return None
    states = _settled(stretch.trigger)
    found: list[Interval] = []
    for index, span in enumerate(states):
        if span.state is not SpanState.COVERED:
            continue
        first, last = index == 0, index == len(states) - 1
        blind_before = not first and states[index - 1].state is SpanState.UNKNOWN
        blind_after = not last and states[index + 1].state is SpanState.UNKNOWN
        found.append(Interval(span.from_ms, span.to_ms, open_start=first or blind_before, open_end=last or blind_after))
    give_codes(found, stretch.shown)
    _give_over(found)
    found = _put_down_again(found, stretch.occupied, times)
    return [i for i in found if i.codes or i.length_ms >= LEAST_COVERED_MS]


def _give_over(intervals: Sequence[Interval]) -> None:
    """Somebody who holds a label to the camera may hold it over the sticker: too short for a packing, its codes belong
    to the parcel that is put down just after, or was lifted just before, if that has none of its own."""
    for before, after in pairwise(intervals):
        if after.start_ms - before.end_ms > GRACE_MS:
            continue
        for short, parcel in ((before, after), (after, before)):
            if short.length_ms < LEAST_COVERED_MS <= parcel.length_ms and not parcel.codes:
                short.codes, parcel.codes = [], short.codes


def _put_down_again(intervals: Sequence[Interval], held: Sequence[Span], times: PackingTimes) -> list[Interval]:
    """A parcel that was lifted clear of the sticker and put down again is one: it was in sight all the while, and no
    code tells the two apart."""
    found: list[Interval] = []
    for interval in intervals:
        if found and _in_sight(found[-1], interval, held) and _may_be_one(found[-1], interval, times):
            found[-1] = replace(
                found[-1],
                end_ms=interval.end_ms,
                open_end=interval.open_end,
                codes=joined_codes([*found[-1].codes, *interval.codes]),
            )
        else:
            found.append(interval)
    return found


def _in_sight(before: Interval, after: Interval, held: Sequence[Span]) -> bool:
    return any(span.from_ms <= before.end_ms and span.to_ms >= after.start_ms for span in held)


def _may_be_one(before: Interval, after: Interval, times: PackingTimes) -> bool:
    """A packing without a label is long enough for one, or it was none; two labels are two parcels."""
    codes, others = ({code.text for code in one.codes} for one in (before, after))
    if codes and others:
        return bool(codes & others)
    return bool(codes or others) or min(before.length_ms, after.length_ms) < times.min_ms


def _settled(spans: Sequence[Span]) -> list[Span]:
    """Short runs inside and short blind times take on the state before them."""
    settled: list[Span] = []
    for index, span in enumerate(spans):
        inner = 0 < index < len(spans) - 1
        short = inner and span.to_ms - span.from_ms < _LEAST_RUN_MS
        blind = span.state is SpanState.UNKNOWN and span.to_ms - span.from_ms < _BRIDGED_UNKNOWN_MS and index > 0
        state = settled[-1].state if settled and (short or blind) else span.state
        if settled and settled[-1].state is state:
            settled[-1] = Span(span.kind, state, settled[-1].from_ms, span.to_ms)
        else:
            settled.append(Span(span.kind, state, span.from_ms, span.to_ms))
    return settled
