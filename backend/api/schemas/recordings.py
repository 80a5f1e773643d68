"""Recordings and what became of them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from backend.api.schemas.base import Input, Output, PageOut, PageQuery, RowId, TimeMs
from backend.domain.recording import RecordingStatus
from database.repositories.recordings import SortKey

RecordingSort = Literal["-start_ms", "start_ms", "-updated_ms", "updated_ms", "-status", "status", "-path", "path"]
_SORT_KEYS: dict[str, SortKey] = {
    "start_ms": "start_ms",
    "updated_ms": "updated_ms",
    "status": "status",
    "path": "path",
}


class RecordingPath(Input):
    recording_id: RowId


class RecordingQuery(PageQuery):
    q: str | None = Field(None, max_length=200, description="part of the path, any case")
    status: list[RecordingStatus] | None = Field(None, max_length=10)
    camera_id: list[RowId] | None = Field(None, max_length=500)
    from_ms: TimeMs | None = None
    to_ms: TimeMs | None = None
    run_id: RowId | None = None
    sort: RecordingSort = "-start_ms"

    def sort_key(self) -> SortKey:
        return _SORT_KEYS[self.sort.removeprefix("-")]


class RecordingOut(Output):
    id: int
    camera_id: int
    camera_name: str
    path: str
    file_name: str
    size_bytes: int
    start_ms: int
    start_rule: str
    duration_ms: int
    width: int
    height: int
    fps: float
    codec: str
    has_audio: bool
    status: RecordingStatus
    reason_code: str | None
    reason: str | None
    progress: float
    eta_ms: int | None
    frames_total: int
    frames_decoded: int
    wall_ms: int
    attempts: int
    events: int | None = Field(description="packing events that begin in it; null: not analysed yet")


class RecordingList(PageOut):
    items: list[RecordingOut]


class RetryIn(Input):
    ids: list[RowId] | None = Field(None, min_length=1, max_length=10_000)
    all_failed: bool = False

    @model_validator(mode="after")
    def one_of_both(self) -> RetryIn:
        if bool(self.ids) == self.all_failed:
            raise ValueError("give either ids or all_failed: true")
        return self


class RetryOut(Output):
    retried: int


class AgainIn(Input):
    ids: list[RowId] = Field(min_length=1, max_length=10_000)


class FrameQuery(Input):
    at_ms: int = Field(0, ge=0, le=10 * 86_400_000, description="ms from the recording's first frame")
    width: int | None = Field(None, ge=16, le=4096)


class PlayOut(Output):
    """Instead of a video that no browser plays: how far its conversion is. Ask again after a second."""

    status: str
    progress: float
