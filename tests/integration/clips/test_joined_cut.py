"""An event across files becomes one clip with one timeline."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from backend.clips.writer import CutMode, write_clip
from tests.integration.clips.conftest import T0, span
from tests.support.clip_footage import Footage, make, play


@pytest.fixture
def following(tmp_path: Path) -> Path:
    """The recording after one of 150 frames: its count goes on where that one's ends."""
    return make(tmp_path / "next.mp4", Footage(b_frames=2, first_number=150))


def both(first: Path, second: Path, from_ms: int = 4_500, to_ms: int = 1_500):
    return [span(first, from_ms, 6_000), span(second, 0, to_ms, T0 + 6_000, 2)]


@pytest.mark.parametrize("mode", list(CutMode))
def test_two_files_play_as_one(footage: dict[str, Path], following: Path, tmp_path: Path, mode: CutMode) -> None:
    clip = write_clip(both(footage["b_frames.mp4"], following), tmp_path, "c.mp4", mode=mode)
    shown = play(clip.path)
    assert (clip.mode, clip.note) == (mode, "")
    assert shown.numbers[:75] == list(range(112, 187))
    assert shown.times_ms[:75] == pytest.approx([n * 40 for n in range(75)], abs=2)
    # The clip opens at 4.48 s; beeps of the first file at 5 s, of the second at its 0 s and 1 s.
    assert [round(at / 10) for at in shown.beeps_ms[:3]] == pytest.approx([52, 152, 252], abs=3)


def test_different_time_bases_do_not_hinder_the_copy(footage: dict[str, Path], following: Path, tmp_path: Path) -> None:
    """Same encoder settings, but Matroska counts in milliseconds."""
    clip = write_clip(both(footage["matroska.mkv"], following), tmp_path, "c.mp4")
    shown = play(clip.path)
    assert shown.numbers[:75] == list(range(112, 187))
    assert shown.times_ms[:75] == pytest.approx([n * 40 for n in range(75)], abs=2)


def test_files_of_different_format_are_joined_by_re_encoding(footage: dict[str, Path], tmp_path: Path) -> None:
    other = make(tmp_path / "other.mp4", Footage(first_number=150, size=(640, 360), audio=None))
    clip = write_clip(both(footage["b_frames.mp4"], other), tmp_path, "c.mp4")
    assert clip.mode is CutMode.EXACT
    assert "differ in format" in clip.note
    shown = play(clip.path)
    assert len(shown.numbers) == 76
    assert shown.numbers[:38] == list(range(112, 150))


def test_a_later_file_that_joins_in_between_keyframes_is_re_encoded(
    footage: dict[str, Path], following: Path, tmp_path: Path
) -> None:
    spans = [span(footage["b_frames.mp4"], 4_500, 6_000), span(following, 1_000, 3_000, T0 + 6_000, 2)]
    clip = write_clip(spans, tmp_path, "c.mp4")
    assert clip.mode is CutMode.EXACT
    assert "between keyframes" in clip.note
    assert play(clip.path).numbers == list(range(112, 150)) + list(range(175, 225))


@pytest.mark.parametrize(("first_audio", "second_audio"), [("aac", None), (None, "aac")])
def test_sound_that_only_one_file_has_is_kept_in_step(
    tmp_path: Path, first_audio: str | None, second_audio: str | None
) -> None:
    first = make(tmp_path / "1.mp4", Footage(audio=first_audio))
    second = make(tmp_path / "2.mp4", Footage(audio=second_audio, first_number=150))
    for mode in CutMode:
        heard = play(write_clip(both(first, second), tmp_path, "c.mp4", mode=mode).path).beeps_ms
        # A copied packet of sound may reach over the end of its picture by its own length.
        own = [at for at in heard if at < 1_510] if first_audio else heard
        assert own == pytest.approx([520] if first_audio else [1_520, 2_520], abs=12), mode


def test_files_with_different_sound_keep_their_picture_and_get_aac(tmp_path: Path) -> None:
    first = make(tmp_path / "1.mov", Footage(audio="pcm_alaw", audio_rate=8_000))
    second = make(tmp_path / "2.mov", Footage(audio="aac", audio_rate=16_000, first_number=150))
    clip = write_clip(both(first, second), tmp_path, "c.mp4")
    assert (clip.mode, clip.sound) == (CutMode.FAST, "aac")
    assert play(clip.path).beeps_ms[:3] == pytest.approx([520, 1_520, 2_520], abs=12)


def test_ten_short_files_do_not_drift(tmp_path: Path) -> None:
    files = [make(tmp_path / f"{n}.mp4", Footage(frames=25, gop=25, first_number=25 * n)) for n in range(10)]
    spans = [span(path, 0, 1_000, T0 + 1_000 * n, n) for n, path in enumerate(files)]
    shown = play(write_clip(spans, tmp_path, "c.mp4").path)
    assert shown.numbers == list(range(250))
    assert Fraction(shown.times_ms[-1]) == pytest.approx(249 * 40, abs=2)
    assert shown.beeps_ms[:10] == pytest.approx([1_000 * n for n in range(10)], abs=12)
