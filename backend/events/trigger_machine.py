"""Events of a camera with a sticker: covered is packing, visible is free."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from backend.domain.observation import Span, SpanState
from backend.events.intervals import GRACE_MS, Interval, give_codes
from backend.events.merge import Stretch

# Shorter than this and without a code, something only passed over the sticker.
LEAST_COVERED_MS = 2_000
# The vote again, over the seam of two files: the sampler cannot see across it.
_LEAST_RUN_MS = 350
# A blind picture (dark, blocked) shorter than this says nothing against the state before it.
_BRIDGED_UNKNOWN_MS = 10_000


def packing_intervals(stretch: Stretch) -> list[Interval] | None:
    """Covered runs of one stretch with their codes; None when the sticker was never seen visible in it, since
    "covered" means nothing then."""
    states = _settled(stretch.trigger)
    if not any(span.state is SpanState.VISIBLE for span in states):
        return None
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
