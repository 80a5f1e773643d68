"""The exact cut: re-encoded from the exact frame, with a caption below the picture when asked for."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from backend.clips.burn_in import BurnIn, strip_height
from backend.clips.writer import CutMode, write_clip
from backend.domain.errors import InvalidInput
from tests.integration.clips.conftest import T0, VARIABLE, span
from tests.support.clip_footage import HEIGHT, WIDTH, beeps, number_of, play

KINDS = ["h264.mp4", "b_frames.mp4", "h265.mp4", "mjpeg.avi", "alaw.mov", "stream.ts", "matroska.mkv"]
CAPTION = BurnIn(["SPX1"], "Bàn 1", "Asia/Ho_Chi_Minh")


@pytest.mark.parametrize("kind", KINDS)
def test_exactly_the_frames_of_the_span_are_in_the_file(footage: dict[str, Path], tmp_path: Path, kind: str) -> None:
    clip = write_clip([span(footage[kind], 3_210, 5_620)], tmp_path, "c.mp4", mode=CutMode.EXACT)
    shown = play(clip.path)
    assert shown.numbers == list(range(80, 141))
    assert shown.times_ms == pytest.approx([n * 40 for n in range(61)], abs=1)
    assert shown.beeps_ms == pytest.approx([800, 1_800], abs=8)
    with av.open(str(clip.path)) as container:
        first = next(packet for packet in container.demux(video=0))
        assert first.pts == 0  # nothing hidden before the first frame
        assert container.streams.video[0].codec_context.name == "h264"


def test_variable_frame_times_are_kept(footage: dict[str, Path], tmp_path: Path) -> None:
    clip = write_clip([span(footage["variable.mp4"], 1_609, 4_000)], tmp_path, "c.mp4", mode=CutMode.EXACT)
    begin = VARIABLE.index(1_609)
    expected = [at_ms - 1_609 for at_ms in VARIABLE[begin:] if at_ms < 4_000]
    assert play(clip.path).times_ms == pytest.approx(expected, abs=1)


def test_the_caption_stands_below_the_untouched_picture(footage: dict[str, Path], tmp_path: Path) -> None:
    clip = write_clip([span(footage["h264.mp4"], 2_000, 4_000)], tmp_path, "c.mp4", mode=CutMode.EXACT, burn_in=CAPTION)
    with av.open(str(clip.path)) as container:
        grays = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    extra = strip_height(HEIGHT)
    assert grays[0].shape == (HEIGHT + extra, WIDTH)
    assert [number_of(gray) for gray in grays] == list(range(50, 100))
    strips = [gray[HEIGHT:].astype(int) for gray in grays]
    assert strips[0].max() > 150  # there is writing
    assert strips[0][:, :20].mean() < 60  # on a dark ground
    assert np.abs(strips[0] - strips[45]).max() > 100  # and the time runs
    assert beeps(clip.path) == pytest.approx([0, 1_000], abs=12)


def test_a_caption_needs_the_exact_mode(footage: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="exact mode"):
        write_clip([span(footage["h264.mp4"], 0, 1_000)], tmp_path, "c.mp4", burn_in=CAPTION)


def test_the_clip_knows_when_its_first_frame_was_filmed(footage: dict[str, Path], tmp_path: Path) -> None:
    clip = write_clip([span(footage["h264.mp4"], 3_210, 4_000)], tmp_path, "c.mp4", mode=CutMode.EXACT)
    assert clip.start_ms == T0 + 3_200
    assert clip.duration_ms == pytest.approx(800, abs=1)
