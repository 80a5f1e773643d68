"""The health of every camera: its newest day of recordings against its normal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from backend.domain.errors import Conflict
from backend.domain.health import StretchTime
from backend.health.clocks import FileTimes, clock_fault
from backend.health.days import Day, Measured, Summary, around_sticker, by_day, drift, is_alike, is_hanging, summary
from backend.health.findings import Aspect, Finding, View, findings
from backend.health.hours import OpenHours, in_hours
from backend.health.limits import STICKER_OK, Level, worst
from backend.health.scene import shift, typical
from backend.runtime.clock import Clock
from database.queries.health_view import HealthQueries, Stretch
from database.repositories.cameras import CameraRepository, StoredCamera
from database.repositories.health import BaselineRepository, Reset

BASELINE_DAYS = 3
TREND_DAYS = 30
_BASELINE_ROWS = (120, 720)
"""Five days of hourly files, then a month: within them the first good days are looked for."""
_DAY_MS = 86_400_000
_TREND_MS = 45 * _DAY_MS
"""Holds 30 working days."""
_TREND_ROWS = 3_000
_SCENES = 24
_FILES = 50


@dataclass(frozen=True, slots=True)
class Sample:
    """A frame to look at: `at_ms` of a recording, and when that was (UTC epoch ms)."""

    recording_id: int
    at_ms: int
    when_ms: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is normal for a camera."""

    first_day: date
    last_day: date
    summary: Summary
    sample: Sample
    stretches: tuple[Stretch, ...]
    """Of its first day: the empty scene is taken from these."""


@dataclass(frozen=True, slots=True)
class DayHealth:
    day: date
    summary: Summary
    drift: float | None


@dataclass(frozen=True, slots=True)
class CameraHealth:
    camera_id: int
    camera_name: str
    timezone: str
    level: Level | None
    """None: nothing was measured yet."""
    findings: tuple[Finding, ...]
    day: date | None
    """The day the verdict is about: the newest with measured recordings."""
    now: Summary | None
    sample: Sample | None
    baseline: Baseline | None
    reset: Reset | None
    """The last time somebody said that the camera's present state is the new normal."""
    without_facts: int
    """Recordings of the last weeks analysed by a version that measured nothing."""
    outside_hours: int
    """Measured recordings of the last weeks that do not count: they lie outside the working hours."""
    days: tuple[DayHealth, ...]
    """In order; days without measured recordings are left out."""


