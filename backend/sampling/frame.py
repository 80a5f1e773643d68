"""One decoded frame, with its luma plane used in place."""

from __future__ import annotations

from dataclasses import dataclass

import av
import cv2
import numpy as np

from backend.domain.region import Box

# Formats whose first plane is 8-bit luma and whose chroma is quartered: colour of a crop costs only the crop.
_PLANAR_420 = frozenset({"yuv420p", "yuvj420p"})
_LUMA_FIRST = _PLANAR_420 | {"yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "yuv411p", "yuv440p", "nv12", "nv21", "gray"}


@dataclass(slots=True)
class Frame:
    """`at_ms` counts from the recording's first frame; `gray` is H x W uint8 as displayed (rotation applied)."""

    at_ms: float
    gray: np.ndarray
    is_key: bool
    _raw: av.VideoFrame
    _turns: int

    def rgb(self, box: Box) -> np.ndarray:
        """The box as H x W x 3 uint8 RGB."""
        if self._raw.format.name in _PLANAR_420 and self._turns == 0:
            return _crop_420(self._raw, box)
        full = np.rot90(self._raw.to_ndarray(format="rgb24"), self._turns)
        return np.ascontiguousarray(full[box.y : box.y + box.h, box.x : box.x + box.w])


def from_av(raw: av.VideoFrame, at_ms: float) -> Frame:
    """Wrap a decoded frame. The luma view stays valid as long as the Frame lives."""
    turns = round((raw.rotation or 0) / 90) % 4
    gray = _luma(raw)
    return Frame(at_ms, np.rot90(gray, turns) if turns else gray, bool(raw.key_frame), raw, turns)


def _luma(raw: av.VideoFrame) -> np.ndarray:
    if raw.format.name in _LUMA_FIRST:
        plane = raw.planes[0]
        return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
    return raw.to_ndarray(format="gray")


def _plane(raw: av.VideoFrame, index: int) -> np.ndarray:
    plane = raw.planes[index]
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]


def _crop_420(raw: av.VideoFrame, box: Box) -> np.ndarray:
    # Chroma is shared by 2 x 2 px: the crop is widened to even corners, converted, and cut back.
    x0, y0 = box.x & ~1, box.y & ~1
    x1, y1 = min(raw.width & ~1, (box.x + box.w + 1) & ~1), min(raw.height & ~1, (box.y + box.h + 1) & ~1)
    width, height = x1 - x0, y1 - y0
    packed = np.empty((height * 3 // 2, width), np.uint8)
    packed[:height] = _plane(raw, 0)[y0:y1, x0:x1]
    for index, start in ((1, height), (2, height + height // 4)):
        chroma = _plane(raw, index)[y0 // 2 : y1 // 2, x0 // 2 : x1 // 2]
        packed[height:].reshape(-1)[(start - height) * width :][: chroma.size] = chroma.reshape(-1)
    rgb = cv2.cvtColor(packed, cv2.COLOR_YUV2RGB_I420)
    return rgb[box.y - y0 : box.y - y0 + box.h, box.x - x0 : box.x - x0 + box.w]
