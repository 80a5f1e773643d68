"""Profile G: recordings of a device are listed in pieces that meet, and replayed into whole files."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import av
import pytest

from backend.domain.source import RemoteRecording, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources import device_clock
from backend.sources.addresses import AddressGuard
from backend.sources.onvif import replay
from backend.sources.onvif.source import OnvifSource, onvif_type
from backend.sources.protocol import CannotResume, NextCursor, SourceLogin
from tests.support.digest_check import DigestCheck
from tests.support.onvif_archive import Archive
from tests.support.onvif_device import SimulatedOnvif
from tests.support.replay_server import STEP_MS, ReplayServer

LOOPBACK = AddressGuard(["127.0.0.0/8"])
STOP = StopSignal()
PIECE_MS = 15 * 60_000
PROFILE_G = ("trt", "tse", "trp", "trc")


@pytest.fixture(autouse=True)
def quick_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_clock, "_PAUSE_S", 0.0)


def hours_ago(hours: float) -> int:
    """On the raster of pieces."""
    return (round(time.time() * 1000) - round(hours * 3_600_000)) // PIECE_MS * PIECE_MS


@contextmanager
def archive(spans: list[tuple[int, int]], ahead_ms: int = 0, **more: Any) -> Iterator[tuple[OnvifSource, Archive]]:
    """`spans` in real UTC; the device has them by its own clock."""
    own = {name: more.pop(name) for name in ("keeps_history", "source", "until_ms") if name in more}
    replay = ReplayServer([(a + ahead_ms, b + ahead_ms) for a, b in spans], **more)
    with replay.running():
        made = Archive(replay, **own)
        device = SimulatedOnvif(services=PROFILE_G, answers=made.operations(), clock_ahead_ms=ahead_ms)
        with device.running():
            config = {"address": device.server.url, "user": device.user, "mode": "recordings"}
            login = SourceLogin(0, config, {"password": device.password})
            source = onvif_type(lambda: LOOPBACK).connect(login)
            assert isinstance(source, OnvifSource)
            try:
                yield source, made
            finally:
                source.close()


def listed(source: OnvifSource, since_ms: int, cursor: Any = None) -> tuple[list[RemoteRecording], Any]:
    keys = [one.key for one in source.cameras(STOP)]
    *found, last = source.recordings(keys, since_ms, cursor, STOP)
    assert isinstance(last, NextCursor)
    return sorted(
        (one for one in found if isinstance(one, RemoteRecording)), key=lambda one: one.start_ms or 0
    ), last.value


def times_of(data: bytes) -> list[int]:
    with av.open(io.BytesIO(data)) as container:
        return [round(float(frame.pts * frame.time_base) * 1000) for frame in container.decode(video=0)]


def fetched(source: OnvifSource, recording: RemoteRecording) -> bytes:
    return b"".join(source.fetch(recording, 0, STOP))


@pytest.mark.parametrize("codec", ["h264", "hevc"])
def test_footage_becomes_files_that_meet_and_hold_every_picture(codec: str) -> None:
    border = hours_ago(3)
    spans = [(border - 20_000, border + 15_000), (border + 60_000, border + 70_000)]
    with archive(spans, codec=codec) as (source, made):
        [*_, stream] = source.check(STOP)
        assert (stream.ok, stream.details) == (True, {"recordings": 1})
        found, _ = listed(source, border - 7_200_000)
        files = [fetched(source, one) for one in found]
    assert [(one.start_ms, one.duration_ms) for one in found] == [
        (border - 20_000, 20_000), (border, 15_000), (border + 60_000, 10_000)
    ]  # fmt: skip
    for one, data in zip(found, files, strict=True):
        assert times_of(data) == list(range(0, one.duration_ms or 0, STEP_MS))
    assert {one["Rate-Control"] for one in made.replay.plays} == {"no"}


@pytest.mark.parametrize("ahead_ms", [7_200_000, -45_000])
def test_a_wrong_clock_is_made_up_for(ahead_ms: int) -> None:
    begin = hours_ago(5) + 60_000
    with archive([(begin, begin + 8_000)], ahead_ms) as (source, _):
        found, _ = listed(source, begin - 3_600_000)
        assert len(found) == 1
        assert abs((found[0].start_ms or 0) - begin) < 700
        assert len(times_of(fetched(source, found[0]))) == 80


def test_a_device_without_a_history_is_taken_to_have_recorded_throughout() -> None:
    border = hours_ago(2)
    with archive([(border - 10_000, border + 10_000)], keeps_history=False) as (source, _):
        found, _ = listed(source, border - 3_600_000)
    assert [(one.start_ms, one.duration_ms) for one in found] == [(border - 10_000, 10_000), (border, 10_000)]


def test_a_piece_that_is_still_being_recorded_waits() -> None:
    now = round(time.time() * 1000) // 1000 * 1000
    begin = now - now % PIECE_MS - PIECE_MS - 5_000
    with archive([(begin, now)], until_ms=now) as (source, made):
        found, cursor = listed(source, begin - 1_000)
        assert begin in [one.start_ms for one in found]
        assert all((one.start_ms or 0) + (one.duration_ms or 0) <= now - 120_000 for one in found)
        made.until_ms = None
        made.replay.spans = [(begin, now - 125_000)]
        again, _ = listed(source, 0, cursor)
    assert {one.key for one in found} <= {one.key for one in again}
    assert (again[-1].start_ms or 0) + (again[-1].duration_ms or 0) == now - 125_000


def test_what_is_told_twice_has_the_same_key() -> None:
    border = hours_ago(1)
    with archive([(border - 5_000, border + 5_000)]) as (source, _):
        first, cursor = listed(source, border - 3_600_000)
        second, _ = listed(source, 0, cursor)
    assert [(one.key, one.version) for one in first] == [(one.key, one.version) for one in second]


def test_a_device_that_tells_no_times_is_dated_by_what_was_asked_for() -> None:
    begin = hours_ago(4) + 30_000
    with archive([(begin, begin + 6_000)], tells_time=False) as (source, _):
        [found], _ = listed(source, begin - 3_600_000)
        assert found.start_ms == begin
        assert times_of(fetched(source, found))[:2] == [0, STEP_MS]


def test_a_recording_of_an_unknown_lens_belongs_to_the_only_camera() -> None:
    begin = hours_ago(4)
    with archive([(begin, begin + 3_000)], source="urn:somewhere") as (source, _):
        found, _ = listed(source, begin - 60_000)
    assert [one.camera_key for one in found] == ["VideoSource_1"]


def test_a_replay_signs_in() -> None:
    begin = hours_ago(4)
    with archive([(begin, begin + 3_000)], digest=DigestCheck("admin", "pa55 wörd")) as (source, made):
        [found], _ = listed(source, begin - 60_000)
        assert len(times_of(fetched(source, found))) == 30
        assert made.replay.digest is not None
        assert made.replay.digest.wrong == 0
        made.replay.digest = DigestCheck("admin", "changed")
        with pytest.raises(SourceTrouble) as caught:
            fetched(source, found)
    assert caught.value.trouble is Trouble.CREDENTIALS


def test_a_replay_that_breaks_off_is_no_file() -> None:
    begin = hours_ago(4)
    with archive([(begin, begin + 20_000)]) as (source, made):
        [found], _ = listed(source, begin - 60_000)
        made.replay.breaks_after = 90
        with pytest.raises(SourceTrouble) as caught:
            fetched(source, found)
        assert caught.value.trouble is Trouble.CORRUPT
        made.replay.breaks_after, made.replay.loses = None, 17
        with pytest.raises(SourceTrouble) as caught:
            fetched(source, found)
        assert caught.value.trouble is Trouble.CORRUPT
        made.replay.loses, made.replay.spans = None, [(begin - 90_000_000, begin - 80_000_000)]
        with pytest.raises(SourceTrouble) as caught:
            fetched(source, found)
        assert caught.value.trouble is Trouble.NOT_FOUND


def test_a_device_that_knows_no_replay_says_so() -> None:
    begin = hours_ago(4)
    with archive([(begin, begin + 3_000)], knows_replay=False) as (source, _), pytest.raises(SourceTrouble) as caught:
        listed(source, begin - 60_000)
    assert caught.value.trouble is Trouble.UNSUPPORTED


def test_a_replay_begins_at_the_start() -> None:
    begin = hours_ago(4)
    with archive([(begin, begin + 3_000)]) as (source, _):
        [found], _ = listed(source, begin - 60_000)
        with pytest.raises(CannotResume):
            source.fetch(found, 100, STOP)


def test_a_camera_without_recordings_or_recorded_live_has_none_to_fetch() -> None:
    for services, mode in ((("trt",), "recordings"), (PROFILE_G, "live")):
        device = SimulatedOnvif(services=services)
        with device.running():
            config = {"address": device.server.url, "user": device.user, "mode": mode}
            login = SourceLogin(0, config, {"password": device.password})
            source = onvif_type(lambda: LOOPBACK).connect(login)
            try:
                if mode == "live":
                    assert [type(one) for one in source.recordings(["VideoSource_1"], 0, None, STOP)] == [NextCursor]  # type: ignore[attr-defined]
                else:
                    with pytest.raises(SourceTrouble) as caught:
                        list(source.recordings(["VideoSource_1"], 0, None, STOP))  # type: ignore[attr-defined]
                    assert caught.value.trouble is Trouble.UNSUPPORTED
            finally:
                source.close()


def test_a_replay_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = hours_ago(4)
    with archive([(begin, begin + 20_000)]) as (source, _):
        [found], _ = listed(source, begin - 60_000)
        monkeypatch.setattr(replay, "_MOST_BYTES_PER_S", 500)
        with pytest.raises(SourceTrouble) as caught:
            fetched(source, found)
    assert caught.value.trouble is Trouble.TOO_LARGE
