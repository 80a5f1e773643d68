from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backend.site.day import day_of, first_of_days

HOUR_MS = 3_600_000


def ms(*when: int) -> int:
    return round(datetime(*when, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("at", "zone", "begins", "hours"),
    [
        ((2026, 1, 5, 16, 59), "Asia/Ho_Chi_Minh", (2026, 1, 4, 17), 24),
        ((2026, 1, 5, 17, 0), "Asia/Ho_Chi_Minh", (2026, 1, 5, 17), 24),
        ((2026, 10, 25, 12, 0), "Europe/Berlin", (2026, 10, 24, 22), 25),
        ((2026, 3, 29, 12, 0), "Europe/Berlin", (2026, 3, 28, 23), 23),
    ],
)
def test_a_day_is_the_shops_own(at: tuple[int, ...], zone: str, begins: tuple[int, ...], hours: int) -> None:
    from_ms, to_ms = day_of(ms(*at), zone)
    assert from_ms == ms(*begins)
    assert to_ms - from_ms == hours * HOUR_MS


@pytest.mark.parametrize(
    ("at", "zone", "begins"),
    [
        ((2026, 1, 5, 16, 59), "Asia/Ho_Chi_Minh", (2025, 12, 29, 17)),
        ((2026, 10, 27, 12, 0), "Europe/Berlin", (2026, 10, 20, 22)),
        ((2026, 3, 31, 12, 0), "Europe/Berlin", (2026, 3, 24, 23)),
    ],
)
def test_a_week_begins_at_midnight_also_where_the_clocks_changed(
    at: tuple[int, ...], zone: str, begins: tuple[int, ...]
) -> None:
    assert first_of_days(ms(*at), zone, 7) == ms(*begins)
