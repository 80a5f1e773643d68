"""Where a day has no footage, and why. PURE."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from backend.domain.live import LiveGapCause

Stretch = tuple[int, int]
"""From, inclusive, to, exclusive; UTC epoch ms."""


class GapCause(StrEnum):
    NO_FILE = "no_file"
    """Within the working hours, but no recording covers it."""
    OUTSIDE_HOURS = "outside_hours"
    NOT_FETCHED = "not_fetched"
    """The source has it; it is fetched in its turn."""
    SOURCE_PAUSED = "source_paused"
    """The source has it, and is paused or switched off."""
    FETCH_FAILED = "fetch_failed"
    """The source has it, and fetching it did not work."""


class GapFilling(StrEnum):
    """Of a time that a live camera missed."""

    FETCHING = "fetching"
    """A source has it; it is fetched in its turn."""
    PAUSED = "paused"
    """A source has it, and is paused or switched off."""
    FAILED = "failed"
    """A source has it, and fetching it did not work."""
    NOTHING = "nothing"
    """The sources that keep recordings of the camera were asked, and have nothing of it."""


_FILLING = {
    GapCause.NOT_FETCHED: GapFilling.FETCHING,
    GapCause.SOURCE_PAUSED: GapFilling.PAUSED,
    GapCause.FETCH_FAILED: GapFilling.FAILED,
}


@dataclass(frozen=True, slots=True)
class Gap:
    from_ms: int
    to_ms: int
    cause: GapCause | LiveGapCause
    """Where it is known: of a live camera why it was not recorded, of a source with files why it is not here."""
    filling: GapFilling | None = None
    """Of a live camera: whether its card, or a recorder, has what was missed."""


def gaps(day: Stretch, covered: Iterable[Stretch], open_hours: Sequence[Stretch], *, least_ms: int) -> list[Gap]:
    """What `covered` leaves of `day`, cut where the working hours open and close; shorter than `least_ms`: no gap.

    `open_hours` rise and do not overlap.
    """
    found: list[Gap] = []
    for from_ms, to_ms in _between(day, joined(covered)):
        if to_ms - from_ms >= least_ms:
            found += _by_hours(from_ms, to_ms, open_hours)
    return found


def explained(found: Iterable[Gap], known: Sequence[Gap]) -> list[Gap]:
    """Gaps without a file, cut where known causes begin and end. `known` rise; of two that overlap the later counts."""
    result: list[Gap] = []
    for gap in found:
        result += _explained(gap, known, _told) if gap.cause is GapCause.NO_FILE else [gap]
    return result


def filled_in(found: Iterable[Gap], to_come: Sequence[Gap]) -> list[Gap]:
    """Gaps, cut where files that a source has begin and end. Of what a live camera missed, the cause stays. `to_come`
    rise; of two that overlap the later counts."""
    result: list[Gap] = []
    for gap in found:
        result += [gap] if gap.cause is GapCause.OUTSIDE_HOURS else _explained(gap, to_come, _on_its_way)
    return result


def _told(gap: Gap, known: Gap) -> Gap:
    return replace(gap, cause=known.cause, filling=known.filling)


def _on_its_way(gap: Gap, file: Gap) -> Gap:
    if gap.cause is GapCause.NO_FILE:
        return replace(gap, cause=file.cause)
    return replace(gap, filling=_FILLING.get(file.cause) if isinstance(file.cause, GapCause) else None)


def _explained(gap: Gap, known: Sequence[Gap], told: Callable[[Gap, Gap], Gap]) -> list[Gap]:
    pieces: list[Gap] = []
    at_ms = gap.from_ms
    inside = [one for one in known if one.from_ms < gap.to_ms and one.to_ms > gap.from_ms]
    for number, one in enumerate(inside):
        until_ms = min(gap.to_ms, one.to_ms)
        if number + 1 < len(inside):
            until_ms = min(until_ms, max(one.from_ms, inside[number + 1].from_ms))
        from_ms = max(at_ms, one.from_ms)
        if until_ms <= from_ms:
            continue
        if from_ms > at_ms:
            pieces.append(replace(gap, from_ms=at_ms, to_ms=from_ms))
        pieces.append(told(replace(gap, from_ms=from_ms, to_ms=until_ms), one))
        at_ms = until_ms
    return pieces if at_ms >= gap.to_ms else [*pieces, replace(gap, from_ms=at_ms)]


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order, with those that touch or overlap made one."""
    result: list[Stretch] = []
    for from_ms, to_ms in sorted(stretches):
        if result and from_ms <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], to_ms))
        else:
            result.append((from_ms, to_ms))
    return result


def _between(day: Stretch, covered: Sequence[Stretch]) -> list[Stretch]:
    left: list[Stretch] = []
    reach_ms, end_ms = day
    for from_ms, to_ms in covered:
        if from_ms >= end_ms:
            break
        if from_ms > reach_ms:
            left.append((reach_ms, from_ms))
        reach_ms = max(reach_ms, to_ms)
    return left if reach_ms >= end_ms else [*left, (reach_ms, end_ms)]


def _by_hours(from_ms: int, to_ms: int, open_hours: Sequence[Stretch]) -> list[Gap]:
    found: list[Gap] = []
    at_ms = from_ms
    for opens_ms, closes_ms in open_hours:
        if closes_ms <= at_ms or opens_ms >= to_ms:
            continue
        if opens_ms > at_ms:
            found.append(Gap(at_ms, opens_ms, GapCause.OUTSIDE_HOURS))
        at_ms = min(to_ms, closes_ms)
        found.append(Gap(max(from_ms, opens_ms), at_ms, GapCause.NO_FILE))
    return found if at_ms >= to_ms else [*found, Gap(at_ms, to_ms, GapCause.OUTSIDE_HOURS)]