class HealthService:
    def __init__(
        self,
        cameras: CameraRepository,
        facts: HealthQueries,
        baselines: BaselineRepository,
        open_hours: OpenHours,
        clock: Clock,
    ) -> None:
        self._cameras = cameras
        self._facts = facts
        self._baselines = baselines
        self._open_hours = open_hours
        self._clock = clock
        self._kept: dict[int, tuple[object, CameraHealth]] = {}

    def all(self) -> list[CameraHealth]:
        """Every enabled camera, by name."""
        return [self._current(stored) for stored in self._cameras.all_stored() if stored.enabled]

    def of(self, camera_id: int) -> CameraHealth:
        """Raises NotFound."""
        return self._current(self._cameras.get_stored(camera_id))

    def reset(self, camera_id: int) -> CameraHealth:
        """The camera as it is now is the new normal. Raises NotFound, and Conflict when nothing was measured yet."""
        self._cameras.get(camera_id)
        counted = in_hours(self._recent(camera_id, 0), self._open_hours)
        if not counted:
            raise Conflict("Nothing was measured of this camera yet. Run a program first.", code="nothing_measured")
        self._baselines.reset(camera_id, counted[-1].start_ms, now_ms=self._clock.now_ms())
        return self.of(camera_id)

    def undo_reset(self, camera_id: int) -> CameraHealth:
        """Raises NotFound, and Conflict when there is nothing to undo."""
        self._cameras.get(camera_id)
        if not self._baselines.undo(camera_id):
            raise Conflict("There is no new normal to take back.", code="nothing_to_undo")
        return self.of(camera_id)

    def _current(self, stored: StoredCamera) -> CameraHealth:
        """The verdict of the last call while nothing it is made of has changed: weeks of facts are read for it."""
        reset = self._baselines.latest(stored.camera.id)
        now_ms = self._clock.now_ms()
        midnight_ms = now_ms - now_ms % _DAY_MS
        a_week = self._open_hours(midnight_ms - 7 * _DAY_MS, midnight_ms)
        from_ms = reset.from_ms if reset is not None else 0
        recent_ms = max(from_ms, (self._facts.newest(stored.camera.id) or 0) - _TREND_MS)
        stamp = self._facts.stamp(stored.camera.id, from_ms, recent_ms, _BASELINE_ROWS[-1])
        made_of = (stored, reset, tuple(a_week), stamp)
        kept = self._kept.get(stored.camera.id)
        if kept is None or kept[0] != made_of:
            kept = self._kept[stored.camera.id] = made_of, self._health(stored, reset)
        return kept[1]

    def _health(self, stored: StoredCamera, reset: Reset | None) -> CameraHealth:
        camera = stored.camera
        zone = ZoneInfo(camera.timezone)
        since_ms = reset.from_ms if reset is not None else 0
        measured = self._recent(camera.id, since_ms)
        counted = in_hours(measured, self._open_hours)
        recent = self._with_facts(by_day(counted, zone)[-TREND_DAYS:])
        baseline = self._baseline(camera.id, since_ms, zone, recent[-1][0]) if recent else None
        normal = baseline.summary if baseline is not None else None
        days = [
            DayHealth(day, whole, drift(whole, normal, group[-1].facts) if normal is not None else None)
            for day, group in recent
            for whole in [summary(group)]
        ]
        today, group = recent[-1] if recent else (None, [])
        found: list[Finding] = []
        if days:
            found = findings(
                days[-1].summary,
                normal,
                drift=days[-1].drift,
                view=self._view(group, baseline),
                clock=self._clock_fault(camera.id),
                series=_series(days),
            )
        return CameraHealth(
            camera_id=camera.id,
            camera_name=camera.name,
            timezone=camera.timezone,
            level=worst([one.level for one in found]) if days else None,
            findings=tuple(found),
            day=today,
            now=days[-1].summary if days else None,
            sample=_sample(group[-1]) if group else None,
            baseline=baseline,
            reset=reset,
            without_facts=self._facts.without_facts(camera.id, measured[0].start_ms if measured else 0),
            outside_hours=len(_recordings(measured) - _recordings(counted)),
            days=tuple(days),
        )

    def _recent(self, camera_id: int, since_ms: int) -> list[StretchTime]:
        """What was measured in the last weeks with footage, in order."""
        newest_ms = self._facts.newest(camera_id)
        if newest_ms is None:
            return []
        return self._facts.last(camera_id, max(since_ms, newest_ms - _TREND_MS), _TREND_ROWS)

    def _with_facts(self, days: Sequence[Day[StretchTime]]) -> list[Day[Measured]]:
        facts = self._facts.facts([one.recording_id for _, group in days for one in group])
        return [
            (
                day,
                [
                    Measured(one.recording_id, one.from_ms, one.start_ms, one.duration_ms, known, one.outside)
                    for one in group
                    # None: analysed anew between the two reads.
                    if (known := facts.get(_key(one))) is not None
                ],
            )
            for day, group in days
        ]

    def _baseline(self, camera_id: int, since_ms: int, zone: ZoneInfo, judged: date) -> Baseline | None:
        """The first good days, without the one that is judged; None while there are none."""
        like: list[Day[Measured]] = []
        for most in _BASELINE_ROWS:
            rows = self._facts.first(camera_id, since_ms, most)
            like = self._like_first(by_day(in_hours(rows, self._open_hours), zone), judged)
            if len(like) == BASELINE_DAYS or len(rows) < most:
                break
        if not like:
            return None
        together = [one for _, group in like for one in group]
        scenes = tuple(_key(one) for one in like[0][1])
        return Baseline(like[0][0], like[-1][0], summary(together), _sample(like[0][1][0]), scenes)

    def _like_first(
        self, days: Sequence[tuple[date, list[StretchTime]]], judged: date
    ) -> list[tuple[date, list[Measured]]]:
        """The first good day and those like it: a camera may be knocked on its second day."""
        good = [(day, group) for day, group in self._with_facts(days) if group and _is_good(group)]
        if len(good) > 1 and good[-1][0] == judged:
            good.pop()
        return [*good[:1], *(one for one in good[1:] if is_alike(one[1], good[0][1]))][:BASELINE_DAYS]

    def _view(self, group: Sequence[Measured], baseline: Baseline | None) -> View | None:
        if baseline is None:
            return None
        normal = typical(self._facts.scenes(_spread(baseline.stretches)))
        now = typical(self._facts.scenes(_spread([_key(one) for one in group])))
        found = shift(now, normal, around_sticker(group[-1].facts)) if now is not None and normal is not None else None
        return None if found is None else View(found.share, found.alike)

    def _clock_fault(self, camera_id: int) -> tuple[str, int] | None:
        files = self._facts.files(camera_id, _FILES)
        return clock_fault(
            [
                FileTimes(row.start_ms, row.start_ms + row.duration_ms, row.mtime_ns // 1_000_000, row.created_ms)
                for row in files
            ]
        )


def _is_good(group: Sequence[Measured]) -> bool:
    """A day to measure others by: there was a picture, and the sticker was read."""
    whole = summary(group)
    readable = whole.readability is None or whole.readability >= STICKER_OK
    return readable and whole.blind is None and not any(is_hanging(one) for one in group)


def _recordings(stretches: Sequence[StretchTime]) -> set[int]:
    return {one.recording_id for one in stretches}


def _key(one: StretchTime | Measured) -> Stretch:
    return one.recording_id, one.from_ms


def _sample(one: Measured) -> Sample:
    return Sample(one.recording_id, one.facts.sample_ms, one.start_ms - one.from_ms + one.facts.sample_ms)


def _spread(stretches: Sequence[Stretch]) -> list[Stretch]:
    return list(stretches[:: max(1, len(stretches) // _SCENES)])


_SERIES: dict[Aspect, Callable[[Summary], float | None]] = {
    Aspect.STICKER: lambda one: one.readability,
    Aspect.LABELS: lambda one: one.read_rate,
    Aspect.LABEL_PX: lambda one: one.label_px,
    Aspect.SHARPNESS: lambda one: one.sharpness,
}


def _series(days: Sequence[DayHealth]) -> dict[Aspect, Sequence[tuple[date, float]]]:
    """Values a day, of the days that have one."""
    found: dict[Aspect, Sequence[tuple[date, float]]] = {}
    for aspect, value_of in _SERIES.items():
        values = [(one.day, value_of(one.summary)) for one in days]
        found[aspect] = [(day, value) for day, value in values if value is not None]
    return found
