"""The sources and cameras of the 2.1.1 reference under /api/config."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.reference.config import active_source, enabled_names, input_path
from backend.api.replies import answer, printable
from backend.api.schemas.base import Message, Nothing
from backend.api.schemas.reference_config import (
    ActiveSource,
    CameraPathOut,
    CameraPaths,
    CameraStatus,
    CameraSync,
    ConfiguredCameras,
    DebugCameras,
    DebuggedConfig,
    DebuggedSource,
    DeletedSource,
    DetectCameras,
    DetectedCameras,
    ProcessingCameras,
    Recommendations,
    ReferenceSource,
    ReferenceSourceOut,
    RefreshedCameras,
    SavedSource,
    SaveSources,
    SelectedCameras,
    SourceCameras,
    SourceIdPath,
    SourcesOut,
    TestedSource,
    TestSource,
    ToggleSource,
    UpdatedSource,
    UpdateSource,
    UpdateSourceCameras,
)
from backend.api.services import Services, services
from backend.api.source_actions import add_source, cameras_of, checked_folder, choose_cameras, detect
from backend.domain.account import Permission
from backend.domain.errors import Conflict, InvalidInput, NotFound
from database.repositories.sources import VideoSource

bp = blueprint("reference: sources", __name__, prefix="/api/config")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@bp.post("/save-sources", summary="Add a source", responses={200: SavedSource})
@needs(Permission.OPERATE, whole_site=True)
def save_sources(body: SaveSources) -> Response:
    saved = [_save(services(), source) for source in body.sources]
    return answer(saved[0])


@bp.post("/test-source", summary="Can this folder be read", responses={200: TestedSource})
@needs(Permission.OPERATE, whole_site=True)
def test_source(body: TestSource) -> Response:
    _check_type(body.source_type)
    try:
        found = detect(services(), body.path)
    except (NotFound, InvalidInput) as error:
        return answer(TestedSource(accessible=False, message=error.message, source_type=body.source_type))
    message = f"The folder can be read: {len(found.cameras)} cameras with recordings."
    return answer(TestedSource(accessible=True, message=message, source_type=body.source_type))


@bp.get("/get-sources", summary="The active sources", responses={200: SourcesOut})
@needs(Permission.OPERATE, whole_site=True)
def get_sources() -> Response:
    return answer(SourcesOut(sources=[_source_out(source) for source in services().sources.all(enabled_only=True)]))


@bp.put("/update-source/<int:source_id>", summary="Change a source's own settings", responses={200: UpdatedSource})
@needs(Permission.OPERATE, whole_site=True)
def update_source(path: SourceIdPath, body: UpdateSource) -> Response:
    services().sources.update(path.source_id, config=body.config)
    return answer(UpdatedSource(message="The source is saved.", source_id=path.source_id, updated_fields=["config"]))


@bp.delete("/delete-source/<int:source_id>", summary="Forget a source", responses={200: DeletedSource})
@needs(Permission.OPERATE, whole_site=True)
def delete_reference_source(path: SourceIdPath) -> Response:
    services().sources.remove(path.source_id)
    return answer(DeletedSource(message="The source is forgotten. Its recordings and events stay.", reset=True))


@bp.post("/toggle-source/<int:source_id>", summary="Switch a source on or off", responses={200: Message})
@needs(Permission.OPERATE, whole_site=True)
def toggle_source(path: SourceIdPath, body: ToggleSource) -> Response:
    services().sources.update(path.source_id, enabled=body.active)
    return answer(Message(message="The source is on." if body.active else "The source is off."))


@bp.post("/detect-cameras", summary="Which folders hold recordings", responses={200: DetectedCameras})
@needs(Permission.OPERATE, whole_site=True)
def detect_reference_cameras(body: DetectCameras) -> Response:
    ours = services()
    names = [printable(camera.name) for camera in detect(ours, body.path).cameras]
    chosen = [name for name in names if name in enabled_names(ours)]
    return answer(DetectedCameras(cameras=names, selected_cameras=chosen, path=body.path, count=len(names)))


@bp.post("/update-source-cameras", summary="Choose the cameras of a source", responses={200: SelectedCameras})
@needs(Permission.OPERATE, whole_site=True)
def update_source_cameras(body: UpdateSourceCameras) -> Response:
    ours = services()
    source = ours.sources.get(body.source_id) if body.source_id is not None else _needed_source(ours)
    chosen = choose_cameras(ours, source, body.selected_cameras)
    return answer(SelectedCameras(message="The cameras are saved.", selected_cameras=chosen, count=len(chosen)))


@bp.get("/get-cameras", summary="Cameras with their folders", responses={200: CameraPaths})
@needs(Permission.OPERATE, whole_site=True)
def get_reference_cameras() -> Response:
    ours = services()
    root = input_path(ours)
    found = detect(ours, root).cameras
    items = [CameraPathOut(name=printable(c.name), path=printable(str(Path(root) / c.folder))) for c in found]
    return answer(CameraPaths(cameras=items))


@bp.get("/get-processing-cameras", summary="Names of the cameras in use", responses={200: ProcessingCameras})
@needs(Permission.READ)
def get_processing_cameras() -> Response:
    names = enabled_names(services())
    return answer(ProcessingCameras(selected_cameras=names, count=len(names)))


@bp.post("/sync-cloud-cameras", summary="Cameras of the cloud source", responses={200: RefreshedCameras})
@needs(Permission.OPERATE, whole_site=True)
def sync_cloud_cameras(body: Nothing) -> Response:
    raise NotFound("Folders of a Drive become cameras when they are chosen on the Sources page.")


@bp.post("/refresh-cameras", summary="Take new folders of the active source in", responses={200: RefreshedCameras})
@needs(Permission.OPERATE, whole_site=True)
def refresh_cameras(body: Nothing) -> Response:
    ours = services()
    source = _needed_source(ours)
    known = {camera.camera.name for camera in cameras_of(ours, source.id)}
    enabled = [camera.camera.name for camera in cameras_of(ours, source.id) if camera.enabled]
    new = [camera.name for camera in detect(ours, source.path).cameras if camera.name not in known]
    names = choose_cameras(ours, source, [*enabled, *new])
    message = f"{len(new)} new cameras." if new else "No new cameras."
    return answer(
        RefreshedCameras(success=True, message=message, cameras=names, source_type=source.kind, source_name=source.name)
    )


@bp.get("/camera-status", summary="Do cameras and folders agree", responses={200: CameraStatus})
@needs(Permission.OPERATE, whole_site=True)
def camera_status() -> Response:
    ours = services()
    source = active_source(ours)
    chosen = enabled_names(ours)
    found = [camera.name for camera in detect(ours, source.path).cameras] if source is not None else []
    missing = [name for name in found if ours.cameras.by_name(name) is None]
    return answer(
        CameraStatus(
            processing_config=ConfiguredCameras(
                cameras=chosen, camera_count=len(chosen), input_path=printable(input_path(ours))
            ),
            active_source=ActiveSource(
                name=source.name, type=source.kind, path=printable(source.path), folders_count=len(found)
            )
            if source is not None
            else None,
            source_cameras=SourceCameras(cameras=[printable(name) for name in found], camera_count=len(found)),
            sync_status=CameraSync(cameras_synced=not missing, needs_sync=bool(missing)),
            recommendations=_recommend(source, missing),
            timestamp=_iso(ours.clock.now_ms()),
        )
    )


@bp.get("/debug-cameras", summary="Cameras and active sources", responses={200: DebugCameras})
@needs(Permission.OPERATE, whole_site=True)
def debug_cameras() -> Response:
    ours = services()
    chosen = enabled_names(ours)
    active = [
        DebuggedSource(id=s.id, name=s.name, source_type=s.kind, path=printable(s.path))
        for s in ours.sources.all(enabled_only=True)
    ]
    config = DebuggedConfig(selected_cameras=chosen, camera_count=len(chosen), input_path=printable(input_path(ours)))
    return answer(DebugCameras(processing_config=config, active_sources=active, debug_time=_iso(ours.clock.now_ms())))


def _save(ours: Services, wanted: ReferenceSource) -> SavedSource:
    _check_type(wanted.source_type)
    known = next((source for source in ours.sources.all() if source.name == wanted.name), None)
    if known is not None and not wanted.overwrite:
        raise Conflict("There is a source with this name already. Send overwrite: true to replace it.")
    if known is not None:
        folder = checked_folder(ours, wanted.path)
        ours.sources.update(known.id, path=str(folder), config=wanted.config, enabled=True)
        source = ours.sources.get(known.id)
    else:
        source = add_source(ours, wanted.name, wanted.path, enabled=True, folders=None)
        if wanted.config:
            ours.sources.update(source.id, config=wanted.config)
    names = [camera.name for camera in detect(ours, source.path).cameras]
    choose_cameras(ours, source, names)
    return SavedSource(
        message=f"The source is saved with {len(names)} cameras.",
        source_type=source.kind,
        connection_path=wanted.path,
        working_path=printable(source.path),
        action="added" if known is None else "replaced",
        overwrite_mode=wanted.overwrite,
    )


def _check_type(source_type: str) -> None:
    if source_type != "local":
        raise InvalidInput(
            "Only folders on this machine (source_type local) can be a source.", details={"source_type": source_type}
        )


def _needed_source(ours: Services) -> VideoSource:
    source = active_source(ours)
    if source is None:
        raise NotFound("There is no active source. Add one first.")
    return source


def _recommend(source: VideoSource | None, missing: list[str]) -> Recommendations:
    if source is None:
        return Recommendations(action_needed=True, message="Add a source: the folder in which the recordings lie.")
    if missing:
        return Recommendations(action_needed=True, message=f"{len(missing)} folders are no cameras yet. Refresh them.")
    return Recommendations(action_needed=False, message="Nothing needs to be done.")


def _source_out(source: VideoSource) -> ReferenceSourceOut:
    return ReferenceSourceOut(
        id=source.id,
        source_type=source.kind,
        name=source.name,
        path=printable(source.path),
        config=dict(source.config),
        active=source.enabled,
        created_at=_iso(source.created_ms),
    )


def _iso(at_ms: int) -> str:
    return (_EPOCH + timedelta(milliseconds=at_ms)).isoformat(timespec="milliseconds")
