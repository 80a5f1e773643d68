"""Fields of the reference's program addresses."""

from __future__ import annotations

from pydantic import Field

from backend.api.schemas.base import Loose, Output
from backend.domain.recording import RecordingStatus


class ConfirmRun(Loose):
    card: str = Field(min_length=1, max_length=40)


class ConfirmedRun(Output):
    program_type: str


class FileProgress(Output):
    file: str
    status: RecordingStatus
    processing_status: str = Field(description="the state in the reference's words")
    progress: float
    eta_ms: int | None
    reason: str | None


class FilesProgress(Output):
    files: list[FileProgress]
    total: int


class FirstRun(Output):
    first_run_completed: bool


class CameraNames(Output):
    cameras: list[str]


class FolderOut(Output):
    name: str
    path: str


class Folders(Output):
    folders: list[FolderOut]
