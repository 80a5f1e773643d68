"""Puts another store file in the place of the present one, which is kept beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from database.failures import as_store_error
from database.migrate import copy_store, on_disk

COMPANIONS = ("-wal", "-shm")
"""Files SQLite keeps beside a store; a store and another one's companions must never meet."""


def replace_store(path: Path, new: Path) -> Path | None:
    """Put `new` (in the same folder) at `path`; returns where the former store lies now, None when there was none.

    The caller holds the folder's lock. A crash at any moment leaves the former store whole under the returned name or
    its own. Raises StoreError with everything as it was.
    """
    kept: Path | None = None
    try:
        if path.exists():
            _fold_in(path)
            stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
            kept = _free(path.with_name(f"{path.stem}-before-restore-{stamp}{path.suffix}"))
            for end in ("", *COMPANIONS):
                if Path(f"{path}{end}").exists():
                    _linked(Path(f"{path}{end}"), Path(f"{kept}{end}"))
        for end in COMPANIONS:
            Path(f"{path}{end}").unlink(missing_ok=True)
        on_disk(new)
        new.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise as_store_error(error, path) from error
    return kept


def copy_closed(source: Path, target: Path) -> None:
    """Copy a store file that nobody uses, with what its write-ahead log still holds. Raises StoreError."""
    try:
        for end in ("", "-wal"):
            if Path(f"{source}{end}").exists():
                shutil.copyfile(f"{source}{end}", f"{target}{end}")
        _fold_in(target)
    except OSError as error:
        discard(target)
        raise as_store_error(error, source) from error


def copy_live(source: Path, target: Path) -> None:
    """A consistent copy of a store, in use or not, at `target`, which must not exist. Raises StoreError."""
    try:
        copy_store(source, target)
    except (sqlite3.Error, OSError) as error:
        raise as_store_error(error, _full_place(error, source, target)) from error


def discard(path: Path) -> None:
    """Remove a store file with its companions, whatever of them is there."""
    for end in ("", *COMPANIONS):
        with suppress(OSError):
            Path(f"{path}{end}").unlink(missing_ok=True)


def _full_place(error: Exception, source: Path, target: Path) -> Path:
    """Which of the two a message should name: writing fails at the target, everything else at the source."""
    code = getattr(error, "sqlite_errorcode", 0) or 0
    damaged = code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_BUSY)
    return source if damaged else target.parent


def _fold_in(path: Path) -> None:
    """The write-ahead log into the file, so that the file alone is the store; a damaged store keeps its log."""
    with suppress(sqlite3.Error):
        raw = sqlite3.connect(path, isolation_level=None, timeout=5)
        try:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()


def _linked(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)  # no hard links on FAT and some network shares


def _free(path: Path) -> Path:
    taken, number = path, 2
    while os.path.lexists(taken):
        taken, number = path.with_stem(f"{path.stem}-{number}"), number + 1
    return taken


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
