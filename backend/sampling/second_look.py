"""The second look: all the work in a recording, looked through for every code.

The first analysis of a long recording ends its search when each parcel has a code. Decoding all of the work costs
several times as much, so it is done when there is nothing else to do, from what the first analysis stored: when the
table was busy is known by then, and only codes are looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from backend.domain.observation import Observations, Sighting, SpanKind, SpanState
from backend.runtime.pool import Pool
from backend.runtime.stop import StopSignal
from backend.sampling import plan
from backend.sampling.consensus import confirmed, sightings
from backend.sampling.hunt import GRACE_MS, PIECE_MS, merged_ranges
from backend.sampling.packet_index import PacketIndex
from backend.sampling.plan import Range
from backend.sampling.reads import Read
from backend.sampling.station import Station


def work_in(seen: Observations) -> list[Range]:
    """The stretches in which somebody worked, with a margin for labels shown just before or after; they rise and do not
    touch. The sticker tells; where it was never seen, movement does."""
    trigger = [span for span in seen.spans if span.kind is SpanKind.TRIGGER]
    if any(span.state is SpanState.VISIBLE for span in trigger):
        busy = [span for span in trigger if span.state is not SpanState.VISIBLE]
    else:
        busy = [span for span in seen.spans if span.kind is SpanKind.MOTION]
    wide = [Range(max(0.0, s.from_ms - GRACE_MS), min(float(seen.duration_ms), s.to_ms + GRACE_MS)) for s in busy]
    return merged_ranges(wide)


@dataclass(slots=True)
class SecondLook:
    """One recording's. Owned by one thread; the pool's stations do the looking."""

    index: PacketIndex
    pool: Pool[Station]
    stop: StopSignal | None
    progress: Callable[[float], None]
    """Told the share of the work that is done, 0..1."""

    def codes(self, work: Sequence[Range]) -> list[Sighting]:
        """Every code shown in these stretches."""
        keyframes = [float(at_ms) for at_ms in np.sort(self.index.keyframes_ms)]
        pieces = [p for r in work for p in plan.groups_of_pictures(keyframes, r, least_ms=PIECE_MS)]
        done = 0

        def read(station: Station, piece: Range) -> list[Read]:
            nonlocal done
            reads = station.dense(piece, signal=False, codes=True).reads
            done += 1
            self.progress(0.95 * done / len(pieces))
            return reads

        reads = [one for found in self.pool.map(read, pieces, stop=self.stop) for one in found]
        weak = [s for s in sightings(reads) if s not in confirmed([s])]
        around = merged_ranges([plan.confirm_range(s.first_ms, s.first_ms) for s in weak])
        closer = self.pool.map(lambda s, r: s.dense(r, signal=False, codes=True).reads, around, stop=self.stop)
        return sightings(reads + [one for found in closer for one in found])
