"""QR codes on bent paper: a label around a bottle or a full bag. The reader finds such a code but cannot sample it.

The quad the reader found is straightened with a parabolic bulge along one of its axes, in a few strengths and both
ways; a wrong guess does no harm, since the code's own error correction refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import zxingcpp

from backend.domain.region import Box

_QR = zxingcpp.barcode_formats_from_str("QRCode")
_SIDE_PX = 180
# Bulge in the middle, as a share of the code's side. Flatter ones the reader takes as they are.
_BULGES = (0.06, -0.06, 0.10, -0.10, 0.14, -0.14)
_MAX_QUADS = 2
_MIN_AREA_PX = 900.0
# Quiet zone on each side, as a share of the code's side.
_MARGIN = 0.18


class Unbender:
    """Reads bent QR codes. One instance a thread."""

    def __init__(self) -> None:
        self._locator = cv2.QRCodeDetector()

    def read(self, gray: np.ndarray) -> list[tuple[str, Box]]:
        """The first bent QR code of a patch (H x W uint8) that can be read, as (text, box in the patch)."""
        for quad in self._quads(gray):
            for picture in straightened(gray, quad):
                results = zxingcpp.read_barcodes(picture, formats=_QR, text_mode=zxingcpp.TextMode.Plain)
                if results and results[0].text:
                    x, y, w, h = cv2.boundingRect(quad)
                    return [(results[0].text, Box(max(0, x), max(0, y), w, h))]
        return []

    def _quads(self, gray: np.ndarray) -> list[np.ndarray]:
        """Corners of codes that were found but not read: by the reader's finder patterns, then by OpenCV's locator."""
        failed = zxingcpp.read_barcodes(gray, formats=_QR, return_errors=True)
        quads = []
        for code in failed[:_MAX_QUADS]:
            p = code.position
            corners = [np.array([c.x, c.y], np.float32) for c in (p.top_left, p.top_right, p.bottom_left)]
            # The fourth corner has no finder pattern: on bent paper the reader guesses it badly.
            quads.append(np.stack([corners[0], corners[1], corners[1] + corners[2] - corners[0], corners[2]]))
        if failed:
            found, points = self._locator.detect(gray)
            if found and points is not None:
                quads.append(points[0].astype(np.float32))
        return [q for q in quads if cv2.contourArea(q) >= _MIN_AREA_PX]


def straightened(gray: np.ndarray, quad: np.ndarray) -> Iterator[np.ndarray]:
    """Yield square pictures (uint8) of the code whose corners `quad` (4 x 2 px: top left, top right, bottom right,
    bottom left) lie in `gray`, one for each guess of how it is bent, likeliest first."""
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    to_picture = cv2.getPerspectiveTransform(unit, np.ascontiguousarray(quad, np.float32))
    axis = np.linspace(-_MARGIN, 1 + _MARGIN, _SIDE_PX, dtype=np.float32)
    u, v = np.meshgrid(axis, axis)
    for bulge in _BULGES:
        yield _sampled(gray, to_picture, u, v + bulge * 4 * u * (1 - u))
        yield _sampled(gray, to_picture, u + bulge * 4 * v * (1 - v), v)


def _sampled(gray: np.ndarray, to_picture: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    points = np.stack([u.ravel(), v.ravel()], axis=-1)[None]
    mapped = cv2.perspectiveTransform(points.astype(np.float32), to_picture)[0]
    x = mapped[:, 0].reshape(u.shape)
    y = mapped[:, 1].reshape(u.shape)
    return cv2.remap(gray, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
