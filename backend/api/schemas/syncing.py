"""Synchronisation of sources: how each is, what came of it, and the files it is about."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from backend.api.schemas.base import Input, Output, PageOut, PageQuery, RowId

FileState = Literal["wanted", "partial", "done", "failed", "skipped", "removed"]


class RunningOut(Output):
    listed: int = Field(description="files told by the source so far, known ones included")
    fetched: int
    failed: int
    bytes: int
    bytes_per_s: int = Field(description="over the last 10 s")
    current: list[str] = Field(description="names of the files in hand, as the source calls them")
    left: int = Field(description="files still to be fetched")


class SourceStatusOut(Output):
    source_id: int
    state: str = Field(description="new, idle, running, waiting, paused or failed")
    paused: bool
    started_ms: int | None
    ended_ms: int | None
    succeeded_ms: int | None = Field(description="end of the last run in which all went well")
    next_ms: int | None = Field(description="when it is looked at next; null: not by itself")
    failures: int = Field(description="runs in a row that did not go well")
    trouble: str | None = Field(description="error code of what went wrong last")
    message: str | None
    details: dict[str, Any]
    files: int = Field(description="fetched since the source was added")
    bytes: int
    running: RunningOut | None


class SourceStatusList(Output):
    items: list[SourceStatusOut]


class SyncRunOut(Output):
    id: int
    started_ms: int
    ended_ms: int | None
    listed: int
    fetched: int
    failed: int
    bytes: int
    trouble: str | None = Field(description="error code; cancelled: stopped by somebody or with the program")
    message: str | None
    by_hand: bool


class SyncRunList(PageOut):
    items: list[SyncRunOut]


class SourceFilesQuery(PageQuery):
    state: FileState | None = None


class SourceFileOut(Output):
    id: int
    name: str = Field(description="as the source calls it")
    camera_key: str
    size_bytes: int | None
    state: FileState
    path: str | None = Field(description="where it lies here, or will")
    fetched_bytes: int
    start_ms: int | None
    modified_ms: int | None
    attempts: int
    try_after_ms: int | None = Field(description="when it is tried again; null for a failed file: when asked for")
    trouble: str | None
    message: str | None = Field(description="why; for skipped files `gone` or `superseded`")
    listed_ms: int
    done_ms: int | None


class SourceFileList(PageOut):
    items: list[SourceFileOut]
    counts: dict[str, int] = Field(description="how many files are in each state")


class RetryFilesIn(Input):
    ids: list[RowId] | None = Field(None, max_length=10_000, description="none: all that failed")


class RetriedFilesOut(Output):
    files: int = Field(description="how many are tried again")
