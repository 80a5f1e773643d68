"""Regions of a camera's frame: where the trigger sticker lies, where labels are shown, where packing happens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backend.domain.errors import InvalidInput


class RegionKind(StrEnum):
    TRIGGER = "trigger"
    LABEL = "label"
    PACKING = "packing"


@dataclass(frozen=True, slots=True)
class Box:
    """`x, y, w, h` in whole pixels of the full frame, origin top left."""

    x: int
    y: int
    w: int
    h: int

    def clipped(self, width: int, height: int) -> Box | None:
        """The part of the box inside a `width` x `height` frame; None when nothing of at least 2 x 2 px remains."""
        x0, y0 = max(0, self.x), max(0, self.y)
        x1, y1 = min(width, self.x + self.w), min(height, self.y + self.h)
        if x1 - x0 < 2 or y1 - y0 < 2:
            return None
        return Box(x0, y0, x1 - x0, y1 - y0)

    def moved(self, dx: int, dy: int) -> Box:
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def union(self, other: Box) -> Box:
        x0, y0 = min(self.x, other.x), min(self.y, other.y)
        x1 = max(self.x + self.w, other.x + other.w)
        y1 = max(self.y + self.h, other.y + other.h)
        return Box(x0, y0, x1 - x0, y1 - y0)

    def as_list(self) -> list[int]:
        return [self.x, self.y, self.w, self.h]

    @classmethod
    def parse(cls, value: object, what: str = "box") -> Box:
        """Read `[x, y, w, h]`. Raises InvalidInput naming `what` when it is anything else."""
        if (
            not isinstance(value, list | tuple)
            or len(value) != 4
            or not all(isinstance(v, int | float) and not isinstance(v, bool) for v in value)
        ):
            raise InvalidInput(f"{what} must be four numbers [x, y, width, height], not {value!r}.")
        x, y, w, h = (round(v) for v in value)
        if w <= 0 or h <= 0 or x < 0 or y < 0:
            raise InvalidInput(f"{what} needs x and y of at least 0 and a width and height above 0, not {value!r}.")
        return cls(x, y, w, h)


@dataclass(frozen=True, slots=True)
class Regions:
    """The three regions of one camera. None means: not set (no sticker; the whole frame)."""

    trigger: Box | None = None
    label: Box | None = None
    packing: Box | None = None
    frame_width: int | None = None
    """Width in px of the frame the boxes were drawn on; a recording of another size scales them. None: same size."""
    frame_height: int | None = None

    def fitted(self, width: int, height: int) -> Regions:
        """The regions for a frame of `width` x `height`, scaled when they were drawn on another size, clipped to it."""
        sx = width / self.frame_width if self.frame_width else 1.0
        sy = height / self.frame_height if self.frame_height else 1.0

        def fit(box: Box | None) -> Box | None:
            if box is None:
                return None
            scaled = Box(round(box.x * sx), round(box.y * sy), round(box.w * sx), round(box.h * sy))
            return scaled.clipped(width, height)

        return Regions(fit(self.trigger), fit(self.label), fit(self.packing), width, height)
