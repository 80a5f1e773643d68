"""Packing events."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from backend.api.schemas.base import CodeText, Input, Output, PageOut, PageQuery, PublicId, RowId, TimeMs
from backend.api.schemas.clips import ClipOut
from backend.domain.event import LONGEST_NOTE, EventFlag
from backend.domain.language import Language

MOST_AROUND_MS = 15 * 60_000


class EventPath(Input):
    event_id: PublicId


class EventQuery(PageQuery):
    camera_id: list[RowId] | None = Field(None, max_length=500)
    from_ms: TimeMs | None = None
    to_ms: TimeMs | None = None
    flags: list[EventFlag] | None = Field(None, max_length=10, description="only events with one of these flags")
    without_flags: list[EventFlag] | None = Field(None, max_length=10)
    sort: Literal["-start_ms", "start_ms"] = "-start_ms"


class CodeOut(Output):
    text: str
    format: str
    first_ms: int
    last_ms: int
    frames: int
    confidence: float
    manual: bool


class PartOut(Output):
    recording_id: int
    path: str
    file_name: str
    from_ms: int
    to_ms: int


class ClipLinkOut(Output):
    id: str
    mode: str
    status: str


class EventOut(Output):
    id: str
    camera_id: int
    camera_name: str
    start_ms: int
    end_ms: int
    duration_ms: int
    flags: list[EventFlag]
    note: str
    locked: bool
    codes: list[CodeOut]
    parts: list[PartOut]
    clips: list[ClipLinkOut]
    footage: Literal["there", "partly", "gone"] = Field(
        description="whether its recordings are still there: those that are brought here are kept for a time only"
    )


class EventList(PageOut):
    items: list[EventOut]


class SightingOut(Output):
    text: str
    format: str
    first_ms: int = Field(description="UTC epoch ms")
    last_ms: int
    best_ms: int
    best_at_ms: int = Field(description="the same moment in ms from the recording's first frame")
    frames: int
    confidence: float
    box: list[int] = Field(description="x, y, w, h in px of the full frame at that moment")
    recording_id: int


class MarkerOut(Output):
    kind: str
    state: str
    from_ms: int = Field(description="UTC epoch ms")
    to_ms: int


class EventChangeOut(Output):
    id: int
    field: Literal["note", "locked", "code"]
    before: str | bool | None
    after: str | bool | None
    at_ms: int
    undone_ms: int | None = Field(description="when it was taken back; null: it holds")


class EventDetail(EventOut):
    changes: list[EventChangeOut] = Field(description="what people changed, newest first")
    sightings: list[SightingOut]
    spans: list[MarkerOut]
    clip_details: list[ClipOut]
    video_from_ms: int = Field(description="UTC epoch ms of the first moment of /video: the start less the pre-roll")
    video_to_ms: int


class FrameTimes(Output):
    times_us: list[int] = Field(description="when each frame of /video is shown, microseconds from its beginning")


class EventPatch(Input):
    note: Annotated[str, StringConstraints(max_length=LONGEST_NOTE)] | None = None
    locked: bool | None = None


class CodeIn(Input):
    text: CodeText


class CodeCorrection(Input):
    wrong: CodeText
    right: CodeText | None = Field(description="null: the event has no such code")


class ChangePath(EventPath):
    change_id: RowId


class ScopeQuery(Input):
    before_ms: int = Field(0, ge=0, le=MOST_AROUND_MS, description="more footage than the pre-roll")
    after_ms: int = Field(0, ge=0, le=MOST_AROUND_MS)
    camera_id: RowId | None = Field(None, description="another camera at the same time")


class EventViewOut(Output):
    camera_id: int
    camera_name: str
    from_ms: int = Field(description="UTC epoch ms of the first moment of /video with this scope")
    to_ms: int


class EventViewList(Output):
    items: list[EventViewOut] = Field(description="the event's own camera first, then others that saw that time")


class StripQuery(Input):
    count: int = Field(6, ge=1, le=20)
    width: int = Field(96, ge=16, le=320, description="px of each frame")


class ThumbnailQuery(Input):
    width: int | None = Field(640, ge=16, le=4096)


class SheetQuery(Input):
    lang: Language = "en"
