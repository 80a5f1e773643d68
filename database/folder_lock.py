"""One server per data folder: a lock file held by the operating system, so that it goes when its process does."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from backend.domain.errors import StoreError


class FolderLock:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> None:
        """Raises StoreError (code store_in_use) naming the process that holds the folder."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
            os.close(handle)
            raise StoreError(
                f"The data folder {self._path.parent} is in use by process {holder or 'unknown'}. "
                "Stop that ePACK first, or start this one with another data folder.",
                code="store_in_use",
                details={"pid": int(holder) if holder.isdigit() else None},
            ) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)
        self._handle = handle

    def release(self) -> None:
        """The file stays: removing it would let two processes lock two different files of the same name."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
