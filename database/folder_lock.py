"""One server per data folder: a lock file held by the operating system, so that it goes when its process does."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path

from backend.domain.errors import StoreError

LOCK_NAME = "epack.lock"
"""In the data folder, beside the store."""
_LOOK_S = 0.05


class FolderLock:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> None:
        """Raises StoreError (code store_in_use) naming the process that holds the folder."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _locked(handle):
            # `holder_of` holds it for an instant while it looks: a second try tells that from a server.
            time.sleep(_LOOK_S)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = _written_pid(handle)
            os.close(handle)
            raise StoreError(
                f"The data folder {self._path.parent} is in use by process {holder or 'unknown'}. "
                "Stop that ePACK first, or start this one with another data folder.",
                code="store_in_use",
                details={"pid": holder or None},
            ) from error
        with suppress(OSError):
            # A full disk: the lock holds all the same, and what needs the space will say so.
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)
        self._handle = handle

    def release(self) -> None:
        """The file stays: removing it would let two processes lock two different files of the same name."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def holder_of(path: Path) -> int | None:
    """The process that holds the lock file at `path`, 0 when it is held by one unknown; None when nobody does."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return _written_pid(handle)
    else:
        return None
    finally:
        os.close(handle)


def _written_pid(handle: int) -> int:
    text = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
    return int(text) if text.isdigit() else 0
