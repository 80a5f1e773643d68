"""What SQLite and the system report becomes a message with advice, never their own words."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from database.failures import as_store_error

PATH = Path("/data/epack.db")


@pytest.mark.parametrize(
    ("error_code", "code"),
    [
        (sqlite3.SQLITE_FULL, "store_full"),
        (sqlite3.SQLITE_IOERR_WRITE, "store_full"),
        (sqlite3.SQLITE_BUSY, "store_locked"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "store_locked"),
        (sqlite3.SQLITE_CORRUPT, "store_damaged"),
        (sqlite3.SQLITE_NOTADB, "store_damaged"),
        (sqlite3.SQLITE_READONLY, "store_unwritable"),
        (sqlite3.SQLITE_CANTOPEN, "store_unwritable"),
        (sqlite3.SQLITE_ERROR, "store"),
    ],
)
def test_each_failure_has_its_code(error_code: int, code: str) -> None:
    error = sqlite3.OperationalError("some words of SQLite")
    error.sqlite_errorcode = error_code
    mapped = as_store_error(error, PATH)
    assert mapped.code == code
    assert "some words" not in mapped.message
    assert mapped.status == 503


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "store_full"), (errno.EACCES, "store_unwritable"), (errno.EROFS, "store_unwritable")],
)
def test_failures_of_the_file_system(number: int, code: str) -> None:
    assert as_store_error(OSError(number, "words"), PATH).code == code
