"""When the pictures of a stream were taken, as UTC epoch ms. PURE.

A stream counts time from an instant of its own. Two things tell which: when its packets arrive, and the camera's clock,
where its sender reports tell it (RFC 3550, 6.4). Packets arrive late by a varying delay, so the least delayed ones of
the last minute count. The camera's clock knows when a picture was taken, but is often wrong: it counts as it is while
it agrees with ours, and is corrected to ours where it does not.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from statistics import median

TRUSTED_MS = 1_000.0
"""A camera whose clock differs from ours by less than this is taken at its word: the network's delay is in it too."""
DISTRUSTED_MS = 2_000.0
"""One that was trusted stays so up to here, so that a difference at the limit does not flicker."""
JUMP_MS = 1_000.0
"""No clock drifts this far between two packets: somebody set it."""
_BUCKET_MS = 1_000.0
_BUCKETS = 60
_REPORTS = 15
_SAME_REPORT_MS = 0.5


@dataclass(slots=True)
class StreamClock:
    """One connection's clock. `at_ms` is always the stream's own time in ms."""

    behind_ms: float = 0.0
    """What the camera's clock is known to be behind by (ONVIF tells)."""
    _buckets: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=_BUCKETS))
    """(arrival of its first packet, least base) for each second."""
    _camera_bases: deque[float] = field(default_factory=lambda: deque(maxlen=_REPORTS))
    """One for each of the last sender reports: cheap cameras write them a little early or late."""
    _camera_base: float | None = None
    """Their median."""
    _trusted: bool = False

    def note(self, at_ms: float, arrived_ms: float, camera_ms: float | None) -> float | None:
        """A packet of stream time `at_ms` arrived. `camera_ms`: when the camera says it was taken, UTC epoch ms.

        Returns by how many ms the camera's clock has just jumped, None when it has not.
        """
        base = arrived_ms - at_ms
        if self._buckets and arrived_ms - self._buckets[-1][0] < _BUCKET_MS:
            began_ms, least = self._buckets[-1]
            self._buckets[-1] = (began_ms, min(least, base))
        else:
            self._buckets.append((arrived_ms, base))
        if camera_ms is None:
            return None
        told = camera_ms + self.behind_ms - at_ms
        before = self._camera_base
        jumped_ms = told - before if before is not None and abs(told - before) > JUMP_MS else None
        if jumped_ms is not None:
            self._camera_bases.clear()
        if not self._camera_bases or abs(self._camera_bases[-1] - told) > _SAME_REPORT_MS:
            self._camera_bases.append(told)
            self._camera_base = median(self._camera_bases)
        self._trusted = abs(self._difference()) <= (DISTRUSTED_MS if self._trusted else TRUSTED_MS)
        return jumped_ms

    def own_clock_jumped(self) -> None:
        """What arrived before was measured with another clock."""
        self._buckets.clear()

    def utc_ms(self, at_ms: float) -> int:
        """When the picture of stream time `at_ms` was taken. Call `note` before."""
        base = self._camera_base if self._trusted and self._camera_base is not None else self._arrival_base()
        return round(base + at_ms)

    def camera_ms(self, at_ms: float) -> float | None:
        """When it was taken by the camera's own clock, right or wrong; None when the camera tells no time."""
        return self._camera_base + at_ms if self._camera_base is not None else None

    @property
    def offset_ms(self) -> int | None:
        """What our clock is ahead of the camera's, the network's delay included; None when the camera tells no time."""
        if self._camera_base is None or not self._buckets:
            return None
        return round(self._difference() + self.behind_ms)

    def _arrival_base(self) -> float:
        return min((least for _, least in self._buckets), default=0.0)

    def _difference(self) -> float:
        return self._arrival_base() - (self._camera_base or 0.0)


@dataclass(frozen=True, slots=True)
class OwnJump:
    """This machine's clock against the time that passed."""

    by_ms: int
    slept: bool
    """The machine slept meanwhile; nobody set its clock."""


@dataclass(slots=True)
class OwnClock:
    """Notices when this machine's clock is set, or the machine slept."""

    wall_ms: int
    monotonic_s: float
    slept_s: float

    def look(self, wall_ms: int, monotonic_s: float, slept_s: float) -> OwnJump | None:
        """Compare with the last look. `slept_s`: how long the machine has slept since it was started."""
        passed_ms = (monotonic_s - self.monotonic_s) * 1000
        asleep_ms = (slept_s - self.slept_s) * 1000
        by_ms = wall_ms - self.wall_ms - passed_ms
        self.wall_ms, self.monotonic_s = wall_ms, monotonic_s
        # Asleep between the two readings: the clock is looked at first, so the next look sees the time that passed.
        if abs(by_ms) > JUMP_MS or asleep_ms <= JUMP_MS:
            self.slept_s = slept_s
        if abs(by_ms) <= JUMP_MS:
            return None
        return OwnJump(round(by_ms), slept=asleep_ms > JUMP_MS and abs(by_ms - asleep_ms) <= JUMP_MS)


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a new segment begins on the camera's timeline, and how long the one before it counts."""

    start_ms: int
    cut_before_ms: int
    """What the segment before is shortened by, so that the two do not overlap."""


LEAST_CORRECTION_MS = 250
"""Clocks drift: up to this much per segment is put right by letting the one before count for less."""


def placed(wanted_ms: int, end_ms: int | None) -> Placing:
    """`wanted_ms`: what the clocks say; `end_ms`: where the camera's recordings end so far. Time never runs backwards:
    a segment that the clocks put earlier than that follows directly."""
    if end_ms is None or wanted_ms >= end_ms:
        return Placing(wanted_ms, 0)
    overlap_ms = end_ms - wanted_ms
    if overlap_ms <= LEAST_CORRECTION_MS:
        return Placing(wanted_ms, overlap_ms)
    return Placing(end_ms, 0)
