"""Scanning camera folders into a real store, on a clock of our own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backend.domain.camera import Camera
from backend.domain.errors import InvalidInput, Unreadable
from backend.domain.recording import FileIdentity, MediaFacts, RecordingFailure, RecordingStatus
from backend.runtime.clock import ManualClock
from backend.runtime.stop import StopSignal
from backend.sources.identity import identify
from backend.sources.probe import probe
from backend.sources.scanner import Scanner, ScanOptions, ScanReport
from backend.sources.targets import ScanTarget, targets_under
from backend.sources.working_hours import WorkingHours
from database.engine import Store, memory_store
from database.repositories.cameras import CameraRepository
from database.repositories.claims import ClaimRepository
from database.repositories.recordings import RecordingDetails, RecordingRepository

NOW_MS = 1_704_500_000_000  # 2024-01-06 00:13:20 UTC, 07:13:20 in Hanoi
MakeVideo = Callable[..., Path]


@dataclass
class Shop:
    """One camera, its folder, a store, a scanner that counts what it opens."""

    folder: Path
    store: Store
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW_MS))
    probed: list[str] = field(default_factory=list)
    options: ScanOptions = field(default_factory=ScanOptions)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.recordings = RecordingRepository(self.store)
        cameras = CameraRepository(self.store)
        added = cameras.add(Camera(id=0, name=self.folder.name), folder=str(self.folder), now_ms=NOW_MS)
        self.camera = added if isinstance(added, Camera) else cameras.get(added)
        self.scanner = Scanner(self.recordings, self.clock, [self.folder.parent], prober=self.counted_probe)

    def counted_probe(self, path: str, timeout_s: float) -> MediaFacts:
        self.probed.append(os.path.relpath(path, self.folder))
        return probe(path, timeout_s)

    @property
    def target(self) -> ScanTarget:
        return ScanTarget(self.camera, str(self.folder))

    def scan(self, options: ScanOptions | None = None, only: str | None = None) -> ScanReport:
        self.probed.clear()
        target = ScanTarget(self.camera, str(self.folder), only)
        return self.scanner.scan([target], options or self.options)

    def age(self, path: Path, seconds: float) -> Path:
        at_ns = self.clock.now_ms() * 1_000_000 - round(seconds * 1e9)
        os.utime(path, ns=(at_ns, at_ns))
        return path

    def stored(self) -> dict[str, RecordingDetails]:
        listed = self.recordings.list_page(page_size=1000).items
        return {os.path.relpath(one.path, self.folder): one for one in listed}

    def statuses(self) -> dict[str, str]:
        return {name: one.status.value for name, one in self.stored().items()}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    store = memory_store()
    yield Shop(tmp_path / "in" / "Table 1", store)
    store.close()


def counts(report: ScanReport) -> dict[str, int]:
    names = ("new", "changed", "moved", "missing", "unsettled", "skipped", "failed")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


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

    scanner = Scanner(shop.recordings, shop.clock, [], identifier=grow_meanwhile)
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
    assert "connected" in report.warnings[0]
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

    scanner = Scanner(shop.recordings, shop.clock, [], identifier=maybe)
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
