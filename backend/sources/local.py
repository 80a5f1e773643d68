"""Suggest cameras below a folder on this machine. The owner confirms; nothing is chosen by a word in a name."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.domain.caution import Caution
from backend.sources.roots import check_path
from backend.sources.walk import SKIPPED_FOLDERS, Walk

DETECT_DEPTH = 9
"""Dahua nests camera/serial/date/001/dav/hour and more."""
DETECT_FILES = 20_000
"""Per camera: beyond it "at least" is told, so that a first look at a full disk stays quick."""

_TIME_FOLDER = re.compile(r"20\d\d([-._Y]?\d\d([-._M]?\d\d([-._D]?\d\dH?)?)?)?\Z")


@dataclass(frozen=True, slots=True)
class FoundCamera:
    """A folder that holds recordings. `folder` is relative to the root looked at; empty: the root itself."""

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
    """Cameras below `root`: every first-level folder that holds a video, sorted by name.

    The root itself is the one camera when videos lie in it directly, or when its folders are dates and hours, as in a
    recorder's own tree. Raises Forbidden, NotFound or InvalidInput for the path.
    """
    base = check_path(root, roots)
    real_roots = [os.path.realpath(one) for one in roots]
    folders, has_own, warnings = _first_level(base)
    if has_own or (folders and all(_TIME_FOLDER.match(name) for name in folders)):
        found = _count(base, "", base.name or str(base), real_roots, warnings)
        return Detection([found] if found else [], warnings)
    cameras = [_count(base / name, name, name, real_roots, warnings) for name in folders]
    return Detection([camera for camera in cameras if camera], warnings)


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


def _count(
    folder: Path, relative: str, name: str, real_roots: list[str], warnings: list[Caution]
) -> FoundCamera | None:
    walk = Walk(str(folder), real_roots, max_depth=DETECT_DEPTH, max_files=DETECT_FILES)
    files = size = newest_ns = 0
    for file in walk.files():
        files += 1
        size += file.size_bytes
        newest_ns = max(newest_ns, file.mtime_ns)
    at_least = files >= DETECT_FILES
    if not at_least:
        warnings.extend(walk.warnings)
    if files == 0:
        return None
    return FoundCamera(name, relative, files, size, newest_ns // 1_000_000, at_least)
