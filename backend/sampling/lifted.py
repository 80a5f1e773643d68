"""With a sticker: was the parcel lifted clear of it, to be turned, weighed or labelled, and put down again?

Then it stays in sight while the sticker is free. Between two parcels the table is empty for a moment, or what is on it
lies where it lay before or stays there afterwards: finished parcels, and those that wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from backend.detection.motion import CELL_LEVELS, changed_fraction, empty_scene
from backend.sampling.plan import Range
from backend.sampling.scene import CHANGED, View
from backend.sampling.survey import Survey
from backend.sampling.vote import Run

LONGEST_MS = 15_000.0
"""A parcel that is away from its sticker for longer is not asked for."""
AROUND_MS = 1_200.0
"""The parcel is known from how the table looks this long before it was lifted and after it was put down."""
# Where the views lie further apart than this, another parcel might have come in between.
_BLIND_MS = 600.0
# Of what the parcel on the sticker changes in the picture, this share stays changed while it is held, and so much lies
# neither where something lay before nor where something stays. Between two whole packings hands may go on; one that is
# too short for a packing is a part of another as long as the table is never empty.
_STILL_THERE = 0.5
_NOT_LYING = 0.25
_LEAST_EMPTY_LOOKS = 2


def held(survey: Survey) -> list[Range]:
    """The gaps through which the parcel stayed in sight, as far as they were looked at."""
    if not survey.scene.has_sticker or not any(part.views for part in survey.dense):
        return []
    busy = [run for run in survey.runs() if run.busy]
    asked = gaps(busy)
    free = [look for look in survey.looks if look.busy is False]
    thumbs = [look.thumb for look in free if not any(gap.from_ms <= look.at_ms <= gap.to_ms for gap in asked)]
    if len(thumbs) < _LEAST_EMPTY_LOOKS:
        return []
    empty, views = empty_scene(np.stack(thumbs[:: max(1, len(thumbs) // 200)])), survey.seen_views()
    whole = [run for run in busy if run.length_ms >= survey.scene.camera.times.min_ms]
    between_whole = set(gaps(whole))
    return [gap for gap in asked if stays_in_sight(views, gap, empty, between_whole=gap in between_whole)]


def gaps(busy: Sequence[Run]) -> list[Range]:
    """The times between busy runs that are short enough to be asked about."""
    return [Range(a.to_ms, b.from_ms) for a, b in pairwise(busy) if b.from_ms - a.to_ms <= LONGEST_MS]


def around(gap: Range) -> Range:
    """What has to be seen of a gap and of the parcel on either side."""
    return Range(max(0.0, gap.from_ms - AROUND_MS), gap.to_ms + AROUND_MS)


def stays_in_sight(views: Sequence[View], gap: Range, empty: np.ndarray, *, between_whole: bool) -> bool:
    """Whether the parcel is in sight all through the gap and held. `views` rise in time; `empty` is the table with
    nothing on it; `between_whole`: each side of the gap is long enough for a packing. False where too little was
    seen."""
    reach = around(gap)
    seen = [view for view in views if reach.from_ms <= view.at_ms <= reach.to_ms]
    before = [view for view in seen if view.at_ms < gap.from_ms]
    after = [view for view in seen if view.at_ms > gap.to_ms]
    between = [view for view in seen if gap.from_ms <= view.at_ms <= gap.to_ms]
    if not (before and between and after) or any(b.at_ms - a.at_ms > _BLIND_MS for a, b in pairwise(seen)):
        return False
    parcel = max(_amount(before, empty), _amount(after, empty)) if between_whole else 0.0
    there, held_up = max(CHANGED, _STILL_THERE * parcel), max(CHANGED, _NOT_LYING * parcel)
    lying = before[0].thumb, after[-1].thumb
    return all(
        changed_fraction(view.thumb, empty) > there and _held_fraction(view.thumb, empty, lying) > held_up
        for view in between
    )


def _amount(views: Sequence[View], empty: np.ndarray) -> float:
    return float(np.median([changed_fraction(view.thumb, empty) for view in views]))


def _held_fraction(thumb: np.ndarray, empty: np.ndarray, lying: tuple[np.ndarray, np.ndarray]) -> float:
    differs = np.stack([cv2.absdiff(thumb, other) > CELL_LEVELS for other in (empty, *lying)])
    return float(differs.all(axis=0).mean())
