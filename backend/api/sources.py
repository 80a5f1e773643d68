"""Video sources: folders in which recordings are found."""

from __future__ import annotations

from flask import Response

from backend.api import source_actions
from backend.api.blueprint import blueprint
from backend.api.callers import caller
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.base import CautionOut, Nothing
from backend.api.schemas.sources import (
    DetectIn,
    DetectOut,
    FoundCameraOut,
    ScanOut,
    SourceIn,
    SourceList,
    SourceOut,
    SourcePatch,
    SourcePath,
)
from backend.api.services import services
from backend.domain.account import Permission
from database.repositories.sources import VideoSource

bp = blueprint("sources", __name__)


@bp.get("/sources", summary="All sources", responses={200: SourceList})
@needs(Permission.OPERATE, whole_site=True)
def list_sources() -> Response:
    items = [source_out(source) for source in services().sources.all()]
    return answer(SourceList(items=items, total=len(items)))


@bp.post("/sources", summary="Add a folder as source", responses={201: SourceOut})
@needs(Permission.OPERATE, whole_site=True)
def add_source(body: SourceIn) -> Response:
    ours = services()
    source = source_actions.add_source(ours, body.name, body.path, enabled=body.enabled, folders=body.cameras)
    return answer(source_out(source), 201)


@bp.patch("/sources/<int:source_id>", summary="Change a source", responses={200: SourceOut})
@needs(Permission.OPERATE, whole_site=True)
def change_source(path: SourcePath, body: SourcePatch) -> Response:
    ours = services()
    ours.sources.get(path.source_id)
    fields = body.model_dump(exclude_none=True)
    if "path" in fields:
        fields["path"] = str(source_actions.checked_folder(ours, fields["path"]))
    if fields:
        ours.sources.update(path.source_id, **fields)
    return answer(source_out(ours.sources.get(path.source_id)))


@bp.delete("/sources/<int:source_id>", summary="Forget a source; its recordings stay", responses={204: None})
@needs(Permission.OPERATE, whole_site=True)
def delete_source(path: SourcePath) -> Response:
    services().remote.remove(path.source_id)
    return no_content()


@bp.post("/sources/detect", summary="Which folders hold recordings", responses={200: DetectOut})
@needs(Permission.OPERATE, whole_site=True)
def detect_cameras_below(body: DetectIn) -> Response:
    # Who may allow any folder learns nothing new by being told that this one does not exist.
    may_allow = Permission.ADMIN in caller().permissions
    found = source_actions.detect(services(), body.path, may_allow=may_allow)
    cameras = [FoundCameraOut.model_validate(camera) for camera in found.cameras]
    return answer(
        DetectOut(path=body.path, cameras=cameras, warnings=[CautionOut.model_validate(one) for one in found.warnings])
    )


@bp.post("/sources/<int:source_id>/scan", summary="Look for new recordings now", responses={202: ScanOut})
@needs(Permission.OPERATE, whole_site=True)
def scan_source(path: SourcePath, body: Nothing) -> Response:
    ours = services()
    source = ours.sources.get(path.source_id)
    ours.programs.scan_now()
    return answer(ScanOut(source_id=source.id, scheduled=True), 202)


def source_out(source: VideoSource) -> SourceOut:
    return SourceOut.model_validate(source).model_copy(update={"away": source_actions.is_away(source)})
