"""What recorders write is read like MP4: the same frames at the same times, whole and from the middle."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.containers.opening import open_timed
from backend.sampling.reader import Reader
from backend.sources.probe import probe
from tests.support.footage import Footage, small_order_clip, small_order_clip_h265
from tests.support.recorder_files import rewrite

KINDS = [
    ("a.dav", None), ("a.dav", "pcm_alaw"), ("a.ts", "mp2"), ("a.m2ts", "mp2"), ("a.mkv", "aac"), ("a.flv", "pcm_alaw"),
    ("a.mpg", "mp2"), ("a.ps", None), ("a.mov", "pcm_mulaw"),
]  # fmt: skip
KINDS_H265 = [("b.dav", "pcm_mulaw"), ("b.ts", None), ("b.m2ts", "mp2"), ("b.mkv", None)]


def seen(path: Path) -> tuple[list[int], list[int], list[int], list[int]]:
    """All times, the keyframes, frames of a stretch in the middle, and keyframes decoded one by one; ms."""
    with Reader(path) as reader:
        index = reader.index()
    with Reader(path, keyframes_ms=list(index.keyframes_ms)) as reader:
        some = [round(frame.at_ms) for frame in reader.frames(7_010, 7_500)]
        back = [round(frame.at_ms) for frame in reader.frames(1_990, 2_200)]
        keys = [round(frame.at_ms) for frame in reader.keyframes([float(at) for at in index.keyframes_ms[2:5]])]
    return [round(at) for at in sorted(index.at_ms)], [round(at) for at in index.keyframes_ms], some + back, keys


@pytest.mark.parametrize(("name", "sound"), KINDS + KINDS_H265)
def test_the_same_frames_as_in_mp4(tmp_path: Path, name: str, sound: str | None) -> None:
    original: Footage = small_order_clip_h265() if name.startswith("b") else small_order_clip()
    path = rewrite(original.path, tmp_path / name, sound=sound)
    facts = probe(str(path))
    assert (facts.width, facts.height, facts.has_audio) == (640, 360, sound is not None)
    assert facts.frames_total == 250
    assert facts.duration_ms == pytest.approx(20_000, abs=60)
    for found, wanted in zip(seen(path), seen(original.path), strict=True):
        assert found == pytest.approx(wanted, abs=1)


@pytest.mark.parametrize("name", ["a.264", "a.h264", "b.265", "b.h265"])
def test_raw_streams_run_at_25_a_second(tmp_path: Path, name: str) -> None:
    original = small_order_clip_h265() if name.startswith("b") else small_order_clip()
    path = rewrite(original.path, tmp_path / name)
    assert probe(str(path)).duration_ms == 10_000
    times, keys, some, decoded = seen(path)
    assert times == [number * 40 for number in range(250)]
    assert keys == [number * 1000 for number in range(10)]
    assert some == [*range(7_040, 7_520, 40), *range(2_000, 2_240, 40)]
    assert decoded == [2000, 3000, 4000]


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    for ending in (".dav", ".ts", ".264"):
        made = rewrite(small_order_clip().path, tmp_path / f"a{ending}")
        renamed = made.rename(tmp_path / f"was{ending[1:]}.mp4")
        container, form = open_timed(renamed)
        with container:
            assert form == {".dav": "dhav", ".ts": "mpegts", ".264": "h264"}[ending]
            assert container.streams.video[0].frames in (0, 250)


def test_bytes_before_the_first_frame_do_no_harm(tmp_path: Path) -> None:
    for ending in (".dav", ".ts", ".ps"):
        made = rewrite(small_order_clip().path, tmp_path / f"a{ending}")
        made.write_bytes(bytes(4096) + made.read_bytes())
        facts = probe(str(made))
        assert (facts.frames_total, facts.duration_ms) == (250, pytest.approx(20_000, abs=60)), ending
        assert seen(made)[2] == pytest.approx(seen(small_order_clip().path)[2], abs=1), ending


def test_a_file_that_was_cut_off_keeps_what_is_there(tmp_path: Path) -> None:
    for ending in (".dav", ".ts", ".mkv", ".264", ".mpg"):
        made = rewrite(small_order_clip().path, tmp_path / f"a{ending}", sound="mp2" if ending == ".mpg" else None)
        whole = made.read_bytes()
        made.write_bytes(whole[: len(whole) // 2])
        assert 60 < probe(str(made)).frames_total < 190, ending
        with Reader(made) as reader:
            assert 60 < len(reader.index().at_ms) < 190, ending
            assert len(list(reader.frames(2_010, 2_500))) == pytest.approx(6 if ending != ".264" else 12, abs=1), ending


def test_hikvisions_mark_before_a_program_stream(tmp_path: Path) -> None:
    stream = rewrite(small_order_clip().path, tmp_path / "a.ps")
    marked = tmp_path / "hiv00001.mp4"
    marked.write_bytes(b"IMKH" + bytes(36) + stream.read_bytes())
    assert probe(str(marked)).frames_total == pytest.approx(250, abs=2)
    with Reader(marked) as reader:
        assert len(reader.index().at_ms) == pytest.approx(250, abs=2)


def test_dahuas_date_is_the_start_in_local_time(tmp_path: Path) -> None:
    facts = probe(str(rewrite(small_order_clip().path, tmp_path / "renamed.dav")))
    assert facts.container_start_ms == 1_767_603_600_000
    assert facts.container_start_is_local
