"""Files of a source come here: all of them, each once, whole, and into the queue."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from backend.domain.errors import Conflict, NotFound
from backend.sources.sync.fetcher import part_path
from tests.support.archive import Archive
from tests.support.sync_world import SyncWorld

START_MS = 1_704_416_400_250


def add(world: SyncWorld, archive: Archive, cameras: dict[str, str] | None = None, **config: Any) -> int:
    return world.add(
        "zoneminder", {"address": archive.server.url, **config}, {"password": "secret"}, cameras or {"door": "Door"}
    )


def noise(number: int, size: int = 2000) -> bytes:
    return hashlib.shake_128(str(number).encode()).digest(size)


def test_all_pages_come_and_go_into_the_queue(world: SyncWorld, archive: Archive) -> None:
    for number in range(120):
        archive.put(f"f{number}", noise(number), start_ms=START_MS + number * 60_000)
    source_id = add(world, archive)
    world.start()
    line = world.wait(source_id, lambda one: one.files == 120 and one.state == "idle")
    assert (line.trouble, line.failures, line.bytes) == (None, 0, 120 * 2000)
    assert line.next_ms
    assert line.next_ms > world.clock.now_ms() + 8 * 60_000
    on_disk = world.on_disk(source_id)
    assert sorted(on_disk.values()) == sorted(noise(number) for number in range(120))
    assert "door/2024-01-05/epack_20240105T010000.250Z_f0.mp4" in on_disk
    recordings = world.recordings.list_page(page_size=500)
    assert recordings.total == 120
    assert min(one.start_ms for one in recordings.items) == START_MS
    assert archive.most_at_once <= world.settings.parallel_downloads
    run = world.parts["sync_history"].runs(source_id).items[0]
    assert (run.listed, run.fetched, run.failed, run.trouble) == (120, 120, 0, None)


def test_only_what_is_new_is_fetched_and_listed_the_next_time(world: SyncWorld, archive: Archive) -> None:
    archive.put("a", noise(1))
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda one: one.files == 1 and one.state == "idle")
    archive.put("b", noise(2))
    assert world.synced(source_id).files == 2
    assert world.synced(source_id).files == 2
    assert sorted(archive.served) == [("a", 0), ("b", 0)]
    history = world.parts["sync_history"].runs(source_id).items
    assert [(run.listed, run.fetched, run.by_hand) for run in history] == [
        (0, 0, True), (1, 1, True), (1, 1, False)
    ]  # fmt: skip


def test_names_are_safe_and_distinct(world: SyncWorld, archive: Archive) -> None:
    names = [
        "../../etc/passwd", "/etc/cron.d/x.mp4", "..", "", ".hidden.mp4", "a\x00b\n.mp4", "x" * 400 + ".mp4",
        "Same.mp4", "same.mp4", "Same.MP4", "one/clip.mp4", "two/clip.mp4", "clip.mp4", "@eaDir/clip.mp4",
        "Bàn số 1 20240105_080000.mp4", "a\\b.mp4", "\u202egnp.mp4", "CON.mp4", "half \udcff.mp4",
    ]  # fmt: skip
    for number, name in enumerate(names):
        archive.put(f"k{number}", noise(number), name=name)
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda one: one.state == "idle")
    on_disk = world.on_disk(source_id)
    assert sorted(on_disk.values()) == sorted(noise(number) for number in range(len(names)))
    root = os.path.realpath(world.sources.get(source_id).path)
    for path in on_disk:
        assert path.startswith("door/")
        assert path.isprintable()
        assert not any(part.startswith(".") for part in path.split("/"))
        assert max(len(part.encode()) for part in path.split("/")) < 200
        assert os.path.realpath(os.path.join(root, path)).startswith(root)
    assert world.recordings.list_page(page_size=100).total == len(names)


def test_a_new_version_takes_the_place_of_the_old_one(world: SyncWorld, archive: Archive) -> None:
    archive.put("a", noise(1), start_ms=START_MS)
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda one: one.files == 1 and one.state == "idle")
    archive.put("a", noise(2, 3000), version="2", start_ms=START_MS)
    world.synced(source_id)
    assert list(world.on_disk(source_id).values()) == [noise(2, 3000)]
    assert world.recordings.list_page().total == 1
    assert sorted(one.state for one in world.all_files(source_id)) == ["done", "skipped"]


def test_what_was_deleted_here_is_not_fetched_again(world: SyncWorld, archive: Archive) -> None:
    archive.put("a", noise(1))
    archive.put("b", noise(2))
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda one: one.files == 2 and one.state == "idle")
    done = world.all_files(source_id)
    for one in done:
        assert one.path
        os.unlink(one.path)
    # The whole listing is told again, as after a change of settings.
    world.remote.change(source_id, config={"address": archive.server.url, "since_days": 0})
    world.wait(source_id, lambda one: one.state == "idle" and (one.started_ms or 0) > (done[0].done_ms or 0))
    assert len(archive.served) == 2
    assert world.on_disk(source_id) == {}


def test_what_vanished_there_is_no_error(world: SyncWorld, archive: Archive) -> None:
    archive.put("a", noise(1))
    archive.put("b", noise(2))
    archive.fault("a", status=404)
    source_id = add(world, archive)
    world.start()
    line = world.wait(source_id, lambda one: one.state == "idle")
    assert (line.files, line.trouble) == (1, None)
    gone = world.all_files(source_id, "skipped")
    assert [(one.recording.key, one.message) for one in gone] == [("a", "gone")]


def test_only_chosen_cameras_and_the_time_back_that_was_asked_for(world: SyncWorld, archive: Archive) -> None:
    now_ms, day_ms = world.clock.now_ms(), 86_400_000
    archive.put("old", noise(1), modified_ms=now_ms - 8 * day_ms)
    archive.put("new", noise(2), modified_ms=now_ms - 6 * day_ms)
    archive.put("other", noise(3), camera="table")
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda one: one.state == "idle")
    assert [key for key, _ in archive.served] == ["new"]
    (path,) = world.on_disk(source_id)
    root = world.sources.get(source_id).path
    assert round(os.stat(os.path.join(root, path)).st_mtime * 1000) == now_ms - 6 * day_ms
    world.remote.change(source_id, config={"address": archive.server.url, "since_days": 0})
    world.wait(source_id, lambda one: one.files == 2 and one.state == "idle")
    assert sorted(key for key, _ in archive.served) == ["new", "old"]


def test_removal_takes_timers_and_rows_of_that_source_only(world: SyncWorld, archive: Archive) -> None:
    archive.put("a", noise(1))
    archive.put("t", noise(2), camera="table")
    one, two = add(world, archive), world.add(
        "zoneminder", {"address": archive.server.url}, {"password": "secret"}, {"table": "Table"}, "Other"
    )  # fmt: skip
    world.start()
    for source_id in (one, two):
        world.wait(source_id, lambda line: line.files == 1 and line.state == "idle")
    world.remote.remove(one)
    assert [line.source_id for line in world.engine.lines()] == [two]
    with pytest.raises(NotFound):
        world.engine.sync_now(one)
    assert world.all_files(one) == []
    assert len(world.all_files(two)) == 1
    assert world.synced(two).state == "idle"
    assert world.engine._timers.sources() == [two]


def test_halves_of_files_go_with_their_source_and_no_others(world: SyncWorld, archive: Archive, tmp_path: Path) -> None:
    source_id = add(world, archive)
    whole = Path(world.sources.get(source_id).path) / "door" / "a.mp4"
    half = part_path(world.sources.get(source_id).path, 7)
    own = tmp_path / "videos" / ".parts" / "7.part"
    for path in (whole, half, own):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
    mine = world.sources.add("Mine", str(tmp_path / "videos"), now_ms=1, kind="local", config={})
    for one in (source_id, mine):
        world.remote.remove(one)
    assert not half.exists()
    assert whole.exists()
    assert own.exists()


def test_what_cannot_be_synchronised_says_why(world: SyncWorld, archive: Archive) -> None:
    source_id = world.add("zoneminder", {"address": archive.server.url}, {}, {})
    with pytest.raises(Conflict, match="camera"):
        world.engine.sync_now(source_id)
    world.remote.change(source_id, enabled=False)
    with pytest.raises(Conflict, match="switched off"):
        world.engine.sync_now(source_id)
    with pytest.raises(NotFound):
        world.engine.pause(source_id + 1)
