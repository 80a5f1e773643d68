"""The fast cut: original bytes, opening on the asked frame, sound in step, in every container cameras write."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import av
import pytest

from backend.clips.writer import CutMode, write_clip
from tests.integration.clips.conftest import T0, VARIABLE, span
from tests.support.clip_footage import play

COPIED = [
    "h264.mp4", "b_frames.mp4", "h265.mp4", "mjpeg.avi", "alaw.mov",
    "stream.ts", "matroska.mkv", "fragmented.mp4", "long_gop.mp4",
]  # fmt: skip


@pytest.mark.parametrize("kind", COPIED)
@pytest.mark.parametrize(("from_ms", "to_ms"), [(0, 1_000), (3_200, 5_000), (3_990, 4_010), (2_000, 3_000)])
def test_the_clip_opens_on_the_frame_of_the_asked_instant(
    footage: dict[str, Path], tmp_path: Path, kind: str, from_ms: int, to_ms: int
) -> None:
    clip = write_clip([span(footage[kind], from_ms, to_ms)], tmp_path, "c.mp4")
    shown = play(clip.path)
    first, last = from_ms // 40, -(-to_ms // 40) - 1
    assert clip.mode is CutMode.FAST
    assert clip.note == ""
    assert shown.times_ms[0] == pytest.approx(0, abs=1)
    assert shown.numbers[0] == first
    wanted = list(range(first, last + 1))
    assert shown.numbers[: len(wanted)] == wanted
    # After the end only frames that B-frames before the end are decoded from.
    assert len(shown.numbers) <= len(wanted) + 2
    assert shown.numbers == sorted(set(shown.numbers))
    assert clip.start_ms == T0 + first * 40


@pytest.mark.parametrize("kind", [kind for kind in COPIED if kind != "long_gop.mp4"])
def test_sound_is_in_step_with_the_picture(footage: dict[str, Path], tmp_path: Path, kind: str) -> None:
    clip = write_clip([span(footage[kind], 3_200, 5_600)], tmp_path, "c.mp4")
    assert play(clip.path).beeps_ms == pytest.approx([800, 1_800], abs=8)


def test_the_picture_keeps_its_bytes(footage: dict[str, Path], tmp_path: Path) -> None:
    clip = write_clip([span(footage["b_frames.mp4"], 3_200, 5_000)], tmp_path, "c.mp4")
    with av.open(str(footage["b_frames.mp4"])) as source:
        original = [bytes(packet) for packet in source.demux(video=0) if packet.size]
    with av.open(str(clip.path)) as copy:
        copied = [bytes(packet) for packet in copy.demux(video=0) if packet.size]
    start = original.index(copied[0])
    assert copied == original[start : start + len(copied)]


def test_sound_that_browsers_play_is_copied_and_other_sound_becomes_aac(
    footage: dict[str, Path], tmp_path: Path
) -> None:
    kinds = {"h264.mp4": "copied", "alaw.mov": "aac", "mjpeg.avi": "aac", "silent.mp4": "none"}
    for kind, sound in kinds.items():
        assert write_clip([span(footage[kind], 1_000, 2_000)], tmp_path, "c.mp4").sound == sound


def test_variable_frame_times_are_kept(footage: dict[str, Path], tmp_path: Path) -> None:
    clip = write_clip([span(footage["variable.mp4"], 1_609, 4_000)], tmp_path, "c.mp4")
    shown = play(clip.path)
    begin = VARIABLE.index(1_609)
    expected = [at_ms - 1_609 for at_ms in VARIABLE[begin : begin + len(shown.times_ms)]]
    assert shown.numbers[0] == begin
    assert shown.times_ms == pytest.approx(expected, abs=1)


def test_in_a_pause_between_frames_the_frame_on_screen_opens_the_clip(footage: dict[str, Path], tmp_path: Path) -> None:
    """Frame 60 stays on screen until frame 61 comes 0.4 s late."""
    clip = write_clip([span(footage["variable.mp4"], VARIABLE[60] + 300, 4_000)], tmp_path, "c.mp4")
    assert play(clip.path).numbers[0] == 60


def test_footage_without_frame_times_is_re_encoded_and_says_why(footage: dict[str, Path], tmp_path: Path) -> None:
    clip = write_clip([span(footage["b_frames.avi"], 2_000, 3_000)], tmp_path, "c.mp4")
    assert clip.mode is CutMode.EXACT
    assert "does not time its frames" in clip.note
    numbers = play(clip.path).numbers
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert numbers[0] in (49, 50)


def test_hash_size_and_tags_are_those_of_the_finished_file(footage: dict[str, Path], tmp_path: Path) -> None:
    clip = write_clip(
        [span(footage["h264.mp4"], 1_000, 2_000)], tmp_path, "c.mp4", tags={"epack_codes": json.dumps(['a"Ệ\x00'])}
    )
    data = clip.path.read_bytes()
    assert (clip.size_bytes, clip.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    with av.open(str(clip.path)) as container:
        assert json.loads(container.metadata["epack_codes"]) == ['a"Ệ\x00']


def test_the_index_comes_first_so_that_a_player_can_begin_at_once(footage: dict[str, Path], tmp_path: Path) -> None:
    data = write_clip([span(footage["h264.mp4"], 1_000, 3_000)], tmp_path, "c.mp4").path.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_h265_carries_the_tag_that_apple_players_want(footage: dict[str, Path], tmp_path: Path) -> None:
    data = write_clip([span(footage["h265.mp4"], 1_000, 3_000)], tmp_path, "c.mp4").path.read_bytes()
    assert b"hvc1" in data
    assert b"hev1" not in data
