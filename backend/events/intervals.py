"""What both machines produce: intervals on the timeline, and which code belongs to which of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from backend.events.merge import Shown

GRACE_MS = 3_000
"""A label may be shown this long before the parcel is put down or after it is lifted and still belong to it."""


@dataclass(slots=True)
class Interval:
    """A packing event in the making, UTC epoch ms. Open ends: the footage does not show the true start or end."""

    start_ms: int
    end_ms: int
    open_start: bool = False
    open_end: bool = False
    codes: list[Shown] = field(default_factory=list)

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


def give_codes(intervals: Sequence[Interval], shown: Sequence[Shown]) -> None:
    """Each code goes to one interval: the one it was first seen in, else the first it reaches into, else a near one
    that has none. A label that stays in view while the next parcel is packed stays with its own."""
    late: list[Shown] = []
    for code in shown:
        owner = _owner(intervals, code)
        if owner is not None:
            owner.codes.append(code)
        else:
            late.append(code)
    for code in late:
        near = [i for i in intervals if not i.codes and _distance(i, code) <= GRACE_MS]
        if near:
            min(near, key=lambda i: _distance(i, code)).codes.append(code)
    for interval in intervals:
        interval.codes = _each_once(interval.codes)


def _each_once(codes: Sequence[Shown]) -> list[Shown]:
    """A label shown twice to the same parcel is one code, from its first showing to its last. Sorted by first sight."""
    found: dict[tuple[str, str], Shown] = {}
    for code in sorted(codes, key=lambda c: (c.first_ms, c.text)):
        before = found.get((code.text, code.format))
        found[code.text, code.format] = code if before is None else before.with_another(code)
    return list(found.values())


def _owner(intervals: Sequence[Interval], code: Shown) -> Interval | None:
    for interval in intervals:
        if interval.start_ms <= code.first_ms <= interval.end_ms:
            return interval
    reached = [i for i in intervals if code.first_ms < i.start_ms <= code.last_ms]
    return min(reached, key=lambda i: i.start_ms) if reached else None


def _distance(interval: Interval, code: Shown) -> int:
    return max(interval.start_ms - code.last_ms, code.first_ms - interval.end_ms, 0)
