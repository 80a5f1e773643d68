"""Clips: the evidence that is cut out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from backend.api.schemas.base import Input, Output, PageOut, PageQuery, PublicId


class ClipPath(Input):
    clip_id: PublicId


class BatchPath(Input):
    batch_id: PublicId


class ClipsIn(Input):
    event_ids: list[PublicId] = Field(min_length=1, max_length=500)
    mode: Literal["fast", "exact"] = "fast"
    burn_in: bool = False


class ClipQuery(PageQuery):
    event_id: PublicId | None = None
    batch_id: PublicId | None = None


class ClipPatch(Input):
    locked: bool


class ClipOut(Output):
    id: str
    event_id: str
    batch_id: str | None
    mode: str
    burn_in: bool
    status: str
    progress: float
    file_name: str | None
    size_bytes: int
    sha256: str | None
    duration_ms: int
    from_ms: int
    to_ms: int
    reason_code: str | None = Field(description="why it failed as a stable word; `reason` says it in English")
    reason: str | None
    locked: bool
    created_ms: int
    done_ms: int | None


class ClipList(PageOut):
    items: list[ClipOut]


class RefusedOut(Output):
    event_id: str
    code: str = Field(description="why, as a stable word; `reason` says it in English")
    reason: str


class BatchOut(Output):
    batch_id: str
    clips: list[ClipOut]
    refused: list[RefusedOut] = Field(description="events that cannot be cut, with the reason")


class ClipFileQuery(Input):
    inline: bool = False
