"""Sources beyond this machine: kinds, connection tests, cameras."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from backend.api.schemas.base import Input, Name, Output, RowId
from backend.api.schemas.sources import SourceOut

Kind = Annotated[str, StringConstraints(min_length=1, max_length=40)]
RemoteKey = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Values = Annotated[dict[str, Any], Field(max_length=60)]


class KindOut(Output):
    kind: str
    pulls: bool = Field(description="has files that are fetched")
    records: bool = Field(description="has live streams that are recorded")
    untested: bool = Field(description="built from the maker's documents, not yet tried on a device")


class KindList(Output):
    items: list[KindOut]


class DraftIn(Input):
    kind: Kind
    config: Values = Field(default_factory=dict, description="settings of this kind of source, without secrets")
    secrets: Values = Field(default_factory=dict, description="passwords and tokens; never answered")
    source_id: RowId | None = Field(None, description="a stored source: secrets left out here are the kept ones")


class DraftPictureIn(DraftIn):
    camera: RemoteKey = Field(description="key of the camera at the source")


class SourceCheckOut(Output):
    step: str
    ok: bool
    trouble: str | None = Field(description="error code of what went wrong")
    message: str
    details: dict[str, Any]


class SourceTestedOut(Output):
    ok: bool
    checks: list[SourceCheckOut]


class RemoteCameraOut(Output):
    key: str
    name: str
    details: dict[str, Any]


class RemoteCameraList(Output):
    items: list[RemoteCameraOut]


class ChosenCameraIn(Input):
    key: RemoteKey
    name: Name = Field(description="name of the new camera here")
    details: Values = Field(default_factory=dict)
    camera_id: RowId | None = Field(None, description="a camera there is already; none: a new one is made")


class RemoteSourceIn(DraftIn):
    name: Name
    enabled: bool = True
    cameras: list[ChosenCameraIn] = Field(default_factory=list, max_length=500)


class RemoteSourceOut(SourceOut):
    config: dict[str, Any] = Field(description="settings of this kind of source, without secrets")
    kept: list[str] = Field(description="names of the secrets that are kept; never their values")


class RemoteSourcePatch(Input):
    name: Name | None = None
    enabled: bool | None = None
    config: Values | None = None
    secrets: Values | None = None


class ChooseCamerasIn(Input):
    cameras: list[ChosenCameraIn] = Field(max_length=500, description="all that are wanted; others are switched off")


class SourceCameraOut(Output):
    key: str
    name: str = Field(description="its name at the source")
    camera_id: int | None
    camera: str | None = Field(description="its name here")
    enabled: bool
    details: dict[str, Any]


class SourceCameraList(Output):
    items: list[SourceCameraOut]
