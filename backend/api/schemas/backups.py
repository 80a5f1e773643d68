"""Backups: what lies on the shelf, what is being done, what waits for the next start."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from backend.api.schemas.base import ErrorBody, Input, Output
from backend.api.schemas.uploads import UploadedFile

BackupName = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class BackupPath(Input):
    name: BackupName


class BackupOut(Output):
    name: str
    kind: Literal["backup", "upgrade", "before_restore"]
    size_bytes: int
    created_ms: int
    program: str | None


class BackupList(Output):
    items: list[BackupOut]
    total: int
    folder: str
    task: Literal["backup", "check"] | None
    task_name: str | None
    staged: bool
    failed: ErrorBody | None


class BackupBegun(Output):
    name: str


class BackupForm(Input):
    file: UploadedFile
