"""A batch of clips as one archive, while its clips go and disks fail."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.clips.batch_zip import Entry, zip_stream

_CLIP = b"v" * 3_000_000
"""Several pieces of the archive."""


def entry(path: Path | None, status: str = "done") -> Entry:
    sha256 = hashlib.sha256(_CLIP).hexdigest()
    return Entry("ev1", ["X1"], "Table 1", "UTC", 0, 1_000, path, sha256, status)


def clip(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(_CLIP)
    return path


def read(pieces: Iterator[bytes], *before: bytes) -> tuple[zipfile.ZipFile, list[tuple[str, str]]]:
    """The archive, and file and status of each line of its manifest."""
    archive = zipfile.ZipFile(io.BytesIO(b"".join([*before, *pieces])))
    assert archive.testzip() is None
    lines = csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig")))
    return archive, [(line["file"], line["status"]) for line in lines]


def test_a_clip_that_is_deleted_while_the_archive_is_sent_does_not_break_it(tmp_path: Path) -> None:
    first, second, third = (clip(tmp_path, name) for name in ("a.mp4", "b.mp4", "c.mp4"))
    pieces = zip_stream([entry(first), entry(second), entry(third)])
    begun = next(pieces)
    first.unlink()  # it is being read
    second.unlink()  # it is yet to come
    archive, lines = read(pieces, begun)
    assert lines == [("a.mp4", "done"), ("", "missing"), ("c.mp4", "done")]
    assert archive.read("a.mp4") == archive.read("c.mp4") == _CLIP
    assert "b.mp4" not in archive.namelist()


def test_a_disk_that_fails_within_a_clip_is_told_and_the_others_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = clip(tmp_path, "a.mp4"), clip(tmp_path, "b.mp4")
    really = Path.open

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 0:
                raise OSError(5, "Input/output error")
            return super().read(size)

    monkeypatch.setattr(Path, "open", lambda path, mode: Broken(_CLIP) if path == first else really(path, mode))
    archive, lines = read(zip_stream([entry(first), entry(second)]))
    assert lines == [("a.mp4", "failed"), ("b.mp4", "done")]
    assert 0 < len(archive.read("a.mp4")) < len(_CLIP)
    assert archive.read("b.mp4") == _CLIP


def test_one_file_of_two_lines_comes_once(tmp_path: Path) -> None:
    one = clip(tmp_path, "a.mp4")
    archive, lines = read(zip_stream([entry(one), entry(one), entry(None, "queued")]))
    assert archive.namelist() == ["a.mp4", "manifest.csv"]
    assert lines == [("a.mp4", "done"), ("a.mp4", "done"), ("", "queued")]


def test_a_clip_that_was_changed_after_it_was_cut_is_told(tmp_path: Path) -> None:
    first, second = clip(tmp_path, "a.mp4"), clip(tmp_path, "b.mp4")
    first.write_bytes(_CLIP[:-1] + b"x")
    archive, lines = read(zip_stream([entry(first), entry(second)]))
    assert lines == [("a.mp4", "changed"), ("b.mp4", "done")]
    assert archive.read("a.mp4") == first.read_bytes()
