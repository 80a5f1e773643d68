"""How large the table's sticker has to be printed, from how far away the camera is and how finely it sees."""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST_PX = 2.0
"""A module of a code must be at least this wide in the picture: below it is read only now and then."""
MODULE_PX = 4.0
"""How wide it should be: it is read at every look then, also a little out of focus, in bad light or turned."""
SIZES_MM = (30, 40, 60, 80, 100, 120)
"""Sizes on the sheet: the side of the code itself, without the white border."""
QUIET_MODULES = 4
DISTANCES_CM = (60, 80, 100, 120, 150, 200, 250, 300)
FRAME_WIDTHS = (1280, 1920, 2560, 3840)
DEFAULT_VIEW_DEG = 90
"""Horizontal view of a usual table camera (about 3.6 mm on a 1/2.7" chip)."""


@dataclass(frozen=True, slots=True)
class SizeRow:
    """The smallest side in mm at one distance, one for each frame width of the table."""

    distance_cm: int
    needed_mm: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SizeTable:
    modules: int
    view_deg: int
    frame_widths: tuple[int, ...]
    rows: tuple[SizeRow, ...]


def px_mm(distance_mm: float, view_deg: float, frame_width: int) -> float:
    """What one pixel in the middle of the picture covers on a table that the camera looks at straight, in mm."""
    return 2 * distance_mm * math.tan(math.radians(view_deg) / 2) / frame_width


def needed_mm(modules: int, distance_mm: float, view_deg: float, frame_width: int) -> int:
    """The smallest side of a code of `modules` x `modules` without its border, in mm, rounded up."""
    return math.ceil(modules * MODULE_PX * px_mm(distance_mm, view_deg, frame_width))


def size_table(modules: int, view_deg: int, frame_width: int | None) -> SizeTable:
    """For the usual frame widths, with the camera's own first."""
    widths = tuple(dict.fromkeys([*([frame_width] if frame_width else []), *FRAME_WIDTHS]))
    rows = tuple(
        SizeRow(distance, tuple(needed_mm(modules, distance * 10, view_deg, width) for width in widths))
        for distance in DISTANCES_CM
    )
    return SizeTable(modules, view_deg, widths, rows)


def size_to_print(needed: int) -> int | None:
    """The smallest size of the sheet that is large enough; None when even the largest is not."""
    return next((size for size in SIZES_MM if size >= needed), None)
