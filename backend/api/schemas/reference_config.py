"""Fields of the reference's configuration addresses."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from backend.api.schemas.base import Input, Loose, Name, Output, PathText, RowId

Names = Annotated[list[Name], Field(max_length=500)]


class SourceIdPath(Input):
    source_id: RowId


class SaveConfig(Loose):
    """What is left out stays as it is. Frame rate and interval are taken and not used: times come from the frames."""

    video_root: PathText | None = None
    output_path: PathText | None = None
    default_days: int | None = Field(None, ge=0, le=36_500)
    min_packing_time: float | None = Field(None, ge=0, le=86_400)
    max_packing_time: float | None = Field(None, ge=0, le=86_400)
    frame_rate: float | None = Field(None, gt=0, le=1000)
    frame_interval: float | None = Field(None, gt=0, le=100_000)
    video_buffer: float | None = Field(None, ge=0, le=120)
    selected_cameras: Names | None = None
    run_default_on_start: bool | None = None


class FrameSettings(Output):
    frame_rate: float
    frame_interval: float


class SavedConfig(Output):
    message: str
    saved_path: str
    saved_cameras: list[str]
    frame_settings: FrameSettings


class SaveGeneralInfo(Loose):
    country: Annotated[str, StringConstraints(max_length=100)] | None = None
    timezone: Annotated[str, StringConstraints(max_length=64)] | None = None
    brand_name: Annotated[str, StringConstraints(max_length=100)] | None = None
    working_days: list[Annotated[str, StringConstraints(max_length=20)]] | None = Field(None, max_length=7)
    from_time: Annotated[str, StringConstraints(max_length=8)] | None = None
    to_time: Annotated[str, StringConstraints(max_length=8)] | None = None


class ReferenceSource(Loose):
    source_type: Annotated[str, StringConstraints(max_length=40)]
    name: Name
    path: PathText
    config: dict[str, Any] = Field({}, description="kept with the source")
    overwrite: bool = False


class SaveSources(Loose):
    sources: list[ReferenceSource] = Field(min_length=1, max_length=100)


class SavedSource(Output):
    message: str
    source_type: str
    connection_path: str
    working_path: str
    action: str
    overwrite_mode: bool


class TestSource(Loose):
    source_type: Annotated[str, StringConstraints(max_length=40)]
    path: PathText
    config: dict[str, Any] = Field({}, description="kept with the source")


class TestedSource(Output):
    accessible: bool
    message: str
    source_type: str


class ReferenceSourceOut(Output):
    id: int
    source_type: str
    name: str
    path: str
    config: dict[str, Any]
    active: bool
    created_at: str = Field(description="ISO 8601, UTC")


class SourcesOut(Output):
    sources: list[ReferenceSourceOut]


class UpdateSource(Loose):
    config: dict[str, Any]


class UpdatedSource(Output):
    message: str
    source_id: int
    updated_fields: list[str]


class DeletedSource(Output):
    message: str
    reset: bool


class ToggleSource(Loose):
    active: bool = True


class DetectCameras(Loose):
    path: PathText


class DetectedCameras(Output):
    cameras: list[str]
    selected_cameras: list[str]
    path: str
    count: int


class UpdateSourceCameras(Loose):
    source_id: RowId | None = None
    selected_cameras: Names = Field([])


class SelectedCameras(Output):
    message: str
    selected_cameras: list[str]
    count: int


class CameraPathOut(Output):
    name: str
    path: str


class CameraPaths(Output):
    cameras: list[CameraPathOut]


class ProcessingCameras(Output):
    selected_cameras: list[str]
    count: int


class RefreshedCameras(Output):
    success: bool
    message: str
    cameras: list[str]
    source_type: str
    source_name: str


class ConfiguredCameras(Output):
    cameras: list[str]
    camera_count: int
    input_path: str


class ActiveSource(Output):
    name: str
    type: str
    path: str
    folders_count: int


class SourceCameras(Output):
    cameras: list[str]
    camera_count: int


class CameraSync(Output):
    cameras_synced: bool
    needs_sync: bool


class Recommendations(Output):
    action_needed: bool
    message: str


class CameraStatus(Output):
    processing_config: ConfiguredCameras
    active_source: ActiveSource | None
    source_cameras: SourceCameras
    sync_status: CameraSync
    recommendations: Recommendations
    timestamp: str


class DebuggedConfig(Output):
    selected_cameras: list[str]
    camera_count: int
    input_path: str


class DebuggedSource(Output):
    id: int
    name: str
    source_type: str
    path: str


class DebugCameras(Output):
    processing_config: DebuggedConfig
    active_sources: list[DebuggedSource]
    debug_time: str
