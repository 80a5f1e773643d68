"""A migrated store equals a fresh one, and an existing store is copied before it changes."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from backend.config.secret_box import open_secret_box
from backend.domain.errors import StoreError
from database import migrate
from database.engine import memory_store, open_store
from database.migrate import latest_revision
from database.repositories.licences import LicenceRepository
from database.repositories.mails import MailRepository
from database.repositories.settings import ProgramStatusRepository
from database.swap import replace_store
from database.tables import email_logs, license_activations
from tests.support.store import NOW_MS

LATEST = latest_revision()
MORE = """
from alembic import op
revision = "9999"
down_revision = "{before}"
def upgrade():
    op.execute("ALTER TABLE program_status ADD COLUMN extra TEXT")
    {then}
"""


def more(then: str = "") -> str:
    return MORE.format(before=LATEST, then=then)


def schema(path: Path) -> dict[str, str]:
    raw = sqlite3.connect(path)
    rows = raw.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%'").fetchall()
    raw.close()
    return {
        f"{kind} {name}": re.sub(r"\s*([(),])\s*", r"\1", " ".join((sql or "").split()))
        for kind, name, sql in rows
        if "alembic_version" not in name and "alembic_version" not in (sql or "")
    }


@pytest.fixture
def next_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A later version of the program, with one more migration."""
    scripts = tmp_path / "later"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", scripts)
    (scripts / "versions" / "9999_more.py").write_text(more(), encoding="utf-8")
    monkeypatch.setattr(migrate, "_SCRIPTS", scripts)
    return scripts


def test_migrated_equals_fresh(tmp_path: Path) -> None:
    path = tmp_path / "epack.db"
    open_store(path).close()
    with memory_store() as fresh:
        wanted = schema(fresh.path)
    found = schema(path)
    assert len(wanted) > 40
    assert found == wanted


def test_the_migrations_are_one_line_without_branches() -> None:
    script = ScriptDirectory.from_config(migrate._config())
    assert script.get_heads() == [latest_revision()]
    assert [one.revision for one in script.walk_revisions()][-1] == "0001"


def test_a_new_store_needs_no_backup(tmp_path: Path) -> None:
    open_store(tmp_path / "epack.db").close()
    open_store(tmp_path / "epack.db").close()
    assert not (tmp_path / "backups").exists()


def test_an_existing_store_is_copied_before_it_changes(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "epack.db"
    with open_store(path) as store:
        ProgramStatusRepository(store).set({"kept": "x"}, now_ms=NOW_MS)
    before = schema(path)
    request.getfixturevalue("next_program")
    with open_store(path) as store:
        assert ProgramStatusRepository(store).get("kept") == "x"
    assert "extra TEXT" in schema(path)["table program_status"]
    copies = list((tmp_path / "backups").iterdir())
    assert [copy.name.startswith("before-9999-") for copy in copies] == [True]
    assert schema(copies[0]) == before


def test_a_failing_migration_changes_nothing(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "epack.db"
    open_store(path).close()
    before = schema(path)
    scripts = request.getfixturevalue("next_program")
    broken = more('op.execute("INSERT INTO nowhere VALUES (1)")')
    (scripts / "versions" / "9999_more.py").write_text(broken, encoding="utf-8")
    with pytest.raises(StoreError):
        open_store(path)
    assert schema(path) == before
    (scripts / "versions" / "9999_more.py").write_text(more(), encoding="utf-8")
    open_store(path).close()
    assert schema(path) != before


def test_a_newer_store_is_refused_and_untouched(
    tmp_path: Path, next_program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "epack.db"
    open_store(path).close()
    monkeypatch.undo()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer ePACK \(schema 9999\)") as caught:
        open_store(path)
    assert caught.value.code == "store_newer"
    assert path.read_bytes() == before


def test_keys_of_sold_licences_are_sealed_and_no_trace_is_left_in_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, key = tmp_path / "epack.db", "EPACK-SOLD-KEYS-2345-6789"
    scripts = tmp_path / "before"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", scripts)
    for later in (scripts / "versions").glob("*.py"):
        if later.name >= "0015":
            later.unlink()
    monkeypatch.setattr(migrate, "_SCRIPTS", scripts)
    open_store(path).close()
    raw = sqlite3.connect(path)
    raw.execute(
        "INSERT INTO licenses (id, license_key, customer, product_type, created_ms)"
        " VALUES ('L-1', ?, 'Hoa', 'epack', 1)",
        (key,),
    )
    raw.execute("INSERT INTO license_activations (license_id, machine, activated_ms) VALUES ('L-1', '[]', 1)")
    for number, status in ((1, "sent"), (2, "pending")):
        raw.execute(
            "INSERT INTO email_logs"
            " (license_id, recipient_email, email_type, subject, body, status, created_ms, due_ms)"
            " VALUES ('L-1', 'hoa@shop.vn', 'license_delivery', ?, ?, ?, 1, 1)",
            (f"ePACK: {key}", f"{number} " * 3000 + key, status),
        )
    raw.commit()
    raw.close()
    assert key.encode() in path.read_bytes()
    monkeypatch.undo()
    with open_store(path) as store:
        box = open_secret_box(tmp_path / "secret.key")
        assert LicenceRepository(store, box).get(key)[0].key == key
        (waiting,) = MailRepository(store, box).due(2)
        assert (waiting.mail.recipient, key in waiting.mail.body) == ("hoa@shop.vn", True)
        with store.read() as connection:
            assert [row.license_id for row in connection.execute(license_activations.select())] == ["L-1"]
            assert [row.content is None for row in connection.execute(email_logs.select())] == [True, False]
        for file in tmp_path.glob("epack.db*"):
            assert key.encode() not in file.read_bytes(), file.name


def test_copies_and_restored_stores_are_on_the_disk_before_they_get_their_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite leaves a copy it makes to the system; a power cut would leave it empty."""
    path = tmp_path / "epack.db"
    with open_store(path):
        pass
    steps: list[str] = []
    really_sync, really_named = os.fsync, Path.replace

    def sync(handle: int) -> None:
        steps.append(f"synced {Path(os.readlink(f'/proc/self/fd/{handle}')).name}")
        really_sync(handle)

    def named(source: Path, target: Path) -> Path:
        steps.append(f"named {target.name}")
        return really_named(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", named)
    migrate.copy_store(path, tmp_path / "copy.db")
    assert steps == ["synced copy.db.part", "named copy.db"]
    steps.clear()
    replace_store(path, tmp_path / "copy.db")
    assert steps[:2] == ["synced copy.db", "named epack.db"]
