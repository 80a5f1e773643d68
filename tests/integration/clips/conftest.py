"""Footage shared by the tests of this folder; made once, a few seconds long each."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.clips.spans import CutSpan
from tests.support.clip_footage import Footage, make

VARIABLE = tuple(index * 40 + (index % 3) * 9 + (400 if index > 60 else 0) for index in range(150))
"""Uneven times with a pause of 0.4 s in it."""

KINDS = {
    "h264.mp4": Footage(),
    "b_frames.mp4": Footage(b_frames=2),
    "h265.mp4": Footage(codec="libx265", b_frames=2),
    "mjpeg.avi": Footage(codec="mjpeg", audio="pcm_s16le"),
    "alaw.mov": Footage(b_frames=2, audio="pcm_alaw", audio_rate=8_000),
    "stream.ts": Footage(b_frames=2, start_offset_ms=7_000),
    "matroska.mkv": Footage(b_frames=2),
    "fragmented.mp4": Footage(b_frames=2, container_options={"movflags": "frag_keyframe+empty_moov+default_base_moof"}),
    "variable.mp4": Footage(pts_ms=VARIABLE),
    "silent.mp4": Footage(audio=None),
    "b_frames.avi": Footage(b_frames=2, audio=None),
    "long_gop.mp4": Footage(gop=900, b_frames=2),
}


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("clip_footage")
    return {name: make(folder / name, asked) for name, asked in KINDS.items()}


T0 = 1_763_708_602_000


def span(path: Path, from_ms: int, to_ms: int, start_ms: int | None = None, recording_id: int = 1) -> CutSpan:
    return CutSpan(recording_id, str(path), from_ms, to_ms, T0 + from_ms if start_ms is None else start_ms)
