"""Has the picture of a region changed? Compared are small, high-passed thumbnails: edges of hands and parcels stay in
them, while noise is averaged out and soft light (exposure drift, moving shadows) is filtered away."""

from __future__ import annotations

import cv2
import numpy as np

from backend.domain.region import Box, Polygon

# Longest side of a thumbnail in cells. At 64 a hand in a usual packing region covers 30 cells or more.
_LONG_SIDE = 64
# Cells brighter or darker by more than this many grey levels (after the high pass) have changed.
CELL_LEVELS = 9
# The high pass takes away what is even over this many cells (the spread of its blur).
_SURROUNDINGS = 4.0


def thumbnail(gray: np.ndarray, region: Box | None, outline: Polygon | None = None) -> np.ndarray:
    """The region of a full frame (H x W uint8) as rows x cols int8: cell means less their surroundings, grey levels.

    With an `outline` (px of the full frame) only its cells, as 1 x n: what moves outside of it changes nothing.
    """
    region = region or Box(0, 0, gray.shape[1], gray.shape[0])
    part = gray[region.y : region.y + region.h, region.x : region.x + region.w]
    height, width = part.shape
    scale = _LONG_SIDE / max(height, width)
    cols, rows = max(4, round(width * scale)), max(4, round(height * scale))
    # Every second or fourth row and column carries enough: cells average hundreds of px anyway.
    cell_px = min(height / rows, width / cols)
    step = 4 if cell_px >= 16 else 2 if cell_px >= 8 else 1
    cells = cv2.resize(np.ascontiguousarray(part[::step, ::step]), (cols, rows), interpolation=cv2.INTER_AREA)
    cells = cells.astype(np.float32)
    inside = None if outline is None else _cells_inside(outline, region, cols, rows)
    if inside is None:
        cells -= cv2.GaussianBlur(cells, (0, 0), _SURROUNDINGS)
        return _as_levels(cells)
    weight = inside.astype(np.float32)
    around = cv2.GaussianBlur(cells * weight, (0, 0), _SURROUNDINGS)
    around /= np.maximum(cv2.GaussianBlur(weight, (0, 0), _SURROUNDINGS), 1e-6)
    return _as_levels((cells - around)[inside][None, :])


def _cells_inside(outline: Polygon, region: Box, cols: int, rows: int) -> np.ndarray | None:
    """Which cells the outline covers or touches; None when it covers none of the region."""
    per_px = np.array([cols / region.w, rows / region.h])
    corners = (np.array(outline.corners, np.float64) - (region.x, region.y)) * per_px
    mask = np.zeros((rows, cols), np.uint8)
    # Cells count by their middle; fillPoly takes fractions of a cell as sixteenths.
    cv2.fillPoly(mask, [np.round((corners - 0.5) * 16).astype(np.int32)], 1, shift=4)
    return mask.astype(bool) if mask.any() else None


def _as_levels(cells: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(cells), -127, 127).astype(np.int8)


def changed_fraction(a: np.ndarray, b: np.ndarray, *, levels: int = CELL_LEVELS) -> float:
    """Share of cells (0..1) that differ between two thumbnails of the same region."""
    # Differences beyond 127 come out as 127, which is more than any threshold.
    return np.count_nonzero(cv2.absdiff(a, b) > levels) / a.size


def empty_scene(thumbnails: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """The scene behind what comes and goes: per cell the most common value over n x rows x cols thumbnails, each
    counted with its weight (n floats, all alike unless given).

    The mode, not the median: a busy table may be covered more than half of the time, but by something else each time.
    """
    levels = np.clip((thumbnails.astype(np.int16) + 128) >> 2, 1, 62)
    count, rows, cols = levels.shape
    flat = levels.reshape(count, -1)
    share = np.ones(count, np.float32) if weights is None else weights.astype(np.float32)
    votes = np.zeros((64, flat.shape[1]), np.float32)
    columns = np.arange(flat.shape[1])
    for row, weight in zip(flat, share, strict=True):
        votes[row, columns] += weight
    # A value on the border of two bins splits its votes: count the neighbours with it.
    votes[1:-1] = votes[1:-1] * 2 + votes[:-2] + votes[2:]
    mode = votes.argmax(axis=0)
    near = np.abs(flat - mode[None, :]) <= 1
    values = thumbnails.reshape(count, -1).astype(np.float32)
    near_share = near * share[:, None]
    mean = (values * near_share).sum(axis=0) / np.maximum(1e-6, near_share.sum(axis=0))
    return np.rint(mean).reshape(rows, cols).astype(np.int8)
