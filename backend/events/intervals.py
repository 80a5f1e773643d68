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
    that has none. A label that stays in view while the next parcel is packed stays with its own; one that lay ready
    and is picked up for a parcel that has no other goes to that."""
    late: list[Shown] = []
    picked_up: list[tuple[Interval, Interval, Shown]] = []
    for code in sorted(shown, key=lambda c: c.first_ms):
        owner = _owner(intervals, code)
        lay_with = None if owner is None else _lay_with(intervals, owner, code)
        if owner is None:
            late.append(code)
        elif lay_with is not None:
            picked_up.append((lay_with, owner, code))
        else:
            owner.codes.append(code)
    _hand_on(picked_up)
    for code in late:
        near = [i for i in intervals if not i.codes and _distance(i, code) <= GRACE_MS]
        if near:
            min(near, key=lambda i: _distance(i, code)).codes.append(code)
    for interval in intervals:
        interval.codes = joined_codes(interval.codes)


def _lay_with(intervals: Sequence[Interval], owner: Interval, code: Shown) -> Interval | None:
    """The earlier interval that has the same code, if its label lay in view from then on until `owner` began."""
    for interval in intervals:
        for other in interval.codes if interval is not owner else ():
            if _key(other) == _key(code) and other.last_ms >= owner.start_ms:
                return interval
    return None


def _hand_on(picked_up: Sequence[tuple[Interval, Interval, Shown]]) -> None:
    """Labels printed ahead are handed on from (first) the interval they only lay in to (second) the one they were
    picked up in. A parcel that has a label of its own takes none, since somebody moved a finished parcel; nor is one
    left without."""
    groups: dict[tuple[int, int], tuple[Interval, Interval, list[Shown]]] = {}
    for lay_with, taker, code in picked_up:
        groups.setdefault((lay_with.start_ms, taker.start_ms), (lay_with, taker, []))[2].append(code)
    ready = {(lay_with.start_ms, _key(code)) for lay_with, _, code in picked_up}
    for lay_with, taker, codes in groups.values():
        if any((taker.start_ms, _key(code)) not in ready for code in taker.codes):
            continue
        taker.codes += codes
        keys = {_key(code) for code in codes}
        lay_with.codes = [c for c in lay_with.codes if _key(c) not in keys] or lay_with.codes


def _key(code: Shown) -> tuple[str, str]:
    return code.text, code.format


def joined_codes(codes: Sequence[Shown]) -> list[Shown]:
    """A label shown twice to the same parcel is one code, from its first showing to its last. Sorted by first sight."""
    found: dict[tuple[str, str], Shown] = {}
    for code in sorted(codes, key=lambda c: (c.first_ms, c.text)):
        before = found.get(_key(code))
        found[_key(code)] = code if before is None else before.with_another(code)
    return list(found.values())


def _owner(intervals: Sequence[Interval], code: Shown) -> Interval | None:
    for interval in intervals:
        if interval.start_ms <= code.first_ms <= interval.end_ms:
            return interval
    reached = [i for i in intervals if code.first_ms < i.start_ms <= code.last_ms]
    return min(reached, key=lambda i: i.start_ms) if reached else None


def _distance(interval: Interval, code: Shown) -> int:
    return max(interval.start_ms - code.last_ms, code.first_ms - interval.end_ms, 0)
