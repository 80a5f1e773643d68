"""Do the regions make sense on the frame they were drawn on?"""

from __future__ import annotations

from backend.domain.errors import InvalidInput
from backend.domain.region import Box, RegionKind, Regions

MIN_SIDE_PX = 16


def check_regions(regions: Regions) -> None:
    """Every box lies inside the frame and can hold something. Raises InvalidInput naming the region."""
    given = regions.boxes()
    if not given:
        return
    width, height = regions.frame_width, regions.frame_height
    if width is None or height is None:
        raise InvalidInput(
            "Say the size of the frame the regions were drawn on: frame_width and frame_height.",
            details={"fields": [{"field": "frame_width", "problem": "is required"}]},
        )
    for kind, box in given.items():
        _check(kind, box, width, height)


def _check(kind: RegionKind, box: Box, width: int, height: int) -> None:
    where = {"fields": [{"field": kind.value, "problem": "does not fit"}]}
    if box.w < MIN_SIDE_PX or box.h < MIN_SIDE_PX:
        raise InvalidInput(
            f"The {kind.value} region is too small: draw it at least {MIN_SIDE_PX} px wide and high.",
            code="region_too_small",
            details=where,
        )
    if box.x + box.w > width or box.y + box.h > height:
        raise InvalidInput(
            f"The {kind.value} region reaches out of the {width} x {height} frame. Draw it inside.",
            code="region_outside",
            details=where,
        )


def suggested_packing(hands: tuple[Box, ...], width: int, height: int) -> Box | None:
    """A packing region around where hands were seen, a quarter larger on each side; None when none were seen."""
    if not hands:
        return None
    around = hands[0]
    for box in hands[1:]:
        around = around.union(box)
    margin_x, margin_y = around.w // 4, around.h // 4
    x, y = around.x - margin_x, around.y - margin_y
    return Box(x, y, around.w + 2 * margin_x, around.h + 2 * margin_y).clipped(width, height)
