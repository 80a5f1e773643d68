"""Calendar days of a time zone. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def first_of_days(at_ms: int, zone: str, days: int) -> int:
    """When the `days` calendar days began that end with the one around `at_ms`, UTC epoch ms."""
    place = ZoneInfo(zone)
    first = datetime.fromtimestamp(at_ms / 1000, place).date() - timedelta(days=days - 1)
    return round(datetime.combine(first, time(0), place).timestamp() * 1000)


def day_of(at_ms: int, zone: str) -> tuple[int, int]:
    """The calendar day around `at_ms` in `zone`: its first instant and the next day's, UTC epoch ms. Days on which the
    clocks change have 23 or 25 hours."""
    place = ZoneInfo(zone)
    midnight = datetime.fromtimestamp(at_ms / 1000, place).replace(hour=0, minute=0, second=0, microsecond=0)
    following = (midnight.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=place)
    return round(midnight.timestamp() * 1000), round(following.timestamp() * 1000)
