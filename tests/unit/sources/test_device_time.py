"""A device's wall clock, its zone and its error -> UTC and back."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from backend.sources.device_clock import ClockError
from backend.sources.device_time import WallClock

HOUR = 3_600_000
NOON = 1_770_120_000_000
WALL = datetime(2026, 2, 3, 19, 0)


def clock(ahead_ms: int, zone_ms: int | None = None, zone: str | None = None) -> WallClock:
    return WallClock(ClockError(ahead_ms, 100, 5), zone_ms, ZoneInfo(zone) if zone else None)


def test_the_constants_agree() -> None:
    assert datetime.fromtimestamp(NOON / 1000, UTC) == datetime(2026, 2, 3, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("made", "behind_ms", "utc_ms"),
    [
        (clock(7 * HOUR, 7 * HOUR), 0, NOON),
        (clock(7 * HOUR + 1_500, 7 * HOUR), -1_500, NOON),  # too small to correct
        (clock(7 * HOUR - 90_000, 7 * HOUR), 90_000, NOON + 90_000),
        (clock(7 * HOUR - 90_000), 90_000, NOON + 90_000),  # the zone is seen by the quarter of an hour
        (clock(4 * HOUR, 7 * HOUR), 3 * HOUR, NOON + 3 * HOUR),
        (clock(7 * HOUR, None, "Asia/Ho_Chi_Minh"), 0, NOON),
    ],
)
def test_a_wall_time_is_dated(made: WallClock, behind_ms: int, utc_ms: int) -> None:
    assert made.behind_ms == behind_ms
    assert made.utc_ms(WALL) == utc_ms
    assert made.wall(utc_ms) == WALL


def test_a_device_that_believes_in_utc_is_corrected_too() -> None:
    made = clock(7 * HOUR + 60_000, 7 * HOUR)
    assert made.utc_ms_of_own(datetime(2026, 2, 3, 12, 1)) == NOON
    assert made.own_utc(NOON) == datetime(2026, 2, 3, 12, 1)


def test_with_a_zone_the_other_half_year_is_right() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime.now(berlin).utcoffset()
    assert now is not None
    made = clock(round(now.total_seconds() * 1000), None, "Europe/Berlin")
    assert made.utc_ms(datetime(2026, 7, 1, 12, 0)) == round(datetime(2026, 7, 1, 10, 0, tzinfo=UTC).timestamp() * 1000)
    assert made.utc_ms(datetime(2026, 1, 1, 12, 0)) == round(datetime(2026, 1, 1, 11, 0, tzinfo=UTC).timestamp() * 1000)
