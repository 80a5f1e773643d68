"""Whatever goes wrong while cutting: a clear message, and no file left behind."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backend.clips.errors import CutFailed
from backend.clips.watch import Watch
from backend.clips.writer import CutMode, write_clip
from backend.domain.errors import Cancelled, InvalidInput, Unreadable
from backend.domain.recording import RecordingFailure
from tests.integration.clips.conftest import span
from tests.support.clip_footage import play

MODES = pytest.mark.parametrize("mode", list(CutMode))


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The system refuses to make any file larger: what a full disk does to a growing one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@MODES
@pytest.mark.parametrize("room", [0, 3_000, 20_000])
def test_a_full_disk_is_named_and_leaves_nothing(
    footage: dict[str, Path], tmp_path: Path, mode: CutMode, room: int
) -> None:
    folder = tmp_path / "clips"
    with files_of_at_most(room), pytest.raises(CutFailed, match="disk is full") as caught:
        write_clip(
            [span(footage["mjpeg.avi" if mode is CutMode.FAST else "h264.mp4"], 0, 6_000)], folder, "c.mp4", mode=mode
        )
    assert (caught.value.code, caught.value.status) == ("disk_full", 507)
    assert os.listdir(folder) == []


def test_a_disk_that_is_full_only_when_synced_is_named_too(
    footage: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CutFailed, match="disk is full"):
        write_clip([span(footage["h264.mp4"], 0, 1_000)], tmp_path, "c.mp4")
    assert os.listdir(tmp_path) == []


@MODES
def test_a_cancelled_cut_leaves_nothing(footage: dict[str, Path], tmp_path: Path, mode: CutMode) -> None:
    class AfterSomeProgress:
        looks = 0

        def is_set(self) -> bool:
            self.looks += 1
            return self.looks > 3

    with pytest.raises(Cancelled):
        write_clip(
            [span(footage["h264.mp4"], 0, 6_000)], tmp_path, "c.mp4", mode=mode, watch=Watch(AfterSomeProgress())
        )
    assert os.listdir(tmp_path) == []


@MODES
def test_progress_runs_up_to_the_end(footage: dict[str, Path], tmp_path: Path, mode: CutMode) -> None:
    told: list[float] = []
    write_clip([span(footage["h264.mp4"], 0, 6_000)], tmp_path, "c.mp4", mode=mode, watch=Watch(None, told.append))
    assert told == sorted(told)
    assert told[-1] > 0.6


def test_a_clip_is_never_overwritten(footage: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "c.mp4").write_text("somebody's file")
    clips = [write_clip([span(footage["h264.mp4"], 0, 1_000)], tmp_path, "c.mp4") for _ in range(2)]
    assert [clip.path.name for clip in clips] == ["c-2.mp4", "c-3.mp4"]
    assert (tmp_path / "c.mp4").read_text() == "somebody's file"


def test_without_hard_links_a_clip_is_never_overwritten_either(
    footage: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", unsupported)
    clips = [write_clip([span(footage["h264.mp4"], 0, 1_000)], tmp_path, "c.mp4") for _ in range(2)]
    assert sorted(os.listdir(tmp_path)) == ["c-2.mp4", "c.mp4"]
    assert all(play(clip.path).numbers[0] == 0 for clip in clips)


def test_a_folder_that_cannot_be_written_is_named(footage: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "clips").write_text("a file where the folder should be")
    with pytest.raises(CutFailed, match="may not write into") as caught:
        write_clip([span(footage["h264.mp4"], 0, 1_000)], tmp_path / "clips", "c.mp4")
    assert caught.value.code == "not_writable"


@MODES
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, RecordingFailure.NOT_FOUND),
        (b"", RecordingFailure.NOT_VIDEO),
        (b"just text, whatever the name says\n" * 50, RecordingFailure.NOT_VIDEO),
        (b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", RecordingFailure.NOT_VIDEO),
        (b"ffconcat version 1.0\nfile 'other.mp4'\n", RecordingFailure.NOT_VIDEO),
    ],
)
def test_a_recording_that_is_none_is_named(
    footage: dict[str, Path], tmp_path: Path, mode: CutMode, content: bytes | None, code: RecordingFailure
) -> None:
    os.link(footage["h264.mp4"], tmp_path / "other.mp4")
    path = tmp_path / "broken.mp4"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Unreadable, match=r"broken\.mp4") as caught:
        write_clip([span(path, 0, 1_000)], tmp_path / "out", "c.mp4", mode=mode)
    assert caught.value.code == code
    assert os.listdir(tmp_path / "out") == []


def test_a_folder_in_place_of_a_recording_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="is a folder") as caught:
        write_clip([span(tmp_path, 0, 1_000)], tmp_path / "out", "c.mp4")
    assert caught.value.code == RecordingFailure.NOT_A_FILE


@MODES
@pytest.mark.parametrize("kind", ["matroska.mkv", "stream.ts", "fragmented.mp4"])
def test_of_a_broken_off_file_what_is_there_is_cut(
    footage: dict[str, Path], tmp_path: Path, kind: str, mode: CutMode
) -> None:
    whole = footage[kind].read_bytes()
    path = tmp_path / kind
    path.write_bytes(whole[: len(whole) * 6 // 10])
    clip = write_clip([span(path, 1_000, 6_000)], tmp_path, "c.mp4", mode=mode)
    numbers = play(clip.path).numbers
    assert numbers[:40] == list(range(25, 65))
    assert len(numbers) < 120
    assert clip.duration_ms < 4_800


@MODES
def test_a_recording_whose_pictures_are_lost_makes_no_clip(
    footage: dict[str, Path], tmp_path: Path, mode: CutMode
) -> None:
    """The index is whole, the pictures are not: copying would succeed and give a clip that nothing can play."""
    data = bytearray(footage["silent.mp4"].read_bytes())
    begin = data.index(b"mdat") + 4
    end = data.index(b"moov") - 4 if data.index(b"moov") > begin else len(data)
    data[begin:end] = bytes(end - begin)
    (tmp_path / "lost.mp4").write_bytes(data)
    with pytest.raises(Unreadable, match=r"lost\.mp4"):
        write_clip([span(tmp_path / "lost.mp4", 1_000, 3_000)], tmp_path / "out", "c.mp4", mode=mode)
    assert os.listdir(tmp_path / "out") == []


@pytest.mark.parametrize("spans", [[], [(1_000, 1_000)], [(0, 1_000), (5_000, 4_000)]])
def test_nothing_to_cut_is_said(footage: dict[str, Path], tmp_path: Path, spans: list[tuple[int, int]]) -> None:
    with pytest.raises(InvalidInput, match="nothing to cut"):
        write_clip([span(footage["h264.mp4"], *one) for one in spans], tmp_path, "c.mp4")


def test_names_with_quotes_emoji_and_line_breaks_are_read(footage: dict[str, Path], tmp_path: Path) -> None:
    for name in ("quo\"te's.mp4", "emoji 📦.mp4", "line\nbreak.mp4", "%03d.mp4", "x:y.mp4", "é" * 120 + ".mp4"):
        os.link(footage["h264.mp4"], tmp_path / name)
        clip = write_clip([span(tmp_path / name, 1_000, 2_000)], tmp_path / "out", "c.mp4")
        assert play(clip.path).numbers[0] == 25
