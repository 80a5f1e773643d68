"""Fields of the reference's ROI, hand and QR addresses. Both spellings of the 2.1.1 documents are taken."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, StringConstraints

from backend.api.schemas.base import Input, Loose, Output, PathText
from backend.api.schemas.cameras import BoxList, Pixels

CameraName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
AtMs = Annotated[int, Field(ge=0, le=10 * 86_400_000, description="ms from the recording's first frame")]


class RoiIn(Loose):
    x: Pixels
    y: Pixels
    w: Pixels
    h: Pixels
    type: Literal["packing", "mvd", "trigger"] | None = None


class SelectRoi(Loose):
    video_path: PathText = Field(validation_alias=AliasChoices("videoPath", "video_path"))
    camera_id: CameraName | None = Field(None, validation_alias=AliasChoices("cameraId", "camera_id"))
    step: Literal["packing", "trigger"] = "packing"
    roi: RoiIn | BoxList | None = Field(None, description="the region drawn by hand; without it one is suggested")
    at_ms: AtMs = 0


class SelectQrRoi(Loose):
    video_path: PathText = Field(validation_alias=AliasChoices("videoPath", "video_path"))
    camera_id: CameraName | None = Field(None, validation_alias=AliasChoices("cameraId", "camera_id"))
    step: Annotated[str, StringConstraints(max_length=40)] = "mvd"
    rois: list[RoiIn] = Field([], max_length=10)
    at_ms: AtMs = 0


class FinalizeRoi(Loose):
    video_path: PathText | None = Field(None, validation_alias=AliasChoices("videoPath", "video_path"))
    camera_id: CameraName = Field(validation_alias=AliasChoices("cameraId", "camera_id"))
    rois: list[RoiIn] = Field(min_length=1, max_length=10)


class RoiOut(Output):
    x: int
    y: int
    w: int
    h: int


class TypedRoiOut(RoiOut):
    type: str


class SelectedRoi(Output):
    success: bool
    roi: RoiOut | list[int] = Field(description="an object; a list of four where the request used snake_case")
    roi_frame: str
    hand_detected: bool


class SelectedQrRoi(Output):
    success: bool
    rois: list[TypedRoiOut]
    roi_frame: str
    qr_detected: bool
    qr_detected_roi1: bool
    qr_detected_roi2: bool
    qr_content: str
    trigger_detected: bool
    table_type: str


class FinalizedRoi(Output):
    success: bool
    final_roi_frame: str


class RoiFrameQuery(Input):
    camera_id: CameraName
    file: Annotated[str, StringConstraints(max_length=200)] = "roi_packing.jpg"


class FinalRoiFrameQuery(Input):
    camera_id: CameraName


class DebugRoiQuery(Input):
    camera_id: CameraName


class DebugRoi(Output):
    success: bool
    debug_info: dict[str, Any]


class CleanedUp(Output):
    success: bool
    memory_before_mb: float
    memory_after_mb: float
    memory_freed_mb: float
