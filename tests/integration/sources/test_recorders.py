"""Hikvision and Dahua recorders, simulated from their documents: signing in, clocks, listing, downloading, refusals."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from backend.domain.source import Check, RemoteRecording, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources import device_clock
from backend.sources.addresses import AddressGuard
from backend.sources.dahua.source import dahua_type
from backend.sources.hikvision import isapi
from backend.sources.hikvision.source import hikvision_type
from backend.sources.protocol import CannotResume, NextCursor, SourceLogin, SourceType
from tests.support.dahua_device import SimulatedDahua
from tests.support.device_server import Reply
from tests.support.hikvision_device import SimulatedHikvision
from tests.support.simulated_recorder import Footage, RecorderClock, continuous

LOOPBACK = AddressGuard(["127.0.0.0/8"])
STOP = StopSignal()
Device = SimulatedHikvision | SimulatedDahua
TYPES: Mapping[type, Callable[[Callable[[], AddressGuard]], SourceType]] = {
    SimulatedHikvision: hikvision_type,
    SimulatedDahua: dahua_type,
}
BOTH = pytest.mark.parametrize("make", [SimulatedHikvision, SimulatedDahua])
HOUR = 3_600_000


@pytest.fixture(autouse=True)
def quick_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_clock, "_PAUSE_S", 0.0)


def now_ms() -> int:
    return round(time.time() * 1000)


def connect(device: Device, password: str | None = None, **config: Any) -> Any:
    given = {"address": device.server.url, "user": "admin", **config}
    secret = {"password": device.digest.password if password is None else password}
    return TYPES[type(device)](lambda: LOOPBACK).connect(SourceLogin(0, given, secret))


def checks_of(source: Any) -> dict[str, Check]:
    try:
        return {one.step: one for one in source.check(STOP)}
    finally:
        source.close()


def listed(
    source: Any, since_ms: int, cursor: Any = None, keys: tuple[str, ...] = ("1",)
) -> tuple[list[RemoteRecording], Any]:
    *found, last = source.recordings(keys, since_ms, cursor, STOP)
    assert isinstance(last, NextCursor)
    return found, last.value


@BOTH
def test_a_recorder_is_signed_in_to_and_tells_its_channels(make: type[Device]) -> None:
    with make().running() as device:
        checks = checks_of(connect(device))
        source = connect(device)
        cameras = source.cameras(STOP)
        source.close()
    assert list(checks) == ["address", "sign_in", "clock", "cameras", "recordings"]
    assert checks["recordings"].message == "Bàn 1 recorded nothing in the last day."
    assert all(one.ok for one in checks.values())
    assert [(one.key, one.name) for one in cameras] == [("1", "Bàn 1"), ("2", "Channel 2")]
    assert device.digest.wrong == 0


@BOTH
def test_a_wrong_password_and_a_locked_device_are_told_apart(make: type[Device]) -> None:
    with make(tries=1).running() as device:
        first, second = checks_of(connect(device, "wrong")), checks_of(connect(device))
    assert [(one.step, one.trouble) for one in first.values()] == [("address", None), ("sign_in", Trouble.CREDENTIALS)]
    assert second["sign_in"].trouble is Trouble.LOCKED_OUT
    assert device.digest.wrong == 1


@BOTH
def test_something_else_at_the_address_is_told(make: type[Device]) -> None:
    with make(hostile=lambda _: Reply(body=b"<html>hello</html>")).running() as device:
        assert checks_of(connect(device))["address"].trouble is Trouble.ANSWER
    with make(hostile=lambda _: Reply(404)).running() as device:
        assert checks_of(connect(device))["address"].trouble is Trouble.ANSWER
    with make().running() as device:
        gone = device.server.url
    source = TYPES[make](lambda: LOOPBACK).connect(SourceLogin(0, {"address": gone}, {}))
    assert checks_of(source)["address"].trouble is Trouble.UNREACHABLE


@BOTH
def test_the_last_step_looks_for_recordings(make: type[Device]) -> None:
    device = make([Footage(1, now_ms() - HOUR, 600)])
    with device.running():
        assert checks_of(connect(device))["recordings"].details["of_last_day"] is True
        device.hostile = lambda asked: Reply(403) if "earch" in asked.path or "Find" in asked.path else None
        assert checks_of(connect(device))["recordings"].trouble is Trouble.NOT_ALLOWED


# Clocks and zones


@BOTH
@pytest.mark.parametrize("zone_h", [7, 0, -5])
@pytest.mark.parametrize("ahead_ms", [0, 95_000, -2 * HOUR])
def test_recordings_are_dated_in_utc_whatever_clock_they_were_written_by(
    make: type[Device], zone_h: float, ahead_ms: int
) -> None:
    number = {7: 12, 0: 0, -5: 25}[int(zone_h)]
    footage = continuous(1, now_ms() - 10 * 60_000, 7)
    zone = {"zone_number": number} if make is SimulatedDahua else {}
    with make(footage, RecorderClock(zone_h, ahead_ms), **zone).running() as device:
        clock = checks_of(connect(device))["clock"]
        found, _ = listed(connect(device), footage[0].start_ms - HOUR)
    assert abs(clock.details["offset_ms"] + ahead_ms) <= 600
    assert len({one.key for one in found}) == len(found) == 7
    for one, true in zip(sorted(found, key=lambda each: each.start_ms or 0), footage, strict=True):
        assert one.duration_ms == 600_000
        assert abs((one.start_ms or 0) - true.start_ms) <= (1_000 if ahead_ms else 10)


@pytest.mark.parametrize(("config", "zone_h"), [({}, 7), ({}, -5), ({"times": "utc"}, 7)])
def test_a_hikvision_that_writes_utc_is_found_out_or_told(config: dict[str, Any], zone_h: float) -> None:
    footage = continuous(1, now_ms() - 5 * 60_000, 80)
    with SimulatedHikvision(footage, RecorderClock(zone_h), writes_utc=True, page=40).running() as device:
        found, _ = listed(connect(device, **config), footage[0].start_ms)
    assert {one.start_ms for one in found} == {one.start_ms for one in footage}


def test_zones_that_a_device_does_not_tell_are_seen_by_its_clock() -> None:
    footage = continuous(1, now_ms() - 10 * 60_000, 2)
    clock = RecorderClock(5.75, 40_000)
    for device in (
        SimulatedHikvision(footage, clock, tells_zone=False),
        SimulatedDahua(footage, clock, zone_number=None),
    ):
        with device.running():
            assert abs(checks_of(connect(device))["clock"].details["offset_ms"] + 40_000) < 700
            found, _ = listed(connect(device), footage[0].start_ms - HOUR)
        assert [abs((one.start_ms or 0) - true.start_ms) < 1_000 for one, true in zip(found, footage, strict=True)]


# Listing


@BOTH
def test_the_next_listing_goes_on_where_this_one_ended(make: type[Device]) -> None:
    end = now_ms() - 20 * HOUR
    footage = [*continuous(1, end, 30, 3600), *continuous(2, end, 5, 3600)]
    with make(footage).running() as device:
        source = connect(device)
        found, cursor = listed(source, end - 90 * HOUR, keys=("1", "2"))
        assert len({one.key for one in found}) == 35, "over day borders and pages"
        fresh = Footage(1, now_ms() - 2 * HOUR, 600)
        device.footage = [*footage, fresh]
        again, later = listed(source, 0, cursor, ("1", "2"))
        source.close()
    assert abs([one.start_ms for one in again][-1] - fresh.start_ms) < 1_000
    assert len(again) < 10
    assert later["until_ms"]["1"] >= cursor["until_ms"]["1"]


@BOTH
def test_a_recording_that_still_grows_is_left_for_the_next_time(make: type[Device]) -> None:
    growing = Footage(1, now_ms() - 300_000, 295)
    with make([growing]).running() as device:
        source = connect(device)
        found, cursor = listed(source, now_ms() - HOUR)
        assert found == []
        device.footage = [Footage(1, growing.start_ms, 170)]
        again, _ = listed(source, 0, cursor)
        source.close()
    assert len(again) == 1


@BOTH
def test_a_listing_from_the_beginning_of_time_is_bounded(make: type[Device]) -> None:
    with make([]).running() as device:
        found, _ = listed(connect(device), 0)
        assert found == []
        assert len(device.server.asked) < 250


def test_a_recorder_whose_pages_never_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isapi, "_MOST_PAGES", 20)
    item = (
        "<searchMatchItem><timeSpan><startTime>2026-01-01T00:00:00Z</startTime><endTime>2026-01-01T00:10:00Z</endTime>"
        "</timeSpan><mediaSegmentDescriptor><playbackURI>rtsp://x</playbackURI></mediaSegmentDescriptor></searchMatchItem>"
    )
    page = (
        f"<CMSearchResult><responseStatusStrg>MORE</responseStatusStrg><matchList>{item}</matchList></CMSearchResult>"
    )
    endless = SimulatedHikvision(
        hostile=lambda asked: Reply(body=page.encode()) if asked.path.endswith("search") else None
    )
    with endless.running(), pytest.raises(SourceTrouble) as caught:
        listed(connect(endless, times="local"), now_ms() - HOUR)
    assert caught.value.trouble is Trouble.ANSWER


# Downloading


@BOTH
def test_a_recording_is_downloaded_whole(make: type[Device]) -> None:
    footage = Footage(1, now_ms() - HOUR, 600, size=700_001)
    with make([footage]).running() as device:
        source = connect(device)
        [recording], _ = listed(source, now_ms() - 3 * HOUR)
        assert b"".join(source.fetch(recording, 0, STOP)) == footage.content
        source.close()


def test_a_dahua_goes_on_in_the_middle_where_it_can() -> None:
    footage = Footage(1, now_ms() - HOUR, 600, size=700_001)
    for ranges in (True, False):
        with SimulatedDahua([footage], ranges=ranges).running() as device:
            source = connect(device)
            [recording], _ = listed(source, now_ms() - 3 * HOUR)
            if ranges:
                assert b"".join(source.fetch(recording, 300_000, STOP)) == footage.content[300_000:]
            else:
                with pytest.raises(CannotResume):
                    list(source.fetch(recording, 300_000, STOP))
            source.close()


def test_a_hikvision_begins_at_the_start_and_an_older_one_is_asked_by_get() -> None:
    footage = Footage(1, now_ms() - HOUR, 600)
    with SimulatedHikvision([footage], download_by="GET").running() as device:
        source = connect(device)
        [recording], _ = listed(source, now_ms() - 3 * HOUR)
        assert b"".join(source.fetch(recording, 0, STOP)) == footage.content
        with pytest.raises(CannotResume):
            source.fetch(recording, 10, STOP)
        source.close()


@BOTH
def test_a_recording_that_was_overwritten_is_not_found(make: type[Device]) -> None:
    with make([Footage(1, now_ms() - HOUR, 600)]).running() as device:
        source = connect(device)
        [recording], _ = listed(source, now_ms() - 3 * HOUR)
        device.footage = []
        with pytest.raises(SourceTrouble) as caught:
            list(source.fetch(recording, 0, STOP))
        source.close()
    assert caught.value.trouble is Trouble.NOT_FOUND


@BOTH
def test_a_download_that_breaks_off_is_no_file(make: type[Device]) -> None:
    footage = Footage(1, now_ms() - HOUR, 600)
    with make([footage]).running() as device:
        source = connect(device)
        [recording], _ = listed(source, now_ms() - 3 * HOUR)
        device.hostile = lambda asked: Reply(body=footage.content[:9_000], length=footage.size)
        with pytest.raises(SourceTrouble) as caught:
            list(source.fetch(recording, 0, STOP))
        source.close()
    assert caught.value.trouble is Trouble.LOST


@pytest.mark.parametrize("path", ["../../etc/passwd", "/mnt/../../etc/shadow", "http://127.0.0.2/x", ""])
def test_a_path_that_is_none_is_not_asked_for(path: str) -> None:
    with SimulatedDahua().running() as device:
        source = connect(device)
        recording = RemoteRecording("k", "1", "x.dav", details={"path": path})
        with pytest.raises(SourceTrouble) as caught:
            list(source.fetch(recording, 0, STOP))
        source.close()
        assert not device.server.asked
    assert caught.value.trouble is Trouble.ANSWER


def test_a_busy_hikvision_is_asked_again_later() -> None:
    busy = b"<ResponseStatus><statusCode>2</statusCode><subStatusCode>deviceBusy</subStatusCode></ResponseStatus>"
    device = SimulatedHikvision(hostile=lambda asked: Reply(503, busy) if "search" in asked.path else None)
    with device.running(), pytest.raises(SourceTrouble) as caught:
        listed(connect(device), now_ms() - HOUR)
    assert (caught.value.trouble, caught.value.passing) == (Trouble.QUOTA, True)
