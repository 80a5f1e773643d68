"""Which camera a file belongs to where one folder holds several: by the channel in its name, or a folder within. PURE.

A choice of files is written like a folder whose last parts hold a `*`: `export/ch01_*`, `frigate/*/front_door/*`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from typing import Final

_WORD: Final = "(?:ch|channel|cam|camera|chn|d|a|ipc|kenh|kênh)"
# How recorders write the channel into a name: (form, what follows it). `c` is the channel, `s` a stream of it.
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:\A|(?<=[_ \-.]))(?P<c>{_WORD}[ _\-]?\d{{1,3}})(?P<s>[_\-](?:main|sub|extra\d?))?(?=[_ \-.\[(])",
        r"\A(?P<c>\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}[_\-]\d{1,3})(?P<s>)(?=_)",
        r"\A(?P<c>hiv|rec|record)(?P<s>)(?=\d{5,})",
        r"\A(?P<c>\d{2})(?P<s>)(?=_20\d{6})",
        # Reolink: the camera's own name, the channel, the start.
        r"(?<=_)(?P<c>\d{2})(?P<s>)(?=_20\d{12}(?!\d))",
    )
)
_DIGITS = re.compile(r"\d{6,}|\d\d-\d\d-\d\d|\d{4}-\d\d-\d\d")
"""Where a time may stand: what lies before the channel then differs from file to file."""
_SUB = re.compile(r"sub|extra", re.IGNORECASE)
_TIME_PART = re.compile(r"\d{1,14}|[\d\-._]{4,}|(?:20\d\d)[\dYMDH\-._]*|\d\d[HM]?(?:\d\dS)?", re.IGNORECASE)
_PLAIN_PARTS = frozenset(
    {"dav", "mp4", "mp4record", "record", "records", "recordings", "video", "videos", "dcim", "jpg"}
)


@dataclass(frozen=True, slots=True)
class Channel:
    """`label` for people, `pattern` for the names of its files."""

    label: str
    pattern: str
    is_sub: bool = False
    """A second, smaller copy of the same channel."""


@dataclass(slots=True)
class ChannelFiles:
    channel: Channel
    files: int = 0
    size_bytes: int = 0
    newest_ns: int = 0


def channel_of(name: str) -> Channel | None:
    """The channel in a file's name; None when it has none that a recorder writes."""
    for form in _FORMS:
        found = form.search(name)
        if found is None:
            continue
        before, stream = name[: found.start("c")], found["s"] or ""
        head = "*" if _DIGITS.search(before) else _escaped(before)
        end = found.end("s") if stream else found.end("c")
        pattern = f"{head}{_escaped(name[found.start('c') : end])}{_escaped(name[end : end + 1])}*"
        return Channel(found["c"], pattern, bool(_SUB.search(stream)))
    return None


def folder_of(parts: Iterable[str]) -> Channel | None:
    """The one folder on the way to a file that is no date and no hour: a camera's name. None when there is not one."""
    named = [part for part in parts if not _TIME_PART.fullmatch(part) and part.lower() not in _PLAIN_PARTS]
    return Channel(named[0], f"*/{_escaped(named[0])}/*") if len(named) == 1 else None


def split(folder: str) -> tuple[str, str | None]:
    """A camera's folder as folder and pattern; the pattern is None for a plain folder."""
    parts = folder.split("/")
    first = next((number for number, part in enumerate(parts) if "*" in part), None)
    return (folder, None) if first is None else ("/".join(parts[:first]), "/".join(parts[first:]))


def fits(below: str, pattern: str) -> bool:
    """Whether a file (its path below the camera's folder) is one of those that `pattern` means, whatever its case.

    A pattern without "/" is about the file's name alone; one with "/" about the path.
    """
    text = below if "/" in pattern else below.rpartition("/")[2]
    if "/" in pattern:
        text = "/" + text if pattern.startswith("*/") else text
    return _compiled(pattern.lower()).match(text.lower()) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))


def _escaped(text: str) -> str:
    """As part of a pattern: signs that mean something there stand for themselves; `*` cannot be in a name we read."""
    return re.sub(r"([\[?*])", r"[\1]", text)
