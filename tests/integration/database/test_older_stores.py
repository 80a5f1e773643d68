"""A store of every older version, with rows in all of its tables, is brought up to date and keeps them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from backend.config.paths import PROJECT_DIR
from database import migrate
from database.engine import open_store

_VERSIONS = sorted(path.name[:4] for path in (Path(migrate.__file__).parent / "migrations" / "versions").glob("0*.py"))
_ROWS = 3
_SEALED = frozenset({"licenses.license_key", "email_logs.subject", "email_logs.body", "email_logs.attachment"})
"""What 0015 put out of sight."""


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """A store of the version named by the parameter, filled."""
    scripts = tmp_path / "scripts"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", scripts)
    for later in (scripts / "versions").glob("0*.py"):
        if later.name[:4] > request.param:
            later.unlink()
    path = tmp_path / "data" / "epack.db"
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "_SCRIPTS", scripts)
        open_store(path).close()
    fill(path)
    return path


@pytest.mark.parametrize("older", _VERSIONS, indirect=True)
def test_rows_of_every_older_version_are_kept(older: Path) -> None:
    before = content(older)
    assert [table for table, rows in before.items() if not rows] == [], "these could not be filled"
    open_store(older).close()
    after = content(older)
    for table, rows in before.items():
        if table == "recording_health":
            continue  # what was measured of long recordings as a whole is left out on purpose
        known = [name for name in rows[0] if after[table] and name in after[table][0]]
        assert known, table
        kept = [name for name in known if f"{table}.{name}" not in _SEALED]
        assert [{name: row[name] for name in kept} for row in after[table][:_ROWS]] == [
            {name: row[name] for name in kept} for row in rows
        ], table


@pytest.mark.parametrize("older", [_VERSIONS[0]], indirect=True)
def test_an_update_that_is_killed_is_done_by_the_next_start(older: Path) -> None:
    raw = sqlite3.connect(older)
    raw.execute(
        "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) "
        "INSERT INTO events (id, public_id, camera_id, start_ms, end_ms, created_ms, updated_ms) "
        "SELECT i, 'e' || i, 1, i, i + 1, 0, 0 FROM n"
    )
    raw.commit()
    raw.close()
    before = content(older)
    program = f"from pathlib import Path; from database.engine import open_store; open_store(Path({str(older)!r}))"
    environment = {**os.environ, "PYTHONPATH": str(PROJECT_DIR)}
    for wait_s in (0.0, 0.02, 0.05, 0.1, 0.2):
        running = subprocess.Popen([sys.executable, "-c", program], cwd=PROJECT_DIR, env=environment)
        until = time.monotonic() + 20
        # The copy is written first; what comes after it is the change itself.
        while not list(older.parent.glob("backups/*.db")) and running.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(wait_s)
        running.send_signal(signal.SIGKILL)
        running.wait()
        for left in older.parent.glob("backups/*.db"):
            left.unlink()
        found = sqlite3.connect(older)
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert len(found.execute("SELECT id FROM events").fetchall()) == len(before["events"])
        found.close()
    open_store(older).close()
    assert [row["public_id"] for row in content(older)["events"]] == [row["public_id"] for row in before["events"]]


def fill(path: Path) -> None:
    """A few rows in every table, each link of which leads to a row that is there."""
    raw = sqlite3.connect(path)
    tables = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    for table, sql in tables.fetchall():
        if table.startswith(("sqlite_", "code_grams", "alembic")):
            continue
        columns = raw.execute(f"PRAGMA table_info({table})").fetchall()
        for number in range(1, _ROWS + 1):
            whole = {name: _value(sql, name, kind, number) for _, name, kind, *_ in columns}
            needed = [name for _, name, _, must, default, key in columns if key or (must and not default)]
            least = {name: whole[name] for name in needed}
            for values in (whole, whole | {"owner": None}, least):
                if _taken(raw, table, {name: value for name, value in values.items() if name in whole}):
                    break
    raw.commit()
    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.close()


def _taken(raw: sqlite3.Connection, table: str, values: dict[str, Any]) -> bool:
    names = ", ".join(f'"{name}"' for name in values)
    try:
        raw.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values()))
    except sqlite3.IntegrityError:
        return False
    return True


def _value(sql: str, name: str, kind: str, number: int) -> Any:
    allowed = re.search(rf'CHECK \("?{name}"? IN \(([^)]*)\)', sql)
    if allowed:
        return allowed[1].split(",")[0].strip().strip("'")
    if kind == "JSON":
        return "[]"
    if kind == "BLOB":
        return b"sealed"
    if kind == "BOOLEAN":
        return number % 2
    if kind in ("INTEGER", "FLOAT") and (name == "id" or name.endswith("_id")):
        return number
    if kind == "FLOAT":
        return 0.5
    if kind == "INTEGER":
        return 1_000 * number + (500 if name.startswith(("to_", "end_", "last_", "max_")) else 0)
    return str(number) if name == "id" or name.endswith("_id") else f"{name} {number}"


def content(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Rows of each table in order, but for those of the search index."""
    raw = sqlite3.connect(path)
    raw.row_factory = sqlite3.Row
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    wanted = [name for name in names if not name.startswith(("sqlite_", "code_grams", "alembic"))]
    found = {name: [dict(row) for row in raw.execute(f"SELECT * FROM {name} ORDER BY 1, 2")] for name in wanted}
    raw.close()
    return found
