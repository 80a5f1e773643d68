"""Disks that are taken out and put back, and files that are moved, while their recordings are queued or looked at."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from backend.composition.analysing import unchanged
from backend.domain.errors import Unreadable
from backend.domain.recording import RecordingStatus
from database.repositories.claims import ClaimedRecording, ClaimRepository
from database.repositories.events import EventRepository
from tests.integration.sources.shop import NOW_MS, MakeVideo, Shop
from tests.support.store import observations


def claimed(shop: Shop) -> ClaimedRecording:
    claim = ClaimRepository(shop.store).claim("worker", shop.clock.now_ms())
    assert claim is not None
    return claim


def look(shop: Shop, claim: ClaimedRecording) -> None:
    """What a worker does with what it took: the file itself is asked for, the pictures are not."""
    claims, now_ms = ClaimRepository(shop.store), shop.clock.now_ms()
    try:
        with unchanged(claim.recording.path):
            pass
    except Unreadable as error:
        claims.fail(claim.recording.id, "worker", error.code, error.message, now_ms)
    else:
        claims.finish(claim.recording.id, "worker", observations("SPX1"), now_ms)


def test_what_failed_while_its_disk_was_away_is_looked_at_once_it_is_back(shop: Shop, make_video: MakeVideo) -> None:
    for number in range(2):
        shop.age(make_video(shop.folder / f"{number}.mp4", shade=number * 90), 60)
    shop.scan()
    away = shop.folder.rename(shop.folder.with_name("away"))
    look(shop, claimed(shop))
    look(shop, claimed(shop))
    assert [one.code for one in shop.scan().warnings] == ["folder_away"]
    assert set(shop.statuses().values()) == {"failed"}
    away.rename(shop.folder)
    shop.scan()
    assert shop.statuses() == {"0.mp4": "pending", "1.mp4": "pending"}
    assert {(one.reason_code, one.reason, one.attempts) for one in shop.stored().values()} == {(None, None, 0)}


def test_a_file_that_is_moved_while_it_is_looked_at_is_looked_at_where_it_is_now(
    shop: Shop, make_video: MakeVideo
) -> None:
    file = shop.age(make_video(shop.folder / "a.mp4"), 60)
    shop.scan()
    claim = claimed(shop)
    (shop.folder / "day").mkdir()
    shutil.move(file, shop.folder / "day" / "a.mp4")
    shop.scan()
    look(shop, claim)
    shop.scan()
    assert shop.statuses() == {"day/a.mp4": "pending"}
    assert claimed(shop).recording.id == claim.recording.id


def test_what_was_to_be_looked_at_again_still_is_after_its_disk_was_away(shop: Shop, make_video: MakeVideo) -> None:
    """The mount point stays, empty: its recordings are missing until the disk is back."""
    file = shop.age(make_video(shop.folder / "a.mp4"), 60)
    shop.scan()
    look(shop, claimed(shop))
    assert shop.recordings.analyse_again(shop.camera.id, "other regions", now_ms=NOW_MS) == 1
    away = file.rename(shop.folder.parent / "away.mp4")
    shop.scan()
    assert shop.statuses() == {"a.mp4": "missing"}
    away.rename(file)
    shop.scan()
    assert shop.statuses() == {"a.mp4": "pending"}


def test_what_was_looked_at_is_as_before_once_its_disk_is_back(shop: Shop, make_video: MakeVideo) -> None:
    file = shop.age(make_video(shop.folder / "a.mp4"), 60)
    shop.scan()
    look(shop, claimed(shop))
    (before,) = shop.stored().values()
    away = file.rename(shop.folder.parent / "away.mp4")
    shop.scan()
    away.rename(file)
    shop.scan()
    (after,) = shop.stored().values()
    assert (after.status, after.reason) == (RecordingStatus.DONE, before.reason)


@pytest.mark.parametrize("looked_at", [False, True])
def test_a_file_that_is_given_the_name_of_its_time_moves_there(
    shop: Shop, make_video: MakeVideo, looked_at: bool
) -> None:
    """A recorder names its file when it is whole; the scan before dated it by its last write."""
    file = shop.age(make_video(shop.folder / "temp.mp4"), 3_600)
    shop.scan()
    if looked_at:
        look(shop, claimed(shop))
    (before,) = shop.stored().values()
    assert before.start_rule == "mtime"
    events = EventRepository(shop.store)
    for window in events.dirty_windows():
        events.replace_window(window.camera_id, window.from_ms, window.to_ms, [], now_ms=NOW_MS, cleared=window.ids)
    file.rename(shop.folder / "Table_20240105_080000.mp4")
    shop.scan()
    (after,) = shop.stored().values()
    start_ms = 1_704_416_400_000  # 08:00 in Hanoi
    assert (after.id, after.start_ms, after.start_rule) == (before.id, start_ms, "filename")
    assert after.status is before.status
    moved = [(start_ms, start_ms + before.duration_ms), (before.start_ms, before.start_ms + before.duration_ms)]
    dirty = [(one.from_ms, one.to_ms) for one in events.dirty_windows()]
    assert sorted(dirty) == (moved if looked_at else [])


def test_a_name_that_says_nothing_changes_no_time(shop: Shop, make_video: MakeVideo) -> None:
    file = shop.age(make_video(shop.folder / "Table_20240105_080000.mp4"), 60)
    shop.scan()
    (before,) = shop.stored().values()
    shop.age(file.rename(shop.folder / "evidence.mp4"), 30)
    shop.scan()
    (after,) = shop.stored().values()
    assert (after.id, after.start_ms, Path(after.path).name) == (before.id, before.start_ms, "evidence.mp4")
