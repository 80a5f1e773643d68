"""Brings a store to this program's schema: checks it, copies it, then runs the migrations in one transaction."""

from __future__ import annotations

import logging
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, event

from backend.config.paths import KEY_FILE_NAME
from backend.config.secret_box import open_secret_box
from backend.domain.errors import StoreError

log = logging.getLogger(__name__)

_SCRIPTS = Path(__file__).parent / "migrations"
QUICK_CHECK_UP_TO_BYTES = 128 * 1024 * 1024
"""A full check reads the whole file; above this size the start would take too long, and `epack doctor` does it."""


def latest_revision() -> str:
    """The schema revision this program works with."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def bring_up_to_date(path: Path, backup_dir: Path, busy_timeout_ms: int) -> None:
    """Create or upgrade the store at `path`. Raises StoreError, or sqlite3's errors, with the store unchanged."""
    exists = path.exists() and path.stat().st_size > 0
    revision = check_usable(path, busy_timeout_ms, may_be_older=True) if exists else None
    if revision == latest_revision():
        return
    if exists and revision is not None:
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        backup_dir.mkdir(parents=True, exist_ok=True)
        copy_store(path, _free_name(backup_dir / f"before-{latest_revision()}-{stamp}.db"))
    _upgrade(path, busy_timeout_ms)


def check_usable(path: Path, busy_timeout_ms: int, *, may_be_older: bool = False) -> str | None:
    """The revision of an existing store; None when the file is an empty database.

    Raises StoreError when the file is damaged, no store of ePACK, newer than the program or (unless `may_be_older`)
    older.
    """
    raw = sqlite3.connect(path, timeout=busy_timeout_ms / 1000, isolation_level=None)
    try:
        raw.execute(f"PRAGMA busy_timeout = {busy_timeout_ms}")
        tables = {row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return None
        if "alembic_version" not in tables:
            raise StoreError(
                f"{path} is a database of another program. Name another data folder.", code="store_foreign"
            )
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        revision = str(row[0]) if row else None
        _refuse_unknown(path, revision, may_be_older)
        if path.stat().st_size <= QUICK_CHECK_UP_TO_BYTES:
            problems = problems_of(raw)
            if problems:
                raise sqlite3.DatabaseError("; ".join(problems[:3])) from None
        return revision
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) is None:
            raise StoreError(
                f"The store {path} is damaged. Put a copy from the backups folder in its place (epack restore).",
                code="store_damaged",
                details={"problems": [str(error)]},
            ) from error
        raise
    finally:
        raw.close()


def problems_of(raw: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the file; empty when it is whole."""
    found = [str(row[0]) for row in raw.execute("PRAGMA quick_check(20)")]
    return [] if found == ["ok"] else found


def copy_store(path: Path, target: Path) -> None:
    """A consistent copy of an open store, by VACUUM INTO; nothing is left at `target` when it fails."""
    if target.exists():
        raise StoreError(f"{target} exists already; name a file that does not.", code="conflict")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    raw = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        raw.execute("VACUUM INTO ?", (str(part),))
        # SQLite does not see to that: a power cut could leave a copy that is empty, where nothing else is left.
        on_disk(part)
        part.replace(target)
    finally:
        raw.close()
        part.unlink(missing_ok=True)


def on_disk(path: Path) -> None:
    """See to it that what was written of a file survives a power cut. Raises OSError."""
    with path.open("rb") as handle:
        os.fsync(handle.fileno())


def _refuse_unknown(path: Path, revision: str | None, may_be_older: bool) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision not in known:
        raise StoreError(
            f"The store {path} was written by a newer ePACK (schema {revision}). Update this program, "
            "or put a copy from the backups folder in its place.",
            code="store_newer",
            details={"found": revision, "known": latest_revision()},
        )
    if revision != latest_revision() and not may_be_older:
        raise StoreError(f"The store {path} is of an older ePACK. Start the server once to update it.")


def _upgrade(path: Path, busy_timeout_ms: int) -> None:
    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(path, timeout=busy_timeout_ms / 1000, isolation_level=None)
        raw.execute("PRAGMA journal_mode = WAL")
        # A table that is rebuilt must not take its children with it; the links are checked before the commit instead.
        raw.execute("PRAGMA foreign_keys = OFF")
        return raw

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            # Opened only when there is something to seal: a migration must not make a key file by itself.
            config.attributes["seal"] = lambda value: open_secret_box(path.parent / KEY_FILE_NAME).seal(value)
            command.upgrade(config, "head")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise StoreError(f"The store {path} holds rows that point nowhere; nothing was changed.")
        if config.attributes.get("scrub"):
            scrub(path)
    finally:
        engine.dispose()


def scrub(path: Path) -> None:
    """Write the file anew, so that nothing deleted is left in it. What it holds stays as it is when that fails."""
    raw = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        raw.execute("VACUUM")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        log.warning("the store could not be written anew after its update: %s", error)
    finally:
        raw.close()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def _free_name(path: Path) -> Path:
    taken = path
    number = 1
    while taken.exists():
        taken = path.with_stem(f"{path.stem}-{number}")
        number += 1
    return taken
