"""Linear codes at any angle: OpenCV's locator finds the bars, the patch is straightened, the reader decodes it.

OpenCV's own *decoder* is never used: it invents EAN numbers from other symbologies. Its locator finds any linear code.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from backend.domain.region import Box

_QUIET_PX = 24
_MAX_QUADS = 3


class BarLocator:
    """Finds and straightens linear codes. One instance a thread: a shared OpenCV detector serialises."""

    def __init__(self) -> None:
        self._detector = cv2.barcode.BarcodeDetector()

    def straightened(self, gray: np.ndarray) -> Iterator[tuple[np.ndarray, Box]]:
        """Yield (upright patch at twice the size with a quiet zone, H x W uint8; its box in px of `gray`)."""
        if min(gray.shape) < 32:
            return
        found, corners = self._detector.detect(gray)
        if not found or corners is None:
            return
        for quad in corners.reshape(-1, 4, 2)[:_MAX_QUADS]:
            x, y, w, h = cv2.boundingRect(quad.astype(np.float32))
            box = Box(x, y, w, h).clipped(gray.shape[1], gray.shape[0])
            patch = _warp(gray, quad.astype(np.float32))
            if box is not None and patch is not None:
                yield patch, box


def _warp(gray: np.ndarray, quad: np.ndarray) -> np.ndarray | None:
    """The quad as an upright patch, bars vertical (the longer side horizontal), twice the size, widened a little."""
    side_a = (np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2
    side_b = (np.linalg.norm(quad[2] - quad[1]) + np.linalg.norm(quad[3] - quad[0])) / 2
    if side_b > side_a:
        quad = np.roll(quad, -1, axis=0)
        side_a, side_b = side_b, side_a
    if side_a < 16 or side_b < 4 or side_a > 4000:
        return None
    width, height = int(side_a * 2), max(16, int(side_b * 2))
    # The locator often cuts the guard bars: take 6 % more on both ends.
    margin = width * 0.06
    # Corners come in an order that may start anywhere: map first side to the top edge whichever way round; the reader
    # tries 180 degrees itself.
    target = np.array([[margin, 0], [width - margin, 0], [width - margin, height], [margin, height]], np.float32)
    transform = cv2.getPerspectiveTransform(np.ascontiguousarray(quad, np.float32), target)
    patch = cv2.warpPerspective(
        gray, transform, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return cv2.copyMakeBorder(patch, 8, 8, _QUIET_PX, _QUIET_PX, cv2.BORDER_CONSTANT, value=255)


def averaged_along_bars(patch: np.ndarray) -> np.ndarray:
    """One mean row of the middle of a straightened patch, sharpened and spread to 40 px: noise and blur give way."""
    height = patch.shape[0]
    middle = patch[height // 4 : height - height // 4]
    row = middle.mean(axis=0, dtype=np.float32)[None, :]
    soft = cv2.GaussianBlur(row, (0, 0), 3.0)
    sharp = np.clip(row + 1.5 * (row - soft), 0, 255).astype(np.uint8)
    return np.repeat(sharp, 40, axis=0)
