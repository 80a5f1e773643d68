"""What retention deleted here is not fetched again, though the source still has it; until somebody asks for it."""

from __future__ import annotations

from backend.domain.recording import RecordingStatus
from backend.sources.retention import DAY_MS, Keeping, Retention
from database.queries.brought_footage import BroughtFootage
from tests.integration.sources.sync.test_engine import add, noise
from tests.support.archive import Archive
from tests.support.sync_world import SyncWorld


def test_what_was_deleted_for_its_age_stays_away(world: SyncWorld, archive: Archive) -> None:
    now_ms = world.clock.now_ms()
    archive.put("old", noise(1), start_ms=now_ms - 40 * DAY_MS)
    archive.put("new", noise(2), start_ms=now_ms - DAY_MS)
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda one: one.files == 2 and one.state == "idle")
    keeping = Keeping(days=30, most_bytes=0)
    retention = Retention(BroughtFootage(world.store), lambda: keeping, lambda: [world.folder], world.clock)
    assert retention.run() == 1
    assert list(world.on_disk(source_id).values()) == [noise(2)]
    assert {one.recording.key: one.state for one in world.all_files(source_id)} == {"old": "removed", "new": "done"}

    # It is listed once more: nothing comes of it.
    archive.put("newer", noise(3), start_ms=now_ms - DAY_MS // 2)
    archive.order += 1
    archive.files["old"].order = archive.order
    assert world.synced(source_id).files == 3
    assert [key for key, _ in archive.served].count("old") == 1
    [gone] = world.all_files(source_id, "removed")
    assert gone.message == "Deleted after 30 days, as the settings say."

    # A person wants it back.
    keeping = Keeping(days=0, most_bytes=0)
    assert world.files.retry(source_id, [gone.id]) == 1
    assert world.synced(source_id).files == 4
    assert sorted(world.on_disk(source_id).values()) == sorted([noise(1), noise(2), noise(3)])
    back = world.recordings.list_page(page_size=50).items
    assert all(one.status is not RecordingStatus.MISSING for one in back)


def test_a_new_version_of_what_was_deleted_comes(world: SyncWorld, archive: Archive) -> None:
    archive.put("clip", noise(1), start_ms=world.clock.now_ms() - 40 * DAY_MS)
    source_id = add(world, archive)
    world.start()
    world.wait(source_id, lambda one: one.files == 1 and one.state == "idle")
    Retention(BroughtFootage(world.store), lambda: Keeping(30, 0), lambda: [world.folder], world.clock).run()
    archive.put("clip", noise(2), version="2", start_ms=world.clock.now_ms() - DAY_MS)
    assert world.synced(source_id).files == 2
    assert list(world.on_disk(source_id).values()) == [noise(2)]
