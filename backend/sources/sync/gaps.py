"""Gaps of live cameras, filled from what the camera's card or a recorder has of them.

A camera that ePACK records itself is never fetched as a whole: that would bring everything twice. Only the times of
which nothing is here are asked for, each a while after it ended, and again later while something of it is missing
(recorders close their files late, and a camera that was away has its card read when it is back).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from backend.domain.live import GapOutcome, LiveGap
from backend.domain.source import RemoteRecording, SourceTrouble, Trouble
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.sources.protocol import GapSource
from database.repositories.gap_looks import GapLooks, Stretch

SETTLE_MS = 60_000
"""A gap is looked for this long after its end: the device has to have written it down."""
PAUSES_MS = (5 * 60_000, 20 * 60_000, 3_600_000, 6 * 3_600_000, 24 * 3_600_000)
"""After the first look, the second, ...; then it is given up."""
OLDEST_MS = 30 * 86_400_000
"""Gaps that ended earlier are not looked for: no card keeps more, and retention may have deleted around them."""
AT_ONCE = 200
"""Gaps in one run."""
MOST_FILES = 2_000
"""Of one gap. A source that tells more never ends."""
LEAST_MS = 1_000
"""Less than this is missing at every seam of two recordings."""
SPARE_MS = 12_000
"""A recording that reaches this far beyond a gap is taken as it is: it begins with a keyframe."""
KEEP = "keep"
"""In the details of a recording: [from, to], UTC epoch ms, of what is wanted of it; the rest is cut off."""
WHOLE = "whole"
"""In the details: [start, duration] of the file as the source has it."""


@dataclass(frozen=True, slots=True)
class GapFiller:
    looks: GapLooks
    clock: Clock
    wanted: Callable[[], bool]
    """Asked at every look: whether gaps are filled at all."""

    def next_ms(self, source_id: int, cameras: Collection[int]) -> int | None:
        """When the next gap of these cameras is due; None: there is none, or none is wanted."""
        if not cameras or not self.wanted():
            return None
        oldest_ms = self.clock.now_ms() - OLDEST_MS
        return self.looks.next_ms(source_id, cameras, after_ms=oldest_ms, settle_ms=SETTLE_MS)

    def due(self, source_id: int, cameras: Collection[int]) -> list[tuple[LiveGap, int]]:
        if not cameras or not self.wanted():
            return []
        now_ms = self.clock.now_ms()
        return self.looks.due(
            source_id, cameras, after_ms=now_ms - OLDEST_MS, before_ms=now_ms - SETTLE_MS, now_ms=now_ms, limit=AT_ONCE
        )

    def find(
        self, remote: GapSource, key: str, gap: LiveGap, stop: StopSignal
    ) -> tuple[list[RemoteRecording], GapOutcome]:
        """What the source has of what is missing of a gap. Raises SourceTrouble."""
        found: list[RemoteRecording] = []
        try:
            for from_ms, to_ms in self.missing(gap):
                found += _taken(remote.within(key, from_ms, to_ms, stop), from_ms, to_ms)
        except SourceTrouble as trouble:
            if trouble.trouble is not Trouble.UNSUPPORTED:
                raise
            return [], GapOutcome.UNSUPPORTED
        return found, GapOutcome.FOUND if found else GapOutcome.NOTHING

    def missing(self, gap: LiveGap) -> list[Stretch]:
        if gap.to_ms is None:
            return []
        return left_of((gap.from_ms, gap.to_ms), self.looks.covered(gap.camera_id, gap.from_ms, gap.to_ms))

    def looked(self, source_id: int, gap: LiveGap, before: int, outcome: GapOutcome) -> None:
        """After what was found is noted. `before`: how often it was looked for earlier."""
        now_ms = self.clock.now_ms()
        over = outcome is GapOutcome.UNSUPPORTED or before >= len(PAUSES_MS) or not self.missing(gap)
        next_ms = None if over else now_ms + PAUSES_MS[before]
        self.looks.looked(gap.id, source_id, outcome, now_ms=now_ms, next_ms=next_ms)


def left_of(gap: Stretch, covered: Iterable[Stretch]) -> list[Stretch]:
    """What is not covered of a gap, without scraps."""
    left: list[Stretch] = []
    reach_ms = gap[0]
    for from_ms, to_ms in sorted(covered):
        if from_ms - reach_ms >= LEAST_MS:
            left.append((reach_ms, min(from_ms, gap[1])))
        reach_ms = max(reach_ms, to_ms)
    if gap[1] - reach_ms >= LEAST_MS:
        left.append((reach_ms, gap[1]))
    return left


def _taken(told: Iterable[RemoteRecording], from_ms: int, to_ms: int) -> Iterator[RemoteRecording]:
    for number, one in enumerate(told):
        if number >= MOST_FILES:
            raise SourceTrouble(Trouble.TOO_LARGE, f"The source lists more than {MOST_FILES} files of one gap.")
        if one.start_ms is None or not one.duration_ms:
            continue
        begin_ms, end_ms = one.start_ms, one.start_ms + one.duration_ms
        if min(end_ms, to_ms) - max(begin_ms, from_ms) >= LEAST_MS:
            yield one if _fits(begin_ms, end_ms, from_ms, to_ms) else _narrowed(one, from_ms, to_ms)


def _fits(begin_ms: int, end_ms: int, from_ms: int, to_ms: int) -> bool:
    return begin_ms >= from_ms - SPARE_MS and end_ms <= to_ms + LEAST_MS


def _narrowed(one: RemoteRecording, from_ms: int, to_ms: int) -> RemoteRecording:
    """Only what lies in the gap is kept; the file is another one than the whole would be."""
    assert one.start_ms is not None
    assert one.duration_ms is not None
    begin_ms, end_ms = max(one.start_ms, from_ms), min(one.start_ms + one.duration_ms, to_ms)
    stem = one.name.rsplit(".", 1)[0]
    return replace(
        one,
        key=f"{one.key}#{begin_ms}-{end_ms}",
        name=f"{stem}.mp4",
        start_ms=begin_ms,
        duration_ms=end_ms - begin_ms,
        details={**one.details, KEEP: [begin_ms, end_ms], WHOLE: [one.start_ms, one.duration_ms]},
    )
