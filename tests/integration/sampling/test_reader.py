"""Reading frames of real files: which are decoded, which are passed over."""

from __future__ import annotations

import itertools

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
