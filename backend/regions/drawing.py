"""Regions drawn on a frame, as JPEG."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from backend.domain.region import Box, RegionKind
from backend.regions.ports import Picture

_QUALITY = 85
# Blue, green, red, as OpenCV has them.
_COLOURS = {
    RegionKind.PACKING: (60, 180, 75),
    RegionKind.LABEL: (60, 60, 230),
    RegionKind.TRIGGER: (25, 225, 255),
}


def drawn(picture: Picture, boxes: Mapping[RegionKind, Box]) -> bytes:
    """The picture with the boxes (px of its own size) as outlines; without boxes as it is."""
    height, width = picture.gray.shape[:2]
    canvas = np.ascontiguousarray(picture.rgb(Box(0, 0, width, height))[:, :, ::-1])
    thickness = max(2, round(max(width, height) / 400))
    for kind, box in boxes.items():
        cv2.rectangle(canvas, (box.x, box.y), (box.x + box.w - 1, box.y + box.h - 1), _COLOURS[kind], thickness)
    done, data = cv2.imencode(".jpg", canvas, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise RuntimeError("OpenCV could not write a JPEG.")
    return bytes(data.tobytes())
