"""File-name patterns, time zones and fall-backs of a recording's start."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from backend.domain.camera import Camera, StartTimeRule
from backend.domain.errors import InvalidInput
from backend.sources.name_patterns import PATTERNS, NamePattern
from backend.sources.start_time import EARLIEST_MS, compile_own_pattern, resolve

CAMERA = Camera(id=1, name="Table 1")
FAR_MTIME_MS = int(datetime(2030, 1, 1, tzinfo=UTC).timestamp() * 1000)


def ms(text: str, zone: str = "Asia/Ho_Chi_Minh") -> int:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(zone))
    return round(at.timestamp() * 1000)


def by_name(path: str, camera: Camera = CAMERA, mtime_ms: int = FAR_MTIME_MS) -> int:
    start_ms, rule = resolve(path, None, mtime_ms, 60_000, camera)
    assert rule is StartTimeRule.FILENAME, f"{path!r} was not understood"
    return start_ms


@pytest.mark.parametrize("row", PATTERNS, ids=lambda row: row.vendor)
def test_every_pattern_reads_its_example(row: NamePattern) -> None:
    path = "/mnt/shop/cam 1/" + row.example
    first = next(other for other in PATTERNS if other.regex.search(path))
    assert first is row, "an earlier pattern takes this form"
    assert by_name(path) == ms(row.expected)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2026-05-02/0/dav/01/1/0/627506/01.30.00-02.00.00[R][0@0][0].dav", "2026-05-02T01:30:00"),
        ("2026-07-23/19.00.00-20.00.00[R][0@0][0].dav.mp4", "2026-07-23T19:00:00"),
        ("2019-05-09/001/dav/23/23.59.50-00.04.49[M][0@0][0].mp4", "2019-05-09T23:59:50"),
        ("XVR_ch12_main_20260604130000_20260604135959.mp4", "2026-06-04T13:00:00"),
        ("Mp4Record/2020-12-22/RecM01_20201222_075939_080140_6D28808_1A468F9.mp4", "2020-12-22T07:59:39"),
        ("video_0282_0_10_20260224194418_20260224200356.mp4", "2026-02-24T19:44:18"),
        ("Front Door - 12-31-2020, 12.05.09am.mp4", "2020-12-31T00:05:09"),
        ("Front Door - 12-31-2020, 12.05.09pm.mp4", "2020-12-31T12:05:09"),
        ("&CAM/Table1.20240105_080000.bvr", "2024-01-05T08:00:00"),
        ("2019Y04M13D12H/E123M45S15.mp4", "2019-04-13T12:23:45"),
        ("CH01_20240105080000123.mp4", "2024-01-05T08:00:00.123"),
        ("2024-01-05 08.00.00.mp4", "2024-01-05T08:00:00"),
        ("2024-01-05T08-00-00.mkv", "2024-01-05T08:00:00"),
        ("2024-01-05-08-00-00.mp4", "2024-01-05T08:00:00"),
        ("2024_01_05_08_00_00.ts", "2024-01-05T08:00:00"),
        ("cam_20240105T080000Z.mp4", "2024-01-05T08:00:00Z"),
        ("20240105-080000-1704416400.mp4", "2024-01-05T08:00:00"),
        ("20240105/cam1/080000_main.mp4", "2024-01-05T08:00:00"),
    ],
)
def test_variants_seen_in_the_wild(path: str, expected: str) -> None:
    assert by_name("/x/" + path) == ms(expected)


@pytest.mark.parametrize(
    "name",
    [
        "hiv00001.mp4",
        "clip.mp4",
        "events/1/2019-01-29/3/3-video.mp4",
        "cam_20241305_080000.mp4",
        "cam_20240230_080000.mp4",
        "cam_20240105_250000.mp4",
        "SPX1234567890123456.mp4",
        "order 0123456789.mp4",
        "2024-01-05.mp4",
        "20240105/order_123456.mp4",
        "05-01-2024 08-00-00.mp4",
    ],
)
def test_names_without_a_usable_time_fall_back(name: str) -> None:
    start_ms, rule = resolve("/x/" + name, None, FAR_MTIME_MS, 60_000, CAMERA)
    assert (start_ms, rule) == (FAR_MTIME_MS - 60_000, StartTimeRule.MTIME)


def test_both_ends_in_the_name_give_the_start_not_the_end() -> None:
    assert by_name("/x/20240105-235900-000400.mp4") == ms("2024-01-05T23:59:00")


def test_names_of_any_kind_do_no_harm() -> None:
    for name in ("\udcff\udcfe20240105_080000.mp4", "a\nb'\"_20240105_080000.mp4", "📦 20240105_080000.mp4"):
        assert by_name("/x/" + name) == ms("2024-01-05T08:00:00")
    long_name = "9" * 240 + "_x.mp4"
    assert resolve(long_name, None, FAR_MTIME_MS, 0, CAMERA)[1] is StartTimeRule.MTIME


def test_the_zone_of_the_camera_counts() -> None:
    tokyo = replace(CAMERA, timezone="Asia/Tokyo")
    assert by_name("20240105_080000.mp4", tokyo) == ms("2024-01-04T23:00:00Z")


def test_an_unknown_zone_is_named() -> None:
    for zone in ("UTC+5:30", "Mars/Olympus", "", "../etc/passwd"):
        with pytest.raises(InvalidInput, match="time zone"):
            resolve("x.mp4", None, FAR_MTIME_MS, 0, replace(CAMERA, timezone=zone))


def test_a_skipped_local_time_runs_on_with_the_old_offset() -> None:
    berlin = replace(CAMERA, timezone="Europe/Berlin")
    assert by_name("20240331_023000.mp4", berlin) == ms("2024-03-31T01:30:00Z")
    assert by_name("20240331_015959.mp4", berlin) == ms("2024-03-31T00:59:59Z")
    assert by_name("20240331_030000.mp4", berlin) == ms("2024-03-31T01:00:00Z")


def test_a_local_time_that_comes_twice_is_told_apart_by_the_last_write() -> None:
    berlin = replace(CAMERA, timezone="Europe/Berlin")
    first, second = ms("2024-10-27T00:30:00Z"), ms("2024-10-27T01:30:00Z")
    assert by_name("20241027_023000.mp4", berlin, mtime_ms=first + 61_000) == first
    assert by_name("20241027_023000.mp4", berlin, mtime_ms=second + 61_000) == second
    assert by_name("20241027_023000.mp4", berlin, mtime_ms=second + 86_400_000 * 30) == first


def test_the_clock_offset_is_added_to_every_rule() -> None:
    for rule in StartTimeRule:
        camera = replace(CAMERA, start_time_rule=rule)
        slow = replace(camera, clock_offset_ms=-90_000)
        args = ("20240105_080000.mp4", ms("2024-01-05T07:00:00"), ms("2024-01-05T09:00:00"), 60_000)
        assert resolve(*args, slow)[0] == resolve(*args, camera)[0] - 90_000
        assert resolve(*args, slow)[1] is rule


def test_the_rule_of_the_camera_comes_first_then_the_others() -> None:
    name, container, mtime = "20240105_080000.mp4", ms("2024-01-05T07:00:00Z"), ms("2024-01-05T09:00:00Z")
    container_first = replace(CAMERA, start_time_rule=StartTimeRule.CONTAINER)
    assert resolve(name, container, mtime, 0, container_first) == (container, StartTimeRule.CONTAINER)
    assert resolve(name, None, mtime, 0, container_first) == (ms("2024-01-05T08:00:00"), StartTimeRule.FILENAME)
    assert resolve("x.mp4", container, mtime, 0, CAMERA) == (container, StartTimeRule.CONTAINER)
    assert resolve("x.mp4", None, mtime, 30_000, CAMERA) == (mtime - 30_000, StartTimeRule.MTIME)
    mtime_first = replace(CAMERA, start_time_rule=StartTimeRule.MTIME)
    assert resolve(name, container, mtime, 30_000, mtime_first) == (mtime - 30_000, StartTimeRule.MTIME)


def test_container_time_can_be_local() -> None:
    camera = replace(CAMERA, start_time_rule=StartTimeRule.CONTAINER, container_time_is_local=True)
    written_as_utc = ms("2024-01-05T08:00:00Z")
    assert resolve("x.mp4", written_as_utc, FAR_MTIME_MS, 0, camera)[0] == ms("2024-01-05T08:00:00")


def test_absurd_clocks_are_refused() -> None:
    mtime = ms("2024-01-05T09:00:00Z")
    assert resolve("20240107_080000.mp4", None, mtime, 0, CAMERA)[1] is StartTimeRule.MTIME
    assert resolve("20240106_080000.mp4", None, mtime, 0, CAMERA)[1] is StartTimeRule.FILENAME
    assert resolve("x.mp4", ms("2033-05-18T03:33:20Z"), mtime, 0, CAMERA)[1] is StartTimeRule.MTIME
    assert resolve("x.mp4", EARLIEST_MS - 1, mtime, 0, CAMERA)[1] is StartTimeRule.MTIME
    # An unset modification time (1980) cannot judge a name.
    assert resolve("20240105_080000.mp4", None, 315_532_800_000, 0, CAMERA)[1] is StartTimeRule.FILENAME


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("Ban_%d%m%Y_%H%M", "/x/Ban_05012024_0800.mp4", "2024-01-05T08:00:00"),
        ("*-%Y%m%d%H%M%S-*", "/x/cam-20240105080000-20240105090000.mp4", "2024-01-05T08:00:00"),
        ("%y%m%d %I%M%S%p", "/x/240105 080000PM.avi", "2024-01-05T20:00:00"),
        ("%Y/%m/%d/%H/%M.%S", "/x/2024/01/05/08/00.07.mp4", "2024-01-05T08:00:07"),
        ("unit(%s)", "/x/unit(1704416400).mp4", "2024-01-05T01:00:00Z"),
        ("100%%_%Y%m%d_%H%M%S.%L", "/x/100%_20240105_080000.250.mp4", "2024-01-05T08:00:00.250"),
        ("%Y%m%d_%H%M%S%z", "/x/20240105_080000+0100.mp4", "2024-01-05T07:00:00Z"),
    ],
)
def test_own_patterns(pattern: str, path: str, expected: str) -> None:
    assert by_name(path, replace(CAMERA, filename_pattern=pattern)) == ms(expected)


def test_an_own_pattern_that_does_not_fit_leaves_the_built_in_ones() -> None:
    camera = replace(CAMERA, filename_pattern="Ban_%d%m%Y_%H%M")
    assert by_name("/x/20240105_080000.mp4", camera) == ms("2024-01-05T08:00:00")


@pytest.mark.parametrize("pattern", ["%Q", "%Y%m%d", "%H%M%S", "%Y%m%d_%H%M%S_%H%M%S", "%", "plain"])
def test_bad_own_patterns_are_refused_with_the_reason(pattern: str) -> None:
    with pytest.raises(InvalidInput, match="file-name pattern"):
        compile_own_pattern(pattern)


@pytest.mark.parametrize("stars", [5, 60])
def test_a_pattern_made_to_take_for_ever_takes_no_time(stars: int) -> None:
    pattern = compile_own_pattern("*a" * stars + "%Y%m%d%H%M")
    began = time.perf_counter()
    assert pattern.search("a" * 250) is None
    assert pattern.search("a" * 230 + "202601011200") is not None
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("*_%Y%m%d_*_%H%M*", "x_y_20240505_z_1200-end.mp4"),
        ("**%Y-%m-%d**%H.%M", "a2024-05-05b12.00.mkv"),
        ("*/cam*_%Y%m%d%H%M", "shop/cam1_x_202405051200.mp4"),
        ("*ab*ab%Y%m%d%H%M*", "xabababab202405051200ab.mp4"),
    ],
)
def test_stars_find_what_they_found(pattern: str, name: str) -> None:
    found = compile_own_pattern(pattern).search(name)
    assert found is not None
    assert (found["Y"], found["m"], found["H"]) == ("2024", "05", "12")
