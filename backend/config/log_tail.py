"""Reads the log backwards: its newest lines, by level and text. Bounded, however large the files are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.config.logs import FILE_NAME, KEPT_FILES

LEVELS = ("debug", "info", "warning", "error", "critical")
MOST_BYTES = 24 * 1024 * 1024
_BLOCK_BYTES = 64 * 1024
_LONGEST_LINE = 256 * 1024
_SHOWN = ("time", "level", "logger", "event")


@dataclass(frozen=True, slots=True)
class LogLine:
    """`more`: everything else the line holds, such as the path of a request or a traceback."""

    time: str
    level: str
    logger: str
    event: str
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tail:
    """Newest first. `complete`: the whole log was looked through, or as many lines as wanted were found."""

    lines: list[LogLine]
    complete: bool


def tail(folder: Path, *, level: str = "info", wanted: str = "", limit: int = 200) -> Tail:
    """The newest `limit` lines of at least `level` that hold `wanted`, in any case. Unreadable lines are left out."""
    least = LEVELS.index(level)
    needle = wanted.casefold()
    found: list[LogLine] = []
    read = 0
    for raw in _backwards(files(folder)):
        read += len(raw) + 1
        if read > MOST_BYTES:
            return Tail(found, complete=False)
        text = raw.decode("utf-8", "replace")
        if needle and needle not in text.casefold():
            continue
        line = _parsed(text)
        if line is not None and _rank(line.level) >= least:
            found.append(line)
            if len(found) == limit:
                break
    return Tail(found, complete=True)


def files(folder: Path) -> list[Path]:
    """The log's files that are there, newest first."""
    names = [FILE_NAME, *(f"{FILE_NAME}.{number}" for number in range(1, KEPT_FILES + 1))]
    return [folder / name for name in names if (folder / name).is_file()]


def _backwards(paths: list[Path]) -> Iterator[bytes]:
    for path in paths:
        try:
            with path.open("rb") as handle:
                at, rest = handle.seek(0, 2), b""
                while at > 0:
                    size = min(_BLOCK_BYTES, at)
                    at = handle.seek(at - size)
                    lines = (handle.read(size) + rest).split(b"\n")
                    rest = lines.pop(0)[:_LONGEST_LINE]
                    yield from (line for line in reversed(lines) if line)
                if rest:
                    yield rest
        except FileNotFoundError:
            continue  # turned over meanwhile


def _parsed(text: str) -> LogLine | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    if not isinstance(line, dict):
        return None
    more = {key: value for key, value in line.items() if key not in _SHOWN}
    time, level, logger, event = (str(line.get(key, "")) for key in _SHOWN)
    return LogLine(time, level, logger, event, more)


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else LEVELS.index("info")
