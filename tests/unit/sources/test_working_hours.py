"""Windows of days and hours, over midnight and through DST."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from backend.domain.errors import InvalidInput
from backend.sources.working_hours import DAY_NAMES, WorkingHours

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
WEEK = DAY_NAMES


def ms(text: str, zone: ZoneInfo = HANOI) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


def inside(hours: WorkingHours, start: str, end: str | None = None, zone: ZoneInfo = HANOI) -> bool:
    return hours.overlaps(ms(start, zone), ms(end or start, zone))


def test_a_day_shift() -> None:
    hours = WorkingHours.of(WEEK, "08:00", "17:30", HANOI)
    assert inside(hours, "2024-01-05T08:00:00")
    assert inside(hours, "2024-01-05T07:50:00", "2024-01-05T08:00:01")
    assert not inside(hours, "2024-01-05T07:50:00", "2024-01-05T08:00:00")
    assert inside(hours, "2024-01-05T17:29:59", "2024-01-05T18:00:00")
    assert not inside(hours, "2024-01-05T17:30:00", "2024-01-05T18:00:00")


def test_a_night_shift_belongs_to_the_day_it_starts() -> None:
    friday = WorkingHours.of(["Friday"], "22:00", "06:00", HANOI)
    assert inside(friday, "2024-01-05T23:00:00")  # a Friday
    assert inside(friday, "2024-01-06T05:59:59")  # Saturday morning of the same shift
    assert not inside(friday, "2024-01-06T06:00:00")
    assert not inside(friday, "2024-01-06T23:00:00")
    assert not inside(friday, "2024-01-05T05:00:00")  # Friday morning is Thursday's shift


def test_equal_times_are_the_whole_day() -> None:
    for text in ("00:00", "08:00"):
        monday = WorkingHours.of(["Mon"], text, text, HANOI)
        assert inside(monday, "2024-01-08T00:00:00")
        assert inside(monday, "2024-01-08T23:59:59")
        assert not inside(monday, "2024-01-09T00:00:00")
        assert not inside(monday, "2024-01-07T23:59:59")


def test_until_midnight() -> None:
    for midnight in ("00:00", "24:00"):
        hours = WorkingHours.of(["Monday"], "08:00", midnight, HANOI)
        assert inside(hours, "2024-01-08T23:59:59")
        assert not inside(hours, "2024-01-09T00:00:00")


def test_every_day_all_day_lets_everything_pass() -> None:
    assert WorkingHours.of(WEEK, "00:00", "00:00", HANOI).always
    assert WorkingHours.of([], "00:00", "00:00", HANOI).always
    assert not WorkingHours.of(WEEK[:6], "00:00", "00:00", HANOI).always


def test_a_long_recording_over_a_free_day_touches_the_next_shift() -> None:
    monday = WorkingHours.of(["Monday"], "08:00", "10:00", HANOI)
    assert inside(monday, "2024-01-06T12:00:00", "2024-01-08T08:00:01")
    assert not inside(monday, "2024-01-06T12:00:00", "2024-01-08T07:59:59")


def test_the_zone_decides() -> None:
    hours = WorkingHours.of(WEEK, "08:00", "09:00", HANOI)
    assert hours.overlaps(ms("2024-01-05T02:30:00", BERLIN), ms("2024-01-05T02:31:00", BERLIN))  # 08:30 in Hanoi
    assert not hours.overlaps(ms("2024-01-05T08:30:00", BERLIN), ms("2024-01-05T08:31:00", BERLIN))


def test_a_night_shift_through_the_spring_gap_is_an_hour_shorter_on_the_clock_of_the_world() -> None:
    night = WorkingHours.of(WEEK, "22:00", "06:00", BERLIN)
    opens, closes = ms("2024-03-30T22:00:00", BERLIN), ms("2024-03-31T06:00:00", BERLIN)
    assert closes - opens == 7 * 3_600_000
    assert night.overlaps(closes - 1, closes - 1)
    assert not night.overlaps(closes, closes)


@pytest.mark.parametrize("text", ["8", "8:0", "25:00", "08:60", "", "08:00:00", "٠٨:٠٠", "-1:00", "24:30"])
def test_bad_times_are_named(text: str) -> None:
    with pytest.raises(InvalidInput, match="time of day"):
        WorkingHours.of(WEEK, text, "17:00", HANOI)


def test_bad_days_are_named() -> None:
    with pytest.raises(InvalidInput, match="Funday"):
        WorkingHours.of(["Funday"], "08:00", "17:00", HANOI)
