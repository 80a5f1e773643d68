"""Search by code."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from backend.api.schemas.base import CodeText, Input, Output, RowId, TimeMs
from backend.api.schemas.events import EventOut


class SearchIn(Input):
    text: Annotated[str, StringConstraints(max_length=200_000)] | None = None
    codes: list[CodeText] | None = Field(None, max_length=2000)
    from_ms: TimeMs | None = None
    to_ms: TimeMs | None = None
    camera_ids: list[RowId] | None = Field(None, max_length=500)
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=500)

    @model_validator(mode="after")
    def something_to_find(self) -> SearchIn:
        if not self.codes and not (self.text or "").strip():
            raise ValueError("give text or codes to look for")
        return self


class WhyOut(Output):
    kind: str
    code: str
    detail: str | None = None


class MatchOut(Output):
    event: EventOut
    why: WhyOut


class GroupOut(Output):
    query: str
    matches: list[MatchOut]
    total: int
    nearest: list[str]


class SearchOut(Output):
    groups: list[GroupOut]
    took_ms: float


class TableOut(Output):
    columns: list[str]
    suggested_column: str | None
    codes: list[str]
    platform_saved: bool


class PhotoCode(Output):
    text: str
    format: str
    box: list[int]


class PhotoOut(Output):
    codes: list[PhotoCode]
    width: int
    height: int


class PlatformIn(Input):
    platform_name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    column_header: Annotated[str, StringConstraints(max_length=500)] = ""
    column_letter: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,3}$")]


class PlatformQuery(Input):
    platform_name: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class PlatformOut(Output):
    platform_name: str
    column_header: str
    column_letter: str


class PlatformList(Output):
    items: list[PlatformOut]
    total: int


Kind = Literal["exact", "prefix", "suffix", "part", "one_wrong", "confusable"]
