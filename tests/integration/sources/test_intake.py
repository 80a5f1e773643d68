"""Files that ePACK brought itself go into the queue at once."""

from __future__ import annotations

from backend.domain.recording import RecordingStatus
from backend.sources.intake import Intake
from database.repositories.cameras import CameraRepository
from tests.integration.sources.shop import MakeVideo, Shop

NAME = "epack_20240105T010000.250Z_table-1.mp4"


def intake_of(shop: Shop, told: list[int]) -> Intake:
    cameras = CameraRepository(shop.store)
    return Intake(cameras, shop.recordings, lambda: None, shop.clock, told=told.append)


def test_a_file_is_queued_the_moment_it_arrives(shop: Shop, make_video: MakeVideo) -> None:
    told: list[int] = []
    file = make_video(shop.folder / "2024-01-05" / NAME, frames=20)
    camera_id = shop.target.camera.id
    assert intake_of(shop, told).arrived(camera_id, str(file)) is not None
    one = shop.stored()[f"2024-01-05/{NAME}"]
    assert (one.status, one.start_ms, one.start_rule) == (RecordingStatus.PENDING, 1_704_416_400_250, "filename")
    assert told == [camera_id]


def test_twice_is_once_and_a_scan_finds_nothing_new(shop: Shop, make_video: MakeVideo) -> None:
    file = make_video(shop.folder / NAME)
    intake = intake_of(shop, [])
    first = intake.arrived(shop.target.camera.id, str(file))
    assert intake.arrived(shop.target.camera.id, str(file)) == first
    shop.age(file, 0)
    intake.arrived(shop.target.camera.id, str(file))
    report = shop.scan()
    assert (report.new, report.opened, report.unsettled) == (0, 0, 0)
    assert len(shop.stored()) == 1


def test_what_cannot_be_decoded_is_stored_with_its_reason(shop: Shop) -> None:
    shop.folder.mkdir(parents=True, exist_ok=True)
    file = shop.folder / NAME
    file.write_bytes(b"no video" * 1000)
    intake_of(shop, []).arrived(shop.target.camera.id, str(file))
    one = shop.stored()[NAME]
    assert one.status is RecordingStatus.FAILED
    assert one.reason


def test_a_file_or_camera_that_has_gone_is_no_error(shop: Shop, make_video: MakeVideo) -> None:
    told: list[int] = []
    intake = intake_of(shop, told)
    assert intake.arrived(shop.target.camera.id, str(shop.folder / "gone.mp4")) is None
    file = make_video(shop.folder / NAME)
    assert intake.arrived(9_999, str(file)) is None
    assert told == []
