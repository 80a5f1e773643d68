"""What lies in folders of recordings besides recordings: each ends in a status with a reason."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from backend.__main__ import main
from backend.domain.recording import RecordingStatus
from tests.support.footage import CODE, quiet_clip, small_order_clip
from tests.support.shop import Shop, inside, open_shop, run_custom, stored_events

GOOD = "Small_20260105_090000.mp4"
LONG = "Q" * 236 + "_20260103_080000.mp4"
ODD_NAMES = (
    "line\nbreak_20260101_080000.mp4",
    "quo\"te's & <b>_20260102_080000.mp4",
    "📦 gói hàng_20260104_080000.mp4",
    LONG[-255:],
    os.fsdecode(b"no-utf8-\xff\xfe_20260106_080000.mp4"),
)


def fill_with_trouble(folder: Path) -> None:
    """One good recording among everything that goes wrong."""
    shutil.copy2(small_order_clip().path, folder / GOOD)
    whole = quiet_clip().path.read_bytes()
    for name in ODD_NAMES:
        (folder / name).write_bytes(whole)
        os.utime(folder / name, (1_767_600_000, 1_767_600_000))
    (folder / "empty.mp4").touch()
    (folder / "text.mp4").write_text("This is a shopping list.\n" * 50)
    (folder / "cut.mp4").write_bytes(whole[: len(whole) // 3])  # the index of an MP4 stands at its end
    (folder / "folder.mp4").mkdir()
    (folder / "loop").symlink_to(folder)
    (folder / "round.mp4").symlink_to("round.mp4")
    (folder / "dangling.mp4").symlink_to("nowhere.mp4")
    os.mkfifo(folder / "pipe.mp4")


@pytest.fixture(scope="module")
def trouble(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = open_shop(tmp_path_factory.mktemp("trouble"), {"Small": small_order_clip().truth.profile})
    fill_with_trouble(shop.camera("Small"))
    with inside(shop) as application:
        run_custom(application, shop.recordings)
    return shop


def test_the_pipeline_settles_every_file_with_a_reason(trouble: Shop) -> None:
    with inside(trouble) as application:
        found = application.services.recordings.list_page(page_size=100).items
    by_name = {Path(one.path).name: one for one in found}
    failed = {name: one.reason_code for name, one in by_name.items() if one.status is RecordingStatus.FAILED}
    assert failed == {"empty.mp4": "empty", "text.mp4": "not_video", "cut.mp4": "undecodable"}
    assert all(one.reason and one.reason.endswith(".") for one in found if one.status is RecordingStatus.FAILED)
    done = {name for name, one in by_name.items() if one.status is RecordingStatus.DONE}
    assert done == {GOOD, *ODD_NAMES}
    assert [codes for *_, codes in stored_events(trouble)] == [(CODE,)]


def test_doctor_lists_the_failed_ones_by_reason(trouble: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--data-dir", str(trouble.data_dir)])
    out = capsys.readouterr().out
    assert "1 empty, such as" in out
    assert "1 not video, such as" in out
    assert "6 done" in out


def analyze(out: Path, *paths: str | Path) -> tuple[int, dict[str, dict[str, object]]]:
    profile = out.with_name("profile.json")
    profile.write_text(json.dumps(small_order_clip().truth.profile))
    status = main(["analyze", *map(str, paths), "--profile", str(profile), "--json", str(out)])
    if not out.exists():
        return status, {}
    result = json.loads(out.read_bytes())
    return status, {Path(one["path"]).name: one for one in result["recordings"]}


def test_analyze_of_the_folder_tells_which_were_not_analysed(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    fill_with_trouble(folder)
    status, found = analyze(tmp_path / "o.json", folder)
    assert status == 3
    assert {name for name, one in found.items() if one["status"] == "done"} == {GOOD, *ODD_NAMES}
    assert {name for name, one in found.items() if one["status"] == "failed"} == {"empty.mp4", "text.mp4", "cut.mp4"}
    for one in found.values():
        assert (one["reason"] is None) == (one["status"] == "done")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "o.json", "profile.json"]


@pytest.mark.parametrize("name", ["none.mp4", "folder.mp4", "round.mp4", "dangling.mp4", "pipe.mp4", "text.mp4"])
@pytest.mark.timeout(60)
def test_analyze_of_one_that_is_no_recording(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    fill_with_trouble(folder)
    status, found = analyze(tmp_path / "o.json", folder / name)
    if name == "folder.mp4":
        assert status == 2  # a folder without recordings
    else:
        assert status == 3
        assert found[name]["status"] == "failed"
        assert str(found[name]["reason"]).endswith(".")


def test_analyze_of_a_good_one_exits_with_0_and_leaves_nothing(tmp_path: Path) -> None:
    status, found = analyze(tmp_path / "o.json", small_order_clip().path)
    assert status == 0
    assert [one["reason"] for one in found.values()] == [None]


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["x.mp4", "--workers", "0"],
        ["x.mp4", "--profile", "/none.json"],
        ["x.mp4", "--json", "/none/o.json"],
        ["x.mp4", "--json", "/"],
        ["x.mp4", "--no-such-option"],
        ["a\0b.mp4", "--workers", "none"],
    ],
)
def test_wrong_arguments_of_analyze_exit_with_2(args: list[str]) -> None:
    try:
        status = main(["analyze", *args])
    except SystemExit as left:
        status = int(left.code or 0)
    assert status == 2


def test_a_file_that_grows_shrinks_and_goes(tmp_path: Path) -> None:
    shop = open_shop(tmp_path, {"Small": small_order_clip().truth.profile}, {"settle_s": 1.0})
    file, whole = shop.camera("Small") / GOOD, small_order_clip().path.read_bytes()
    with inside(shop) as application:
        services = application.services
        file.write_bytes(whole[: len(whole) // 2])
        services.programs.start("default")
        services.stop.wait(0.5)
        assert services.recordings.list_page().items == []  # still growing: not queued
        with file.open("ab") as more:
            more.write(whole[len(whole) // 2 :])
        services.programs.stop()
        _settled(file)
        run_custom(application, shop.recordings)
        (done,) = services.recordings.list_page().items
        assert done.status is RecordingStatus.DONE
        events = stored_events(shop)
        os.truncate(file, len(whole) // 2)
        _settled(file)
        run_custom(application, shop.recordings)
        (shrunk,) = services.recordings.list_page().items
        assert shrunk.status is RecordingStatus.FAILED
        file.unlink()
        run_custom(application, shop.recordings)
        (gone,) = services.recordings.list_page().items
        assert gone.status is RecordingStatus.MISSING
        file.write_bytes(whole)
        _settled(file)
        run_custom(application, shop.recordings)
        (back,) = services.recordings.list_page().items
        assert back.status is RecordingStatus.DONE
    assert stored_events(shop) == events


def _settled(file: Path) -> None:
    """As if it had been written a minute ago."""
    found = file.stat()
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns - 60_000_000_000))
