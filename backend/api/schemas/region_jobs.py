"""Checks, suggestions and trials of regions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from backend.api.schemas.base import Input, Output, RowId
from backend.api.schemas.cameras import PreviewCode, RegionsIn
from backend.runtime.jobs import JobStatus

JobId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class RegionJobPath(Input):
    job_id: JobId


class ShownIn(Input):
    """The moment that is on the screen."""

    recording_id: RowId
    at_ms: int = Field(ge=0, le=10 * 86_400_000, description="ms from the recording's first frame")


class CheckIn(Input):
    regions: RegionsIn
    shown: ShownIn | None = None


class LookOut(Output):
    """One look. `sticker`: read, covered, missed, or null where there is no region for it."""

    recording_id: int
    at_ms: int
    why: str
    sticker: str | None
    codes: int
    hands: list[list[int]]


class CheckTrigger(Output):
    set: bool
    looks: int = Field(description="looks at which nothing lay on the sticker")
    read: int
    covered: int
    px_per_module: float | None


class CheckLabel(Output):
    codes: list[PreviewCode]
    px_per_module: float | None


class CheckHands(Output):
    looks: int
    found: int


class CheckOut(Output):
    frame_width: int
    frame_height: int
    looks: list[LookOut]
    trigger: CheckTrigger
    label: CheckLabel
    hands: CheckHands
    advice: list[str]


class RegionJobOut(Output):
    """Ask again until `status` is done, failed or cancelled. `progress` is 0..1."""

    id: str
    kind: str
    status: JobStatus
    progress: float
    reason: str | None
    check: CheckOut | None = None
