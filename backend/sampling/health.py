"""From the looks of one recording to compact facts about its camera."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from backend.detection.motion import changed_fraction
from backend.domain.health import HealthFacts, UnreadLabel
from backend.domain.observation import Sighting
from backend.domain.region import Box
from backend.sampling.consensus import confirmed
from backend.sampling.gauge import Measure
from backend.sampling.look import Look
from backend.sampling.reads import Read
from backend.sampling.scene import CHANGED
from backend.sampling.shared_scene import Scene
from backend.sampling.survey import Survey
from backend.sampling.vote import Run

_DARK = 16.0
# Contrast as a share of the brightness: a dim picture of a table keeps its share, a covered lens does not.
_FLAT = 0.03
# A camera that repeats its picture is off by no more than what the encoder makes of it. The quietest living footage
# we have, a still room without a clock in the picture, differs by 0.2 grey levels and more.
_SAME_DOTS = 0.06
_GRACE_MS = 3_000.0
_LEAST_PACKING_MS = 3_000.0
# Short enough that the lamps are on or off in most of it, long enough for a hundred measured looks.
_STRETCH_MS = 3_600_000.0
# One look with print may be a carton's edge; a label that is there to be read is seen twice.
_PRINT_LOOKS = 2


def health_facts(
    survey: Survey, found: Sequence[Sighting], reads: Sequence[Read], unread: Sequence[UnreadLabel]
) -> list[HealthFacts]:
    """Of each stretch of about an hour in which a look could be measured; none of a file without keyframes that stand
    alone."""
    length_ms = survey.index.duration_ms
    count = max(1, round(length_ms / _STRETCH_MS))
    edges = [length_ms * place / count for place in range(count)] + [length_ms]
    looks = [look for look in survey.looks if look.measure is not None]
    free = {look.at_ms for look in _free(survey, looks)} if looks else set()
    known = {seen.text for seen in confirmed(found)}
    certain = [read for read in reads if read.text in known]
    packed = [run.from_ms for run in _packings_with(survey, found)]
    stretches = []
    for number in range(count):
        stretch = _Stretch(edges[number], edges[number + 1], last=number == count - 1)
        measured = [look.measure for look in looks if look.measure is not None and look.at_ms in stretch]
        if measured:
            read = sum(at_ms in stretch for at_ms in packed)
            seen = read + sum(label.from_ms in stretch for label in unread)
            widths = [one.px_per_module for one in certain if one.px_per_module is not None and one.at_ms in stretch]
            stretches.append(_facts(survey.scene, stretch, measured, free, widths, read=read, seen=seen))
    return stretches


@dataclass(frozen=True, slots=True)
class _Stretch:
    from_ms: float
    to_ms: float
    last: bool

    def __contains__(self, at_ms: float) -> bool:
        return self.from_ms <= at_ms and (at_ms < self.to_ms or self.last)


def _facts(
    scene: Scene,
    stretch: _Stretch,
    measures: Sequence[Measure],
    free_at_ms: Set[float],
    widths: Sequence[float],
    *,
    read: int,
    seen: int,
) -> HealthFacts:
    free = [one for one in measures if one.at_ms in free_at_ms]
    shown = free if len(free) >= 3 else measures
    stickers = [one.sticker for one in free if one.sticker is not None]
    modules = [one.px_per_module for one in stickers if one.px_per_module is not None]
    return HealthFacts(
        from_ms=round(stretch.from_ms),
        to_ms=round(stretch.to_ms),
        looks=len(measures),
        free_looks=len(free),
        sticker_reads=len(stickers),
        has_trigger=scene.regions.trigger is not None,
        sticker=_middle_box([one.box for one in stickers]),
        sticker_px=_rounded(modules),
        region=scene.regions.trigger,
        labels_seen=seen,
        labels_read=read,
        label_px=_rounded(widths),
        brightness=round(median(one.brightness for one in shown), 2),
        contrast=round(median(one.contrast for one in shown), 2),
        sharpness=round(median(one.sharpness for one in shown), 4),
        dark_looks=sum(one.brightness < _DARK for one in measures),
        flat_looks=sum(one.brightness >= _DARK and one.contrast < _FLAT * one.brightness for one in measures),
        frozen_ms=frozen_ms(measures),
        frame_width=scene.width,
        frame_height=scene.height,
        sample_ms=round(shown[len(shown) // 2].at_ms),
        scene=np.median(np.stack([one.scene for one in shown]), axis=0).astype(np.uint8).tobytes(),
    )


def unread_labels(survey: Survey, found: Sequence[Sighting]) -> list[UnreadLabel]:
    """Packings with print in sight and no code. Those that reach over an end of the file are left out: their label may
    be in the neighbouring one."""
    end_ms = survey.index.duration_ms
    without = [run for run in _packings(survey) if run not in _packings_with(survey, found)]
    labels = []
    for run in without:
        if run.from_ms <= 0 or run.to_ms >= end_ms:
            continue
        printed = [k for k in survey.looks if run.from_ms <= k.at_ms <= run.to_ms and k.print_patches]
        if len(printed) >= _PRINT_LOOKS:
            best = max(printed, key=lambda look: look.print_patches)
            labels.append(UnreadLabel(round(run.from_ms), round(run.to_ms), round(best.at_ms)))
    return labels


def frozen_ms(measures: Sequence[Measure]) -> int:
    """Longest time over which each measured look was the same as the one before (`measures` rise in time)."""
    longest = since = 0.0
    for before, after in pairwise(measures):
        apart = float(np.abs(before.dots.astype(np.int16) - after.dots.astype(np.int16)).mean())
        since = since + after.at_ms - before.at_ms if apart < _SAME_DOTS else 0.0
        longest = max(longest, since)
    return round(longest)


def _packings(survey: Survey) -> list[Run]:
    return [run for run in survey.runs() if run.busy and run.length_ms >= _LEAST_PACKING_MS]


def _packings_with(survey: Survey, found: Sequence[Sighting]) -> list[Run]:
    """Packings during which, or just beside which, a code was shown."""
    codes = confirmed(found)
    return [
        run
        for run in _packings(survey)
        if any(s.first_ms <= run.to_ms + _GRACE_MS and s.last_ms >= run.from_ms - _GRACE_MS for s in codes)
    ]


def _free(survey: Survey, looks: Sequence[Look]) -> list[Look]:
    """Looks at the free table: the sticker says so, or all but the sticker looks as it does when the table is free."""
    if not survey.scene.has_sticker:
        busy = {sample.at_ms: sample.busy for sample in survey.samples()}
        return [look for look in looks if busy.get(look.at_ms) is False]
    empty = survey.empty_scene()
    around = _around_sticker(survey, empty.shape)

    def is_free(look: Look) -> bool:
        if look.busy is not True:
            return look.busy is False
        return changed_fraction(np.where(around, empty, look.thumb), empty) <= CHANGED / 2

    return [look for look in looks if is_free(look)]


def _around_sticker(survey: Survey, shape: tuple[int, ...]) -> np.ndarray:
    """The cells of a thumbnail that show the trigger region."""
    cells = np.zeros(shape, bool)
    trigger = survey.scene.regions.trigger
    table = survey.scene.regions.packing or Box(0, 0, survey.scene.width, survey.scene.height)
    if trigger is not None:
        sy, sx = shape[0] / table.h, shape[1] / table.w
        top, left = int((trigger.y - table.y) * sy), int((trigger.x - table.x) * sx)
        bottom, right = int((trigger.y + trigger.h - table.y) * sy) + 1, int((trigger.x + trigger.w - table.x) * sx) + 1
        cells[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = True
    return cells


def _middle_box(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    x, y, w, h = (round(median(values)) for values in zip(*(box.as_list() for box in boxes), strict=True))
    return Box(x, y, w, h)


def _rounded(values: Sequence[float]) -> float | None:
    return round(median(values), 2) if values else None
