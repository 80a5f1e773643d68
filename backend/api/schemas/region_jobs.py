"""Checks, suggestions and trials of regions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from backend.api.schemas.base import CautionOut, Input, Output, RowId, TimeMs
from backend.api.schemas.cameras import PreviewCode, RegionsIn
from backend.domain.event import EventFlag
from backend.domain.observation import SpanKind, SpanState
from backend.domain.region import RegionKind
from backend.regions.suggestion import Reason
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


class ProposalOut(Output):
    """`box` null: nothing is proposed. `reason`: sticker_read, no_sticker, labels_read, no_labels, hands_seen,
    movement_seen, nothing_happens. It rests on `seen` of `looks` looks."""

    kind: RegionKind
    box: list[int] | None
    reason: Reason
    seen: int
    looks: int
    px_per_module: float | None


class SuggestionOut(Output):
    frame_width: int
    frame_height: int
    footage_ms: int
    looks: int
    proposals: list[ProposalOut]


class TrialIn(Input):
    """Without `from_ms` the busiest five minutes are tried; without `to_ms` five minutes from `from_ms` on."""

    regions: RegionsIn
    from_ms: TimeMs | None = None
    to_ms: TimeMs | None = None


class TrialEventOut(Output):
    start_ms: int
    end_ms: int
    codes: list[str]
    flags: list[EventFlag]


class TrialCodeOut(Output):
    """A code that was read. Below a confidence of 0.9 it becomes no event's code."""

    text: str
    format: str
    first_ms: int
    last_ms: int
    best_ms: int
    confidence: float


class TrialSpanOut(Output):
    kind: SpanKind
    state: SpanState
    from_ms: int
    to_ms: int


class PieceOut(Output):
    recording_id: int
    from_ms: int
    to_ms: int


class TrialOut(Output):
    """All times UTC ms. `saved_events`: what the saved regions gave for the same stretch; null when it is not
    analysed."""

    from_ms: int
    to_ms: int
    pieces: list[PieceOut]
    events: list[TrialEventOut]
    codes: list[TrialCodeOut]
    spans: list[TrialSpanOut]
    warnings: list[CautionOut]
    saved_events: list[TrialEventOut] | None


class RegionJobOut(Output):
    """Ask again until `status` is done, failed or cancelled. `progress` is 0..1."""

    id: str
    kind: str
    status: JobStatus
    progress: float
    reason: str | None
    reason_code: str | None = Field(description="why it failed as a stable word")
    check: CheckOut | None = None
    suggestion: SuggestionOut | None = None
    trial: TrialOut | None = None
