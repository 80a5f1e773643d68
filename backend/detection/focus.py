"""How sharp is a picture? Told from the width of its edges, not from how many there are: a plain parcel over a textured
table takes edges away, but those that are left stay as sharp."""

from __future__ import annotations

import cv2
import numpy as np

# Every so many rows are looked at.
_ROWS = 16
# An edge rises by at least so many grey levels over so many px.
_RISE_LEVELS = 24
_WIDE = 8
_NARROW = 2
# Fewer px at edges than this say nothing.
_LEAST_PX = 200


def sharpness(gray: np.ndarray) -> float | None:
    """The share (0..1) of an edge's rise that lies within two px, over all edges of an H x W uint8 picture: about 0.7
    in focus, 0.3 where edges are eight px wide. None when there are too few edges to tell."""
    rows = np.ascontiguousarray(gray[_ROWS // 2 :: _ROWS])
    if rows.shape[1] <= 2 * _WIDE:
        return None
    rise = cv2.absdiff(rows[:, _WIDE:], rows[:, :-_WIDE])
    steps = cv2.absdiff(rows[:, _NARROW:], rows[:, :-_NARROW])
    # The steepest step within each rise: its window begins where the rise does.
    window = _WIDE - _NARROW + 1
    steepest = cv2.dilate(steps, np.ones((1, window), np.uint8), anchor=(0, 0))[:, : rise.shape[1]]
    edge = rise > _RISE_LEVELS
    if int(np.count_nonzero(edge)) < _LEAST_PX:
        return None
    share = steepest[edge].astype(np.float32) / rise[edge]
    return float(np.minimum(share, 1.0).mean())
