"""When a picture was taken: the camera's word, checked against our clock."""

from __future__ import annotations

import pytest

from backend.sources.live.stream_clock import OwnClock, StreamClock, placed

DAY = 1_700_000_000_000


def fed(clock: StreamClock, *, camera_off_ms: float | None = None, delays_ms: tuple[float, ...] = (80, 40, 60)) -> None:
    for number, delay_ms in enumerate(delays_ms * 4):
        at_ms = number * 40.0
        camera_ms = None if camera_off_ms is None else DAY + at_ms + camera_off_ms
        clock.note(at_ms, DAY + at_ms + delay_ms, camera_ms)


def test_without_a_clock_the_least_delayed_packet_tells() -> None:
    clock = StreamClock()
    fed(clock)
    assert clock.utc_ms(1_000.0) == DAY + 1_040
    assert clock.offset_ms is None


def test_packets_that_piled_up_while_opening_do_not_count() -> None:
    clock = StreamClock()
    for number in range(30):
        clock.note(number * 40.0, DAY + 1_500.0 + number, None)
    clock.note(1_200.0, DAY + 1_250.0, None)
    assert clock.utc_ms(0.0) == DAY + 50


def test_a_camera_that_agrees_is_taken_at_its_word() -> None:
    clock = StreamClock()
    fed(clock, camera_off_ms=0.0)
    assert clock.utc_ms(1_000.0) == DAY + 1_000
    assert clock.offset_ms == 40


@pytest.mark.parametrize("off_ms", [-7_200_000.0, 3_600_000.0, 5_000.0])
def test_a_camera_with_a_wrong_clock_is_corrected(off_ms: float) -> None:
    clock = StreamClock()
    fed(clock, camera_off_ms=off_ms)
    assert clock.utc_ms(1_000.0) == DAY + 1_040
    assert clock.offset_ms == 40 - off_ms


def test_what_a_camera_is_known_to_be_behind_by_is_added() -> None:
    clock = StreamClock(behind_ms=7_200_000.0)
    fed(clock, camera_off_ms=-7_200_000.0)
    assert clock.utc_ms(1_000.0) == DAY + 1_000


def test_a_jump_of_the_cameras_clock_is_noticed_once() -> None:
    clock = StreamClock()
    fed(clock, camera_off_ms=0.0)
    assert clock.note(500.0, DAY + 540.0, DAY + 500.0 + 90_000) == pytest.approx(90_000)
    assert clock.note(540.0, DAY + 580.0, DAY + 540.0 + 90_000) is None
    assert clock.utc_ms(1_000.0) == DAY + 1_040, "it is no longer trusted"


def test_our_own_clock_and_sleep_are_told_apart() -> None:
    own = OwnClock(DAY, 100.0, 0.0)
    assert own.look(DAY + 5_000, 105.0, 0.0) is None
    jump = own.look(DAY + 10_000 - 60_000, 110.0, 0.0)
    assert jump is not None
    assert (jump.by_ms, jump.slept) == (-60_000, False)
    assert own.look(DAY - 49_000, 111.0, 0.0) is None
    slept = own.look(DAY - 48_000 + 600_000, 112.0, 600.0)
    assert slept is not None
    assert (slept.by_ms, slept.slept) == (600_000, True)


def test_asleep_between_the_readings_of_one_look() -> None:
    own = OwnClock(DAY, 100.0, 0.0)
    assert own.look(DAY + 5_000, 105.0, 600.0) is None
    slept = own.look(DAY + 606_000, 106.0, 600.0)
    assert slept is not None
    assert (slept.by_ms, slept.slept) == (600_000, True)
    assert own.look(DAY + 607_000, 107.0, 600.0) is None


@pytest.mark.parametrize(
    ("wanted_ms", "end_ms", "start_ms", "cut_ms"),
    [
        (1_000, None, 1_000, 0),
        (1_000, 900, 1_000, 0),
        (1_000, 1_100, 1_000, 100),
        (1_000, 1_251, 1_251, 0),
        (1_000, 3_601_000, 3_601_000, 0),
    ],
)
def test_times_never_run_backwards(wanted_ms: int, end_ms: int | None, start_ms: int, cut_ms: int) -> None:
    place = placed(wanted_ms, end_ms)
    assert (place.start_ms, place.cut_before_ms) == (start_ms, cut_ms)
    if end_ms is not None:
        assert place.start_ms >= end_ms - place.cut_before_ms
