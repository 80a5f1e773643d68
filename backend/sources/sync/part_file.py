"""A file that is being fetched: a part that survives breaks, restarts and power cuts, until it is whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import IO

from backend.runtime.stop import StopSignal

READ_BYTES = 1024 * 1024


class PartFile:
    """Open it with `resume` (`reopen`), append blocks, then `place` it. All methods but `close` raise OSError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._file: IO[bytes] | None = None
        self._md5 = hashlib.md5(usedforsecurity=False)

    def resume(self, known_bytes: int, stop: StopSignal) -> int:
        """Go on behind what is known to be on the disk (what lies behind that may be noise after a power cut);
        returns the offset to fetch from."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("r+b" if self.path.exists() else "w+b")
        self._file.truncate(min(known_bytes, os.fstat(self._file.fileno()).st_size))
        self._file.seek(0)
        while block := self._file.read(READ_BYTES):
            stop.check()
            self._md5.update(block)
            self.size += len(block)
        return self.size

    def reopen(self) -> None:
        """One that was written by somebody else, whole."""
        self._file = self.path.open("r+b")

    def append(self, block: bytes) -> None:
        assert self._file is not None
        self._file.write(block)
        self._md5.update(block)
        self.size += len(block)

    def start_over(self) -> None:
        """Throw away what there is."""
        assert self._file is not None
        self._file.seek(0)
        self._file.truncate(0)
        self.size = 0
        self._md5 = hashlib.md5(usedforsecurity=False)

    def sync(self) -> int:
        """Bring all of it onto the disk; returns how many bytes that are."""
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        return self.size

    def close(self) -> None:
        """Raises nothing: a full disk was told by whoever wrote or synced, and closing would write once more."""
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    @property
    def md5(self) -> str:
        return self._md5.hexdigest()

    def place(self, target: Path, modified_ms: int | None) -> None:
        """Give the whole file its name, in one step that is on the disk when this returns."""
        self.sync()
        self.close()
        if modified_ms is not None:
            os.utime(self.path, ns=(modified_ms * 1_000_000, modified_ms * 1_000_000))
        os.replace(self.path, target)
        sync_folder(target.parent)

    def discard(self) -> None:
        self.close()
        self.path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def md5_of(path: str, stop: StopSignal) -> str:
    """Raises OSError, Cancelled."""
    digest = hashlib.md5(usedforsecurity=False)
    with open(path, "rb") as file:
        while block := file.read(READ_BYTES):
            stop.check()
            digest.update(block)
    return digest.hexdigest()
