"""A thorough look at a store file: is it whole, do its links hold, which schema is it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from database.failures import as_store_error
from database.migrate import check_usable, latest_revision, problems_of


@dataclass(frozen=True, slots=True)
class Checkup:
    revision: str | None
    """None: an empty database."""
    is_latest: bool
    problems: tuple[str, ...]
    """What SQLite says is wrong; empty when the file is whole and every link between tables holds."""


def examine(path: Path, *, busy_timeout_ms: int = 5_000) -> Checkup:
    """Read the whole file; it may be in use. Raises StoreError when it is no store, newer, locked or unreadable."""
    try:
        revision = check_usable(path, busy_timeout_ms, may_be_older=True)
        raw = sqlite3.connect(path, timeout=busy_timeout_ms / 1000, isolation_level=None)
        try:
            problems = problems_of(raw)
            broken = raw.execute("PRAGMA foreign_key_check").fetchall()
        finally:
            raw.close()
    except (sqlite3.Error, OSError) as error:
        raise as_store_error(error, path) from error
    tables = sorted({str(row[0]) for row in broken})
    if broken:
        problems = [*problems, f"{len(broken)} rows of {', '.join(tables)} point to rows that are not there"]
    return Checkup(revision, revision == latest_revision(), tuple(problems))
