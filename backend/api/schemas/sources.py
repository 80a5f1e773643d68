"""Video sources: where recordings are looked for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from backend.api.schemas.base import CautionOut, Input, Name, Output, PathText, RowId

Folder = Annotated[str, StringConstraints(max_length=200)]


class SourcePath(Input):
    source_id: RowId


class SourceIn(Input):
    name: Name
    path: PathText
    kind: str = Field("local", pattern="^local$")
    enabled: bool = True
    cameras: list[Folder] | None = Field(
        None,
        max_length=500,
        description="folders to take as cameras, empty: the path itself; none given: only the source is added; one may "
        "end in a pattern of file names (`export/ch01_*`) where a folder holds several cameras",
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
    live: bool = Field(description="its cameras are recorded here as they send; else its files are read or fetched")
    created_ms: int
    away: bool = Field(False, description="its folder is not there now: a disk that is unplugged, a share that is off")


class SourceList(Output):
    items: list[SourceOut]
    total: int


class DetectIn(Input):
    path: PathText


class FoundCameraOut(Output):
    name: str
    folder: str = Field(
        description="relative to the path looked at; empty: the path itself; with a `*`: only those of its files"
    )
    files: int
    size_bytes: int
    newest_ms: int
    at_least: bool = Field(description="counting stopped at its bound")


class DetectOut(Output):
    path: str
    cameras: list[FoundCameraOut]
    warnings: list[CautionOut]


class ScanOut(Output):
    source_id: int
    scheduled: bool
