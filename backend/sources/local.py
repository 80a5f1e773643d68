"""Suggest cameras below a folder on this machine. The owner confirms; nothing is chosen by a word in a name."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backend.domain.caution import Caution
from backend.sources.channels import Channel, ChannelFiles, channel_of, folder_of
from backend.sources.roots import check_path
from backend.sources.walk import SKIPPED_FOLDERS, SeenFile, Walk

DETECT_DEPTH = 9
"""Dahua nests camera/serial/date/001/dav/hour and more."""
DETECT_FILES = 20_000
"""Per camera: beyond it "at least" is told, so that a first look at a full disk stays quick."""
MOST_CHANNELS = 128
"""More than the largest recorder has: then it is no channel that differs."""
NEARLY_ALL = 0.9
"""So many of a folder's files must carry a channel before it is taken for several cameras."""

_TIME_FOLDER = re.compile(r"20\d\d([-._Y]?\d\d([-._M]?\d\d([-._D]?\d\dH?)?)?)?\Z")


@dataclass(frozen=True, slots=True)
class FoundCamera:
    """A folder that holds recordings. `folder` is relative to the root looked at; empty: the root itself; it ends in a
    pattern (backend/sources/channels.py) where only some of its files are this camera's."""

    name: str
    folder: str
    files: int
    size_bytes: int
    newest_ms: int
    """Last write of its newest file, UTC epoch ms."""
    at_least: bool = False
    """True when counting stopped at the bound."""


@dataclass(frozen=True, slots=True)
class Detection:
    cameras: list[FoundCamera]
    warnings: list[Caution]


def detect_cameras(root: str | os.PathLike[str], roots: Sequence[str | os.PathLike[str]]) -> Detection:
    """Cameras below `root`: every first-level folder that holds a video, sorted by name; one for each channel where a
    folder holds several.

    The root itself is the one camera when videos lie in it directly, or when its folders are dates and hours, as in a
    recorder's own tree. Raises Forbidden, NotFound or InvalidInput for the path.
    """
    base = check_path(root, roots)
    real_roots = [os.path.realpath(one) for one in roots]
    folders, has_own, warnings = _first_level(base)
    if has_own or (folders and all(_TIME_FOLDER.match(name) for name in folders)):
        return Detection(_cameras_in(base, "", base.name or str(base), real_roots, warnings), warnings)
    cameras: list[FoundCamera] = []
    for name in folders:
        cameras += _cameras_in(base / name, name, name, real_roots, warnings)
    return Detection(cameras, warnings)


def _first_level(base: Path) -> tuple[list[str], bool, list[Caution]]:
    """Folders right below, whether videos lie there too, and warnings."""
    walk = Walk(str(base), [], max_depth=0)
    has_own = next(iter(walk.files()), None) is not None
    try:
        with os.scandir(base) as entries:
            names = sorted(
                entry.name
                for entry in entries
                if not entry.name.startswith(".") and entry.name.lower() not in SKIPPED_FOLDERS and entry.is_dir()
            )
    except OSError:
        return [], has_own, walk.warnings
    return names, has_own, []


@dataclass(slots=True)
class _Tally:
    """What a folder holds, in all and by channel."""

    files: int = 0
    size_bytes: int = 0
    newest_ns: int = 0
    by_name: dict[str, ChannelFiles] = field(default_factory=dict)
    by_folder: dict[str, ChannelFiles] = field(default_factory=dict)

    def add(self, file: SeenFile, below: str) -> None:
        self.files += 1
        self.size_bytes += file.size_bytes
        self.newest_ns = max(self.newest_ns, file.mtime_ns)
        *folders, name = below.split("/")
        _note(self.by_name, channel_of(name), file)
        _note(self.by_folder, folder_of(folders), file)

    def channels(self) -> list[ChannelFiles]:
        """Those that make the folder several cameras; empty when it is one. Small copies of a channel are left out."""
        for kind in (self.by_name, self.by_folder):
            covered = sum(one.files for one in kind.values())
            whole = [one for one in kind.values() if not one.channel.is_sub]
            several = len(whole) > 1 or (len(whole) == 1 and len(kind) > 1)
            if several and len(kind) <= MOST_CHANNELS and covered >= NEARLY_ALL * self.files:
                return sorted(whole, key=lambda one: _by_number(one.channel.label))
        return []


def _note(kind: dict[str, ChannelFiles], channel: Channel | None, file: SeenFile) -> None:
    if channel is None or (channel.pattern.lower() not in kind and len(kind) > MOST_CHANNELS):
        return
    one = kind.setdefault(channel.pattern.lower(), ChannelFiles(channel))
    one.files += 1
    one.size_bytes += file.size_bytes
    one.newest_ns = max(one.newest_ns, file.mtime_ns)


def _by_number(label: str) -> list[tuple[int, str]]:
    """`ch2` before `ch10`."""
    return [(int(part), "") if part.isdecimal() else (-1, part.lower()) for part in re.findall(r"\d+|\D+", label)]


def _cameras_in(
    folder: Path, relative: str, name: str, real_roots: list[str], warnings: list[Caution]
) -> list[FoundCamera]:
    walk = Walk(str(folder), real_roots, max_depth=DETECT_DEPTH, max_files=DETECT_FILES)
    tally = _Tally()
    for file in walk.files():
        tally.add(file, os.path.relpath(file.path, folder))
    at_least = tally.files >= DETECT_FILES
    if not at_least:
        warnings.extend(walk.warnings)
    if tally.files == 0:
        return []
    channels = tally.channels()
    if not channels:
        found = FoundCamera(name, relative, tally.files, tally.size_bytes, tally.newest_ns // 1_000_000, at_least)
        return [found]
    left = tally.files - sum(one.files for one in channels)
    if left:
        message = f"{name}: {left} files belong to none of its channels or are small copies; they are left out."
        warnings.append(Caution("files_of_no_channel", message, {"name": name, "files": left}))
    return [
        FoundCamera(
            f"{name} {one.channel.label}".strip(),
            os.path.join(relative, one.channel.pattern),
            one.files,
            one.size_bytes,
            one.newest_ns // 1_000_000,
            at_least,
        )
        for one in channels
    ]
