"""Measures on the drawn pixels what a frame shows: the source of the truth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import numpy.typing as npt

from backend.demo.hand import Image
from backend.demo.layout import HAND_SCALE, PACKING, TRIGGER, scaled
from backend.demo.placing import Placed
from backend.demo.scenario import Scenario
from backend.domain.region import Box


@dataclass(slots=True)
class Seen:
    """What one frame shows, measured on the drawn pixels."""

    sticker_by_parcel: dict[int, float] = field(default_factory=dict)
    """Part of the sticker covered by the parcel (and papers) of an order."""
    sticker_covered: float = 0.0
    """Part of the sticker covered by anything."""
    in_packing: set[int] = field(default_factory=set)
    """Orders with a visible hand or parcel inside the packing region."""
    legible: dict[int, Box] = field(default_factory=dict)
    """Labels whose code is whole, uncovered and still, with the box of the code in frame px."""
    hands: int = 0
    """Bare hands wholly in the frame."""
    gloved: int = 0

    def copy(self) -> Seen:
        return replace(
            self,
            sticker_by_parcel=dict(self.sticker_by_parcel),
            in_packing=set(self.in_packing),
            legible=dict(self.legible),
        )


class Meter:
    """Books layer by layer, lowest first, what each shows and what it hides."""

    def __init__(self, scenario: Scenario, sticker: Box | None) -> None:
        """`sticker`: where its paper lies, frame px."""
        self.scenario = scenario
        self.width, self.height = scenario.width, scenario.height
        self.packing = scaled(PACKING, scenario.scale)
        self.sticker = sticker or scaled(TRIGGER, scenario.scale)

    def book(self, seen: Seen, p: Placed, alpha: Image, corner: tuple[int, int]) -> None:
        """Book what this layer shows and what it hides of the layers under it."""
        x, y = corner
        actor = p.actor
        if self.scenario.sticker:
            part = _share(alpha, x, y, self.sticker)
            seen.sticker_covered = max(seen.sticker_covered, part)
            if actor.order >= 0 and actor.kind in ("carton", "panel", "label"):
                seen.sticker_by_parcel[actor.order] = max(seen.sticker_by_parcel.get(actor.order, 0.0), part)
        own = actor.order >= 0 and actor.kind in ("carton", "hand", "panel", "label")
        if (
            own
            and actor.order not in seen.in_packing
            and self._packing_area(alpha, x, y) > 120 * self.scenario.scale**2
        ):
            seen.in_packing.add(actor.order)
        for number, box in list(seen.legible.items()):
            if _share(alpha, x, y, box) > 0.004:
                del seen.legible[number]
        if actor.kind == "hand" and self._whole(p):
            if actor.gloves:
                seen.gloved += 1
            else:
                seen.hands += 1
        if p.code is not None and p.still and self._inside(p.code):
            low, high = p.code.min(axis=0), p.code.max(axis=0)
            seen.legible[actor.label] = Box(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))

    def _packing_area(self, alpha: Image, x: int, y: int) -> float:
        """Pixels of the layer inside the packing region."""
        return _share(alpha, x, y, self.packing) * self.packing.w * self.packing.h

    def _inside(self, code: npt.NDArray[np.float32]) -> bool:
        return bool((code >= 0).all() and (code[:, 0] < self.width).all() and (code[:, 1] < self.height).all())

    def _whole(self, p: Placed) -> bool:
        """Fingertips and wrist are in the frame."""
        reach = 215 * HAND_SCALE
        angle = np.deg2rad(p.key.angle)
        up = np.array([-np.sin(angle), -np.cos(angle)])
        middle = np.array([p.key.x, p.key.y])
        points = np.array([middle + up * reach, middle - up * reach * 0.95])
        return bool((points > 4).all() and (points[:, 0] < 1276).all() and (points[:, 1] < 716).all())


def _share(alpha: Image, x: int, y: int, box: Box) -> float:
    """Part of `box` (frame px) under more than half opacity of a layer whose alpha starts at x, y."""
    h, w = alpha.shape
    part = alpha[
        max(0, box.y - y) : max(0, min(h, box.y + box.h - y)), max(0, box.x - x) : max(0, min(w, box.x + box.w - x))
    ]
    return float(cv2.countNonZero(cv2.compare(part, 140, cv2.CMP_GT))) / (box.w * box.h) if part.size else 0.0
