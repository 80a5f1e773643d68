"""A real browser opens clips on the asked frame, with the sound in step."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from backend.clips.burn_in import BurnIn
from backend.clips.media.frames import frame_times
from backend.clips.spans import CutSpan
from backend.clips.writer import CutMode, write_clip
from tests.integration.clips.conftest import T0, span
from tests.support.clip_browser import show
from tests.support.clip_footage import Footage, make

AT_MS = (1, 41, 500, 1_000, 1_990, 20)


@pytest.mark.parametrize("kind", ["h264.mp4", "b_frames.mp4", "matroska.mkv", "stream.ts", "long_gop.mp4"])
def test_a_fast_cut_opens_on_the_asked_frame(
    browser: Browser, footage: dict[str, Path], tmp_path: Path, kind: str
) -> None:
    """3.2 s is 1.2 s after the keyframe before: that much is hidden."""
    clip = write_clip([span(footage[kind], 3_200, 5_600)], tmp_path, "c.mp4")
    shown = show(browser, clip.path, AT_MS)
    assert shown.opened_ms == 0
    assert shown.first == 80
    assert shown.at == [80, 81, 92, 105, 129, 80]
    assert 2_350 < shown.duration_ms < 2_550


@pytest.mark.parametrize("kind", ["b_frames.mp4", "alaw.mov"])
def test_sound_is_in_step(browser: Browser, footage: dict[str, Path], tmp_path: Path, kind: str) -> None:
    """Copied AAC and re-encoded G.711. A browser hears in blocks of a few ms; a wrong edit list is off by 1,200."""
    clip = write_clip([span(footage[kind], 3_200, 5_600)], tmp_path, "c.mp4")
    shown = show(browser, clip.path, listen_ms=2_200)
    assert shown.beeps_ms[:2] == pytest.approx([800, 1_800], abs=150)


def test_a_joined_clip_plays_across_its_joint(browser: Browser, footage: dict[str, Path], tmp_path: Path) -> None:
    following = make(tmp_path / "next.mp4", Footage(b_frames=2, first_number=150))
    spans = [span(footage["b_frames.mp4"], 4_480, 6_000), CutSpan(2, str(following), 0, 1_500, T0 + 6_000)]
    clip = write_clip(spans, tmp_path, "c.mp4")
    shown = show(browser, clip.path, (1_490, 1_530, 2_000))
    assert shown.first == 112
    assert shown.at == [149, 150, 162]


def test_an_exact_cut_with_caption_plays(browser: Browser, footage: dict[str, Path], tmp_path: Path) -> None:
    clip = write_clip(
        [span(footage["h265.mp4"], 3_210, 5_600)],
        tmp_path,
        "c.mp4",
        mode=CutMode.EXACT,
        burn_in=BurnIn(["X1"], "Bàn 1", "Asia/Ho_Chi_Minh"),
    )
    shown = show(browser, clip.path, AT_MS)
    assert shown.first == 80
    assert shown.at == [80, 81, 92, 105, 129, 80]


@pytest.mark.parametrize("kind", ["b_frames.mp4", "variable.mp4", "stream.ts"])
def test_each_frame_is_shown_when_its_time_says(
    browser: Browser, footage: dict[str, Path], tmp_path: Path, kind: str
) -> None:
    """The player steps to the middle of a frame; 3.2 s lies between keyframes, so the beginning is hidden."""
    clip = write_clip([span(footage[kind], 3_200, 5_600)], tmp_path, "c.mp4")
    times_us = frame_times(clip.path)
    middles_ms = [(begin + end) / 2_000 for begin, end in pairwise(times_us[:13])]
    shown = show(browser, clip.path, middles_ms)
    assert times_us[0] == 0
    assert shown.at == list(range(shown.first, shown.first + 12))
