"""Transactions: whole or not at all, one writer, readers that never wait."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.domain.errors import StoreError
from backend.runtime.worker import Worker
from database.engine import Store, open_read_only, open_store
from database.repositories.settings import ProgramStatusRepository
from tests.support.store import NOW_MS


def keys(store: Store) -> set[str]:
    return set(ProgramStatusRepository(store).values())


def put(store: Store, key: str) -> None:
    ProgramStatusRepository(store).set({key: "x"}, now_ms=NOW_MS)


def insert(key: str) -> str:
    return f"INSERT INTO program_status VALUES ('{key}', 'x', 1)"


def write_two(store: Store, second: Iterable[object]) -> None:
    """Write a row, then whatever `second` makes happen, in one transaction."""
    with store.write() as connection:
        connection.execute(text(insert("lost")))
        for statement in second:
            connection.execute(text(str(statement)))


def test_an_error_rolls_everything_back(store: Store) -> None:
    put(store, "before")
    with pytest.raises(ZeroDivisionError):
        write_two(store, (1 // 0 for _ in "x"))
    assert keys(store) == {"before"}
    put(store, "after")
    assert keys(store) == {"before", "after"}


def test_a_failing_statement_rolls_everything_back_and_hides_its_words(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        write_two(store, ["INSERT INTO no_such_table VALUES (1)"])
    assert "no_such_table" not in caught.value.message
    assert keys(store) == set()


def test_links_between_tables_are_enforced(store: Store) -> None:
    with pytest.raises(StoreError), store.write() as connection:
        connection.execute(text("INSERT INTO dirty_windows VALUES (1, 999, 0, 1, 1)"))


def test_a_reader_sees_one_state_while_another_writes(store: Store) -> None:
    put(store, "old")
    with store.read() as connection:
        before = connection.execute(text("SELECT count(*) FROM program_status")).scalar_one()
        put(store, "new")
        assert connection.execute(text("SELECT count(*) FROM program_status")).scalar_one() == before == 1
    assert keys(store) == {"old", "new"}


def test_a_reader_does_not_wait_for_an_open_write(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text(insert("open")))
        assert keys(store) == set()
    assert keys(store) == {"open"}


def test_write_within_write_is_a_mistake_and_not_a_deadlock(store: Store) -> None:
    with store.write(), pytest.raises(RuntimeError, match="pass the connection on"):
        put(store, "nested")


def test_many_threads_that_read_then_write_lose_nothing(store: Store) -> None:
    put(store, "n")
    with store.write() as connection:
        connection.execute(text("UPDATE program_status SET value = '0'"))

    def count_up(_: object) -> None:
        for _unused in range(25):
            with store.write() as connection:
                value = int(connection.execute(text("SELECT value FROM program_status")).scalar_one())
                connection.execute(text("UPDATE program_status SET value = :value"), {"value": str(value + 1)})

    workers = [Worker(f"count-{number}", count_up) for number in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        assert worker.join(60)
    assert ProgramStatusRepository(store).values() == {"n": "150"}


def test_a_second_opening_of_the_folder_is_refused_with_the_pid(tmp_path: Path) -> None:
    path = tmp_path / "epack.db"
    script = (
        "import sys, pathlib; from database.engine import open_store; "
        "s = open_store(pathlib.Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match=f"in use by process {holder.pid}") as caught:
            open_store(path)
        assert caught.value.code == "store_in_use"
        assert caught.value.details == {"pid": holder.pid}
        with open_read_only(path) as reader:
            assert keys(reader) == set()
    finally:
        holder.kill()
        holder.communicate()
    with open_store(path) as store:
        put(store, "the killed one holds nothing")


def test_the_folder_is_free_again_after_closing(tmp_path: Path) -> None:
    for _ in range(2):
        with open_store(tmp_path / "epack.db") as store:
            put(store, "x")


def test_reading_only_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "epack.db"
    with pytest.raises(StoreError, match="no store"):
        open_read_only(path)
    assert not path.exists()
    with open_store(path) as store:
        put(store, "x")
        with open_read_only(path) as reader:
            assert keys(reader) == {"x"}
            with pytest.raises(StoreError, match="reading only"):
                put(reader, "y")


def test_the_settings_of_the_file(tmp_path: Path) -> None:
    with open_store(tmp_path / "epack.db") as store, store.read() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout", "journal_size_limit")
        }
    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 1,
        "busy_timeout": 5_000,
        "journal_size_limit": 64 * 1024 * 1024,
    }


def test_a_backup_of_a_store_in_use_is_whole(tmp_path: Path) -> None:
    with open_store(tmp_path / "epack.db") as store:
        put(store, "x")
        with store.read():
            store.backup(tmp_path / "copy.db")
        with pytest.raises(StoreError, match="exists already"):
            store.backup(tmp_path / "copy.db")
    raw = sqlite3.connect(tmp_path / "copy.db")
    assert raw.execute("SELECT key FROM program_status").fetchall() == [("x",)]
    assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
