"""When is the table busy? From keyframe looks to settled busy runs with exact edges."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from backend.detection.motion import changed_fraction, empty_scene
from backend.runtime.pool import Pool
from backend.runtime.stop import StopSignal
from backend.sampling import plan
from backend.sampling.plan import Range
from backend.sampling.reader import PacketIndex
from backend.sampling.station import CHANGED, Dense, Look, Scene, Station
from backend.sampling.vote import Run, Sample, settled

_CHUNK = 12
# Vote lengths: a hand crossing the sticker is shorter than the first; a table freed for the next parcel longer than
# the second (3 of 5, and 5 of 5, looks of the classic vote at six looks a second).
_MIN_BUSY_MS = 700.0
_MIN_FREE_MS = 350.0
_STICKER_TRIES = 24
# The empty scene is learned anew for each stretch of this length, from looks on both sides of it too.
_SCENE_MS = 15 * 60_000.0
_SCENE_LOOKS = 6


@dataclass(slots=True)
class Survey:
    """The looks of one recording so far. Owned by one thread; the pool's stations do the looking."""

    scene: Scene
    index: PacketIndex
    quiet: list[tuple[float, float]]
    pool: Pool[Station]
    stop: StopSignal | None
    progress: Callable[[float], None]
    """Told the share of the whole analysis that is done, 0..1."""
    looks: list[Look] = field(default_factory=list)
    dense: list[Dense] = field(default_factory=list)
    empties: list[tuple[float, np.ndarray]] = field(default_factory=list)
    """Without a sticker: the empty scene from each time on."""

    keyframes: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.keyframes = [float(v) for v in np.sort(self.index.keyframes_ms)]

    def run(self) -> list[Run]:
        """Look at keyframes, then decode through where the state flips or a gap is too wide; settled runs."""
        if self.scene.regions.trigger is not None:
            self._find_sticker()
        self._scout(plan.base_looks(self.keyframes, self.quiet), weight=0.5)
        self._learn_scene()
        self._fill_quiet()
        self._cross_blind_gaps()
        self._sharpen_flips()
        return self.runs()

    def runs(self) -> list[Run]:
        return settled(
            self.samples(), self.index.duration_ms, min_busy_ms=_MIN_BUSY_MS, min_free_ms=_MIN_FREE_MS
        )

    def samples(self) -> list[Sample]:
        found = {round(look.at_ms, 1): Sample(look.at_ms, look.busy) for look in self.looks}
        for part in self.dense:
            for sample in part.samples:
                found.setdefault(round(sample.at_ms, 1), sample)
        return [found[key] for key in sorted(found)]

    def add_dense(self, ranges: Sequence[Range], **wants: bool) -> list[Dense]:
        """Decode stretches through in parallel; what they showed is kept and returned."""
        if not ranges:
            return []
        found = self.pool.map(lambda station, r: station.dense(r, **wants), ranges, stop=self.stop)
        self.dense += found
        return found

    def scout_more(self, times: Sequence[float]) -> None:
        """Look at further keyframes."""
        self._scout(times, weight=0.0)

    def _find_sticker(self) -> None:
        spread = self.keyframes[:: max(1, len(self.keyframes) // _STICKER_TRIES)]
        # Interleaved, so that each piece holds early and late frames and the first success ends the search soon.
        for piece in (spread[0::4], spread[2::4], spread[1::4], spread[3::4]):
            found = self.pool.map(lambda s, t: s.find_sticker(t), plan.chunks(piece, 3), stop=self.stop)
            self.scene.reference = next((f for f in found if f is not None), None)
            if self.scene.reference is not None:
                return

    def _scout(self, times: Sequence[float], *, weight: float) -> None:
        pieces = plan.chunks(times, _CHUNK)
        done = 0

        def scout(station: Station, piece: list[float]) -> list[Look]:
            nonlocal done
            found = station.scout(piece)
            done += 1
            if weight:
                self.progress(weight * done / len(pieces))
            return found

        for found in self.pool.map(scout, pieces, stop=self.stop):
            self.looks += found
        self.looks.sort(key=lambda look: look.at_ms)
        if self.scene.regions.trigger is None and self.empties:
            self._judge()

    def _learn_scene(self) -> None:
        """Without a sticker: what does the empty table look like? Then judge every look by it."""
        if self.scene.regions.trigger is not None or not self.looks:
            return
        self.empties = []
        start = 0.0
        while start < self.index.duration_ms:
            around = [look.thumb for look in self.looks if start - _SCENE_MS / 2 <= look.at_ms < start + 1.5 * _SCENE_MS]
            if len(around) >= _SCENE_LOOKS or not self.empties:
                self.empties.append((start, empty_scene(np.stack(around or [self.looks[0].thumb]))))
            start += _SCENE_MS
        self.scene.empty = self.empties[0][1]
        self._judge()

    def _judge(self) -> None:
        for look in self.looks:
            look.busy = changed_fraction(look.thumb, self.empty_at(look.at_ms)) > CHANGED

    def empty_at(self, at_ms: float) -> np.ndarray:
        times = [start for start, _ in self.empties]
        return self.empties[max(0, bisect_left(times, at_ms + 0.001) - 1)][1]

    def _fill_quiet(self) -> None:
        """Between looks that differ, look at the keyframes in between (quiet stretches were thinly sampled)."""
        for _ in range(3):
            times = [t for a, b in self._differing(same_state_too=True) for t in self._between(a, b)]
            if not times:
                return
            self._scout(times, weight=0.0)

    def _between(self, a: Look, b: Look) -> list[float]:
        return plan.keyframes_between(self.keyframes, a.at_ms, b.at_ms)

    def _differing(self, *, same_state_too: bool) -> list[tuple[Look, Look]]:
        pairs = list(zip(self.looks, self.looks[1:], strict=False))
        wide = plan.BASE_STEP_MS * 2
        return [
            (a, b)
            for a, b in pairs
            if a.busy != b.busy
            or (same_state_too and b.at_ms - a.at_ms > wide and changed_fraction(a.thumb, b.thumb) > CHANGED)
        ]

    def _cross_blind_gaps(self) -> None:
        """Where keyframes lie too far apart, decode the gaps through, unless listening knows that they are quiet."""
        looked = [look.at_ms for look in self.looks]
        ranges = plan.blind_ranges(looked, self.quiet, self.index.duration_ms)
        self.add_dense(ranges, signal=True, codes=True, hands=True)

    def _sharpen_flips(self) -> None:
        """Decode through between neighbouring samples of different state, so that the edge is exact."""
        samples = self.samples()
        ranges = [
            Range(a.at_ms, b.at_ms)
            for a, b in zip(samples, samples[1:], strict=False)
            if a.busy != b.busy and b.at_ms - a.at_ms > 120
        ]
        self.add_dense(ranges, signal=True, codes=False)
