"""Search by code."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from backend.api.schemas.base import CautionOut, CodeText, Input, Output, RowId, TimeMs
from backend.api.schemas.events import EventOut
from backend.search.ranking import MatchKind


class SearchIn(Input):
    text: Annotated[str, StringConstraints(max_length=4_000_000)] = ""
    codes: list[CodeText] = Field([], max_length=200_000)
    from_ms: TimeMs | None = None
    to_ms: TimeMs | None = None
    camera_ids: list[RowId] | None = Field(None, max_length=500)
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=500)
    widen: bool = Field(False, description="look for weaker matches too although a stronger one was found")


class WhyOut(Output):
    kind: MatchKind
    code: str = Field(description="the stored code in normal form: upper case, no spaces")
    detail: str
    position: int | None = Field(description="of the character that differs, from 1, in what was asked for")
    asked: str = Field(description="the character that was asked for there; empty where one is missing")
    stored: str = Field(description="the character that the stored code has instead; empty where one is too many")


class MatchOut(Output):
    event: EventOut
    why: WhyOut


class GroupOut(Output):
    query: str
    matches: list[MatchOut]
    total: int
    more: bool = Field(description="there are more than `total`; the count stopped there")
    nearest: list[MatchOut] = Field(description="only when nothing was found")


class SearchOut(Output):
    groups: list[GroupOut]
    codes_total: int
    codes_found: int
    page: int
    page_size: int
    took_ms: float


class TableColumnOut(Output):
    letter: str
    header: str
    samples: list[str]
    filled: int
    code_like: float = Field(description="share of the filled cells that look like tracking codes, 0..1")


class TableOut(Output):
    columns: list[TableColumnOut]
    suggested_column: str | None = Field(description="letter of the column that most likely holds the codes")
    column: str | None = Field(description="letter of the column the codes were taken from")
    codes: list[str]
    rows: int
    platform_saved: bool
    warnings: list[CautionOut]


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


class SavedSearchIn(Input):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    address: Annotated[str, StringConstraints(max_length=4_000_000)] = Field(
        description="the query part of the dashboard's address, without the question mark"
    )


class SavedSearchPath(Input):
    search_id: RowId


class SavedSearchOut(Output):
    id: int
    name: str
    address: str
    saved_ms: int


class SavedSearchList(Output):
    items: list[SavedSearchOut]
    total: int
