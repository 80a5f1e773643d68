"""The log is read from its end, by level and text, and never as a whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.config import log_tail
from backend.config.log_tail import tail


def write(folder: Path, name: str, lines: list[str]) -> None:
    (folder / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def line(number: int, level: str = "info", **more: str) -> str:
    return json.dumps({"time": f"t{number:05d}", "level": level, "logger": "x", "event": f"line {number}", **more})


def test_newest_first_over_all_files(tmp_path: Path) -> None:
    write(tmp_path, "epack.log", [line(number) for number in range(1000, 3000)])
    write(tmp_path, "epack.log.1", [line(number) for number in range(1000)])
    found = tail(tmp_path, limit=2500)
    assert [one.event for one in found.lines] == [f"line {number}" for number in range(2999, 499, -1)]
    assert found.complete


def test_level_and_text_choose(tmp_path: Path) -> None:
    write(tmp_path, "epack.log", [line(1, "debug"), line(2, "warning"), line(3, "error", path="/Sữa"), "no json", "[]"])
    assert [one.event for one in tail(tmp_path).lines] == ["line 3", "line 2"]
    assert [one.event for one in tail(tmp_path, level="error").lines] == ["line 3"]
    assert [one.more for one in tail(tmp_path, wanted="LINE 3").lines] == [{"path": "/Sữa"}]


def test_nothing_there_is_nothing_found(tmp_path: Path) -> None:
    assert tail(tmp_path) == log_tail.Tail([], complete=True)


def test_a_long_log_is_read_up_to_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_tail, "MOST_BYTES", 5_000)
    write(tmp_path, "epack.log", [line(number) for number in range(1000)])
    found = tail(tmp_path, wanted="line 0")
    assert (found.lines, found.complete) == ([], False)
