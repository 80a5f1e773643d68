"""Two parcels in one busy run? Back to back, the table may be free for less time than lies between two looks.

Each sign is cheap to see and rare in an honest run, so that hardly anything is decoded in vain.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median, median_low

from backend.detection.motion import changed_fraction
from backend.sampling import plan
from backend.sampling.look import Look
from backend.sampling.plan import Range
from backend.sampling.survey import Survey
from backend.sampling.vote import Run

# A look in a run that differs this much less from the empty table than the run's others: a hand over a free sticker.
_NEARLY_EMPTY = 0.45
# Labels are shown near the end of a packing. Longer than this after the last one, another parcel may have come.
_LONG_AFTER_LABEL_MS = 10_000.0
# Swapping parcels changes at least this share of the picture between two looks.
_SWAP = 0.3
# A run this much longer than is usual in the file, and at least this long, gets its greatest changes looked at.
_LONGER_THAN_USUAL = 1.6
_LONG_RUN_MS = 25_000.0
_MOST_CHANGES = 2


def ranges(survey: Survey, busy: Sequence[Run], shown: Sequence[tuple[float, float]]) -> list[Range]:
    """Stretches to decode through; `shown` holds (first_ms, last_ms) of each confirmed code."""
    usual_ms = median_low(run.length_ms for run in busy) if busy else 0.0
    empty = survey.empty_scene() if busy else None
    found: list[Range] = []
    for run in busy:
        found += plan.doubtful_ranges(run, shown)
        looks = [look for look in survey.looks if run.from_ms < look.at_ms < run.to_ms]
        if len(looks) < 2 or empty is None:
            continue
        found += _around_nearly_empty(looks, [changed_fraction(look.thumb, empty) for look in looks])
        swaps = _swaps(looks)
        last_shown = max((last for first, last in shown if run.from_ms <= first <= run.to_ms), default=run.to_ms)
        if run.to_ms - last_shown > _LONG_AFTER_LABEL_MS:
            found += [r for _, r in swaps if r.to_ms > last_shown]
        if run.length_ms > max(_LONG_RUN_MS, _LONGER_THAN_USUAL * usual_ms):
            found += [r for _, r in sorted(swaps, key=lambda one: -one[0])[:_MOST_CHANGES]]
    return sorted(set(found), key=lambda r: (r.from_ms, r.to_ms))


def _around_nearly_empty(looks: Sequence[Look], differences: Sequence[float]) -> list[Range]:
    usual = median(differences)
    return [
        Range(looks[i - 1].at_ms, looks[i + 1].at_ms)
        for i in range(1, len(looks) - 1)
        if differences[i] < _NEARLY_EMPTY * usual
    ]


def _swaps(looks: Sequence[Look]) -> list[tuple[float, Range]]:
    changes = [(changed_fraction(a.thumb, b.thumb), Range(a.at_ms, b.at_ms)) for a, b in pairwise(looks)]
    return [(change, r) for change, r in changes if change >= _SWAP]
