"""The record of who did what."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from backend.api.schemas.base import Input, Output, PageOut, TimeMs

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class AuditExportQuery(Input):
    from_ms: TimeMs | None = None
    to_ms: TimeMs | None = Field(None, description="exclusive")
    actor: Word | None = None
    action: Word | None = Field(None, description="an action, or the part before its dot")
    text: Word | None = Field(None, description="anywhere in the details")


class AuditQuery(AuditExportQuery):
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=500)


class AuditLineOut(Output):
    seq: int
    at_ms: int
    actor: str = Field(description="empty: nobody was signed in")
    role: str
    address: str
    action: str
    outcome: str = Field(description="done, or the code of the refusal")
    details: dict[str, Any]


class AuditOut(PageOut):
    items: list[AuditLineOut]
    actors: list[str]
    actions: list[str]
