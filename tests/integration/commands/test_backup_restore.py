"""`epack backup` and `epack restore`: whole copies, and nothing is ever lost."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from backend.__main__ import main
from database.engine import open_store
from database.repositories.settings import SettingsRepository
from tests.support.shop import Shop, stored_events
from tests.support.store import NOW_MS

Out = pytest.CaptureFixture[str]


MOVED = "UPDATE events SET start_ms = start_ms + 1"


def epack(shop: Shop, *args: str | Path) -> int:
    return main([*map(str, args), "--data-dir", str(shop.data_dir)])


def change(shop: Shop) -> None:
    """Something the backup does not have."""
    with open_store(shop.data_dir / "epack.db") as store, store.write() as connection:
        connection.exec_driver_sql(MOVED)


@pytest.mark.parametrize("target", ["b.zip", "b"])
def test_there_and_back_again(shop: Shop, tmp_path: Path, capsys: Out, target: str) -> None:
    before = stored_events(shop)
    assert epack(shop, "backup", tmp_path / target) == 0
    change(shop)
    changed = stored_events(shop)
    assert changed != before
    assert epack(shop, "restore", tmp_path / target) == 0
    assert stored_events(shop) == before
    undo = capsys.readouterr().out.strip().splitlines()[-1].removeprefix("To undo this: epack restore ")
    assert Path(undo).parent == shop.data_dir
    assert epack(shop, "restore", undo) == 0
    assert stored_events(shop) == changed
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([target, "shop"])


def test_a_backup_while_the_store_is_written_is_one_state(shop: Shop, tmp_path: Path) -> None:
    before = stored_events(shop)
    with open_store(shop.data_dir / "epack.db") as store:
        SettingsRepository(store).set({"min_packing_s": 7.0}, now_ms=NOW_MS)
        with store.write() as connection:
            connection.exec_driver_sql(MOVED)
            assert epack(shop, "backup", tmp_path / "b") == 0
    assert stored_events(shop) != before
    copy = Shop(tmp_path / "copy")
    copy.data_dir.mkdir(parents=True)
    shutil.copy2(tmp_path / "b" / "epack.db", copy.data_dir / "epack.db")
    assert stored_events(copy) == before
    assert json.loads((tmp_path / "b" / "settings.json").read_text())["min_packing_s"] == 7.0
    manifest = json.loads((tmp_path / "b" / "manifest.json").read_text())
    for name, told in manifest["files"].items():
        content = (tmp_path / "b" / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (told["size_bytes"], told["sha256"])


@pytest.mark.parametrize("target", ["b.zip", "b", "link.zip"])
def test_a_backup_never_overwrites(shop: Shop, tmp_path: Path, capsys: Out, target: str) -> None:
    (tmp_path / "b.zip").write_text("mine")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "file").write_text("mine")
    (tmp_path / "link.zip").symlink_to(tmp_path / "nowhere")
    assert epack(shop, "backup", tmp_path / target) == 1
    assert "never overwrites" in capsys.readouterr().err
    assert (tmp_path / "b.zip").read_text() == (tmp_path / "b" / "file").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


def test_a_restore_is_refused_while_the_store_is_in_use(shop: Shop, tmp_path: Path, capsys: Out) -> None:
    assert epack(shop, "backup", tmp_path / "b.zip") == 0
    with open_store(shop.data_dir / "epack.db"):
        assert epack(shop, "restore", tmp_path / "b.zip") == 1
    assert f"in use by process {os.getpid()}" in capsys.readouterr().err


def _flip(path: Path) -> None:
    with path.open("r+b") as handle:
        handle.seek(path.stat().st_size // 2)
        byte = handle.read(1)
        handle.seek(-1, os.SEEK_CUR)
        handle.write(bytes([byte[0] ^ 0xFF]))


def _newer(folder: Path) -> None:
    raw = sqlite3.connect(folder / "epack.db")
    raw.execute("UPDATE alembic_version SET version_num = '9999_future'")
    raw.commit()
    raw.close()
    manifest = json.loads((folder / "manifest.json").read_text())
    content = (folder / "epack.db").read_bytes()
    manifest["files"]["epack.db"] = {"size_bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def _spoil(kind: str, folder: Path) -> Path:
    """A folder backup made wrong in one way; returns what to restore."""
    if kind == "flipped":
        _flip(folder / "epack.db")
    elif kind == "cut":
        os.truncate(folder / "epack.db", 10_000)
    elif kind == "grown":
        with (folder / "epack.db").open("ab") as handle:
            handle.write(b"x" * 5_000_000)
    elif kind == "newer":
        _newer(folder)
    elif kind == "manifest":
        (folder / "manifest.json").write_text("[1, 2]")
    elif kind == "no manifest":
        (folder / "manifest.json").unlink()
    elif kind == "no store":
        (folder / "epack.db").unlink()
    elif kind == "damaged store file":
        _flip(folder / "epack.db")
        os.truncate(folder / "epack.db", 20_000)
        return folder / "epack.db"
    elif kind == "other zip":
        with zipfile.ZipFile(folder / "o.zip", "w") as archive:
            archive.writestr("../../evil", "x")
        return folder / "o.zip"
    elif kind == "cut zip":
        shutil.make_archive(str(folder / "c"), "zip", folder)
        os.truncate(folder / "c.zip", (folder / "c.zip").stat().st_size // 2)
        return folder / "c.zip"
    elif kind == "text":
        (folder / "t.txt").write_text("hello")
        return folder / "t.txt"
    elif kind == "nothing":
        return folder / "not-there"
    return folder


@pytest.mark.parametrize(
    ("kind", "said", "status"),
    [
        ("flipped", "checksum differs", 2),
        ("cut", "checksum differs", 2),
        ("grown", "checksum differs", 2),
        ("newer", "written by a newer ePACK (schema 9999_future)", 1),
        ("manifest", "is damaged", 2),
        ("no manifest", "is no backup of ePACK", 2),
        ("no store", "There is no epack.db", 2),
        ("damaged store file", "is damaged", 1),
        ("other zip", "is no whole backup", 2),
        ("cut zip", "neither a backup's ZIP", 2),
        ("text", "neither a backup's ZIP", 2),
        ("nothing", "There is no backup", 2),
    ],
)
def test_what_is_no_whole_backup_is_refused_and_changes_nothing(
    shop: Shop, tmp_path: Path, capsys: Out, kind: str, said: str, status: int
) -> None:
    before = stored_events(shop)
    assert epack(shop, "backup", tmp_path / "b") == 0
    there = sorted(path.name for path in shop.data_dir.iterdir())
    spoiled = _spoil(kind, tmp_path / "b")
    assert epack(shop, "restore", spoiled) == status
    assert said in capsys.readouterr().err
    assert stored_events(shop) == before
    assert {path.name for path in shop.data_dir.iterdir()} - set(there) <= {"epack.lock"}


def test_a_damaged_present_store_is_kept_too(shop: Shop, tmp_path: Path) -> None:
    before = stored_events(shop)
    assert epack(shop, "backup", tmp_path / "b.zip") == 0
    damaged = b"no database at all" * 1000
    (shop.data_dir / "epack.db").write_bytes(damaged)
    assert epack(shop, "restore", tmp_path / "b.zip") == 0
    assert stored_events(shop) == before
    (kept,) = shop.data_dir.glob("epack-before-restore-*.db")
    assert kept.read_bytes() == damaged


def test_into_an_empty_place(shop: Shop, tmp_path: Path, capsys: Out) -> None:
    assert epack(shop, "backup", tmp_path / "b.zip") == 0
    other = Shop(tmp_path / "other")
    assert epack(other, "restore", tmp_path / "b.zip") == 0
    assert stored_events(other) == stored_events(shop)
    assert "There was no store before." in capsys.readouterr().out


def test_a_backup_of_nothing_and_to_nowhere(shop: Shop, tmp_path: Path, capsys: Out) -> None:
    assert epack(Shop(tmp_path / "none"), "backup", tmp_path / "b.zip") == 2
    assert epack(shop, "backup", tmp_path / "no" / "b.zip") == 2
    assert not (tmp_path / "b.zip").exists()
