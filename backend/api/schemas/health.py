"""The health of cameras."""

from __future__ import annotations

from pydantic import Field

from backend.api.schemas.base import Input, Output, RowId
from backend.health.findings import Aspect
from backend.health.limits import Level


class HealthPath(Input):
    camera_id: RowId


class HealthFindingOut(Output):
    aspect: Aspect
    level: Level
    value: float = Field(description="a share 0..1; px per module for label_px; ms for frozen and clock")
    normal: float | None = Field(description="the camera's own normal value")
    detail: str | None = Field(
        description="dark, flat (blind); future, ahead, hours, overlap (clock); other_view (view); never_read (sticker)"
    )
    days_left: int | None = Field(description="still good, but at the present pace not for longer than this")
    history: list[float | None] = Field(
        description="`value` of each of the camera's `history_days`, null where a day tells nothing; empty for what has"
        " no value of its own on every day"
    )


class SampleOut(Output):
    """`/api/recordings/<recording_id>/frame?at_ms=<at_ms>` shows it."""

    recording_id: int
    at_ms: int
    when_ms: int


class MeasuresOut(Output):
    """What was measured on one or several days; null where nothing tells."""

    recordings: int
    looks: int
    free_looks: int = Field(description="looks at the free table, in which the sticker should be read")
    readability: float | None
    labels_seen: int
    read_rate: float | None
    label_px: float | None
    brightness: float
    contrast: float
    sharpness: float
    frozen_ms: int


class DayHealthOut(Output):
    day: str
    drift: float | None = Field(description="the sticker's way from its normal place / the trigger region's diagonal")
    measures: MeasuresOut


class BaselineOut(Output):
    first_day: str
    last_day: str
    measures: MeasuresOut
    sample: SampleOut


class CameraHealthOut(Output):
    camera_id: int
    camera_name: str
    timezone: str
    level: Level | None = Field(description="the worst of the findings; null: nothing was measured yet")
    findings: list[HealthFindingOut] = Field(description="the worst first")
    day: str | None = Field(description="the day the verdict is about")
    history_days: list[str] = Field(description="up to 30 days with measured recordings, in order; the last is `day`")
    measures: MeasuresOut | None
    sample: SampleOut | None
    baseline: BaselineOut | None = Field(description="the camera's normal; null while it had no good day")
    reset_ms: int | None = Field(description="when somebody last said that the camera's state is the new normal")
    without_facts: int = Field(description="recordings analysed by older versions, which measured nothing")
    outside_hours: int = Field(
        description="measured recordings of the last weeks that do not count, since they lie outside the working hours"
    )


class CameraHealthDetail(CameraHealthOut):
    days: list[DayHealthOut] = Field(description="up to 30 days with measured recordings, in order")


class CameraHealthList(Output):
    cameras: list[CameraHealthOut]
