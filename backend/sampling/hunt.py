"""The hunt for codes: what keyframes showed first, then denser and denser where a busy run has no code yet."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from backend.domain.observation import Sighting
from backend.sampling import doubt, lifted, plan
from backend.sampling.consensus import SPLIT_GAP_MS, confirmed, sightings
from backend.sampling.plan import Range
from backend.sampling.reads import Read
from backend.sampling.survey import Survey
from backend.sampling.vote import Run

GRACE_MS = 3_000.0
"""A label may be shown just before the parcel is put down, or as it is lifted."""
_BATCH = 2
# So much of the time between two runs is looked through for a code that was read in both.
_LONGEST_ASKED_MS = 1_000.0
# The end of a piece may be this far from the last frame looked at: frames of slow cameras lie that far apart.
_LEFT_OUT_MS = 200.0
PIECE_MS = 2_000.0
"""Where only codes matter, or any frame is a place to cut, pieces are no shorter than this: at the start of each of
them print is new and tried again."""
# Keyframes with the most print in sight that the second reader gets, for a run nothing else could read.
_LAST_TRIES = 6


class CodeHunt:
    """Works on a survey: reads more where it pays, and sharpens runs where two parcels may hide in one."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._extra: list[Read] = []
        self._taken_away: list[tuple[float, float]] = []

    def run(self) -> None:
        survey = self._survey
        if not survey.looks:
            return
        busy = self._busy()
        if survey.has_little_work:
            self._look_through(busy)
        survey.scout([t for run in busy for t in self._unlooked(run)])
        self._confirm_singles()
        self._read_put_by(busy)
        self._look_between(busy)
        self._search(busy)
        self._confirm_singles()
        self._doubt(busy)
        self.ask_whether_lifted()
        # Where one run turned out to be two parcels, one of them may have no code yet.
        parted = [run for run in self._busy() if run not in busy]
        self._search(parted)
        self._confirm_singles()

    def ask_whether_lifted(self) -> None:
        """One parcel in two runs? Asked where not each of them has a code of its own."""
        survey = self._survey
        if not survey.scene.has_sticker:
            return
        busy = self._busy()
        shown = confirmed(self.sightings())
        codes = [{s.text for s in shown if _owner(busy, s.first_ms, s.last_ms) == run} for run in busy]
        pairs = itertools.pairwise(zip(busy, codes, strict=True))
        alike = [(a, b) for (a, mine), (b, others) in pairs if not mine or not others or mine & others]
        asked = [lifted.around(gap) for pair in alike for gap in lifted.gaps(pair)]
        pieces = [p for r in merged_ranges(asked) for p in plan.groups_of_pictures(survey.keyframes, r)]
        survey.add_dense(pieces, signal=True, codes=False, views=True)
        survey.sharpen()

    def reads(self) -> list[Read]:
        survey = self._survey
        found = [r for look in survey.looks for r in look.reads]
        found += [r for part in survey.dense for r in part.reads]
        return found + self._extra

    def sightings(self) -> list[Sighting]:
        work = [(run.from_ms, run.to_ms) for run in self._busy()]
        return sightings(self.reads(), self._taken_away, work)

    def _busy(self) -> list[Run]:
        return [run for run in self._survey.runs() if run.busy]

    def _unlooked(self, run: Run) -> list[float]:
        """Keyframes in a busy run (and just around it) that the first pass skipped."""
        times = [look.at_ms for look in self._survey.looks]
        inside = [t for t in times if run.from_ms - GRACE_MS <= t <= run.to_ms + GRACE_MS]
        edges = [run.from_ms - GRACE_MS, *inside, run.to_ms + GRACE_MS]
        keys = self._survey.keyframes
        return [t for a, b in itertools.pairwise(edges) for t in plan.keyframes_between(keys, a, b) if t >= 0]

    def _confirm_singles(self) -> None:
        """Codes read in too few frames: look at the frames around."""
        weak = [s for s in self.sightings() if s not in confirmed([s])]
        ranges = [plan.confirm_range(s.first_ms, s.first_ms) for s in weak]
        self._survey.add_dense(merged_ranges(ranges), signal=False, codes=True)

    def _look_between(self, busy: Sequence[Run]) -> None:
        """The same code in two runs: was its label taken away in between and shown again, or does the parcel before
        lie there still? On the free table nobody looks for codes, so this has to be asked."""
        gaps = [(a.to_ms, b.from_ms) for a, b in itertools.pairwise(busy)]
        asked: list[Range] = []
        for from_ms, to_ms in gaps:
            before = {(r.text, r.format) for r in self.reads() if from_ms - SPLIT_GAP_MS <= r.at_ms <= from_ms}
            after = {(r.text, r.format) for r in self.reads() if to_ms <= r.at_ms <= to_ms + SPLIT_GAP_MS}
            if before & after:
                middle = (from_ms + to_ms) / 2
                reach = min(_LONGEST_ASKED_MS, to_ms - from_ms) / 2
                asked.append(Range(middle - reach, middle + reach))
        self._survey.add_dense(asked, signal=False, codes=True)
        self._taken_away = [(r.from_ms, r.to_ms) for r in asked]

    def _read_put_by(self, busy: Sequence[Run]) -> None:
        """Pictures of print that were put by while decoding, where a run has no code yet."""
        survey = self._survey
        without = self._without_code(busy)
        around = [(run.from_ms - GRACE_MS, run.to_ms + GRACE_MS) for run in without]
        parts = [
            part.put_by
            for part in survey.dense
            if part.put_by and any(a <= part.span.to_ms and part.span.from_ms <= b for a, b in around)
        ]
        found = survey.pool.map(lambda station, put_by: station.read_put_by(put_by), parts, stop=survey.stop)
        self._extra += [read for reads in found for read in reads]
        for part in survey.dense:
            part.put_by = []
        self._confirm_singles()

    def _search(self, busy: Sequence[Run]) -> None:
        """Batches of pieces for every run without a code, until it has one or every piece was decoded."""
        survey = self._survey
        cues = [(look.at_ms, look.print_patches) for look in survey.looks]
        open_runs = {run: self._pieces(run, cues) for run in self._without_code(busy)}
        while open_runs:
            batch = [(run, piece) for run, pieces in open_runs.items() for piece in pieces[:_BATCH]]
            survey.add_dense([p for _, p in batch], signal=True, codes=True, until_read=True)
            without = set(self._without_code(list(open_runs)))
            open_runs = {run: pieces[_BATCH:] for run, pieces in open_runs.items() if run in without}
            spent = [run for run, pieces in open_runs.items() if not pieces]
            for run in spent:
                self._try_everything(run)
                del open_runs[run]

    def _pieces(self, run: Run, cues: Sequence[tuple[float, int]]) -> list[Range]:
        survey = self._survey
        pieces = plan.hunt_order(run, survey.keyframes, cues, grace_ms=GRACE_MS / 2, end_ms=survey.index.duration_ms)
        through = [part.span for part in survey.dense if part.reads or part.motion]
        fresh = [p for p in pieces if not any(t.from_ms <= p.from_ms and p.to_ms <= t.to_ms for t in through)]
        return [piece for piece in fresh if not self._was_read(piece)]

    def _look_through(self, busy: Sequence[Run]) -> None:
        """All of the work, not only until each parcel has a code: a second label may be shown at another time. In a
        recording with much work in it that would cost several times the rest of the analysis."""
        survey = self._survey
        runs = [Range(run.from_ms, run.to_ms) for run in busy]
        least_ms = PIECE_MS if survey.index.key.all() else plan.LEAST_PIECE_MS
        pieces = [p for r in runs for p in plan.groups_of_pictures(survey.keyframes, r, least_ms=least_ms)]
        survey.add_dense([piece for piece in pieces if not self._was_read(piece)], signal=True, codes=True)
        survey.sharpen()

    def _was_read(self, piece: Range) -> bool:
        """Codes were looked for in all of it, found or not: another pass over the same frames finds nothing new."""
        seen = ((part.span.from_ms, part.read_to_ms) for part in self._survey.dense)
        return any(a <= piece.from_ms and piece.to_ms - _LEFT_OUT_MS <= b for a, b in seen)

    def _without_code(self, busy: Sequence[Run]) -> list[Run]:
        owners = {_owner(busy, s.first_ms, s.last_ms) for s in confirmed(self.sightings())}
        return [run for run in busy if run not in owners]

    def _try_everything(self, run: Run) -> None:
        looks = [k for k in self._survey.looks if run.from_ms <= k.at_ms <= run.to_ms and k.print_patches]
        best = sorted(looks, key=lambda look: -look.print_patches)[:_LAST_TRIES]
        if best:
            times = sorted(look.at_ms for look in best)
            found = self._survey.pool.map(lambda s, t: s.read_fully(t), [times], stop=self._survey.stop)
            self._extra += [read for reads in found for read in reads]

    def _doubt(self, busy: Sequence[Run]) -> None:
        """Where two parcels may hide in one run, decode through and see whether the table was free in between."""
        shown = [(float(s.first_ms), float(s.last_ms)) for s in confirmed(sightings(self.reads()))]
        ranges = doubt.ranges(self._survey, busy, shown)
        keys = self._survey.keyframes
        pieces = [piece for r in ranges for piece in plan.groups_of_pictures(keys, r)]
        done = [part.span for part in self._survey.dense if part.samples or part.views]
        fresh = [p for p in pieces if not any(d.from_ms <= p.from_ms and p.to_ms <= d.to_ms for d in done)]
        self._survey.add_dense(fresh, signal=True, codes=False)
        self._survey.sharpen()


def _owner(busy: Sequence[Run], first_ms: float, last_ms: float) -> Run | None:
    """The run a code was shown in: where it was first seen, else the first it reaches into, else the nearest in reach.
    The label of the parcel before must not keep a run from being searched."""
    for run in busy:
        if run.from_ms <= first_ms <= run.to_ms:
            return run
    reached = [run for run in busy if first_ms < run.from_ms <= last_ms]
    if reached:
        return reached[0]
    near = [(max(run.from_ms - last_ms, first_ms - run.to_ms), run) for run in busy]
    return min((pair for pair in near if pair[0] <= GRACE_MS), key=lambda pair: pair[0], default=(0.0, None))[1]


def merged_ranges(ranges: Sequence[Range]) -> list[Range]:
    """Ranges that rise and do not touch, covering the same time."""
    merged: list[Range] = []
    for r in sorted(ranges, key=lambda r: r.from_ms):
        if merged and r.from_ms <= merged[-1].to_ms:
            merged[-1] = Range(merged[-1].from_ms, max(merged[-1].to_ms, r.to_ms))
        else:
            merged.append(r)
    return merged
