"""Days and hours of a site in which recordings are analysed. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from backend.domain.errors import InvalidInput

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ONE_DAY = timedelta(days=1)
_LONGEST_DAYS = 400
"""Any recording longer than this is a broken clock; some window of a year surely falls into it."""


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Windows that open at `start` on each of `days` (0 is Monday), in local time of `zone`.

    A window that ends at or before its start goes past midnight and belongs to the day it opens on: Friday 22:00-06:00
    holds Saturday 05:00. Start equal to end is the whole day from midnight to midnight. No days: every day.
    """

    zone: tzinfo
    days: frozenset[int] = frozenset(range(7))
    start: time = time(0)
    end: time = time(0)

    @classmethod
    def of(cls, days: Iterable[str], start: str, end: str, zone: tzinfo) -> WorkingHours:
        """From English day names (or their first three letters) and "HH:MM" texts. Raises InvalidInput."""
        numbers = frozenset(_day_number(name) for name in days)
        return cls(zone, numbers or frozenset(range(7)), _time_of(start), _time_of(end))

    @property
    def always(self) -> bool:
        return len(self.days) == 7 and self.start == self.end

    def overlaps(self, start_ms: int, end_ms: int) -> bool:
        """True when any part of `start_ms`..`end_ms` (UTC epoch ms) lies in a window; equal ends: an instant."""
        if self.always or end_ms - start_ms > _LONGEST_DAYS * 86_400_000:
            return True
        end_ms = max(end_ms, start_ms + 1)
        # A window that opened the evening before may still be open.
        day = _local_date(start_ms, self.zone) - _ONE_DAY
        last = _local_date(end_ms, self.zone)
        while day <= last:
            if day.weekday() in self.days:
                opens_ms, closes_ms = self._window(day)
                if start_ms < closes_ms and end_ms > opens_ms:
                    return True
            day += _ONE_DAY
        return False

    def windows(self, start_ms: int, end_ms: int) -> list[tuple[int, int]]:
        """The parts of `start_ms`..`end_ms` (UTC epoch ms, at most a year apart) that lie in a window, in order."""
        if self.always:
            return [(start_ms, end_ms)]
        found: list[tuple[int, int]] = []
        day = _local_date(start_ms, self.zone) - _ONE_DAY
        while day <= _local_date(end_ms, self.zone):
            opens_ms, closes_ms = self._window(day) if day.weekday() in self.days else (0, 0)
            opens_ms, closes_ms = max(opens_ms, start_ms), min(closes_ms, end_ms)
            if closes_ms > opens_ms:
                found.append((opens_ms, closes_ms))
            day += _ONE_DAY
        return found

    def _window(self, day: date) -> tuple[int, int]:
        if self.start == self.end:
            return self._ms(day, time(0)), self._ms(day + _ONE_DAY, time(0))
        closes_on = day if self.end > self.start else day + _ONE_DAY
        return self._ms(day, self.start), self._ms(closes_on, self.end)

    def _ms(self, day: date, at: time) -> int:
        # Where the clock is put back the window opens at the first and a closing time counts to the first reading.
        return round(datetime.combine(day, at, tzinfo=self.zone).timestamp() * 1000)


def _local_date(at_ms: int, zone: tzinfo) -> date:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)).astimezone(zone).date()


def _day_number(name: str) -> int:
    wanted = name.strip().lower()
    for number, day in enumerate(DAY_NAMES):
        if wanted in (day.lower(), day[:3].lower()):
            return number
    raise InvalidInput(f"{name!r} is not a day. Use {', '.join(DAY_NAMES)}.", details={"day": name})


def _time_of(text: str) -> time:
    hours, colon, minutes = text.strip().partition(":")
    if colon and hours.isascii() and minutes.isascii() and hours.isdigit() and minutes.isdigit() and len(minutes) == 2:
        if (hours, minutes) == ("24", "00"):  # people write the end of the day so
            return time(0)
        if int(hours) < 24 and int(minutes) < 60:
            return time(int(hours), int(minutes))
    raise InvalidInput(f"{text!r} is not a time of day. Write it as 08:30.", details={"time": text})
