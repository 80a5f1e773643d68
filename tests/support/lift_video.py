"""A tiny recording of parcels on a table with a sticker, for what happens to them and not for hard reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np

from tests.support.code_video import FPS, HEIGHT, WIDTH, qr_picture

STICKER_AT = (270, 150)
PROFILE = {"trigger": [250, 130, 160, 160], "label": [0, 0, WIDTH, HEIGHT], "packing": [60, 0, 520, HEIGHT]}
ON_THE_STICKER = (200, 90)
"""Where a parcel lies that covers the sticker, px of its left upper corner."""
_PARCEL = (220, 180)


class Drawing:
    """One picture of the table: put parcels and labels on it."""

    def __init__(self, picture: np.ndarray) -> None:
        self.picture = picture

    def parcel(self, x: float, y: float, which: int) -> None:
        width, height = _PARCEL
        coarse = np.random.default_rng(which).integers(40, 220, (height // 12, width // 12), np.uint8)
        self._put(cv2.resize(coarse, _PARCEL, interpolation=cv2.INTER_LINEAR), round(x), round(y))

    def label(self, text: str, x: float, y: float) -> None:
        self._put(qr_picture(text), round(x), round(y))

    def _put(self, thing: np.ndarray, x: int, y: int) -> None:
        left, upper = max(0, x), max(0, y)
        part = thing[upper - y : max(0, HEIGHT - y), left - x : max(0, WIDTH - x)]
        self.picture[upper : upper + part.shape[0], left : left + part.shape[1]] = part


def lift_video(path: Path, seconds: float, draw: Callable[[Drawing, float], None]) -> Path:
    """`draw` is given each picture of the table and its time in seconds."""
    noise = np.random.default_rng(1)
    table = cv2.resize(noise.integers(80, 150, (HEIGHT // 8, WIDTH // 8), np.uint8), (WIDTH, HEIGHT))
    bare = Drawing(table)
    bare.label("TimeGo", *STICKER_AT)
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = WIDTH, HEIGHT, "yuv420p", 2 * FPS
        stream.options = {"preset": "ultrafast", "crf": "22"}
        for number in range(round(seconds * FPS)):
            drawing = Drawing(table.copy())
            draw(drawing, number / FPS)
            frame = av.VideoFrame.from_ndarray(np.repeat(drawing.picture[:, :, None], 3, axis=2), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
