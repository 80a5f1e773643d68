"""A day on the timelines of the cameras."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from backend.api.schemas.base import Input, Output, RowId, TimeMs
from backend.domain.event import EventFlag
from backend.domain.live import LiveGapCause
from backend.domain.recording import RecordingStatus
from backend.timeline.gaps import GapCause, GapFilling

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]


class DayQuery(Input):
    day: Day = Field(description="2026-01-31; each camera's in its own zone")
    camera_id: list[RowId] | None = Field(None, max_length=500)


class MonthQuery(Input):
    month: Month = Field(description="2026-01")


class DayRecordingOut(Output):
    id: int
    from_ms: int
    to_ms: int
    status: RecordingStatus
    reason_code: str | None
    reason: str | None
    progress: float
    file_name: str
    length_known: bool = Field(description="False: the file could not be opened; its length is a guess")


class GapOut(Output):
    from_ms: int
    to_ms: int
    cause: GapCause | LiveGapCause
    filling: GapFilling | None = Field(description="what a live camera missed: whether its card or a recorder has it")


class DayEventOut(Output):
    id: str
    start_ms: int
    end_ms: int
    codes: list[str]
    flags: list[EventFlag]


class DayUnreadOut(Output):
    recording_id: int
    from_ms: int
    to_ms: int
    best_ms: int = Field(description="when most print was in sight")


class StretchOut(Output):
    from_ms: int
    to_ms: int


class CameraDayOut(Output):
    camera_id: int
    camera_name: str
    timezone: str
    from_ms: int = Field(description="the day's beginning in the camera's zone, UTC; days are 23 to 25 hours long")
    to_ms: int
    working: list[StretchOut] = Field(description="the working hours of the day, in order; also those still to come")
    recordings: list[DayRecordingOut]
    gaps: list[GapOut]
    events: list[DayEventOut]
    unread: list[DayUnreadOut] = Field(description="packings with print in sight of which no code was read")
    more_events: str | None = Field(description="there are more: `after` for the next page; null: these are all")


class MoreEventsQuery(Input):
    day: Day
    after: Annotated[str, StringConstraints(pattern=r"^\d{1,15}-\d{1,18}$")] = Field(
        description="`more_events` of the answer before"
    )


class MoreEventsOut(Output):
    events: list[DayEventOut]
    more_events: str | None


class TimelineDayOut(Output):
    day: str
    now_ms: int
    cameras: list[CameraDayOut]


class FootageDayOut(Output):
    day: str
    cameras: int
    footage_ms: int


class FootageDaysOut(Output):
    days: list[FootageDayOut] = Field(description="days of the month that have footage")
    first_day: str | None = Field(description="the first day with footage at all")
    last_day: str | None


class CameraMomentPath(Input):
    camera_id: RowId


class MomentQuery(Input):
    at_ms: TimeMs


class MomentOut(Output):
    """What shows an instant of a camera: load `video_url`, go to `at_ms - video_from_ms`, go on at `next_ms`."""

    camera_id: int
    recording_id: int
    file_name: str
    at_ms: int = Field(description="the instant asked for; the nearest with footage where there is none")
    video_url: str = Field(description="takes ranges; 202 with the progress while it is converted")
    video_from_ms: int
    video_to_ms: int
    next_ms: int | None


class PiecePath(Input):
    recording_id: RowId
    piece: int = Field(ge=0, le=10_000_000)
