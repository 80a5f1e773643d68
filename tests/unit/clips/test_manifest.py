"""The list that comes with a batch of clips."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from backend.clips.batch_zip import COLUMNS, Entry, manifest

AT_MS = 1_763_708_602_500


def rows(*entries: Entry) -> list[list[str]]:
    return list(csv.reader(io.StringIO(manifest(entries).decode("utf-8-sig"))))


def entry(code: str = "X1", camera: str = "Bàn 1", path: Path | None = Path("/c/a.mp4"), reason: str = "") -> Entry:
    return Entry("ev1", [code], camera, "Asia/Ho_Chi_Minh", AT_MS, AT_MS + 61_000, path, "ab" * 32, "done", reason)


def test_every_clip_has_a_line_with_local_times() -> None:
    head, line = rows(entry())
    assert tuple(head) == COLUMNS
    assert line == [
        "ev1", "X1", "Bàn 1", "2025-11-21 14:03:22.500+07:00", "2025-11-21 14:04:23.500+07:00", "61.000", "a.mp4",
        "ab" * 32, "done", "",
    ]  # fmt: skip


def test_excel_sees_the_encoding() -> None:
    assert manifest([entry()]).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("code", ["=1+1", "+cmd", "-2", "@x", "\t=1"])
def test_a_code_is_never_a_formula(code: str) -> None:
    assert rows(entry(code))[1][1].startswith("'")


def test_commas_quotes_and_line_breaks_stay_in_their_cell() -> None:
    assert rows(entry('a,"b"\nc'))[1][1] == 'a,"b" c'


def test_a_failed_clip_is_listed_with_its_reason() -> None:
    line = rows(entry(path=None, reason="The recording is gone."))[1]
    assert line[6] == ""
    assert line[9] == "The recording is gone."
