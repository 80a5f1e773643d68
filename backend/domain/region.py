"""Regions of a camera's frame: where the trigger sticker lies, where labels are shown, where packing happens.

A region is a rectangle or a polygon. Everything crops by the box; a polygon also says what in its box does not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from backend.domain.errors import InvalidInput


def _is_number(value: object) -> bool:
    """Whether it is a number of pixels at all; what is none (NaN) or endless is in no range."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**31


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

    def scaled(self, sx: float, sy: float) -> Box:
        return Box(round(self.x * sx), round(self.y * sy), round(self.w * sx), round(self.h * sy))

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
    def parse(cls, value: object, what: str = "box", *, may_reach_out: bool = False) -> Box:
        """Read `[x, y, w, h]`. Raises InvalidInput naming `what` when it is anything else. `may_reach_out`: a part of
        it may lie left of or above the frame."""
        if not isinstance(value, list | tuple) or len(value) != 4 or not all(map(_is_number, value)):
            raise InvalidInput(f"{what} must be four numbers [x, y, width, height], not {value!r}.")
        x, y, w, h = (round(v) for v in value)
        if may_reach_out and w > 0 and h > 0 and (x < 0 or y < 0):
            if x + w <= 0 or y + h <= 0:
                raise InvalidInput(f"{what} lies wholly outside of the picture: {value!r}.")
        elif w <= 0 or h <= 0 or x < 0 or y < 0:
            raise InvalidInput(f"{what} needs x and y of at least 0 and a width and height above 0, not {value!r}.")
        return cls(x, y, w, h)


MAX_CORNERS = 32
_ROUNDING_PX = 2


