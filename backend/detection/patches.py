"""Where in a region might a code be? Printed codes are dense with edges; tables, cartons and hands are not.

The finder costs about a tenth of decoding the region, so that the dear steps of the cascade (upscaling, rectifying)
only see small patches that look like print.
"""

from __future__ import annotations

import cv2
import numpy as np

from backend.domain.region import Box

# Edges are summed over cells of this many px of the half-size picture: about 3 modules of a readable code.
_CELL = 8
_MAX_PATCHES = 4
_MIN_SIDE_PX = 24
# Edges of cartons and fingers are a line of cells; the smallest readable code is two cells wide and high.
_LEAST_CELLS = 4
_LEAST_SIDE_CELLS = 2


def print_like(gray: np.ndarray, *, limit: int = _MAX_PATCHES) -> list[Box]:
    """Boxes (px of `gray`, an H x W uint8 picture) that are dense with strong edges, most dense first.

    Boxes are padded by a quarter so that a code's quiet zone comes along.
    """
    height, width = gray.shape
    if height < _MIN_SIDE_PX or width < _MIN_SIDE_PX:
        return []
    # Every second px, not the mean of four: it costs a fifth, and small modules keep their contrast.
    half = np.ascontiguousarray(gray[: height // 2 * 2 : 2, : width // 2 * 2 : 2])
    dx = cv2.absdiff(half[:, 1:], half[:, :-1])[:-1, :]
    dy = cv2.absdiff(half[1:, :], half[:-1, :])[:, :-1]
    edges = cv2.max(dx, dy)
    rows, cols = edges.shape[0] // _CELL, edges.shape[1] // _CELL
    if rows < 2 or cols < 2:
        return [Box(0, 0, width, height)]
    cells = cv2.resize(edges[: rows * _CELL, : cols * _CELL], (cols, rows), interpolation=cv2.INTER_AREA)
    typical = float(np.median(cells))
    dense = (cells > max(14.0, typical * 3.0 + 4.0)).astype(np.uint8)
    dense = cv2.morphologyEx(dense, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(dense, connectivity=8)
    found: list[tuple[float, Box]] = []
    scale = 2 * _CELL
    for index in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[index])
        if area < _LEAST_CELLS or min(w, h) < _LEAST_SIDE_CELLS:
            continue
        pad_x, pad_y = max(1, w // 4), max(1, h // 4)
        box = Box((x - pad_x) * scale, (y - pad_y) * scale, (w + 2 * pad_x) * scale, (h + 2 * pad_y) * scale)
        inside = box.clipped(width, height)
        if inside is not None and min(inside.w, inside.h) >= _MIN_SIDE_PX:
            density = float(cells[y : y + h, x : x + w].mean())
            found.append((density * area, inside))
    found.sort(key=lambda item: -item[0])
    return [box for _, box in found[:limit]]
