"""Reading frames of real files: which are decoded, which are passed over."""

from __future__ import annotations

import itertools
from pathlib import Path

import av
import pytest

from backend.sampling.reader import Reader
from tests.support import footage


def test_where_every_frame_stands_alone_only_wanted_ones_are_decoded() -> None:
    with Reader(footage.small_mjpeg_clip().path) as reader:
        every = [frame.at_ms for frame in reader.frames(1_000, 3_000)]
    last = -1e9

    def due(at_ms: float) -> bool:
        return at_ms - last >= 190

    found = []
    with Reader(footage.small_mjpeg_clip().path) as reader:
        for frame in reader.frames(1_000, 3_000, due=due):
            last = frame.at_ms
            found.append(last)
        decoded = reader.frames_decoded
    assert set(found) < set(every)
    assert all(190 <= b - a <= 290 for a, b in itertools.pairwise(found))
    assert decoded <= len(found) + 2


def test_where_frames_build_on_each_other_none_is_left_out() -> None:
    with Reader(footage.small_order_clip().path) as reader:
        every = [frame.at_ms for frame in reader.frames(1_000, 2_000)]
        wanted = [frame.at_ms for frame in reader.frames(1_000, 2_000, due=lambda _: False)]
    assert wanted == every
    assert every


@pytest.mark.parametrize("container", ["mkv", "ts"])
def test_without_an_index_of_all_frames_a_stretch_is_decoded_from_its_own_keyframe(
    container: str, tmp_path: Path
) -> None:
    path = tmp_path / f"copy.{container}"
    with av.open(str(footage.small_order_clip().path)) as source, av.open(str(path), "w") as copy:
        stream = copy.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                copy.mux(packet)
    with Reader(path) as first:
        keyframes = sorted(first.index().keyframes_ms.tolist())
    with Reader(path, keyframes_ms=keyframes) as reader:
        found = [frame.at_ms for frame in reader.frames(keyframes[4], keyframes[5])]
        decoded = reader.frames_decoded
    assert found[0] == pytest.approx(keyframes[4], abs=1)
    assert found[-1] == pytest.approx(keyframes[5], abs=1)
    assert decoded <= len(found) + 2
