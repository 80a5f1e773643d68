"""Live cameras: how they are, their pictures, their history."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from backend.api.schemas.base import Input, Output, RowId, TimeMs
from backend.domain.live import LiveGapCause
from backend.domain.source import SourceState


class LiveCameraOut(Output):
    camera_id: int
    camera_name: str
    source_id: int
    state: SourceState
    trouble: str | None = Field(description="error code of what keeps it from being recorded")
    message: str
    since_ms: int = Field(description="since when its state is that")
    next_ms: int | None = Field(description="when it is tried again")
    fps: float | None
    bitrate_bps: int | None
    jitter_ms: float | None
    keyframe_ms: int | None = Field(description="usual time between keyframes")
    width: int
    height: int
    codec: str
    segment_ms: int = Field(description="length of the file being written")
    gaps_today: int
    clock_offset_ms: int | None = Field(description="what this machine's clock is ahead of the camera's")
    offers_sound: bool
    has_sound: bool = Field(description="its sound is being recorded")
    has_sub: bool
    sub_state: SourceState | None


class LiveList(Output):
    items: list[LiveCameraOut]
    previews_limit: int = Field(description="windows that can show live pictures at once")


class LivePath(Input):
    camera_id: RowId


class FrameQuery(Input):
    width: int | None = Field(None, ge=16, le=3840)


class PicturesQuery(Input):
    cameras: list[RowId] = Field(min_length=1, max_length=200)


class SpanQuery(Input):
    from_ms: TimeMs | None = Field(None, description="a day ago when left out")
    to_ms: TimeMs | None = Field(None, description="now when left out; at most 31 days after from_ms")


class LiveMinuteOut(Output):
    minute_ms: int
    fps: float
    bitrate_bps: int
    jitter_ms: float
    keyframe_ms: int | None
    gap_ms: int = Field(description="without a picture, of this minute")


class LiveHistoryOut(Output):
    items: list[LiveMinuteOut]


class LiveGapOut(Output):
    id: int
    cause: LiveGapCause
    from_ms: int
    to_ms: int | None = Field(description="null: it lasts; equal to from_ms: a clock jumped and nothing is missing")
    details: dict[str, Any]


class LiveGapList(Output):
    items: list[LiveGapOut]