@dataclass(frozen=True, slots=True)
class Polygon:
    """Corners in whole pixels of the full frame, in order around it; 3 to MAX_CORNERS of them."""

    corners: tuple[tuple[int, int], ...]

    @property
    def box(self) -> Box:
        """The bounding box."""
        xs, ys = [x for x, _ in self.corners], [y for _, y in self.corners]
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

    @property
    def area(self) -> float:
        """In px²; crossing edges make it smaller than it looks."""
        pairs = zip(self.corners, self.corners[1:] + self.corners[:1], strict=True)
        return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies inside, by the even-odd rule."""
        inside = False
        for (ax, ay), (bx, by) in zip(self.corners, self.corners[1:] + self.corners[:1], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
        return inside

    def scaled(self, sx: float, sy: float) -> Polygon:
        return Polygon(tuple((round(x * sx), round(y * sy)) for x, y in self.corners))

    def as_list(self) -> list[list[int]]:
        return [[x, y] for x, y in self.corners]

    @classmethod
    def parse(cls, value: object, what: str = "polygon", *, may_reach_out: bool = False) -> Polygon:
        """Read `[[x, y], ...]`. Raises InvalidInput naming `what` when it is anything else, or has no area.
        `may_reach_out`: a part of it may lie left of or above the frame."""
        least = -(2**31) if may_reach_out else 0
        if not isinstance(value, list | tuple) or not 3 <= len(value) <= MAX_CORNERS:
            raise InvalidInput(f"{what} must be a list of 3 to {MAX_CORNERS} corners [x, y].")
        corners = []
        for corner in value:
            if (
                not isinstance(corner, list | tuple)
                or len(corner) != 2
                or not all(_is_number(v) and v >= least for v in corner)
            ):
                numbers = "numbers" if may_reach_out else "numbers of at least 0"
                raise InvalidInput(f"Each corner of {what} is two {numbers}: [x, y].")
            corners.append((round(corner[0]), round(corner[1])))
        polygon = cls(tuple(corners))
        if polygon.area < 1:
            raise InvalidInput(f"{what} encloses nothing: its corners lie on one line, or its edges cross.")
        if polygon.box.x + polygon.box.w <= 0 or polygon.box.y + polygon.box.h <= 0:
            raise InvalidInput(f"{what} lies wholly outside of the picture.")
        return polygon


Shape = Box | Polygon


@dataclass(frozen=True, slots=True)
class Regions:
    """The three regions of one camera. None means: not set (no sticker; the whole frame)."""

    trigger: Box | None = None
    label: Box | None = None
    packing: Box | None = None
    frame_width: int | None = None
    """Width in px of the frame the boxes were drawn on; a recording of another size scales them. None: same size."""
    frame_height: int | None = None
    trigger_outline: Polygon | None = None
    """Where a region is no rectangle; its box is the bounding box then."""
    label_outline: Polygon | None = None
    packing_outline: Polygon | None = None

    @classmethod
    def of(cls, shapes: Mapping[RegionKind, Shape | None], width: int | None, height: int | None) -> Regions:
        """From rectangles and polygons drawn on a frame of `width` x `height` px."""
        boxes = {kind: shape.box if isinstance(shape, Polygon) else shape for kind, shape in shapes.items()}
        outlines = {kind: shape for kind, shape in shapes.items() if isinstance(shape, Polygon)}
        return cls(
            boxes.get(RegionKind.TRIGGER),
            boxes.get(RegionKind.LABEL),
            boxes.get(RegionKind.PACKING),
            width,
            height,
            outlines.get(RegionKind.TRIGGER),
            outlines.get(RegionKind.LABEL),
            outlines.get(RegionKind.PACKING),
        )

    def shapes(self) -> dict[RegionKind, Shape]:
        """The regions that are set, each as it was drawn."""
        drawn = {
            RegionKind.TRIGGER: self.trigger_outline or self.trigger,
            RegionKind.LABEL: self.label_outline or self.label,
            RegionKind.PACKING: self.packing_outline or self.packing,
        }
        return {kind: shape for kind, shape in drawn.items() if shape is not None}

    def boxes(self) -> dict[RegionKind, Box]:
        """The bounding boxes of the regions that are set."""
        given = {RegionKind.TRIGGER: self.trigger, RegionKind.LABEL: self.label, RegionKind.PACKING: self.packing}
        return {kind: box for kind, box in given.items() if box is not None}

    def counts(self, kind: RegionKind, box: Box) -> bool:
        """Whether what was found in `box` belongs to the region: the middle of it lies inside. Without one: always."""
        shape = self.shapes().get(kind)
        x, y = box.x + box.w / 2, box.y + box.h / 2
        if isinstance(shape, Box):
            return shape.x <= x <= shape.x + shape.w and shape.y <= y <= shape.y + shape.h
        return shape is None or shape.contains(x, y)

    def fitted(self, width: int, height: int) -> Regions:
        """The regions for a frame of `width` x `height`, scaled when they were drawn on another size, clipped to it."""
        sx, sy = self._scale(width, height)

        def fit(box: Box | None) -> Box | None:
            return None if box is None else box.scaled(sx, sy).clipped(width, height)

        def fit_outline(outline: Polygon | None) -> Polygon | None:
            return None if outline is None else outline.scaled(sx, sy)

        return Regions(
            fit(self.trigger),
            fit(self.label),
            fit(self.packing),
            width,
            height,
            fit_outline(self.trigger_outline),
            fit_outline(self.label_outline),
            fit_outline(self.packing_outline),
        )

    def reaching_out(self, width: int, height: int) -> list[RegionKind]:
        """The regions of which `fitted` leaves something out; a px or two come from rounding and do not count."""
        sx, sy = self._scale(width, height)
        scaled = {kind: box.scaled(sx, sy) for kind, box in self.boxes().items()}
        left_out = {
            kind: max(-box.x, -box.y, box.x + box.w - width, box.y + box.h - height) for kind, box in scaled.items()
        }
        return [kind for kind, px in left_out.items() if px > _ROUNDING_PX]

    def _scale(self, width: int, height: int) -> tuple[float, float]:
        sx = width / self.frame_width if self.frame_width else 1.0
        sy = height / self.frame_height if self.frame_height else 1.0
        return sx, sy
