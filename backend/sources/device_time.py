"""Times as a recorder tells them (its own wall clock, mostly without a zone) -> UTC.

How far the wall clock stands from UTC right now is measured, which holds zone and error together: that is enough to
date a recording. Only where the clocks change in summer a zone must be given, for recordings of the other half year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.sources.device_clock import ClockError

SMALL_MS = 2_000
"""An error this small is not corrected: recorders tell whole seconds, and the network adds its own."""
_QUARTER_MS = 15 * 60_000


@dataclass(frozen=True, slots=True)
class WallClock:
    """`ahead` : the device's wall clock, read as if it were UTC, against UTC. `zone_ms`: its own zone, east positive,
    None when it does not tell. `zone`: what a person said."""

    ahead: ClockError
    zone_ms: int | None = None
    zone: ZoneInfo | None = None

    @property
    def behind_ms(self) -> int:
        """What the device's clock is behind by, its zone aside."""
        return self._zone_now_ms() - self.ahead.ahead_ms

    def utc_ms(self, wall: datetime) -> int:
        """A time without a zone, as the device's wall clock showed it -> UTC epoch ms, with its error taken out."""
        if self.zone is not None:
            told = round(wall.replace(tzinfo=self.zone).timestamp() * 1000)
        else:
            told = _epoch_ms(wall) - self._zone_now_ms()
        return told + self._correction_ms()

    def wall(self, utc_ms: int) -> datetime:
        """UTC epoch ms -> what the device's wall clock showed then, without a zone."""
        own = utc_ms - self._correction_ms()
        if self.zone is not None:
            return datetime.fromtimestamp(own / 1000, self.zone).replace(tzinfo=None)
        return _moment(own + self._zone_now_ms())

    def utc_ms_of_own(self, own: datetime) -> int:
        """The same for a device that writes what it believes to be UTC."""
        return _epoch_ms(own) + self._correction_ms()

    def own_utc(self, utc_ms: int) -> datetime:
        """UTC epoch ms -> what the device believed UTC to be then."""
        return _moment(utc_ms - self._correction_ms())

    def _correction_ms(self) -> int:
        return self.behind_ms if abs(self.behind_ms) > SMALL_MS else 0

    def _zone_now_ms(self) -> int:
        if self.zone is not None:
            offset = datetime.now(self.zone).utcoffset() or timedelta()
            return round(offset / timedelta(milliseconds=1))
        if self.zone_ms is not None:
            return self.zone_ms
        return round(self.ahead.ahead_ms / _QUARTER_MS) * _QUARTER_MS


def _epoch_ms(moment: datetime) -> int:
    return round(moment.replace(tzinfo=UTC).timestamp() * 1000)


def _moment(epoch_ms: int) -> datetime:
    return datetime.fromtimestamp(epoch_ms / 1000, UTC).replace(tzinfo=None)
