"""The shop as a whole: set-up, space, first result, overview."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from backend.api.schemas.base import Input, Output
from backend.api.schemas.program import ProgramOut
from backend.site.first_result import Phase
from backend.site.problems import Action, Severity
from backend.site.progress import Step, StepStatus


class StepPath(Input):
    step: Step


class StepIn(Input):
    status: StepStatus


class SetupOut(Output):
    steps: dict[Step, StepStatus]
    present: Step | None = Field(description="the first open step")
    finished_ms: int | None
    needed: bool = Field(description="nothing is set up: the dashboard opens with the set-up")


class SpaceQuery(Input):
    clips_per_day: int = Field(20, ge=0, le=100_000)
    retention_clips_days: int | None = Field(None, ge=0, le=36_500, description="as if the setting were this")


class CameraSpaceOut(Output):
    camera_id: int
    camera: str
    files: int
    bytes_per_hour: int
    hours_per_day: float
    bytes_per_day: int


class DiskOut(Output):
    free_bytes: int
    total_bytes: int


class SpaceOut(Output):
    cameras: list[CameraSpaceOut]
    recordings_bytes_per_day: int
    recordings_here: bool = Field(description="recordings lie on the disk that clips and store lie on")
    clip_ms: int
    clip_bytes: int
    clip_measured: bool = Field(description="from clips that were cut; otherwise worked out from the footage")
    clips_per_day: int
    clips_bytes_per_day: int
    clips_kept_bytes: int = Field(description="once old clips are deleted; without a retention after a month")
    retention_clips_days: int
    store_bytes: int
    store_bytes_per_day: int
    caches_bytes: int = Field(description="the most that copies for the browser may take")
    growth_bytes_per_day: int
    days_left: float | None
    disk: DiskOut


class FirstResultOut(Output):
    phase: Phase
    from_ms: int
    to_ms: int
    media_ms: int
    files: int
    files_done: int
    files_failed: int
    progress: float
    events: int
    event_ids: list[str] = Field(description="the best examples first, at most 20")
    newest_ms: int | None = Field(description="no footage: when the newest file in the folders was written")


class HourOut(Output):
    camera_id: int
    hour: int
    events: int
    without_code: int
    unread: int


class SumsOut(Output):
    events: int
    without_code: int
    unread: int


class ProblemOut(Output):
    code: str
    severity: Severity
    action: Action
    details: dict[str, Any]


class GrowthOut(Output):
    recordings_bytes: int
    clips_bytes: int
    store_bytes: int
    total_bytes: int = Field(description="a day, on the disk that clips and store lie on")


class OverviewOut(Output):
    now_ms: int
    timezone: str
    day_from_ms: int
    day_to_ms: int
    program: ProgramOut
    hours: list[HourOut]
    today: SumsOut
    week: SumsOut
    disk: DiskOut
    growth: GrowthOut
    days_left: float | None
    problems: list[ProblemOut]


class FreedOut(Output):
    freed_bytes: int
