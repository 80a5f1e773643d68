"""Video sources: where recordings are looked for."""

from __future__ import annotations

from pydantic import Field

from backend.api.schemas.base import Input, Name, Output, PathText, RowId


class SourcePath(Input):
    source_id: RowId


class SourceIn(Input):
    name: Name
    path: PathText
    kind: str = Field("local", pattern="^local$")
    enabled: bool = True
    cameras: list[Name] | None = Field(
        None, max_length=500, description="folders to take as cameras; none given: only the source is added"
    )


class SourcePatch(Input):
    name: Name | None = None
    path: PathText | None = None
    enabled: bool | None = None


class SourceOut(Output):
    id: int
    kind: str
    name: str
    path: str
    enabled: bool
    created_ms: int


class SourceList(Output):
    items: list[SourceOut]
    total: int


class DetectIn(Input):
    path: PathText


class FoundCamera(Output):
    name: str
    folder: str
    files: int
    suggested: bool


class DetectOut(Output):
    path: str
    cameras: list[FoundCamera]


class ScanOut(Output):
    source_id: int
    found: int
    added: int
    changed: int
    skipped: int
    missing: int
    unsettled: int
