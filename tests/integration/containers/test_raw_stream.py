"""Streams without a container: every picture is found, wherever it is read in pieces."""

from __future__ import annotations

import random
from pathlib import Path

import av
import pytest

from backend.containers import raw_stream
from tests.support.footage import small_mjpeg_clip, small_order_clip, small_order_clip_h265
from tests.support.recorder_files import rewrite


@pytest.fixture(params=["h264", "hevc"])
def stream(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    clip = small_order_clip() if request.param == "h264" else small_order_clip_h265()
    return request.param, rewrite(clip.path, tmp_path / f"a.{'264' if request.param == 'h264' else '265'}")


def packets(path: Path, codec: str) -> list[tuple[bytes, bool]]:
    with av.open(str(path), format=codec) as container:
        return [(bytes(one), one.is_keyframe) for one in container.demux(video=0) if one.size]


@pytest.mark.parametrize("block", [1 << 20, 4099, 64])
def test_the_same_pictures_as_ffmpeg_finds(
    stream: tuple[str, Path], block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    codec, path = stream
    monkeypatch.setattr(raw_stream, "_BLOCK", block)
    found = raw_stream.tracks(path, codec)
    assert found is not None
    samples, data = found.picture.samples, path.read_bytes()
    pieces = [
        (data[at : at + size], bool(key))
        for at, size, key in zip(samples.position, samples.size, samples.key, strict=True)
    ]
    assert [(len(one), key) for one, key in pieces] == [(len(one), key) for one, key in packets(path, codec)]
    assert list(samples.at_ms) == [number * 40 for number in range(250)]
    assert found.picture.parameters.startswith(b"\x00\x00\x00\x01")


def test_a_stream_that_begins_in_the_middle(stream: tuple[str, Path]) -> None:
    codec, path = stream
    whole = path.read_bytes()
    path.write_bytes(b"\0" * 500 + whole[30_000:])
    found = raw_stream.tracks(path, codec)
    assert found is not None
    assert found.picture.samples.key[0], "nothing before the first picture that stands alone"
    assert 200 <= len(found.picture.samples) < 250


def test_pictures_of_a_jpeg_stream(tmp_path: Path) -> None:
    with av.open(str(small_mjpeg_clip().path)) as source:
        pictures = [bytes(one) for one in source.demux(video=0) if one.size][:40]
    # One holds a small picture of itself in its head, as cameras like to add.
    pictures[7] = pictures[7][:2] + b"\xff\xe1\x00\x40" + pictures[3][:62] + pictures[7][2:]
    path = tmp_path / "a.mjpeg"
    path.write_bytes(b"".join(pictures))
    found = raw_stream.tracks(path, "mjpeg")
    assert found is not None
    assert list(found.picture.samples.size) == [len(one) for one in pictures]


@pytest.mark.parametrize("codec", ["h264", "hevc", "mjpeg"])
def test_noise_holds_no_picture_or_ends_at_least(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "noise"
    path.write_bytes(random.Random(2).randbytes(3_000_000))
    raw_stream.tracks(path, codec)
    path.write_bytes(b"")
    assert raw_stream.tracks(path, codec) is None
