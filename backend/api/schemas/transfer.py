"""The file in which settings and cameras are carried from one installation to another."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from backend.api.schemas.base import Input, Name, Output, TimeMs
from backend.api.schemas.cameras import CameraFields, RegionsIn


class CameraDocument(CameraFields):
    """`source`: name of the source whose folder the camera's recordings lie in, where there is one of that name."""

    name: Name
    source: Name | None = None
    regions: RegionsIn | None = None
    source_id: None = None


class SettingsDocument(Input):
    format: Literal["epack-settings"]
    version: Literal[1]
    program: str = Field("", max_length=40)
    exported_ms: TimeMs = 0
    settings: dict[str, Any] = Field({}, max_length=500)
    cameras: list[CameraDocument] = Field([], max_length=500)


class ImportIn(Input):
    document: SettingsDocument
    dry_run: bool = True


class ChangeOut(Output):
    """One thing that differs. `kind`: setting, camera (known by name) or new_camera; `fixed`: the environment sets it,
    so it stays as it is."""

    kind: Literal["setting", "camera", "new_camera"]
    camera: str | None
    key: str | None
    before: Any
    after: Any
    fixed: bool


class ImportOut(Output):
    applied: bool
    changes: list[ChangeOut]
    same: int = Field(description="settings and cameras that are alike already")
