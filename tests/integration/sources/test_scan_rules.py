"""Which recordings a scan wants: bad files, working hours, look-back, custom runs, claims, stops."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backend.domain.camera import Camera
from backend.domain.errors import InvalidInput, Unreadable
from backend.domain.recording import FileIdentity, RecordingFailure, RecordingStatus
from backend.runtime.stop import StopSignal
from backend.sources.identity import identify
from backend.sources.scanner import Scanner, ScanOptions
from backend.sources.targets import ScanTarget, targets_under
from backend.sources.working_hours import WorkingHours
from database.repositories.claims import ClaimRepository
from tests.integration.sources.shop import NOW_MS, MakeVideo, Shop, counts


def test_bad_files_fail_with_their_reason_and_stay_closed(shop: Shop) -> None:
    (shop.folder / "text.mp4").write_text("no video at all " * 100)
    (shop.folder / "empty.mp4").touch()
    (shop.folder / "folder.mp4").mkdir()
    for name in ("text.mp4", "empty.mp4"):
        shop.age(shop.folder / name, 3600)
    assert counts(shop.scan()) == {"new": 2, "failed": 2}
    reasons = {name: one.reason_code for name, one in shop.stored().items()}
    assert reasons == {"text.mp4": RecordingFailure.NOT_VIDEO, "empty.mp4": RecordingFailure.EMPTY}
    assert all(one.reason for one in shop.stored().values())
    assert shop.scan().opened == 0


def test_an_empty_file_is_given_time_to_be_written(shop: Shop, make_video: MakeVideo) -> None:
    file = shop.folder / "a.mp4"
    file.touch()
    shop.age(file, 0)
    assert counts(shop.scan()) == {"unsettled": 1}
    shop.age(make_video(file), 0)
    shop.clock.advance(60)
    assert counts(shop.scan()) == {"unsettled": 1}, "it changed since the last look"
    shop.clock.advance(60)
    assert counts(shop.scan()) == {"new": 1}
    assert shop.statuses() == {"a.mp4": "pending"}


def test_a_file_that_may_not_be_read_is_tried_at_every_scan(shop: Shop, make_video: MakeVideo) -> None:
    shop.age(make_video(shop.folder / "a.mp4"), 3600)
    locked = True

    def maybe(path: str) -> FileIdentity:
        if locked:
            raise Unreadable("ePACK may not read this file.", code=RecordingFailure.PERMISSION.value)
        return identify(path)

    scanner = Scanner(shop.recordings, shop.clock, list, identifier=maybe)
    assert counts(scanner.scan([shop.target])) == {"new": 1, "failed": 1}
    assert shop.stored()["a.mp4"].reason_code == RecordingFailure.PERMISSION
    again = scanner.scan([shop.target])
    assert (counts(again), again.opened) == ({}, 1)
    locked = False
    assert counts(scanner.scan([shop.target])) == {"changed": 1}
    assert shop.statuses() == {"a.mp4": "pending"}
    assert scanner.scan([shop.target]).opened == 0


def test_recordings_outside_the_working_hours_are_skipped_and_not_opened_again(
    shop: Shop, make_video: MakeVideo
) -> None:
    hours = WorkingHours.of(["Friday"], "22:00", "06:00", ZoneInfo("Asia/Ho_Chi_Minh"))
    for number, stamp in enumerate(("20240105_230000", "20240106_055900", "20240106_060000")):
        shop.age(make_video(shop.folder / f"{stamp}.mp4", shade=number), 3600)
    limited = ScanOptions(hours=hours)
    assert counts(shop.scan(limited)) == {"new": 3, "skipped": 1}
    assert shop.statuses()["20240106_060000.mp4"] == "skipped"
    assert shop.scan(limited).opened == 0


def test_a_custom_run_takes_a_skipped_recording_after_all(shop: Shop, make_video: MakeVideo) -> None:
    hours = WorkingHours.of(["Sunday"], "00:00", "00:00", ZoneInfo("Asia/Ho_Chi_Minh"))
    file = shop.age(make_video(shop.folder / "20240105_230000.mp4"), 3600)
    shop.scan(ScanOptions(hours=hours))
    assert shop.statuses() == {file.name: "skipped"}
    report = shop.scan(ScanOptions(again_skipped=True, priority=5), only=str(file))
    assert counts(report) == {"changed": 1}
    assert (shop.stored()[file.name].status, shop.stored()[file.name].priority) == (RecordingStatus.PENDING, 5)


def test_old_files_are_left_alone_unless_they_are_known(shop: Shop, make_video: MakeVideo) -> None:
    shop.age(make_video(shop.folder / "old.mp4"), 8 * 86_400)
    shop.age(make_video(shop.folder / "young.mp4", shade=3), 6 * 86_400)
    week = ScanOptions(lookback_days=7)
    report = shop.scan(week)
    assert (counts(report), report.seen) == ({"new": 1}, 2)
    assert counts(shop.scan()) == {"new": 1}
    assert counts(shop.scan(week)) == {}, "a known old file is there, not missing"


def test_a_late_old_recording_is_found(shop: Shop, make_video: MakeVideo) -> None:
    shop.age(make_video(shop.folder / "20240105_120000.mp4"), 600)
    shop.scan(ScanOptions(lookback_days=7))
    shop.age(make_video(shop.folder / "20230101_120000.mp4", shade=5), 60)  # copied today
    assert counts(shop.scan(ScanOptions(lookback_days=7))) == {"new": 1}


def test_one_file_or_folder_alone(shop: Shop, make_video: MakeVideo) -> None:
    for number, name in enumerate(("a.mp4", "b.mp4", "day/c.mp4", "day/d.mp4")):
        shop.age(make_video(shop.folder / name, shade=number), 3600)
    assert counts(shop.scan(only=str(shop.folder / "b.mp4"))) == {"new": 1}
    assert shop.probed == ["b.mp4"]
    (shop.folder / "b.mp4").unlink()
    assert counts(shop.scan(only=str(shop.folder / "day"))) == {"new": 2}, "b.mp4 was not looked for"
    assert counts(shop.scan()) == {"new": 1, "missing": 1}


def test_a_claimed_recording_is_left_to_its_worker(shop: Shop, make_video: MakeVideo) -> None:
    file = shop.age(make_video(shop.folder / "a.mp4"), 3600)
    shop.scan()
    assert ClaimRepository(shop.store).claim("worker", NOW_MS) is not None
    make_video(file, frames=30)
    shop.age(file, 600)
    report = shop.scan()
    assert (counts(report), report.opened) == ({}, 0)
    assert shop.statuses() == {"a.mp4": "claimed"}


def test_a_stopped_scan_keeps_what_it_stored_and_marks_nothing_missing(shop: Shop, make_video: MakeVideo) -> None:
    shop.age(make_video(shop.folder / "gone.mp4", shade=77), 3600)
    shop.scan()
    (shop.folder / "gone.mp4").unlink()
    for number in range(30):
        shop.age(make_video(shop.folder / f"{number:02}.mp4", shade=number), 3600 + number)
    stop = StopSignal()
    report = shop.scanner.scan([shop.target, shop.target], stop=stop, on_progress=lambda _: stop.set())
    assert report.stopped
    assert report.new == 20
    assert shop.statuses()["gone.mp4"] == "pending"
    assert shop.statuses()["00.mp4"] == "pending", "newest first"
    assert counts(shop.scan()) == {"new": 10, "missing": 1}


def test_names_in_any_bytes_and_a_link_that_goes_round(shop: Shop, make_video: MakeVideo) -> None:
    odd = os.fsdecode(b"\xff 'a'\n\xf0\x9f\x93\xa6.mp4")
    shop.age(make_video(shop.folder / "plain.mp4").rename(shop.folder / odd), 3600)
    (shop.folder / "round").symlink_to(shop.folder)
    assert counts(shop.scan()) == {"new": 1}
    assert shop.scan().opened == 0
    assert list(shop.stored()) == [odd]


def test_two_cameras_keep_their_files_apart(shop: Shop, tmp_path: Path, make_video: MakeVideo) -> None:
    other = Shop(tmp_path / "in" / "Table 2", shop.store, shop.clock)
    shop.age(make_video(shop.folder / "a.mp4"), 3600)
    shutil.copy2(shop.folder / "a.mp4", other.folder / "a.mp4")
    report = shop.scanner.scan([shop.target, other.target])
    assert counts(report) == {"new": 2}
    assert {one.camera_id for one in shop.recordings.list_page().items} == {shop.camera.id, other.camera.id}


def test_which_camera_a_path_belongs_to(tmp_path: Path) -> None:
    targets = [
        ScanTarget(Camera(id=1, name="outer"), str(tmp_path / "in")),
        ScanTarget(Camera(id=2, name="inner"), str(tmp_path / "in" / "Table 2")),
        ScanTarget(Camera(id=3, name="other"), str(tmp_path / "more" / "Table 3")),
    ]
    for target in targets:
        Path(target.folder).mkdir(parents=True, exist_ok=True)
    found = targets_under(str(tmp_path / "in" / "Table 2" / "a.mp4"), targets)
    assert [(one.camera.id, one.only) for one in found] == [(2, str(tmp_path / "in" / "Table 2" / "a.mp4"))]
    assert [(one.camera.id, one.only) for one in targets_under(str(tmp_path / "in"), targets)] == [(1, None)]
    assert [one.camera.id for one in targets_under(str(tmp_path / "more"), targets)] == [3]
    assert [one.camera.id for one in targets_under(str(tmp_path), targets)] == [1, 2, 3]
    with pytest.raises(InvalidInput, match="no camera"):
        targets_under("/etc", targets)


def test_a_folder_that_is_allowed_later_counts_from_the_next_scan_on(
    shop: Shop, make_video: MakeVideo, tmp_path: Path
) -> None:
    """The warning says what to do; whoever does it need not start the server anew."""
    other = tmp_path / "other disk"
    shop.age(make_video(other / "a.mp4"), 60)
    (shop.folder / "link").symlink_to(other)
    assert [one.code for one in shop.scan().warnings] == ["link_out_of_folders"]
    shop.roots.append(other)
    report = shop.scan()
    assert (report.warnings, report.new) == ([], 1)
