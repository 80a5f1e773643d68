"""Days and months of a time zone as UTC epoch ms. PURE."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.domain.errors import InvalidInput

ONE_DAY = timedelta(days=1)


def parse_day(text: str) -> date:
    """`YYYY-MM-DD`. Raises InvalidInput."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"{text!r} is not a day. Write it as 2026-01-31.") from error


def days_of_month(text: str) -> list[date]:
    """`YYYY-MM`: its days. Raises InvalidInput."""
    first = parse_day(f"{text}-01")
    days = [first]
    while (following := days[-1] + ONE_DAY).month == first.month:
        days.append(following)
    return days


def midnight_ms(day: date, zone: ZoneInfo) -> int:
    """When `day` begins in `zone`. The day is 23 or 25 hours long where the clocks are changed on it."""
    return round(datetime.combine(day, time(0), tzinfo=zone).timestamp() * 1000)


def day_bounds(day: date, zone: ZoneInfo) -> tuple[int, int]:
    return midnight_ms(day, zone), midnight_ms(day + ONE_DAY, zone)


def day_at(at_ms: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(at_ms / 1000, zone).date()
