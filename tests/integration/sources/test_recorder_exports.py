"""Folders as recorders export them: several channels in one, footage that arrives late."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.domain.camera import Camera
from backend.sources.local import detect_cameras
from backend.sources.targets import ScanTarget, targets_under
from database.repositories.cameras import CameraRepository
from tests.integration.sources.shop import NOW_MS, MakeVideo, Shop


def put(path: Path, size: int = 10) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)


def found(root: Path) -> list[tuple[str, str, int]]:
    return [(one.name, one.folder, one.files) for one in detect_cameras(root, [root]).cameras]


def test_one_camera_a_channel_where_a_folder_holds_several(tmp_path: Path) -> None:
    for channel in (1, 2, 10):
        for hour in (8, 9):
            put(tmp_path / "Export" / "2024-01-05" / f"NVR_ch{channel}_main_2024010508{hour:02}00_20240105090000.dav")
    put(tmp_path / "Table 5" / "20240105_080000.mp4")
    assert found(tmp_path) == [
        ("Export ch1", "Export/NVR_ch1_main_*", 2),
        ("Export ch2", "Export/NVR_ch2_main_*", 2),
        ("Export ch10", "Export/NVR_ch10_main_*", 2),
        ("Table 5", "Table 5", 1),
    ]
    assert [folder for _, folder, _ in found(tmp_path / "Export")] == [
        "NVR_ch1_main_*", "NVR_ch2_main_*", "NVR_ch10_main_*",
    ]  # fmt: skip


def test_small_copies_of_a_channel_are_left_out_and_said_so(tmp_path: Path) -> None:
    for stream in ("main", "sub"):
        put(tmp_path / "NVR" / f"NVR_ch1_{stream}_20240105080000_20240105090000.dav")
    detected = detect_cameras(tmp_path, [tmp_path])
    assert [one.folder for one in detected.cameras] == ["NVR/NVR_ch1_main_*"]
    assert (detected.warnings[0].code, detected.warnings[0].details["files"]) == ("files_of_no_channel", 1)


def test_a_camera_below_its_dates(tmp_path: Path) -> None:
    for hour in ("08", "09"):
        for name in ("front_door", "table"):
            put(tmp_path / "2023-04-26" / hour / name / "06.56.mp4")
    assert [(folder, files) for _, folder, files in found(tmp_path)] == [("*/front_door/*", 2), ("*/table/*", 2)]


@pytest.mark.parametrize(
    "names",
    [
        ["ch01_20240105080000.mp4", "ch01_20240105090000.mp4"],
        ["20240105_080000.mp4", "20240105_090000.mp4"],
        ["ch1_20240105080000.mp4", "ch2_20240105080000.mp4", *(f"clip {n}.mp4" for n in range(20))],
    ],
)
def test_one_camera_where_names_tell_of_no_others(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        put(tmp_path / "Table 1" / name)
    assert found(tmp_path) == [("Table 1", "Table 1", len(names))]


def test_each_channel_gets_its_own_files_and_no_others(shop: Shop, make_video: MakeVideo) -> None:
    first = shop.age(make_video(shop.folder / "2024-01-05" / "ch01_20240105080000.mp4"), 60)
    second = shop.age(make_video(shop.folder / "2024-01-05" / "ch02_20240105080000.mp4", shade=9), 60)
    cameras = CameraRepository(shop.store)
    other = cameras.get(cameras.add(Camera(id=0, name="Second"), now_ms=NOW_MS))
    root = str(shop.folder.parent)
    targets = [
        ScanTarget.of(shop.camera, root, f"{shop.folder.name}/ch01_*"),
        ScanTarget.of(other, root, f"{shop.folder.name}/CH02_*"),
    ]
    for _ in range(2):
        report = shop.scanner.scan(targets, shop.options)
        assert report.missing == 0
    by_camera = {one.camera_id: one.path for one in shop.recordings.list_page(page_size=10).items}
    assert by_camera == {shop.camera.id: str(first), other.id: str(second)}
    assert [one.camera.id for one in targets_under(str(second), targets)] == [other.id]
    assert {one.camera.id for one in targets_under(str(shop.folder), targets)} == {shop.camera.id, other.id}
    assert {one.camera.id for one in targets_under(str(second.parent), targets)} == {shop.camera.id, other.id}


def test_young_files_of_two_channels_settle_side_by_side(shop: Shop, make_video: MakeVideo) -> None:
    for name in ("ch01_a.mp4", "ch02_a.mp4"):
        shop.age(make_video(shop.folder / name, shade=len(name)), -5)  # a recorder whose clock is ahead
    cameras = CameraRepository(shop.store)
    other = cameras.get(cameras.add(Camera(id=0, name="Second"), now_ms=NOW_MS))
    targets = [
        ScanTarget(shop.camera, str(shop.folder), pattern="ch01_*"),
        ScanTarget(other, str(shop.folder), pattern="ch02_*"),
    ]
    assert shop.scanner.scan(targets, shop.options).unsettled == 2
    shop.clock.advance(11)
    assert shop.scanner.scan(targets, shop.options).new == 2


def test_a_folder_that_really_is_called_like_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "a*").mkdir()
    assert ScanTarget.of(Camera(id=1, name="x"), str(tmp_path), "a*").pattern is None
