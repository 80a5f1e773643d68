"""Cameras and their regions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from backend.api.schemas.base import Input, Name, Output, PathText, RowId
from backend.domain.camera import StartTimeRule
from backend.domain.region import MAX_CORNERS

Pixels = Annotated[int, Field(ge=0, le=16_384)]
BoxList = Annotated[list[Pixels], Field(min_length=4, max_length=4, description="x, y, width, height in px")]
Corner = Annotated[list[Pixels], Field(min_length=2, max_length=2, description="x, y in px")]
CornerList = Annotated[list[Corner], Field(min_length=3, max_length=MAX_CORNERS)]
TriggerText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class CameraPath(Input):
    camera_id: RowId


class OutlinesIn(Input):
    """Regions that are polygons. The box of such a region may be left out: it is the polygon's bounding box."""

    trigger: CornerList | None = None
    label: CornerList | None = None
    packing: CornerList | None = None


class RegionsIn(Input):
    trigger: BoxList | None = None
    label: BoxList | None = None
    packing: BoxList | None = None
    frame_width: int | None = Field(None, ge=16, le=16_384)
    frame_height: int | None = Field(None, ge=16, le=16_384)
    outlines: OutlinesIn | None = None


class OutlinesOut(Output):
    trigger: list[list[int]] | None = None
    label: list[list[int]] | None = None
    packing: list[list[int]] | None = None


class RegionsOut(Output):
    trigger: list[int] | None
    label: list[int] | None
    packing: list[int] | None
    frame_width: int | None
    frame_height: int | None
    outlines: OutlinesOut
    """The corners of those regions that are polygons."""


class CopyRegionsIn(Input):
    to: list[RowId] = Field(min_length=1, max_length=500, description="the cameras that get the regions")
    overwrite: bool = Field(False, description="whether those that have regions already lose them")


class CopiedRegions(Output):
    """What a camera had before, to give it back."""

    camera_id: int
    before: RegionsOut


class CopiedRegionsOut(Output):
    copied: list[CopiedRegions]


class CameraFields(Input):
    """Every field may be left out; what is given is changed, the rest stays."""

    name: Name | None = None
    folder: PathText | None = None
    source_id: RowId | None = None
    timezone: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    start_time_rule: StartTimeRule | None = None
    filename_pattern: Annotated[str, StringConstraints(max_length=200)] | None = None
    container_time_is_local: bool | None = None
    clock_offset_ms: int | None = Field(None, ge=-(366 * 86_400_000), le=366 * 86_400_000)
    record_sound: bool | None = Field(None, description="of a live camera, where it sends any")
    trigger_text: TriggerText | None = None
    symbologies: list[Annotated[str, StringConstraints(min_length=1, max_length=40)]] | None = Field(
        None, min_length=1, max_length=20
    )
    enabled: bool | None = None
    min_packing_ms: int | None = Field(None, ge=1, le=86_400_000)
    max_packing_ms: int | None = Field(None, ge=1, le=86_400_000)
    continuous_gap_ms: int | None = Field(None, ge=0, le=3_600_000)


class CameraIn(CameraFields):
    name: Name


class CameraOut(Output):
    id: int
    name: str
    folder: str | None
    source_id: int | None
    timezone: str
    start_time_rule: StartTimeRule
    filename_pattern: str | None
    container_time_is_local: bool
    clock_offset_ms: int
    record_sound: bool
    trigger_text: str
    symbologies: list[str]
    enabled: bool
    min_packing_ms: int
    max_packing_ms: int
    continuous_gap_ms: int
    regions: RegionsOut


class CameraList(Output):
    items: list[CameraOut]
    total: int


class CameraFrameQuery(Input):
    recording_id: RowId | None = None
    at_ms: int = Field(0, ge=0, le=10 * 86_400_000, description="ms from the recording's first frame")
    width: int | None = Field(None, ge=16, le=4096)


class PreviewIn(Input):
    camera_id: RowId | None = None
    recording_id: RowId | None = None
    at_ms: int = Field(0, ge=0, le=10 * 86_400_000)
    regions: RegionsIn | None = None


class PreviewTrigger(Output):
    set: bool
    looks: int
    read: int
    read_rate: float
    px_per_module: float | None
    box: list[int] | None


class PreviewCode(Output):
    text: str
    format: str
    box: list[int]
    frames: int
    px_per_module: float | None


class PreviewLabel(Output):
    codes: list[PreviewCode]
    px_per_module: float | None


class PreviewHands(Output):
    present: bool
    looks: int
    found: int
    boxes: list[list[int]]
    suggested_packing: list[int] | None


class PreviewOut(Output):
    recording_id: int
    from_ms: int
    to_ms: int
    looks: int
    frame_width: int
    frame_height: int
    trigger: PreviewTrigger
    label: PreviewLabel
    hands: PreviewHands
    advice: list[str]
