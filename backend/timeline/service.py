"""The day of every camera in one answer, and the days that have footage."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from zoneinfo import ZoneInfo

from backend.domain.calendar import ONE_DAY, day_at, day_bounds, midnight_ms
from backend.domain.recording import RecordingStatus
from backend.runtime.clock import Clock
from backend.timeline.gaps import Gap, GapCause, GapFilling, Stretch, explained, filled_in, gaps
from database.queries.day_view import DayEvent, DayQueries, DayRecording, DayUnread, Place
from database.queries.files_to_come import FilesToCome, Standing
from database.repositories.cameras import CameraRepository, StoredCamera
from database.repositories.gap_looks import GapLooks
from database.repositories.live_history import LiveGaps

_TO_COME: dict[Standing, GapCause] = {
    "waits": GapCause.NOT_FETCHED,
    "paused": GapCause.SOURCE_PAUSED,
    "failed": GapCause.FETCH_FAILED,
}
OpenHours = Callable[[int, int], list[Stretch]]
_USUAL_LENGTH_MS = 3_600_000
"""Taken for a file of unknown length where no other of the day tells how long this camera's files are."""


@dataclass(frozen=True, slots=True)
class CameraDay:
    """One camera, one day of its zone: `from_ms..to_ms`."""

    camera_id: int
    camera_name: str
    timezone: str
    from_ms: int
    to_ms: int
    working: tuple[Stretch, ...]
    """The working hours of the whole day, in order; also those still to come."""
    recordings: tuple[DayRecording, ...]
    gaps: tuple[Gap, ...]
    events: tuple[DayEvent, ...]
    unread: tuple[DayUnread, ...]
    more: Place | None
    """Where `events` ends when there are more, see `Timeline.more_events`."""


@dataclass(frozen=True, slots=True)
class FootageDay:
    day: date
    cameras: int
    footage_ms: int


@dataclass(frozen=True, slots=True)
class FootageDays:
    """The days of a month that have footage; `first` and `last` of all that do."""

    days: tuple[FootageDay, ...]
    first: date | None
    last: date | None


