"""Backups made while the server runs, and one laid ready for the next start."""

from __future__ import annotations

import shutil
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.backups.restoring import STAGED_NAME, apply_staged
from backend.backups.shelf import Shelf
from backend.backups.worker import BackupWorker
from backend.domain.errors import Conflict, InvalidInput, NotFound
from backend.runtime.clock import ManualClock
from backend.runtime.worker import Worker
from database.engine import open_store
from database.repositories.settings import SettingsRepository
from tests.support.store import NOW_MS


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "backups").mkdir(parents=True)
    return folder


@pytest.fixture
def worker(data_dir: Path) -> Iterator[BackupWorker]:
    made = BackupWorker(
        Shelf(data_dir / "backups", data_dir),
        data_dir=data_dir,
        db=data_dir / "epack.db",
        program="1.2.3",
        settings=lambda store: SettingsRepository(store).values(),
        clock=ManualClock(NOW_MS),
    )
    thread = Worker("backups", made.run).start()
    yield made
    thread.stop()
    assert thread.join(10)


def wait(worker: BackupWorker) -> None:
    until_s = time.monotonic() + 60
    while worker.state().task is not None:
        assert time.monotonic() < until_s
        time.sleep(0.02)


def value(data_dir: Path) -> object:
    with open_store(data_dir / "epack.db") as store:
        return SettingsRepository(store).values().get("min_packing_s")


def test_a_backup_comes_back_at_the_next_start(worker: BackupWorker, data_dir: Path) -> None:
    with open_store(data_dir / "epack.db") as store:
        SettingsRepository(store).set({"min_packing_s": 7.0}, now_ms=NOW_MS)
        name = worker.make()
        wait(worker)
        assert worker.state().failed is None
        (made,) = worker.shelf.all()
        assert (made.name, made.kind, made.program, made.created_ms) == (name, "backup", "1.2.3", NOW_MS)
        SettingsRepository(store).set({"min_packing_s": 9.0}, now_ms=NOW_MS)
        worker.prepare_restore(name)
        wait(worker)
        assert worker.state().staged
    # Nothing is changed before the next start.
    assert value(data_dir) == 9.0
    kept = apply_staged(data_dir, data_dir / "epack.db")
    assert value(data_dir) == 7.0
    assert not worker.state().staged
    # What was replaced lies on the shelf and can be brought back the same way.
    assert kept is not None
    assert [(one.name, one.kind) for one in worker.shelf.all() if one.kind == "before_restore"] == [
        (kept.name, "before_restore")
    ]
    worker.prepare_restore(kept.name)
    wait(worker)
    apply_staged(data_dir, data_dir / "epack.db")
    assert value(data_dir) == 9.0


def test_what_else_lies_in_a_backup_is_written_nowhere(worker: BackupWorker, data_dir: Path) -> None:
    with open_store(data_dir / "epack.db"):
        name = worker.make()
        wait(worker)
        evil = data_dir / "backups" / "evil.zip"
        with zipfile.ZipFile(data_dir / "backups" / name) as made, zipfile.ZipFile(evil, "w") as archive:
            for inside in made.namelist():
                archive.writestr(inside, made.read(inside))
            for outside in ("../over.txt", "../../over.txt", str(data_dir.parent / "over.txt"), "secret.key"):
                archive.writestr(outside, b"x")
        before = set(data_dir.parent.rglob("*"))
        worker.prepare_restore("evil.zip")
        wait(worker)
    assert worker.state().staged
    assert {path.name for path in set(data_dir.parent.rglob("*")) - before} == {STAGED_NAME}


def test_what_is_no_backup_is_refused_and_changes_nothing(worker: BackupWorker, data_dir: Path) -> None:
    with open_store(data_dir / "epack.db"):
        pass
    with zipfile.ZipFile(data_dir / "backups" / "photos.zip", "w") as archive:
        archive.writestr("a.jpg", b"x")
    worker.prepare_restore("photos.zip")
    wait(worker)
    failed = worker.state().failed
    assert failed is not None
    assert failed["code"] == "not_a_backup"
    assert not (data_dir / STAGED_NAME).exists()
    assert apply_staged(data_dir, data_dir / "epack.db") is None
    # Another one that goes changes nothing of it; the file itself takes its failure along.
    (data_dir / "backups" / "other.zip").write_bytes(b"x")
    worker.delete("other.zip")
    assert worker.state().failed == failed
    worker.delete("photos.zip")
    assert worker.state().failed is None


def test_a_backup_of_a_newer_program_is_refused_with_what_can_be_done(worker: BackupWorker, data_dir: Path) -> None:
    with open_store(data_dir / "epack.db"):
        pass
    newer = data_dir / "backups" / "newer.db"
    shutil.copyfile(data_dir / "epack.db", newer)
    raw = sqlite3.connect(newer)
    raw.execute("UPDATE alembic_version SET version_num = '9999_future'")
    raw.commit()
    raw.close()
    worker.prepare_restore(newer.name)
    wait(worker)
    failed = worker.state().failed
    assert failed is not None
    assert failed["code"] == "store_newer"
    assert "newer.db was written by a newer ePACK (schema 9999_future)" in failed["message"]
    assert failed["message"].endswith("Update this program, or restore an older backup. Nothing was changed.")
    assert not worker.state().staged


def test_one_thing_at_a_time(data_dir: Path) -> None:
    idle = BackupWorker(
        Shelf(data_dir / "backups", data_dir), data_dir=data_dir, db=data_dir / "epack.db", program="1",
        settings=lambda _store: {}, clock=ManualClock(NOW_MS),
    )  # fmt: skip
    idle.make()
    with pytest.raises(Conflict, match="Wait"):
        idle.make()


@pytest.mark.parametrize("name", ["../epack.db", "none.zip", "epack.db", "backups", "a/b.zip", ".zip", "x" * 300])
def test_only_what_lies_on_the_shelf_can_be_named(data_dir: Path, name: str) -> None:
    (data_dir / "epack.db").write_bytes(b"mine")
    shelf = Shelf(data_dir / "backups", data_dir)
    with pytest.raises(NotFound):
        shelf.delete(name)
    assert (data_dir / "epack.db").read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("name", "kept"),
    [("C:\\x\\mine.zip", "mine.zip"), ("../../etc/p.zip", "p.zip"), ("Sao lưu (1).zip", "Sao-l-u-1.zip")],
)
def test_names_of_uploads_are_made_harmless(data_dir: Path, name: str, kept: str) -> None:
    shelf = Shelf(data_dir / "backups", data_dir)
    assert shelf.place_for(name) == data_dir / "backups" / kept
    (data_dir / "backups" / kept).write_bytes(b"")
    assert shelf.place_for(name).name == kept.replace(".zip", "-2.zip")
    with pytest.raises(InvalidInput, match=r"\.zip"):
        shelf.place_for("virus.exe")
