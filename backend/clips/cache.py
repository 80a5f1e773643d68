"""A folder of files that can be made again at any time, bounded in size: the least recently used go first."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from backend.clips.writer import PART_SUFFIX, write_whole

_STALE_PART_S = 24 * 3600
"""A part file untouched for this long belongs to work that died."""


class FileCache:
    """Files named by a hash of what they were made from. Several threads may use one cache."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes

    def get(self, key: str, suffix: str) -> Path | None:
        """The file made for `key`, now most recently used; None when there is none (any more)."""
        path = self._folder / _file_name(key, suffix)
        try:
            # Its time of change stays: by it browsers know that a part they have is of the same file.
            os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))
        except OSError:
            return None
        return path

    def make(self, key: str, suffix: str, produce: Callable[[Path], None]) -> Path:
        """The file for `key`, made by `produce(part)` when it is missing. Raises what `produce` raises, CutFailed."""
        found = self.get(key, suffix)
        if found is not None:
            return found
        path = write_whole(self._folder, _file_name(key, suffix), produce)
        self.trim(keep=path)
        return path

    def trim(self, keep: Path | None = None) -> None:
        """Delete the least recently used files until the rest fits; `keep` stays even when it alone is too large."""
        files: list[tuple[float, int, Path]] = []
        now = time.time()
        with contextlib.suppress(FileNotFoundError):
            for entry in os.scandir(self._folder):
                with contextlib.suppress(OSError):  # deleted meanwhile by another thread
                    facts = entry.stat()
                    if entry.name.endswith(PART_SUFFIX):
                        if now - facts.st_mtime > _STALE_PART_S:
                            os.unlink(entry.path)
                    elif entry.is_file():
                        files.append((facts.st_atime, facts.st_size, Path(entry.path)))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self._max_bytes:
                return
            if path != keep:
                with contextlib.suppress(OSError):
                    path.unlink()
                total -= size


def source_key(*parts: object) -> str:
    return "|".join(str(part) for part in parts)


def file_stamp(path: str) -> str:
    """Changes when the file does: size and modification time. 'gone' when there is none."""
    try:
        facts = os.stat(path)
    except OSError:
        return "gone"
    return f"{facts.st_size}-{facts.st_mtime_ns}"


def _file_name(key: str, suffix: str) -> str:
    return hashlib.sha256(key.encode(errors="surrogateescape")).hexdigest()[:40] + suffix
