"""A second server, a locked, damaged, newer or foreign store, folders that may not be written: refused, unchanged."""

from __future__ import annotations

import hashlib
import importlib
import os
import sqlite3
from pathlib import Path

import pytest

from backend.__main__ import COMMANDS, main
from backend.domain.errors import EpackError, InvalidInput, StoreError
from database.engine import open_store
from tests.support.nobody import as_nobody
from tests.support.shop import Shop, command, inside, open_shop, serving, stored_events

Out = pytest.CaptureFixture[str]


def digest(shop: Shop) -> str:
    return hashlib.sha256((shop.data_dir / "epack.db").read_bytes()).hexdigest()


@pytest.mark.timeout(300)
def test_two_servers_on_one_data_folder(shop: Shop) -> None:
    with serving(shop) as first:
        second = command("serve", "--port", str(first.port + 1), data_dir=shop.data_dir)
        assert second.returncode == 1
        assert f"is in use by process {first.process.pid}. Stop that ePACK first" in second.stderr
        assert "Traceback" not in second.stderr
        assert first.get("/api/events")["total"] == 1
        same_port = command("serve", "--port", str(first.port), data_dir=shop.folder / "other")
        assert same_port.returncode == 1
        assert f"Port {first.port} on 127.0.0.1 cannot be used" in same_port.stderr
        assert "Choose another with --port" in same_port.stderr
        assert first.stop() == 0
    assert len(stored_events(shop)) == 1


def serve(shop: Shop) -> int:
    """A start of the server that is refused before anything runs."""
    return main(["serve", "--data-dir", str(shop.data_dir), "--port", "1"])


def test_a_damaged_store_is_not_touched(shop: Shop, capsys: Out) -> None:
    (shop.data_dir / "epack.db").write_bytes(b"This is not a database. " * 400)
    before = digest(shop)
    assert serve(shop) == 1
    assert "is damaged. Put a copy from the backups folder in its place (epack restore)" in capsys.readouterr().err
    assert digest(shop) == before


def test_a_store_with_a_damaged_page_is_not_served(shop: Shop, capsys: Out) -> None:
    with (shop.data_dir / "epack.db").open("r+b") as handle:
        handle.seek(4096 * 3)
        handle.write(os.urandom(4096 * 4))
    before = digest(shop)
    assert serve(shop) == 1
    assert "is damaged" in capsys.readouterr().err
    assert digest(shop) == before


def test_a_store_of_a_newer_program_is_not_touched(shop: Shop, capsys: Out) -> None:
    raw = sqlite3.connect(shop.data_dir / "epack.db")
    raw.execute("UPDATE alembic_version SET version_num = '9999_future'")
    raw.commit()
    raw.close()
    before = digest(shop)
    assert serve(shop) == 1
    assert "was written by a newer ePACK (schema 9999_future). Update this program" in capsys.readouterr().err
    assert digest(shop) == before
    assert main(["search", "X1", "--data-dir", str(shop.data_dir)]) == 1


def test_a_database_of_another_program_is_not_touched(tmp_path: Path, capsys: Out) -> None:
    shop = Shop(tmp_path)
    shop.data_dir.mkdir()
    raw = sqlite3.connect(shop.data_dir / "epack.db")
    raw.execute("CREATE TABLE notes (text)")
    raw.close()
    before = digest(shop)
    assert serve(shop) == 1
    assert "a database of another program" in capsys.readouterr().err
    assert digest(shop) == before


def test_a_store_another_program_keeps_locked(shop: Shop) -> None:
    holder = sqlite3.connect(shop.data_dir / "epack.db", isolation_level=None)
    try:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match=r"Another program keeps .* locked\. Close it") as caught:
            open_store(shop.data_dir / "epack.db", busy_timeout_ms=50)
        assert caught.value.code == "store_locked"
    finally:
        holder.close()
    assert len(stored_events(shop)) == 1


def test_a_lock_taken_while_the_server_runs_passes(shop: Shop) -> None:
    holder = sqlite3.connect(shop.data_dir / "epack.db", isolation_level=None)
    try:
        with open_store(shop.data_dir / "epack.db", busy_timeout_ms=50) as store:
            holder.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="locked"), store.write():
                pass
            assert len(stored_events(shop)) == 1
            holder.execute("ROLLBACK")
            with store.write() as connection:
                connection.exec_driver_sql("UPDATE events SET note = 'after'")
    finally:
        holder.close()


@pytest.fixture
def open_to_all(shop: Shop) -> Shop:
    """Up to the shop everybody may pass; what the test closes is closed by its own rights only."""
    footage = Path(_one(shop, "SELECT path FROM recordings"))
    for place in (shop.data_dir / "x", footage):
        for folder in place.parents:
            if "pytest" in str(folder):
                folder.chmod(0o755)
    for name in COMMANDS:  # python's own folder may be closed to nobody
        importlib.import_module(f"backend.commands.{name}")
    return shop


def test_a_data_folder_that_may_not_be_written(open_to_all: Shop, capsys: Out) -> None:
    shop = open_to_all
    shop.data_dir.chmod(0o555)
    before = digest(shop)
    with as_nobody():
        assert serve(shop) == 2
        assert "allow writing there" in capsys.readouterr().err
        assert main(["restore", str(shop.data_dir / "epack.db"), "--data-dir", str(shop.data_dir)]) == 1
        assert "Permission denied. Nothing was changed." in capsys.readouterr().err
        assert main(["doctor", "--data-dir", str(shop.data_dir)]) == 1
        assert f"Data folder: {shop.data_dir} cannot be written to" in capsys.readouterr().out
    assert digest(shop) == before


def test_a_clips_folder_that_may_not_be_written(open_to_all: Shop, capsys: Out) -> None:
    shop = open_to_all
    event, clips = _one(shop, "SELECT public_id FROM events"), shop.data_dir / "clips"
    clips.mkdir()
    for folder in (shop.data_dir, *shop.data_dir.iterdir()):
        folder.chmod(0o777 if folder.is_dir() else 0o666)
    clips.chmod(0o555)
    with as_nobody():
        assert main(["cut", event, "--data-dir", str(shop.data_dir)]) == 1
        assert f"may not write into {clips}" in capsys.readouterr().err
    assert list(clips.iterdir()) == []


def _one(shop: Shop, query: str) -> str:
    raw = sqlite3.connect(shop.data_dir / "epack.db")
    (found,) = raw.execute(query).fetchone()
    raw.close()
    return str(found)


def test_a_read_only_source_is_analysed_and_not_written_to(tmp_path: Path) -> None:
    shop = open_shop(tmp_path, {"Small": {}})
    source = shop.camera("Small")
    source.chmod(0o555)
    with inside(shop) as application:
        application.services.programs.start("custom", custom_path=str(source))
    assert list(source.iterdir()) == []


@pytest.mark.parametrize("name", ["file", "dangling"])
def test_a_file_in_place_of_the_data_folder(tmp_path: Path, name: str, capsys: Out) -> None:
    place = tmp_path / name
    place.write_text("mine") if name == "file" else place.symlink_to("/proc/nowhere/data")
    with pytest.raises((InvalidInput, EpackError)):
        open_store(place / "epack.db")
    assert main(["serve", "--data-dir", str(place), "--port", "1"]) in (1, 2)
    assert str(place) in capsys.readouterr().err
