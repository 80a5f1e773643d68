from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from backend.domain.calendar import day_at, day_bounds, days_of_month, parse_day
from backend.domain.errors import InvalidInput

HOUR_MS = 3_600_000
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)])
def test_days_are_as_long_as_the_clocks_make_them(day: date, hours: int) -> None:
    from_ms, to_ms = day_bounds(day, BERLIN)
    assert to_ms - from_ms == hours * HOUR_MS


def test_a_day_begins_at_the_zones_midnight() -> None:
    assert day_bounds(date(2026, 1, 5), ZoneInfo("Asia/Ho_Chi_Minh"))[0] == 1_767_546_000_000
    assert day_at(1_767_546_000_000 - 1, ZoneInfo("Asia/Ho_Chi_Minh")) == date(2026, 1, 4)


def test_months() -> None:
    assert len(days_of_month("2028-02")) == 29
    assert days_of_month("2026-12")[-1] == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "0000-01-01"])
def test_days_that_are_none(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_day(text)
