"""Without a sticker: parts of the picture that are never at rest, whatever happens at the table. A monitor, a fan or a
running clock in a packing region that is the whole frame would otherwise be activity, or part of the order beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from backend.detection.motion import CELL_LEVELS
from backend.sampling.scene import View

# Two views this far apart are compared; so many pairs at least, and no more than that.
_APART_MS = 900.0
_LEAST_PAIRS = 24
_MOST_PAIRS = 400
# In the quietest third of the pairs hardly more than this share of the picture changes, or the table is never quiet.
_QUIET = 0.03
# What changes in this share of the quiet pairs is restless.
_OFTEN = 0.25
# It is a small part of the picture, in which nearly everything that changes at quiet times lies; hands roam.
_SMALL = 0.06
_NEARLY_ALL = 0.8
# And it goes on throughout: in each of so many parts of the quiet time.
_PARTS = 4


def restless(views: Sequence[View]) -> np.ndarray | None:
    """Which cells of the thumbnails never rest (bool, their shape), from views at rising times; None: none, or it
    cannot be told."""
    picked = _picked(views)
    if len(picked) <= _LEAST_PAIRS:
        return None
    changes = np.stack([cv2.absdiff(a.thumb, b.thumb).ravel() > CELL_LEVELS for a, b in pairwise(picked)])
    total = changes.mean(axis=1)
    quiet = changes[np.sort(np.argsort(total, kind="stable")[: len(total) // 3])]
    if not quiet.any() or float(np.median(quiet.mean(axis=1))) > _QUIET:
        return None
    cells = quiet.mean(axis=0) >= _OFTEN
    throughout = all(part[:, cells].any() for part in np.array_split(quiet, _PARTS))
    concentrated = quiet[:, cells].sum() >= _NEARLY_ALL * quiet.sum()
    if not throughout or not concentrated or cells.mean() > _SMALL:
        return None
    return cells.reshape(picked[0].thumb.shape)


def without(cells: np.ndarray | None, views: Sequence[View]) -> list[View]:
    """The views with nothing to see in these cells."""
    if cells is None:
        return list(views)
    return [View(view.at_ms, np.where(cells, 0, view.thumb).astype(view.thumb.dtype)) for view in views]


def _picked(views: Sequence[View]) -> list[View]:
    if len(views) < 2:
        return list(views)
    step_ms = max(_APART_MS, (views[-1].at_ms - views[0].at_ms) / _MOST_PAIRS)
    picked = [views[0]]
    for view in views[1:]:
        if view.at_ms - picked[-1].at_ms >= step_ms:
            picked.append(view)
    return picked
