"""What breaks, lies, refuses, fills up or is stopped: nothing is lost, nothing doubled, and it goes on by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from backend.domain.errors import StoreError
from backend.domain.source import SourceState, SourceTrouble, Trouble
from backend.sources.sync import backoff, book, engine, fetching
from tests.integration.sources.sync.test_engine import add, noise
from tests.support.archive import Archive
from tests.support.sync_world import SyncWorld


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "FIRST_TRY_PAUSE_S", 0.05)
    monkeypatch.setattr(backoff, "FIRST_RUN_PAUSE_S", 0.2)
    monkeypatch.setattr(backoff, "FIRST_FILE_PAUSE_S", 0.2)
    monkeypatch.setattr(book, "SOONEST_MS", 100)


def test_a_broken_download_goes_on_where_it_broke(world: SyncWorld, archive: Archive) -> None:
    archive.put("a", noise(1, 1_500_000))
    archive.fault("a", break_at=600_000)
    archive.fault("a", break_at=300_000)
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda line: line.files == 1 and line.state == "idle")
    assert list(world.on_disk(source_id).values()) == [noise(1, 1_500_000)]
    offsets = [offset for _, offset in archive.served]
    assert offsets[0] == 0
    assert offsets == sorted(offsets)
    assert offsets[-1] > 0


def test_a_server_without_ranges_starts_the_file_anew(world: SyncWorld, archive: Archive) -> None:
    archive.ranges = False
    archive.put("a", noise(1, 300_000))
    archive.fault("a", break_at=100_000)
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda line: line.files == 1 and line.state == "idle")
    assert list(world.on_disk(source_id).values()) == [noise(1, 300_000)]


def test_what_arrives_changed_is_thrown_away_and_fetched_anew(world: SyncWorld, archive: Archive) -> None:
    archive.put("a", noise(1, 50_000))
    archive.put("b", noise(2, 50_000))
    archive.fault("a", flip=True)
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda line: line.files == 2 and line.state == "idle")
    assert sorted(world.on_disk(source_id).values()) == sorted([noise(1, 50_000), noise(2, 50_000)])
    assert [offset for key, offset in archive.served if key == "a"] == [0, 0]
    assert world.recordings.list_page().total == 2


def test_what_is_corrupt_for_good_is_told_file_by_file(
    world: SyncWorld, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "ATTEMPTS", 2)
    archive.put("a", noise(1))
    archive.fault("a", flip=True, times=2)
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda _: any(one.attempts == 2 for one in world.all_files(source_id, "failed")))
    (bad,) = world.all_files(source_id, "failed")
    assert (bad.trouble, bad.try_after_ms) == ("source_corrupt", None)
    line = world.wait(source_id, lambda line: line.state == "waiting")
    assert line.trouble == "source_corrupt"
    assert world.on_disk(source_id) == {}
    assert world.files.retry(source_id) == 1
    assert world.synced(source_id).files == 1
    assert world.line(source_id).trouble is None


def test_a_service_that_asks_for_patience_gets_it(world: SyncWorld, archive: Archive) -> None:
    archive.put("a", noise(1))
    archive.fault("a", status=429, retry_after=1)
    archive.fault("list", status=503, retry_after=1)
    source_id = add(world, archive)
    began = time.monotonic()
    world.start()
    line = world.wait(source_id, lambda line: line.state == "waiting")
    assert (line.trouble, line.failures) == ("source_server", 1)
    world.wait(source_id, lambda line: line.files == 1 and line.state == "idle")
    assert time.monotonic() - began >= 2.0
    assert world.line(source_id).failures == 0


def test_a_wrong_password_waits_for_a_person(world: SyncWorld, archive: Archive) -> None:
    archive.put("a", noise(1))
    archive.password = "another"
    source_id = add(world, archive)
    world.start()
    line = world.wait(source_id, lambda line: line.state == "failed")
    assert (line.trouble, line.next_ms) == ("source_credentials", None)
    assert world.engine._timers.sources() == []
    asked = len(archive.server.asked)
    world.engine._mend()
    time.sleep(0.5)
    assert len(archive.server.asked) == asked
    world.remote.change(source_id, secrets={"password": "another"})
    assert world.wait(source_id, lambda line: line.state == "idle").files == 1


def test_pause_keeps_what_is_done_and_resume_goes_on(world: SyncWorld, archive: Archive) -> None:
    archive.pause_s = 0.02
    for number in range(6):
        archive.put(f"f{number}", noise(number, 800_000))
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda line: line.running is not None and line.running.bytes > 300_000)
    world.engine.pause(source_id)
    line = world.wait(source_id, lambda line: line.state == "paused" and line.running is None)
    assert line.paused
    served = len(archive.served)
    time.sleep(0.6)
    assert len(archive.served) == served
    archive.pause_s = 0
    assert world.engine.resume(source_id).paused is False
    world.wait(source_id, lambda line: line.files == 6 and line.state == "idle")
    assert sorted(world.on_disk(source_id).values()) == sorted(noise(number, 800_000) for number in range(6))
    assert any(offset > 0 for _, offset in archive.served)


def test_the_end_comes_within_seconds_and_the_next_start_goes_on(world: SyncWorld, archive: Archive) -> None:
    archive.pause_s = 0.2
    for number in range(5):
        archive.put(f"f{number}", noise(number, 400_000))
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda line: line.running is not None and line.running.bytes > 50_000)
    assert world.stop() < 5
    kept = sum(len(data) for name, data in world.on_disk(source_id).items() if name.startswith(".parts"))
    assert kept > 50_000
    assert world.parts["sync_history"].runs(source_id).items[0].trouble == "cancelled"
    archive.pause_s = 0
    world.start()
    world.wait(source_id, lambda line: line.files == 5 and line.state == "idle")
    assert sorted(world.on_disk(source_id).values()) == sorted(noise(number, 400_000) for number in range(5))
    assert any(offset > 0 for _, offset in archive.served)


def test_a_full_disk_is_told_and_fetching_goes_on_when_there_is_room(
    world: SyncWorld, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sources.sync.book.FULL_DISK_PAUSE_S", 0.3)
    monkeypatch.setattr("backend.sources.sync.engine.FULL_DISK_PAUSE_S", 0.3)
    world.settings = replace(world.settings, keep_free_gb=100_000.0)
    archive.put("a", noise(1))
    source_id = add(world, archive)
    world.start()
    line = world.wait(source_id, lambda line: line.state == "waiting")
    assert (line.trouble, line.details["keep_free_bytes"]) == ("source_disk_full", 100_000_000_000_000)
    time.sleep(1)
    assert archive.server.asked == []
    assert world.parts["sync_history"].runs(source_id).total == 1
    world.settings = replace(world.settings, keep_free_gb=0.1)
    assert world.wait(source_id, lambda line: line.state == "idle").files == 1


def test_a_file_that_would_not_fit_is_not_begun(world: SyncWorld, archive: Archive) -> None:
    space = world.engine._tools.space
    space.check(str(world.folder.parent), 0)
    with pytest.raises(SourceTrouble) as refused:
        space.check(str(world.folder.parent), 10**16)
    assert refused.value.trouble is Trouble.DISK_FULL


def test_three_files_in_a_row_that_break_are_the_source(world: SyncWorld, archive: Archive) -> None:
    for number in range(9):
        archive.put(f"f{number}", noise(number))
        archive.fault(f"f{number}", status=500, times=4)
    source_id = add(world, archive)
    world.start()
    line = world.wait(source_id, lambda line: line.state == "waiting")
    assert line.trouble == "source_server"
    assert len(world.all_files(source_id, "failed")) < 9
    world.wait(source_id, lambda line: line.files == 9 and line.state == "idle")


def test_a_source_that_cannot_be_reached_is_tried_again_later_and_later(world: SyncWorld, archive: Archive) -> None:
    source_id = world.add("zoneminder", {"address": "http://127.0.0.1:9"}, {}, {"door": "Door"})
    world.start()
    line = world.wait(source_id, lambda line: line.failures >= 3)
    assert line.trouble == "source_unreachable"
    assert line.next_ms or line.state == "running"


def test_new_files_do_not_wait_behind_a_long_fetch(world: SyncWorld, archive: Archive) -> None:
    archive.pause_s = 0.1
    world.settings = replace(world.settings, sync_interval_min=0.01, parallel_downloads=2)
    archive.put("long", noise(1, 1_600_000))
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda line: line.running is not None and line.running.bytes > 0)
    archive.put("new", noise(2))
    world.wait(source_id, lambda line: line.files == 1)
    assert [key for key, _ in archive.served] == ["long", "new"]
    assert world.line(source_id).state == "running"
    archive.pause_s = 0
    world.wait(source_id, lambda line: line.files == 2)


def fail_once(monkeypatch: pytest.MonkeyPatch, thing: object, name: str) -> list[StoreError]:
    """Where the engine asks the store for this next, the store is busy. The list is empty once it was."""
    asked, errors = getattr(thing, name), [StoreError("The store is busy.", code="store_busy")]

    def ask(*given: Any, **named: Any) -> Any:
        if errors:
            raise errors.pop()
        return asked(*given, **named)

    monkeypatch.setattr(thing, name, ask)
    monkeypatch.setattr(engine, "ERROR_PAUSE_S", 0.1)
    return errors


@pytest.mark.logs_errors
def test_a_store_that_is_busy_for_a_moment_loses_no_change(
    world: SyncWorld, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.put("a", noise(1))
    archive.put("t", noise(2), camera="table")
    one = add(world, archive)
    two = world.add("zoneminder", {"address": archive.server.url}, {"password": "secret"}, {"table": "Table"}, "Other")
    for source_id in (one, two):
        # Only what was changed begins anew, nothing by itself.
        world.engine._status.change(source_id, state=SourceState.FAILED)
    errors = fail_once(monkeypatch, world.engine._status, "get")
    world.start()
    eventually(lambda: not errors)
    for source_id in (one, two):
        world.wait(source_id, lambda line: line.files == 1 and line.state == "idle", patience_s=15)


@pytest.mark.logs_errors
def test_a_store_that_is_busy_for_a_moment_keeps_what_was_asked_for_by_hand(
    world: SyncWorld, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.put("a", noise(1))
    source_id = add(world, archive)
    world.engine.pause(source_id)
    errors = fail_once(monkeypatch, world.engine._status, "begin_run")
    world.engine.sync_now(source_id)
    world.start()
    eventually(lambda: not errors)
    world.wait(source_id, lambda line: line.files == 1 and line.state == "paused", patience_s=15)


def eventually(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 15
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)
