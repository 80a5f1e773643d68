"""A disk that fills up: while cutting, while the store is written, while a backup is made. Nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.__main__ import main
from backend.domain.errors import StoreError
from backend.domain.recording import RecordingStatus
from database.engine import open_read_only, open_store
from database.queries.event_views import EventQueries
from database.repositories.clips import ClipRepository
from database.repositories.settings import ProgramStatusRepository, SettingsRepository
from tests.support.disks import files_of_at_most, fill, small_disk
from tests.support.footage import small_order_clip
from tests.support.shop import Shop, inside, open_shop, stored_events
from tests.support.store import NOW_MS

Out = pytest.CaptureFixture[str]


def the_event(shop: Shop) -> str:
    with open_read_only(shop.data_dir / "epack.db") as store:
        return EventQueries(store).list_page().items[0].public_id


def settings_of(shop: Shop, **values: object) -> None:
    with open_store(shop.data_dir / "epack.db") as store:
        SettingsRepository(store).set(values, now_ms=NOW_MS)


def test_cutting_onto_a_full_disk_says_so_and_works_again_with_space(shop: Shop, tmp_path: Path, capsys: Out) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        settings_of(shop, clips_root=str(disk / "clips"))
        (disk / "clips").mkdir()
        ballast = fill(disk, leave=60_000)
        assert main(["cut", the_event(shop), "--data-dir", str(shop.data_dir)]) == 1
        assert "The disk is full" in capsys.readouterr().err
        assert list((disk / "clips").iterdir()) == []
        with open_read_only(shop.data_dir / "epack.db") as store:
            assert [clip.status for clip in ClipRepository(store).list_page().items] == ["failed"]
        ballast.unlink()
        assert main(["cut", the_event(shop), "--data-dir", str(shop.data_dir)]) == 0
        assert Path(capsys.readouterr().out.strip()).parent == disk / "clips"


def test_a_copy_onto_a_full_disk_leaves_nothing(shop: Shop, tmp_path: Path, capsys: Out) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        fill(disk, leave=60_000)
        assert main(["cut", the_event(shop), "--out", str(disk / "o"), "--data-dir", str(shop.data_dir)]) == 1
        assert "The disk is full" in capsys.readouterr().err
        assert list((disk / "o").iterdir()) == []


def test_a_backup_onto_a_full_disk_leaves_nothing(shop: Shop, tmp_path: Path, capsys: Out) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        fill(disk, leave=60_000)
        for target in ("b.zip", "b"):
            assert main(["backup", str(disk / target), "--data-dir", str(shop.data_dir)]) == 1
            assert "Free some space" in capsys.readouterr().err
        assert [path.name for path in disk.iterdir()] == ["ballast"]


@pytest.mark.parametrize("kind", ["disk", "limit"])
def test_a_store_that_cannot_grow_keeps_what_it_had(shop: Shop, tmp_path: Path, kind: str) -> None:
    """By a full disk where one can be mounted; everywhere by a limit on files, which fails in the same places."""

    def write_until_full(path: Path) -> int:
        kept = 0
        with open_store(path) as store:
            memory = ProgramStatusRepository(store)
            with pytest.raises(StoreError, match=r"is full\. Free some space") as caught:  # noqa: PT012
                for number in range(2000):
                    memory.set({f"key{number}": "x" * 20_000}, now_ms=NOW_MS)
                    kept += 1
            assert caught.value.code == "store_full"
            assert len([key for key in memory.values() if key.startswith("key")]) == kept
        return kept

    if kind == "limit":
        with files_of_at_most(3_000_000):
            kept = write_until_full(shop.data_dir / "epack.db")
        again = shop.data_dir / "epack.db"
    else:
        with small_disk(tmp_path / "disk", 4) as disk:
            shutil.copy2(shop.data_dir / "epack.db", disk / "epack.db")
            kept = write_until_full(disk / "epack.db")
            again = tmp_path / "saved.db"
            for end in ("", "-wal"):  # the log could not be folded in
                shutil.copy2(f"{disk / 'epack.db'}{end}", f"{again}{end}")
    assert kept > 10
    with open_store(again) as store:
        memory = ProgramStatusRepository(store)
        assert len([key for key in memory.values() if key.startswith("key")]) == kept
        memory.set({"room again": "x" * 20_000}, now_ms=NOW_MS)


@pytest.mark.logs_errors
@pytest.mark.timeout(240)
def test_a_run_whose_disk_fills_up_goes_on_by_itself_once_there_is_space(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What was seen is kept in memory meanwhile: nothing is analysed again."""
    made = small_order_clip()
    with small_disk(tmp_path / "disk", 8) as disk:
        shop = open_shop(disk / "shop", {"Small": made.truth.profile}, {"allowed_roots": [str(made.folder)]})
        (shop.camera("Small") / made.path.name).symlink_to(made.path)
        with inside(shop) as application:
            services = application.services
            services.programs.start("custom", custom_path=str(shop.recordings))
            wait_until(lambda: services.recordings.counts().get(RecordingStatus.CLAIMED) == 1)
            fold_in(shop)
            ballast = fill(disk)
            wait_until(lambda: "cannot be stored yet: The disk that holds" in caplog.text)
            assert services.recordings.counts()[RecordingStatus.CLAIMED] == 1
            ballast.unlink()
            wait_until(lambda: services.programs.status().program is None)
            (recording,) = services.recordings.list_page().items
        assert (recording.status, recording.attempts) == (RecordingStatus.DONE, 1)
        assert [codes for *_, codes in stored_events(shop)] == [("SPXVN0123456789",)]


def wait_until(happened: Callable[[], bool], timeout_s: float = 100) -> None:
    until = time.monotonic() + timeout_s
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.005)


def fold_in(shop: Shop) -> None:
    """Take the room that the write-ahead log holds in reserve."""
    raw = sqlite3.connect(shop.data_dir / "epack.db", timeout=20, isolation_level=None)
    assert raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    raw.close()


def test_a_folder_on_a_full_disk_is_told_at_the_start(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        fill(disk)
        with pytest.raises(StoreError, match="is full"):
            open_store(disk / "data" / "epack.db")
