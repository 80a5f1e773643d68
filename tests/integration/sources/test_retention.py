"""Footage that ePACK brought here goes after its time or when it takes too much space; nothing else ever does."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.domain.camera import Camera
from backend.domain.event import EventPart, PackingEvent
from backend.domain.recording import FileIdentity, RecordingStatus
from backend.runtime.clock import ManualClock
from backend.sources import retention
from backend.sources.retention import DAY_MS, Keeping, Retention
from database.engine import Store, memory_store
from database.queries.brought_footage import BroughtFootage
from database.queries.event_views import EventQueries
from database.repositories.cameras import CameraRepository
from database.repositories.events import EventRepository
from database.repositories.live_recordings import Growth, LiveRecordings, NewSegment
from database.repositories.recordings import FoundRecording, RecordingRepository

NOW = 1_700_000_000_000
SIZE = 1_000_000


class Place:
    """One live recording a day, the newest of today; and a file that somebody put there."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder / "downloads"
        self.keeping = Keeping(0, 0)
        clock = ManualClock(NOW)
        self.retention = Retention(BroughtFootage(store), lambda: self.keeping, lambda: [self.folder], clock)
        self.camera_id = CameraRepository(store).add(Camera(0, "Table"), now_ms=1, source_id=None, folder="t")
        self.ids = [self.record(days) for days in range(5)]

    def record(self, days_ago: int) -> int:
        path = self.folder / "t" / f"day-{days_ago}" / "a.mp4"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
        live = LiveRecordings(self.store)
        start_ms = NOW - days_ago * DAY_MS - 60_000
        made = live.begin(NewSegment(self.camera_id, str(path), start_ms, "h264", 320, 180), now_ms=NOW)
        live.close(made, Growth(60_000, SIZE, 1_500), FileIdentity(SIZE, f"{days_ago}"), 1, now_ms=NOW)
        return made

    def there(self) -> list[int]:
        return [days for days, one in enumerate(self.ids) if (self.folder / "t" / f"day-{days}" / "a.mp4").exists()]

    def lock(self, days_ago: int) -> str:
        start_ms = NOW - days_ago * DAY_MS - 50_000
        part = EventPart(self.ids[days_ago], "", 10_000, 20_000)
        event = PackingEvent("locked-one", self.camera_id, start_ms, start_ms + 10_000, parts=(part,))
        events = EventRepository(self.store)
        events.replace_window(self.camera_id, start_ms, start_ms + 10_000, [event], now_ms=NOW)
        with self.store.write() as connection:
            connection.execute(text("UPDATE events SET locked = 1"))
        return "locked-one"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with memory_store() as store:
        yield Place(store, tmp_path)


def test_by_days_locked_kept_deletions_logged(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    event_id = place.lock(3)
    place.keeping = Keeping(days=2, most_bytes=0)
    assert place.retention.run() == 1
    assert place.there() == [0, 1, 2, 3]
    assert caplog.text.count("retention: deleted") == 1
    assert place.retention.run() == 0
    gone = RecordingRepository(place.store).get(place.ids[4])
    assert (gone.status, gone.reason_code) == (RecordingStatus.MISSING, "retention")
    assert not (place.folder / "t" / "day-4").exists(), "an empty folder stays behind"
    assert EventQueries(place.store).get(event_id).gone == frozenset()


def test_by_space_the_oldest_goes_first(place: Place) -> None:
    place.keeping = Keeping(days=0, most_bytes=2 * SIZE)
    assert place.retention.run() == 3
    assert place.there() == [0, 1]


def test_an_event_says_that_its_footage_is_gone(place: Place) -> None:
    event_id = place.lock(4)
    with place.store.write() as connection:
        connection.execute(text("UPDATE events SET locked = 0"))
    place.keeping = Keeping(days=2, most_bytes=0)
    place.retention.run()
    assert EventQueries(place.store).get(event_id).gone == {place.ids[4]}


def test_what_was_found_and_what_grows_is_never_deleted(place: Place, tmp_path: Path) -> None:
    found = tmp_path / "input" / "own.mp4"
    found.parent.mkdir()
    found.write_bytes(b"x")
    row = FoundRecording(place.camera_id, str(found), FileIdentity(SIZE, "own"), 1, NOW - 90 * DAY_MS, "filename")
    RecordingRepository(place.store).upsert_found(row, now_ms=NOW)
    outside = tmp_path / "elsewhere.mp4"
    outside.write_bytes(b"x")
    with place.store.write() as connection:
        connection.execute(text("UPDATE recordings SET live = 'growing' WHERE id = :id"), {"id": place.ids[4]})
        connection.execute(
            text("UPDATE recordings SET path = :path WHERE id = :id"), {"path": str(outside), "id": place.ids[3]}
        )
    place.keeping = Keeping(days=1, most_bytes=1)
    place.retention.run()
    assert found.exists()
    assert outside.exists()
    assert (place.folder / "t" / "day-4" / "a.mp4").exists()


@pytest.mark.parametrize("keeping", [Keeping(days=1, most_bytes=0), Keeping(days=0, most_bytes=4 * SIZE)])
def test_what_cannot_be_deleted_holds_up_nothing_else(
    place: Place, keeping: Keeping, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """More of them than are looked at at once, and each is told once and not every few minutes."""
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    allowed = [place.folder / "t" / f"day-{days}" for days in (0, 1, 2)]
    place.retention = Retention(BroughtFootage(place.store), lambda: place.keeping, lambda: allowed, ManualClock(NOW))
    place.keeping = keeping
    assert place.retention.run() == 1
    assert place.there() == [0, 1, 3, 4]
    assert place.retention.run() == 0
    assert caplog.text.count("could not be deleted") == 2
