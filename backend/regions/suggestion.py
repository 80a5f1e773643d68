"""From what was seen in an hour of footage to three proposed regions, each with its reason. Decides only; looks at
nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.domain.region import Box, RegionKind, Regions
from backend.regions.checks import MIN_SIDE_PX, suggested_packing
from backend.regions.preview import median

# Fewer hands than this may be mistakes of the detector.
_LEAST_HANDS = 3
# Cells that differ from the empty table in this share of the busy looks belong to the place of work.
_OFTEN = 0.25
# Room around what was seen, as a share of its size: sticker and label are never in exactly the same place.
_STICKER_ROOM = 0.4
_LABEL_ROOM = 0.75
# With this many boxes the outermost ones may be strays, and are left out.
_MANY = 10


class Reason(StrEnum):
    """Why a region is proposed, or why not; the dashboard puts it into a sentence."""

    STICKER_READ = "sticker_read"
    NO_STICKER = "no_sticker"
    LABELS_READ = "labels_read"
    NO_LABELS = "no_labels"
    HANDS_SEEN = "hands_seen"
    MOVEMENT_SEEN = "movement_seen"
    NOTHING_HAPPENS = "nothing_happens"


@dataclass(slots=True)
class Evidence:
    """What an hour of looks showed; boxes in px of a frame of `frame_width` x `frame_height`."""

    frame_width: int
    frame_height: int
    footage_ms: int = 0
    looks: int = 0
    sticker_looks: int = 0
    stickers: list[Box] = field(default_factory=list)
    sticker_px: list[float] = field(default_factory=list)
    label_looks: int = 0
    labels: list[Box] = field(default_factory=list)
    label_px: list[float] = field(default_factory=list)
    hand_looks: int = 0
    with_hands: int = 0
    hands: list[Box] = field(default_factory=list)
    busy: NDArray[np.float64] | None = None
    """Rows x cols over the frame: in which share (0..1) of the busy looks each cell differed from the empty table."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`box` None: nothing is proposed. `seen` of `looks` looks showed what it rests on."""

    kind: RegionKind
    box: Box | None
    reason: Reason
    seen: int
    looks: int
    px_per_module: float | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    frame_width: int
    frame_height: int
    footage_ms: int
    looks: int
    proposals: tuple[Proposal, ...]

    def regions(self) -> Regions:
        """All that is proposed."""
        boxes = {proposal.kind: proposal.box for proposal in self.proposals}
        return Regions.of(boxes, self.frame_width, self.frame_height)


def suggest(evidence: Evidence) -> Suggestion:
    return Suggestion(
        evidence.frame_width,
        evidence.frame_height,
        evidence.footage_ms,
        evidence.looks,
        (_trigger(evidence), _label(evidence), _packing(evidence)),
    )


def _trigger(evidence: Evidence) -> Proposal:
    seen, looks = len(evidence.stickers), evidence.sticker_looks
    if not seen:
        return Proposal(RegionKind.TRIGGER, None, Reason.NO_STICKER, 0, looks)
    box = _with_room(_middle_box(evidence.stickers), _STICKER_ROOM, evidence)
    return Proposal(RegionKind.TRIGGER, box, Reason.STICKER_READ, seen, looks, median(evidence.sticker_px))


def _label(evidence: Evidence) -> Proposal:
    seen, looks = len(evidence.labels), evidence.label_looks
    if not seen:
        return Proposal(RegionKind.LABEL, None, Reason.NO_LABELS, 0, looks)
    around = _around(_without_strays(evidence.labels))
    usual = _middle_box(evidence.labels)
    room = Box(0, 0, round(usual.w * _LABEL_ROOM), round(usual.h * _LABEL_ROOM))
    wide = Box(around.x - room.w, around.y - room.h, around.w + 2 * room.w, around.h + 2 * room.h)
    box = wide.clipped(evidence.frame_width, evidence.frame_height)
    return Proposal(RegionKind.LABEL, box, Reason.LABELS_READ, seen, looks, median(evidence.label_px))


def _packing(evidence: Evidence) -> Proposal:
    size = (evidence.frame_width, evidence.frame_height)
    worked = _place_of_work(evidence)
    if evidence.with_hands >= _LEAST_HANDS:
        around = suggested_packing(tuple(_without_strays(evidence.hands)), *size)
        if around is not None and worked is not None:
            around = around.union(worked).clipped(*size)
        return Proposal(RegionKind.PACKING, around, Reason.HANDS_SEEN, evidence.with_hands, evidence.hand_looks)
    reason = Reason.NOTHING_HAPPENS if worked is None else Reason.MOVEMENT_SEEN
    return Proposal(RegionKind.PACKING, worked, reason, evidence.with_hands, evidence.hand_looks)


def _place_of_work(evidence: Evidence) -> Box | None:
    """The largest connected place that often differs from the empty table, with a cell's room around it."""
    if evidence.busy is None:
        return None
    often = (evidence.busy >= _OFTEN).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(often, connectivity=8)
    if count < 2:
        return None
    x, y, w, h, area = (int(v) for v in stats[1:][stats[1:, cv2.CC_STAT_AREA].argmax()])
    if area < 4:
        return None
    rows, cols = often.shape
    sx, sy = evidence.frame_width / cols, evidence.frame_height / rows
    wide = Box(round((x - 1) * sx), round((y - 1) * sy), round((w + 2) * sx), round((h + 2) * sy))
    return wide.clipped(evidence.frame_width, evidence.frame_height)


def _with_room(box: Box, share: float, evidence: Evidence) -> Box | None:
    dx, dy = max(MIN_SIDE_PX, round(box.w * share)), max(MIN_SIDE_PX, round(box.h * share))
    wide = Box(box.x - dx, box.y - dy, box.w + 2 * dx, box.h + 2 * dy)
    return wide.clipped(evidence.frame_width, evidence.frame_height)


def _middle_box(boxes: Sequence[Box]) -> Box:
    """The median of each number: one wrong read moves it nowhere."""
    x, y, w, h = (int(np.median(values)) for values in zip(*(box.as_list() for box in boxes), strict=True))
    return Box(x, y, w, h)


def _around(boxes: Sequence[Box]) -> Box:
    around = boxes[0]
    for box in boxes[1:]:
        around = around.union(box)
    return around


def _without_strays(boxes: Sequence[Box]) -> Sequence[Box]:
    if len(boxes) < _MANY:
        return boxes
    middles = np.array([(box.x + box.w / 2, box.y + box.h / 2) for box in boxes])
    low, high = np.percentile(middles, 5, axis=0), np.percentile(middles, 95, axis=0)
    kept = [box for box, middle in zip(boxes, middles, strict=True) if (middle >= low).all() and (middle <= high).all()]
    return kept or boxes
