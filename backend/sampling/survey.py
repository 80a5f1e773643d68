"""When is the table busy? From keyframe looks to settled busy runs with exact edges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from backend.detection.motion import changed_fraction, empty_scene
from backend.domain.errors import Unreadable
from backend.domain.recording import RecordingFailure
from backend.runtime.pool import Pool
from backend.runtime.stop import StopSignal
from backend.sampling import plan, scene
from backend.sampling.listen import calm_stretches
from backend.sampling.look import Dense, Look
from backend.sampling.packet_index import PacketIndex
from backend.sampling.plan import Range
from backend.sampling.restless import restless, without
from backend.sampling.scene import CHANGED, EmptyScenes, View
from backend.sampling.shared_scene import Scene
from backend.sampling.station import Station
from backend.sampling.vote import Run, Sample, settled

_CHUNK = 12
# Vote lengths: a hand crossing the sticker is shorter than the first; a table freed for the next parcel longer than
# the second (3 of 5, and 5 of 5, looks of the classic vote at six looks a second).
_MIN_BUSY_MS = 700.0
_MIN_FREE_MS = 350.0
_STICKER_TRIES = 24
# With fewer looks than this, each of them may have met a parcel though the table was free in between.
_FEW_LOOKS = 40
_MOST_SEARCHED_MS = 60_000.0
# Samples this close already say when the state flipped.
_SHARP_MS = 170.0
_ROUNDS = 3


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
    keyframes: list[float] = field(init=False)
    has_little_work: bool = False
    """Little enough to look at every frame of it."""
    _empty: EmptyScenes | None = None
    _samples: list[Sample] | None = None
    _calm_views: list[View] | None = None
    _calm: list[tuple[float, float]] | None = None

    def __post_init__(self) -> None:
        self.keyframes = [float(v) for v in np.sort(self.index.keyframes_ms)]

    def run(self) -> None:
        """Look at keyframes, then decode through where a gap is too wide or the state flips."""
        if self.scene.regions.trigger is not None:
            self._find_sticker()
        self.scout(plan.base_looks(self.keyframes, self.quiet), weight=0.5)
        if self.scene.regions.trigger is not None and self.scene.reference is None:
            self._find_sticker_between()
        if not self.looks:
            # No keyframe stands alone (edit lists, open groups of pictures): everything has to be decoded.
            self.add_dense([Range(0.0, self.index.duration_ms)], signal=True, codes=True, hands=True)
            return
        if self.scene.every_frame:
            whole = Range(0.0, self.index.duration_ms)
            self.add_dense(plan.groups_of_pictures(self.keyframes, whole), signal=True, codes=True, hands=True)
            return
        self._fill_quiet()
        work_ms = sum(run.length_ms for run in self.runs() if run.busy)
        self.has_little_work = work_ms <= self.scene.little_work_ms
        self._cross_blind_gaps()
        self._see_the_end()
        self.sharpen()

    @property
    def sees_all(self) -> bool:
        """All of the work is looked through for every code."""
        return self.has_little_work or self.scene.every_frame or not self.looks

    def runs(self) -> list[Run]:
        """Busy and free runs, settled by the vote."""
        return self._settled(self.samples())

    def occupied_runs(self) -> list[Run]:
        """Without a sticker: when the table differs from the empty scene. Nothing where a sticker tells."""
        return [] if self.scene.has_sticker else self._settled(scene.occupied(self._views(), self._empty_scenes()))

    def samples(self) -> list[Sample]:
        if self._samples is None:
            self._samples = self._judged()
        return self._samples

    def _judged(self) -> list[Sample]:
        if not self.scene.has_sticker:
            return scene.judged(self._views(), self._empty_scenes())
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
        self._empty = self._samples = self._calm_views = None
        return found

    def scout(self, times: Sequence[float], *, weight: float = 0.0) -> None:
        """Look at keyframes; `weight` is the share of the whole analysis this is, for the progress."""
        pieces = plan.chunks(times, _CHUNK)
        done = 0

        def look(station: Station, piece: list[float]) -> list[Look]:
            nonlocal done
            found = station.scout(piece)
            done += 1
            if weight:
                self.progress(weight * done / len(pieces))
            return found

        for found in self.pool.map(look, pieces, stop=self.stop):
            self.looks += found
        self.looks.sort(key=lambda seen: seen.at_ms)
        self._empty = self._samples = self._calm_views = None

    def sharpen(self) -> None:
        """Decode through between neighbouring samples of different state, until every edge is exact."""
        for _ in range(_ROUNDS):
            flips = self._flips()
            between = [t for a, b in flips for t in plan.keyframes_between(self.keyframes, a, b)]
            if between:
                self.scout(between)
                flips = self._flips()
            if not flips:
                return
            self.add_dense([Range(a, b) for a, b in flips], signal=True, codes=False, until_settled=True)

    def empty_scene(self) -> np.ndarray:
        """The table as it looks most often when it is free (with a sticker: at looks that saw it)."""
        if not self.scene.has_sticker:
            return self._empty_scenes().at(0.0)
        free = [look.thumb for look in self.looks if look.busy is False] or [look.thumb for look in self.looks]
        return empty_scene(np.stack(free[:: max(1, len(free) // 200)]))

    def _flips(self) -> list[tuple[float, float]]:
        samples = self.samples()
        pairs = pairwise(samples)
        return [(a.at_ms, b.at_ms) for a, b in pairs if a.busy != b.busy and b.at_ms - a.at_ms > self._sharp_ms()]

    def _sharp_ms(self) -> float:
        """Frames of slow cameras lie further apart than what counts as sharp for others."""
        frame_ms = self.index.duration_ms / max(1, len(self.index.at_ms))
        # Where every frame stands alone, the few in between cost next to nothing.
        return 1.5 * frame_ms if self.index.key.all() else max(_SHARP_MS, 2.5 * frame_ms)

    def _settled(self, samples: Sequence[Sample]) -> list[Run]:
        return settled(samples, self.index.duration_ms, min_busy_ms=_MIN_BUSY_MS, min_free_ms=_MIN_FREE_MS)

    def _views(self) -> list[View]:
        """Without what never rests."""
        if self._calm_views is None:
            found = self.seen_views()
            self._calm_views = without(restless(found), found)
        return self._calm_views

    def seen_views(self) -> list[View]:
        views = {round(look.at_ms, 1): View(look.at_ms, look.thumb) for look in self.looks}
        for part in self.dense:
            for view in part.views:
                views.setdefault(round(view.at_ms, 1), view)
        return [views[key] for key in sorted(views)]

    def _empty_scenes(self) -> EmptyScenes:
        """What the table looks like with nothing on it, as far as the views so far tell."""
        if self._empty is not None:
            return self._empty
        views = self._views()
        if not views:
            raise Unreadable(
                "No frame of the file could be decoded; it may be damaged or encrypted.",
                code=RecordingFailure.UNDECODABLE,
            )
        reads = [*(look.reads for look in self.looks), *(part.reads for part in self.dense)]
        read_ms = [read.at_ms for some in reads for read in some]
        self._empty = scene.learned(views, self.index.duration_ms, read_ms)
        return self._empty

    def _find_sticker(self) -> None:
        spread = self.keyframes[:: max(1, len(self.keyframes) // _STICKER_TRIES)]
        # Interleaved, so that each piece holds early and late frames and the first success ends the search soon.
        for piece in (spread[0::4], spread[2::4], spread[1::4], spread[3::4]):
            found = self.pool.map(lambda s, t: s.find_sticker(t), plan.chunks(piece, 3), stop=self.stop)
            self.scene.reference = next((f for f in found if f is not None), None)
            if self.scene.reference is not None:
                return

    def _find_sticker_between(self) -> None:
        """Back to back parcels can cover the sticker at every keyframe of a short file. Look in between, where the
        picture changes most first."""
        if len(self.looks) > _FEW_LOOKS:
            return
        gaps = sorted(pairwise(self.looks), key=lambda gap: -changed_fraction(gap[0].thumb, gap[1].thumb))
        left_ms = _MOST_SEARCHED_MS
        for pair in [gaps[i : i + 2] for i in range(0, len(gaps), 2)]:
            ranges = [Range(a.at_ms, b.at_ms) for a, b in pair]
            found = self.pool.map(lambda station, r: station.find_sticker_in(r), ranges, stop=self.stop)
            self.dense += [one for one in found if one is not None]
            left_ms -= sum(r.to_ms - r.from_ms for r in ranges)
            if self.scene.reference is not None or left_ms <= 0:
                self._samples = None
                return

    def _fill_quiet(self) -> None:
        """Between far looks that differ, look at the keyframes in between (quiet stretches were thinly sampled)."""
        for _ in range(_ROUNDS):
            times = [t for a, b in self._far_and_different() for t in plan.keyframes_between(self.keyframes, a, b)]
            if not times:
                return
            self.scout(times)

    def _far_and_different(self) -> list[tuple[float, float]]:
        pairs = zip(self.looks, self.looks[1:], strict=False)
        wide = plan.BASE_STEP_MS * 2
        return [
            (a.at_ms, b.at_ms)
            for a, b in pairs
            if b.at_ms - a.at_ms > wide and (a.busy != b.busy or changed_fraction(a.thumb, b.thumb) > CHANGED)
        ]

    def _cross_blind_gaps(self) -> None:
        """Where keyframes lie too far apart, decode the gaps through, unless listening knows that they are quiet."""
        gaps = self._gaps()
        if all(gap.to_ms - gap.from_ms <= plan.MAX_BLIND_MS for gap in gaps):
            return
        shortest_ms = min(self.scene.camera.times.min_ms, 2 * plan.MAX_BLIND_MS)
        ranges = plan.blind_ranges(gaps, self.quiet, self._calm_stretches(), shortest_packing_ms=shortest_ms)
        if self.has_little_work:
            ranges = [plan.seen_through(r) for r in ranges]
        pieces = [piece for r in ranges for piece in plan.groups_of_pictures(self.keyframes, r)]
        if not self.scene.has_sticker:
            self.scene.restless = restless(self.seen_views())
            self.scene.empty = self._empty_scenes()
        self.scene.hands_at_ms = frozenset(look.at_ms for look in self.looks if look.hands)
        self.add_dense(pieces, signal=True, codes=True, hands=True, cursory=not self.has_little_work)

    def _see_the_end(self) -> None:
        """After the last keyframe no look follows: decode what is left, unless it is calm and the table free. The file
        that comes next goes on from the state this one ends with."""
        if not self.looks:
            return
        last, end_ms = self.looks[-1].at_ms, self.index.duration_ms
        seen = any(part.span.to_ms >= end_ms - _SHARP_MS for part in self.dense)
        free = self.samples()[-1].busy is False
        if end_ms - last > _SHARP_MS and not seen and not (free and self._is_calm_to_the_end(last)):
            self.add_dense([Range(last, end_ms)], signal=True, codes=False)

    def _gaps(self) -> list[plan.Gap]:
        """The times between neighbouring looks, and what follows the last one."""
        busy = {sample.at_ms: sample.busy for sample in self.samples()}
        found = []
        for a, b in pairwise(self.looks):
            starts, ends = busy.get(a.at_ms), busy.get(b.at_ms)
            same_free = starts is False and ends is False and changed_fraction(a.thumb, b.thumb) <= CHANGED
            ends_free = None if ends is None else not ends
            found.append(plan.Gap(a.at_ms, b.at_ms, same_free=same_free, ends_free=ends_free))
        last = self.looks[-1].at_ms
        # No look follows the last one: only when nothing stirs any more is the end known to be as it was.
        stays_free = busy.get(last) is False and self._is_calm_to_the_end(last)
        return [*found, plan.Gap(last, self.index.duration_ms, same_free=stays_free)]

    def _is_calm_to_the_end(self, since_ms: float) -> bool:
        end_ms = self.index.duration_ms - _SHARP_MS
        return any(a <= since_ms + plan.CALM_MARGIN_MS and b >= end_ms for a, b in self._calm_stretches())

    def _calm_stretches(self) -> list[tuple[float, float]]:
        if self._calm is None:
            self._calm = calm_stretches(self.index)
        return self._calm
