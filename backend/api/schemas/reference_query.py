"""Fields of the reference's query and cutter addresses."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from backend.api.schemas.base import CodeText, Loose, Name, Output, PathText, PublicId

Base64Text = Annotated[str, StringConstraints(min_length=1, max_length=35_000_000)]


class Query(Loose):
    search_string: Annotated[str, StringConstraints(max_length=4_000_000)] = ""
    default_days: int = Field(7, ge=1, le=3650)
    from_time: Annotated[str, StringConstraints(max_length=40)] | None = Field(None, description="ISO 8601")
    to_time: Annotated[str, StringConstraints(max_length=40)] | None = None
    selected_cameras: list[Name] = Field([], max_length=500)
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(500, ge=1, le=500)


class QueryEvent(Output):
    event_id: str
    ts: float | None = Field(description="seconds from the start of video_file")
    te: float | None
    duration: float
    tracking_codes: str = Field(description="JSON array as text")
    video_file: str
    packing_time_start: int = Field(description="UTC epoch ms")
    packing_time_end: int


class QueryEvents(Output):
    events: list[QueryEvent]
    total: int


class SelectedEvent(Loose):
    """Only the id counts; everything else about the event is read from the store."""

    event_id: PublicId


class CutVideos(Loose):
    selected_events: list[SelectedEvent] = Field(min_length=1, max_length=500)
    tracking_codes_filter: list[CodeText] = Field([], max_length=10_000)


class CutFiles(Output):
    message: str
    cut_files: list[str] = Field(description="finished so far")
    batch_id: str
    pending: int = Field(description="clips still being cut; see /api/clips?batch_id=")
    failed: list[str] = Field(description="events that could not be cut, with the reason")


class TableFile(Loose):
    file_content: Base64Text | None = Field(None, description="base64")
    file_path: PathText | None = Field(None, description="a file below the allowed folders")
    is_excel: bool = False


class ParseTable(TableFile):
    column_name: Annotated[str, StringConstraints(max_length=500)] = "tracking_codes"


class Headers(Output):
    headers: list[str]


class ParsedCodes(Output):
    tracking_codes: list[str]
