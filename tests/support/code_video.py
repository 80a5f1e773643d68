"""A tiny recording that shows QR codes of any content on a still table: for contents, not for hard reading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import segno

WIDTH, HEIGHT, FPS = 640, 360, 10
_MODULE_PX = 4


def qr_picture(text: str) -> np.ndarray:
    """uint8 grey, 4 px per module, with its quiet zone."""
    rows = segno.make(text, error="m", micro=False, encoding="utf-8" if not text.isascii() else None).matrix_iter(
        scale=_MODULE_PX, border=4
    )
    return np.array([[0 if dark else 255 for dark in row] for row in rows], np.uint8)


def code_video(path: Path, texts: Sequence[str], *, seconds_each: float = 3.0, pause_s: float = 1.0) -> Path:
    """Each code in turn moves a little on the table and goes again."""
    noise = np.random.default_rng(1)
    table = noise.integers(90, 130, (HEIGHT, WIDTH), np.uint8)
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = WIDTH, HEIGHT, "yuv420p", FPS
        stream.options = {"preset": "ultrafast", "crf": "20"}
        for text in ["", *(part for one in texts for part in (one, ""))]:
            for number in range(round((seconds_each if text else pause_s) * FPS)):
                picture = table.copy()
                if text:
                    code = qr_picture(text)
                    y, x = 20 + number % 8, 60 + 3 * number
                    picture[y : y + code.shape[0], x : x + code.shape[1]] = code[: HEIGHT - y, : WIDTH - x]
                frame = av.VideoFrame.from_ndarray(np.repeat(picture[:, :, None], 3, axis=2), format="rgb24")
                container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
