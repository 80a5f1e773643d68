"""What SQLite and the file system say when they fail, turned into errors a person can act on."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from backend.domain.errors import StoreError

_FULL = "The disk that holds {path} is full. Free some space and try again; what was stored before is kept."
_LOCKED = "Another program keeps {path} locked. Close it (a database browser, a backup) and try again."
_DAMAGED = "The store {path} is damaged. Put a copy from the backups folder in its place (epack restore)."
_UNWRITABLE = "The store {path} cannot be opened or written. Check that the folder exists and may be written to."
_FAILED = "The store {path} could not do this. The log of the server says more."

_BY_CODE = {
    sqlite3.SQLITE_FULL: ("store_full", _FULL),
    sqlite3.SQLITE_BUSY: ("store_locked", _LOCKED),
    sqlite3.SQLITE_LOCKED: ("store_locked", _LOCKED),
    sqlite3.SQLITE_CORRUPT: ("store_damaged", _DAMAGED),
    sqlite3.SQLITE_NOTADB: ("store_damaged", _DAMAGED),
    sqlite3.SQLITE_READONLY: ("store_unwritable", _UNWRITABLE),
    sqlite3.SQLITE_CANTOPEN: ("store_unwritable", _UNWRITABLE),
    sqlite3.SQLITE_PERM: ("store_unwritable", _UNWRITABLE),
}
_WRITE_ERRORS = (
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_FSYNC,
)


def as_store_error(error: Exception, path: Path) -> StoreError:
    """The StoreError for `error`; an IntegrityError is a bug of ours and comes back as the plain code `store`."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, OSError):
        full = original.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        code, text = ("store_full", _FULL) if full else ("store_unwritable", _UNWRITABLE)
        return StoreError(text.format(path=path), code=code)
    extended = getattr(original, "sqlite_errorcode", 0) or 0
    if extended in _WRITE_ERRORS:
        # A quota or a file-size limit shows up as a failed write instead of SQLITE_FULL.
        return StoreError(_FULL.format(path=path), code="store_full")
    code, text = _BY_CODE.get(extended & 0xFF, ("store", _FAILED))
    return StoreError(text.format(path=path), code=code)
