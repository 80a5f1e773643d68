"""A night's work: what is past its time goes, what is locked stays, and one that cannot go holds up no other."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet

from backend.composition.housekeeping import Housekeeping
from backend.config.secret_box import SecretBox
from backend.config.settings import Settings
from backend.runtime.clock import ManualClock
from database.engine import Store, memory_store
from database.queries.event_views import EventQueries
from database.repositories.audit import AuditRepository
from database.repositories.clips import ClipRepository, NewClip
from database.repositories.events import EventChange, EventRepository
from tests.support.nobody import as_nobody
from tests.support.store import HOUR_MS, NOW_MS, T0_MS, add_camera, event, put_events

DAY_MS = 24 * HOUR_MS


class Place:
    def __init__(self, store: Store, folder: Path) -> None:
        self.folder = folder
        self.clips, self.events, self.views = ClipRepository(store), EventRepository(store), EventQueries(store)
        self.settings: dict[str, Any] = {}
        self.clock = ManualClock(NOW_MS)
        self.camera_id = add_camera(store)
        self.store = store
        self.house = Housekeeping(
            self.clips,
            self.events,
            AuditRepository(store, SecretBox([Fernet.generate_key()])),
            lambda: Settings.load(self.settings),
            self.clock,
            brought=lambda: None,
            forget=lambda: None,
        )

    def put(self, number: int) -> list[str]:
        """That many events, a minute apart, oldest first."""
        return put_events(
            self.store,
            self.camera_id,
            *(event(self.camera_id, T0_MS + n * 60_000, f"SPX{n}") for n in range(number)),
        )

    def cut(self, event_id: str, name: str) -> Path:
        """A finished clip with its file."""
        file = self.folder / name / "clip.mp4"
        file.parent.mkdir()
        file.write_bytes(b"clip")
        self.clips.add([NewClip(name, event_id, T0_MS, T0_MS + 1_000)], now_ms=NOW_MS)
        assert self.clips.take(name)
        assert self.clips.finish(name, path=str(file), size_bytes=4, sha256="0", duration_ms=1_000, now_ms=NOW_MS)
        return file

    def left(self) -> list[str]:
        """The ids of the clips there are, oldest first."""
        return [clip.public_id for clip in self.clips.list_page().items][::-1]

    def night(self, days_later: int) -> None:
        self.clock.set_wall(NOW_MS + days_later * DAY_MS)
        self.house.run()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with memory_store() as store:
        yield Place(store, tmp_path)


def test_old_events_go_however_many_are_locked(place: Place) -> None:
    ids = place.put(450)
    kept = ids[100:410]  # more in a row than are looked at at once
    for one in kept:
        place.events.change(one, EventChange(locked=True), now_ms=NOW_MS)
    place.settings = {"retention_events_days": 30}
    place.night(days_later=40)
    assert {view.public_id for view in place.views.list_page(page_size=500).items} == set(kept)


def test_a_cut_that_failed_does_not_keep_its_event_for_ever(place: Place) -> None:
    failed, cancelled, waiting = place.put(3)
    for name, event_id in (("failed", failed), ("cancelled", cancelled), ("waiting", waiting)):
        place.clips.add([NewClip(name, event_id, T0_MS, T0_MS + 1_000)], now_ms=NOW_MS)
    assert place.clips.fail("failed", "footage_gone", "It is gone.", now_ms=NOW_MS)
    assert place.clips.cancel("cancelled", now_ms=NOW_MS)
    place.settings = {"retention_events_days": 30, "retention_clips_days": 30}
    place.night(days_later=20)
    assert len(place.left()) == 3
    place.night(days_later=40)
    assert place.left() == ["waiting"]
    assert [view.public_id for view in place.views.list_page().items] == [waiting]


def test_nothing_goes_before_its_time_or_without_one(place: Place) -> None:
    ids = place.put(3)
    file = place.cut(ids[0], "c")
    place.night(days_later=4_000)
    place.settings = {"retention_events_days": 30, "retention_clips_days": 30}
    place.night(days_later=-(NOW_MS - T0_MS) // DAY_MS + 20)
    assert place.views.list_page().total == 3
    assert file.exists()


def test_old_clips_go_but_for_the_locked_ones(place: Place) -> None:
    ids = place.put(3)
    files = [place.cut(one, f"c{n}") for n, one in enumerate(ids)]
    place.clips.set_locked("c1", True)
    place.settings = {"retention_clips_days": 30}
    place.night(days_later=31)
    assert place.left() == ["c1"]
    assert [file.exists() for file in files] == [False, True, False]


def test_a_clip_locked_in_the_same_moment_keeps_its_file(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    (event_id,) = place.put(1)
    file = place.cut(event_id, "c")
    listed = place.clips.list_page

    def list_and_lock(**wanted: Any) -> Any:
        found = listed(**wanted)
        place.clips.set_locked("c", True)
        return found

    monkeypatch.setattr(place.clips, "list_page", list_and_lock)
    assert place.house.delete_old_clips(NOW_MS + DAY_MS) == 0
    assert file.read_bytes() == b"clip"
    assert place.clips.get("c").locked


def test_a_clip_that_cannot_be_deleted_holds_up_no_other(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    ids = place.put(3)
    files = [place.cut(one, f"c{n}") for n, one in enumerate(ids)]
    for folder in (*place.folder.parents, place.folder, *(file.parent for file in files)):
        if "pytest" in str(folder):
            folder.chmod(0o777)
    files[1].parent.chmod(0o555)
    place.settings = {"retention_clips_days": 30}
    with as_nobody(), caplog.at_level(logging.WARNING):
        assert place.house.delete_old_clips(NOW_MS + DAY_MS) == 2
    assert place.left() == ["c1"]
    assert [file.exists() for file in files] == [False, True, False]
    assert f"{files[1].parent} may not be written" in caplog.text
    files[1].parent.chmod(0o755)
    place.night(days_later=31)
    assert place.left() == []
    assert not files[1].exists()


def test_the_night_is_that_of_the_present_time_zone(place: Place) -> None:
    place.settings = {"timezone": "Asia/Ho_Chi_Minh"}
    place.house.start()
    try:
        for zone in ("America/New_York", "Asia/Ho_Chi_Minh"):
            place.settings = {"timezone": zone}
            place.house.keep_up()
            night = place.house.next_night().astimezone(ZoneInfo(zone))
            assert (night.hour, night.minute) == (3, 0), zone
    finally:
        place.house.stop()
