"""A scan brings the store up to date with what lies in a camera's folder."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from backend.domain.recording import FileIdentity, RecordingStatus
from backend.sources.identity import identify
from backend.sources.scanner import Scanner
from tests.integration.sources.shop import MakeVideo, Shop, counts


def test_a_found_recording_is_stored_with_its_facts(shop: Shop, make_video: MakeVideo) -> None:
    shop.age(make_video(shop.folder / "2024-01-05 08-00-00.mp4", frames=20), 3600)
    report = shop.scan()
    assert counts(report) == {"new": 1}
    one = shop.stored()["2024-01-05 08-00-00.mp4"]
    assert (one.status, one.start_ms, one.start_rule) == (RecordingStatus.PENDING, 1_704_416_400_000, "filename")
    assert (one.duration_ms, one.width, one.height, one.frames_total) == (2000, 64, 48, 20)
    assert report.recording_ids == [one.id]


def test_a_known_file_is_not_opened_again(shop: Shop, make_video: MakeVideo) -> None:
    for number in range(3):
        shop.age(make_video(shop.folder / f"{number}.mp4", shade=number), 3600)
    assert counts(shop.scan()) == {"new": 3}
    again = shop.scan()
    assert (counts(again), again.opened, shop.probed) == ({}, 0, [])
    assert (again.seen, len(again.recording_ids)) == (3, 3)


def test_a_growing_file_waits_until_it_stands_still(shop: Shop, make_video: MakeVideo) -> None:
    file = shop.age(make_video(shop.folder / "a.mp4"), 1)
    assert counts(shop.scan()) == {"unsettled": 1}
    shop.clock.advance(5)
    with file.open("ab") as growing:
        growing.write(b"\0" * 100)
    shop.age(file, 0)
    assert counts(shop.scan()) == {"unsettled": 1}
    shop.clock.advance(9)
    assert counts(shop.scan()) == {"unsettled": 1}
    shop.clock.advance(1)
    assert counts(shop.scan()) == {"new": 1}


def test_a_file_that_changes_while_it_is_looked_at_waits(shop: Shop, make_video: MakeVideo) -> None:
    file = shop.age(make_video(shop.folder / "a.mp4"), 3600)

    def grow_meanwhile(path: str) -> FileIdentity:
        identity = identify(path)
        with file.open("ab") as growing:
            growing.write(b"\0")
        return identity

    scanner = Scanner(shop.recordings, shop.clock, list, identifier=grow_meanwhile)
    assert counts(scanner.scan([shop.target])) == {"unsettled": 1}
    assert shop.stored() == {}


def test_a_file_grown_after_it_was_done_is_queued_again(shop: Shop, make_video: MakeVideo) -> None:
    file = shop.age(make_video(shop.folder / "a.mp4", frames=10), 3600)
    shop.scan()
    before = shop.stored()["a.mp4"]
    make_video(file, frames=30)
    shop.age(file, 600)
    assert counts(shop.scan()) == {"changed": 1}
    after = shop.stored()["a.mp4"]
    assert (after.id, after.status, after.frames_total) == (before.id, RecordingStatus.PENDING, 30)


def test_a_moved_file_stays_the_same_recording(shop: Shop, make_video: MakeVideo) -> None:
    file = shop.age(make_video(shop.folder / "a.mp4"), 3600)
    shop.scan()
    before = shop.stored()["a.mp4"].id
    (shop.folder / "old").mkdir()
    file.rename(shop.folder / "old" / "b.mp4")
    assert counts(shop.scan()) == {"moved": 1}
    assert {name: one.id for name, one in shop.stored().items()} == {"old/b.mp4": before}
    assert counts(shop.scan()) == {}


def test_a_vanished_file_is_missing_and_comes_back(shop: Shop, make_video: MakeVideo) -> None:
    file = shop.age(make_video(shop.folder / "a.mp4"), 3600)
    shop.age(make_video(shop.folder / "b.mp4", shade=9), 3600)
    shop.scan()
    away = file.rename(shop.folder.parent / "away.mp4")
    assert counts(shop.scan()) == {"missing": 1}
    assert shop.statuses() == {"a.mp4": "missing", "b.mp4": "pending"}
    assert counts(shop.scan()) == {}
    away.rename(file)
    assert counts(shop.scan()) == {"changed": 1}
    assert shop.statuses() == {"a.mp4": "pending", "b.mp4": "pending"}


def test_an_unplugged_disk_makes_nothing_missing(shop: Shop, make_video: MakeVideo) -> None:
    shop.age(make_video(shop.folder / "a.mp4"), 3600)
    shop.scan()
    shop.folder.rename(shop.folder.with_name("unplugged"))
    report = shop.scan()
    assert counts(report) == {}
    assert "connected" in report.warnings[0].message
    assert shop.statuses() == {"a.mp4": "pending"}


def test_a_folder_that_cannot_be_read_makes_nothing_missing(
    shop: Shop, make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.age(make_video(shop.folder / "sub" / "a.mp4"), 3600)
    shop.age(make_video(shop.folder / "b.mp4", shade=5), 3600)
    shop.scan()
    scandir = os.scandir

    def failing(path: str) -> object:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", failing)
    (shop.folder / "b.mp4").unlink()
    report = shop.scan()
    assert counts(report) == {"missing": 1}
    assert len(report.warnings) == 1
    assert shop.statuses() == {"sub/a.mp4": "pending", "b.mp4": "missing"}


def test_one_unplugged_disk_is_told_once_for_all_its_cameras(shop: Shop) -> None:
    gone = shop.folder.parent / "disk"
    targets = [replace(shop.target, folder=str(gone / "shop" / name)) for name in ("Table 1", "Table 2")]
    targets.append(replace(shop.target, folder=str(shop.folder / "Table 3")))
    report = shop.scanner.scan(targets)
    assert [one.details["path"] for one in report.warnings] == [str(gone), str(shop.folder / "Table 3")]
