"""The server itself: its log, its libraries, its health as the doctor sees it, its restart."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from backend.api.schemas.base import Input, Output


class LogQuery(Input):
    level: Literal["debug", "info", "warning", "error"] = "info"
    text: str = Field("", max_length=200)
    limit: int = Field(200, ge=1, le=1000)


class LogLineOut(Output):
    time: str
    level: str
    logger: str
    event: str
    more: dict[str, Any]


class LogOut(Output):
    lines: list[LogLineOut]
    complete: bool = Field(description="false: only the newest part of a long log was looked through")


class LibraryOut(Output):
    name: str
    version: str
    licence: str
    part: Literal["server", "dashboard"]


class AboutOut(Output):
    version: str
    python: str
    data_dir: str
    store_path: str
    store_bytes: int
    events: int
    clips_dir: str
    logs_dir: str
    backups_dir: str
    started_ms: int
    libraries: list[LibraryOut]


class FindingOut(Output):
    level: Literal["ok", "warn", "fail"]
    subject: str
    found: str
    advice: str
    code: str
    details: dict[str, Any]


class DoctorOut(Output):
    findings: list[FindingOut]


class RestartOut(Output):
    started_ms: int = Field(description="of the server that goes down; the next one has another")
    next_address: str | None = Field(description="Where the next one answers, when that is not where this one does")
