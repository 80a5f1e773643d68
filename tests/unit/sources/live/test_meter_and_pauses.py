"""What is measured of a stream, and how long a camera in trouble is left alone."""

from __future__ import annotations

import pytest

from backend.domain.source import Trouble
from backend.sources.live.meter import StreamMeter
from backend.sources.live.parameter_sets import parameter_sets, with_sets
from backend.sources.live.pauses import LONGEST_S, NEEDS_A_PERSON_S, needs_a_person, pause_s

MINUTE = 28_333_334 * 60_000


def test_figures_of_a_steady_stream() -> None:
    meter = StreamMeter()
    for number in range(250):
        meter.packet(MINUTE + number * 40, number * 40.0, 10_000, key=number % 50 == 0)
    now = meter.now(MINUTE + 250 * 40)
    assert now.fps == pytest.approx(25, abs=0.5)
    assert now.bitrate_bps == pytest.approx(2_000_000, rel=0.03)
    assert (now.jitter_ms, now.keyframe_ms) == (0.0, 2_000)


def test_uneven_arrival_is_jitter_and_silence_is_no_figure() -> None:
    meter = StreamMeter()
    for number in range(100):
        meter.packet(MINUTE + number * 40 + (20 if number % 2 else 0), number * 40.0, 100, key=False)
    assert (meter.now(MINUTE + 4_000).jitter_ms or 0) > 15
    assert meter.now(MINUTE + 60_000).fps is None


def test_a_minute_is_told_once_with_what_was_missing() -> None:
    meter = StreamMeter()
    assert meter.minute(MINUTE) is None
    for number in range(40 * 25):
        meter.packet(MINUTE + number * 40, number * 40.0, 10_000, key=number % 25 == 0)
    assert meter.minute(MINUTE + 59_999) is None
    one = meter.minute(MINUTE + 60_000)
    assert one is not None
    assert one.minute_ms == MINUTE
    assert one.gap_ms == pytest.approx(20_000, abs=100)
    assert one.fps == pytest.approx(1_000 / 60, abs=0.1)
    assert meter.minute(MINUTE + 60_001) is None


def test_a_clock_that_is_put_back_keeps_nothing_for_hours() -> None:
    meter = StreamMeter()
    meter.minute(MINUTE)
    for number in range(100):
        meter.packet(MINUTE + number * 40, number * 40.0, 10_000, key=False)
    back = MINUTE - 3_600_000
    for number in range(100, 100 + 60 * 25):
        meter.packet(back + number * 40, number * 40.0, 10_000, key=False)
    assert len(meter._lately) < 200
    now = meter.now(back + 1_600 * 40)
    assert now.fps == pytest.approx(25, abs=0.5)
    assert meter.minute(back + 30_000) is None
    assert meter._jitters == []
    meter.packet(back + 1_600 * 40, 1_600 * 40.0, 10_000, key=False)
    told = meter.minute(back + 60_000)
    assert told is not None
    assert told.minute_ms == back


def test_pauses_grow_are_spread_and_bounded() -> None:
    pauses = [pause_s(Trouble.UNREACHABLE, failures, lambda: 0.5) for failures in range(1, 40)]
    assert pauses[:4] == [1.0, 2.0, 4.0, 8.0]
    assert max(pauses) == LONGEST_S
    assert pause_s(Trouble.LOST, 3, lambda: 0.0) < pause_s(Trouble.LOST, 3, lambda: 1.0)


@pytest.mark.parametrize("trouble", [Trouble.CREDENTIALS, Trouble.LOCKED_OUT, Trouble.REDIRECTED])
def test_what_needs_a_person_is_tried_rarely(trouble: Trouble) -> None:
    assert needs_a_person(trouble)
    assert pause_s(trouble, 1, lambda: 0.0) >= 45
    assert pause_s(trouble, 30, lambda: 1.0) <= NEEDS_A_PERSON_S * 1.25


def test_parameter_sets_are_read_up_to_the_picture() -> None:
    sps, pps, picture = b"\x67\x42\x00", b"\x68\xce", b"\x65" + bytes(range(1, 200))
    packet = b"\0\0\0\1" + sps + b"\0\0\1" + pps + b"\0\0\0\1\x06\x05" + b"\0\0\1" + picture
    assert parameter_sets(packet, "h264") == (sps.rstrip(b"\0"), pps)
    assert parameter_sets(b"\0\0\1" + picture, "h264") == ()
    assert parameter_sets(b"", "h264") == ()
    assert parameter_sets(with_sets(b"\0\0\1" + picture, (pps,)), "h264") == (pps,)
    vps = b"\x40\x01\x0c"
    assert parameter_sets(b"\0\0\0\1" + vps + b"\0\0\1\x26\x01\xaa", "hevc") == (vps,)
