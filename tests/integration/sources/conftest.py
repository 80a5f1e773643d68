"""Small real videos for the source tests, made on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from database.engine import memory_store
from tests.integration.sources.shop import MakeVideo, Shop


def write_video(
    path: Path, *, frames: int = 10, fps: int = 10, codec: str = "mpeg4", shade: int = 0, **container: str
) -> Path:
    """A `frames` long 64 x 48 video; `shade` makes its bytes differ, `container` are container metadata."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file_format = {".dav": "mpegts", ".mjpeg": "mjpeg"}.get(path.suffix)
    with av.open(str(path), "w", format=file_format) as output:
        output.metadata.update(container)
        stream = output.add_stream(codec, rate=fps)
        stream.width, stream.height = 64, 48
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        for number in range(frames):
            picture = np.full((48, 64, 3), (shade + number * 7) % 256, dtype=np.uint8)
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode(None))
    return path


@pytest.fixture
def make_video() -> MakeVideo:
    return write_video


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    store = memory_store()
    yield Shop(tmp_path / "in" / "Table 1", store)
    store.close()
