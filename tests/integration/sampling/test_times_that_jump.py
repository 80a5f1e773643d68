"""Files in which the times jump: a damaged packet, or a recorder whose clock was set while it wrote."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from backend.commands.profile import camera_from
from backend.domain.errors import Unreadable
from backend.domain.recording import LONGEST_MS, RecordingFailure
from backend.sampling.frame_sampler import FrameSampler
from backend.sampling.reader import Reader
from backend.sources.probe import probe
from tests.support.footage import small_order_clip

YEARS_S = 2_000_000_000


def jumping(path: Path, by_s: int, share: float) -> Path:
    """20 s of which this share comes before the times jump."""
    with av.open(str(small_order_clip().path)) as source, av.open(str(path), "w", format="matroska") as target:
        shown = source.streams.video[0]
        copied = target.add_stream_from_template(shown)
        packets = [packet for packet in source.demux(shown) if packet.size]
        for number, packet in enumerate(packets):
            if number >= share * len(packets):
                assert packet.time_base
                packet.pts = (packet.pts or 0) + int(by_s / packet.time_base)
                packet.dts = (packet.dts or 0) + int(by_s / packet.time_base)
            packet.stream = copied
            target.mux_one(packet)
    return path


@pytest.mark.parametrize("by_s", [LONGEST_MS // 1000 + 60, YEARS_S])
def test_what_comes_before_the_jump_is_analysed_and_the_rest_told(tmp_path: Path, by_s: int) -> None:
    """A jump of sixty years took all the memory there was, and the server with it."""
    path = jumping(tmp_path / "a.mkv", by_s, 0.9)
    with Reader(path) as reader:
        index = reader.index()
    assert (index.left_out, round(index.duration_ms)) == (25, 18_000)
    with FrameSampler() as sampler:
        seen = sampler.analyse(path, camera_from(small_order_clip().truth.profile, "c"))
    assert seen.duration_ms == 18_000
    assert [one.text for one in seen.sightings] == [small_order_clip().truth.orders[0].codes[0].text]
    assert [one.code for one in seen.warnings] == ["times_jump"]
    assert 1_000 < probe(str(path)).duration_ms < 60_000


def test_a_file_of_which_most_cannot_be_placed_is_refused(tmp_path: Path) -> None:
    path = jumping(tmp_path / "a.mkv", YEARS_S, 0.1)
    with FrameSampler() as sampler, pytest.raises(Unreadable) as caught:
        sampler.analyse(path, camera_from(small_order_clip().truth.profile, "c"))
    assert caught.value.code == RecordingFailure.TIMES_JUMP


def test_a_gap_of_a_day_is_a_gap(tmp_path: Path) -> None:
    path = jumping(tmp_path / "a.mkv", 86_400, 0.9)
    with Reader(path) as reader:
        index = reader.index()
    assert (index.left_out, round(index.duration_ms)) == (0, 86_420_000)
    assert probe(str(path)).duration_ms == pytest.approx(86_420_000, rel=0.01)
