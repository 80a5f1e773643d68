"""What all schemas share: strict input, plain output, bounded numbers, pages."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.domain.code import LONGEST_CODE

MAX_ID = 2**53
MAX_MS = 253_402_300_799_000
"""The end of the year 9999: later times are typing errors, and dates cannot hold them."""

RowId = Annotated[int, Field(ge=1, le=MAX_ID)]
TimeMs = Annotated[int, Field(ge=0, le=MAX_MS, description="UTC, milliseconds since 1970")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
PathText = Annotated[str, StringConstraints(min_length=1, max_length=4096)]
CodeText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CODE)]
PublicId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class Input(BaseModel):
    """A request: an unknown field is an error, so that a misspelt one is never ignored."""

    model_config = ConfigDict(extra="forbid")


class Loose(BaseModel):
    """A request in the form of the 2.1.1 reference, whose clients send more than is used."""

    model_config = ConfigDict(extra="ignore")


class Output(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PageQuery(Input):
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=500)


class PageOut(Output):
    total: int
    page: int
    page_size: int


class ErrorBody(Output):
    code: str
    message: str
    details: dict[str, Any] = {}


class ErrorOut(Output):
    """What every failed request answers."""

    error: ErrorBody


class CautionOut(Output):
    """What a person should know about work that went through: `message` in English, other languages by `code`."""

    code: str
    message: str
    details: dict[str, Any]


class Message(Output):
    message: str


class Nothing(Input):
    """A request without content: an empty object or no body at all."""