class Timeline:
    def __init__(
        self,
        cameras: CameraRepository,
        days: DayQueries,
        live_gaps: LiveGaps,
        gap_looks: GapLooks,
        files_to_come: FilesToCome,
        open_hours: OpenHours,
        clock: Clock,
    ) -> None:
        """`open_hours(from_ms, to_ms)`: the working hours within, in order."""
        self._live_gaps = live_gaps
        self._gap_looks = gap_looks
        self._files_to_come = files_to_come
        self._cameras = cameras
        self._days = days
        self._open_hours = open_hours
        self._clock = clock

    def day(self, day: date, camera_ids: Collection[int] = ()) -> list[CameraDay]:
        """Of these cameras, or of all that are enabled or have footage on the day."""
        found = []
        for stored in self._cameras.all_stored():
            if camera_ids and stored.camera.id not in camera_ids:
                continue
            one = self._camera_day(stored, day)
            if stored.enabled or one.recordings or camera_ids:
                found.append(one)
        return found

    def more_events(self, day: date, camera_id: int, after: Place) -> tuple[list[DayEvent], Place | None]:
        """The next events of a camera's day and where they end, None when these are the last. Raises NotFound."""
        from_ms, to_ms = day_bounds(day, ZoneInfo(self._cameras.get(camera_id).timezone))
        return self._days.events(camera_id, from_ms, to_ms, after)

    def days(self, month: Sequence[date]) -> FootageDays:
        """`month`: days in a row."""
        cameras: dict[date, int] = {}
        length_ms: dict[date, int] = {}
        firsts: list[date] = []
        lasts: list[date] = []
        for stored in self._cameras.all_stored():
            zone = ZoneInfo(stored.camera.timezone)
            span = self._days.span(stored.camera.id)
            if span is None:
                continue
            firsts.append(day_at(span[0], zone))
            lasts.append(day_at(span[1], zone))
            for day, covered_ms in self._footage(stored.camera.id, zone, month).items():
                cameras[day] = cameras.get(day, 0) + 1
                length_ms[day] = length_ms.get(day, 0) + covered_ms
        listed = tuple(FootageDay(day, cameras[day], length_ms[day]) for day in sorted(cameras))
        return FootageDays(listed, min(firsts, default=None), max(lasts, default=None))

    def _camera_day(self, stored: StoredCamera, day: date) -> CameraDay:
        camera = stored.camera
        from_ms, to_ms = day_bounds(day, ZoneInfo(camera.timezone))
        recordings = with_assumed_lengths(self._days.recordings(camera.id, from_ms, to_ms))
        events, more = self._days.events(camera.id, from_ms, to_ms)
        # What has not happened yet is no gap.
        until_ms = min(to_ms, self._clock.now_ms())
        missing: list[Gap] = []
        if until_ms > from_ms:
            missing = gaps(
                (from_ms, until_ms),
                # One that grows was last looked at some seconds ago, and has gone on since.
                [(one.from_ms, max(one.to_ms, until_ms) if one.growing else one.to_ms) for one in recordings],
                self._open_hours(from_ms, until_ms),
                least_ms=max(1, camera.times.continuous_gap_ms),
            )
            missing = explained(missing, self._missed_live(camera.id, from_ms, until_ms))
            missing = filled_in(missing, self._to_come(camera.id, from_ms, until_ms))
        return CameraDay(
            camera.id,
            camera.name,
            camera.timezone,
            from_ms,
            to_ms,
            tuple(self._open_hours(from_ms, to_ms)),
            tuple(recordings),
            tuple(missing),
            tuple(events),
            tuple(self._days.unread(camera.id, from_ms, to_ms)),
            more,
        )

    def _missed_live(self, camera_id: int, from_ms: int, to_ms: int) -> list[Gap]:
        """In order."""
        in_vain = self._gap_looks.in_vain(camera_id, from_ms, to_ms)
        return [
            Gap(
                one.from_ms,
                to_ms if one.to_ms is None else one.to_ms,
                one.cause,
                GapFilling.NOTHING if one.id in in_vain else None,
            )
            for one in self._live_gaps.within(camera_id, from_ms, to_ms)
            if one.to_ms is None or one.to_ms > one.from_ms
        ]

    def _to_come(self, camera_id: int, from_ms: int, to_ms: int) -> list[Gap]:
        """In order."""
        found = self._files_to_come.within(camera_id, from_ms, to_ms)
        return [Gap(one.from_ms, one.to_ms, _TO_COME[one.standing]) for one in found]

    def _footage(self, camera_id: int, zone: ZoneInfo, month: Sequence[date]) -> dict[date, int]:
        """Day -> ms of footage on it."""
        bounds = [midnight_ms(day, zone) for day in [*month, month[-1] + ONE_DAY]]
        found: dict[date, int] = {}
        for start_ms, end_ms in self._days.stretches(camera_id, bounds[0], bounds[-1]):
            at = max(0, bisect_right(bounds, start_ms) - 1)
            while at < len(month) and bounds[at] < max(end_ms, start_ms + 1):
                inside_ms = max(0, min(end_ms, bounds[at + 1]) - max(start_ms, bounds[at]))
                found[month[at]] = found.get(month[at], 0) + inside_ms
                at += 1
        return found


def with_assumed_lengths(recordings: Sequence[DayRecording]) -> list[DayRecording]:
    """A file that could not be opened has no length: it is shown as long as the camera's others, but not into the next
    one. `recordings` rise."""
    known = [one.to_ms - one.from_ms for one in recordings if one.to_ms > one.from_ms]
    usual_ms = round(median(known)) if known else _USUAL_LENGTH_MS
    shown: list[DayRecording] = []
    for number, one in enumerate(recordings):
        if one.to_ms > one.from_ms or one.status is not RecordingStatus.FAILED:
            shown.append(one)
            continue
        next_ms = recordings[number + 1].from_ms if number + 1 < len(recordings) else one.from_ms + usual_ms
        to_ms = max(one.from_ms, min(next_ms, one.from_ms + usual_ms))
        shown.append(replace(one, to_ms=to_ms, length_known=False))
    return shown
