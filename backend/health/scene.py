"""Has the camera moved? Two little pictures of the empty scene, laid over each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

import cv2
import numpy as np
import numpy.typing as npt

from backend.domain.health import SCENE_COLS

Scene = npt.NDArray[np.float32]
"""rows x SCENE_COLS, mean luma."""

_BETTER = 0.05
_EDGE = 4


@dataclass(frozen=True, slots=True)
class ViewShift:
    """`share`: how far the view moved, as a part of the frame's diagonal; `alike`: -1..1, after moving it back."""

    share: float
    alike: float


def typical(scenes: Sequence[bytes]) -> Scene | None:
    """The median of the scenes that have the most frequent shape; None without any."""
    if not scenes:
        return None
    sizes = [len(scene) for scene in scenes]
    size = max(set(sizes), key=sizes.count)
    chosen = [np.frombuffer(scene, np.uint8).reshape(-1, SCENE_COLS) for scene in scenes if len(scene) == size]
    return np.asarray(np.median(np.stack(chosen), axis=0), np.float32)


Part = tuple[float, float, float, float]
"""Left, top, right, bottom of a part of the frame, 0..1."""


def shift(now: Scene, normal: Scene, hidden: Part | None = None) -> ViewShift | None:
    """How `now` lies against `normal` (rows x SCENE_COLS float32); None when the frames have different shapes.

    What lies in `hidden` does not count: a sticker that was stuck on anew is no camera that moved.
    """
    if now.shape != normal.shape or min(now.shape) < 4 * _EDGE:
        return None
    a, b = _edges(normal, hidden), _edges(now, hidden)
    window = cv2.createHanningWindow((a.shape[1], a.shape[0]), cv2.CV_32F)
    (dx, dy), _ = cv2.phaseCorrelate(a, b, window)
    still = _likeness(a, b)
    back = np.array([[1, 0, -dx], [0, 1, -dy]], np.float64)
    moved = cv2.warpAffine(b, back, (b.shape[1], b.shape[0]), borderMode=cv2.BORDER_REPLICATE)
    alike = _likeness(a, moved)
    # A shift counts only when it explains the difference: parcels and people make the correlation wander.
    if alike < still + _BETTER:
        return ViewShift(0.0, still)
    return ViewShift(hypot(dx, dy) / hypot(*now.shape), alike)


def _edges(scene: Scene, hidden: Part | None) -> Scene:
    """Less its surroundings: the light of the day is not the view."""
    edges = np.array(scene - cv2.GaussianBlur(scene, (0, 0), 3.0), np.float32)
    if hidden is not None:
        rows, cols = edges.shape
        left, top, right, bottom = hidden
        edges[max(0, int(top * rows)) : int(bottom * rows) + 1, max(0, int(left * cols)) : int(right * cols) + 1] = 0
    return edges


def _likeness(a: Scene, b: Scene) -> float:
    inner = (slice(_EDGE, -_EDGE), slice(_EDGE, -_EDGE))
    x, y = a[inner] - a[inner].mean(), b[inner] - b[inner].mean()
    norm = float(np.linalg.norm(x)) * float(np.linalg.norm(y))
    return float((x * y).sum()) / norm if norm > 1e-6 else 0.0
