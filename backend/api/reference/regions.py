"""The ROI, hand and QR addresses of the 2.1.1 reference, on real frames and without windows on the server."""

from __future__ import annotations

import gc
from pathlib import Path

from flask import Response, request

from backend.api.blueprint import blueprint
from backend.api.files import send_media
from backend.api.permission import needs
from backend.api.reference import both
from backend.api.replies import answer
from backend.api.schemas.base import Nothing
from backend.api.schemas.reference_regions import (
    CleanedUp,
    DebugRoi,
    DebugRoiQuery,
    FinalizedRoi,
    FinalizeRoi,
    FinalRoiFrameQuery,
    RoiFrameQuery,
    RoiIn,
    RoiOut,
    SelectedQrRoi,
    SelectedRoi,
    SelectQrRoi,
    SelectRoi,
    TypedRoiOut,
)
from backend.api.services import Services, services
from backend.api.source_actions import checked_file
from backend.domain.account import Permission
from backend.domain.camera import Camera
from backend.domain.errors import InvalidInput, NotFound
from backend.domain.region import Box, Regions
from backend.runtime.machine import machine_facts

bp = blueprint("reference: regions", __name__, prefix=None)

_MIB = 1024 * 1024
_SELECT_ROI = "Take or suggest a region, and look for hands"
_SELECT_QR = "Look for label codes and the sticker"
_JPEG = {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}


@bp.post("/api/hand-detection/select-roi", doc_ui=False)
@bp.post("/api/hand-detection/run-select-roi", doc_ui=False)
@both.post(bp, "/run-select-roi", summary=_SELECT_ROI, operation_id="run_select_roi", responses={200: SelectedRoi})
@both.post(bp, "/select-roi", summary=_SELECT_ROI, responses={200: SelectedRoi})
@needs(Permission.OPERATE, whole_site=True)
def select_roi(body: SelectRoi) -> Response:
    ours = services()
    camera = camera_named(ours, body.camera_id)
    video = checked_file(ours, body.video_path)
    region = _box(body.roi)
    if body.step == "trigger":
        step = ours.wizard.select_trigger(camera, video, region, body.at_ms)
    else:
        step = ours.wizard.select_packing(camera, video, region, body.at_ms)
    in_snake_case = isinstance(request.json, dict) and "video_path" in request.json
    roi = step.region.as_list() if in_snake_case else RoiOut.model_validate(step.region)
    frame = frame_address(camera, step.picture)
    return answer(SelectedRoi(success=True, roi=roi, roi_frame=frame, hand_detected=step.hands_seen))


@bp.post("/api/qr-detection/select-qr-roi", doc_ui=False)
@bp.post("/api/qr-detection/run-qr-detector", doc_ui=False)
@both.post(bp, "/run-qr-detector", summary=_SELECT_QR, operation_id="run_qr_detector", responses={200: SelectedQrRoi})
@both.post(bp, "/select-qr-roi", summary=_SELECT_QR, responses={200: SelectedQrRoi})
@needs(Permission.OPERATE, whole_site=True)
def select_qr_roi(body: SelectQrRoi) -> Response:
    ours = services()
    camera = camera_named(ours, body.camera_id)
    given = _by_type(body.rois)
    video = checked_file(ours, body.video_path)
    step = ours.wizard.select_label(camera, video, given.get("mvd"), given.get("trigger"), body.at_ms)
    found = {"mvd": step.label, "trigger": step.trigger}
    rois = [TypedRoiOut(x=b.x, y=b.y, w=b.w, h=b.h, type=kind) for kind, b in found.items() if b is not None]
    return answer(
        SelectedQrRoi(
            success=True,
            rois=rois,
            roi_frame=frame_address(camera, step.picture),
            qr_detected=bool(step.label_codes) or step.trigger_seen,
            qr_detected_roi1=bool(step.label_codes),
            qr_detected_roi2=step.trigger_seen,
            qr_content=step.label_codes[0] if step.label_codes else "",
            trigger_detected=step.trigger_seen,
            table_type="standard" if step.trigger is not None else "non_standard",
        )
    )


@both.post(bp, "/finalize-roi", summary="Save the regions of a camera", responses={200: FinalizedRoi})
@needs(Permission.OPERATE, whole_site=True)
def finalize_roi(body: FinalizeRoi) -> Response:
    ours = services()
    camera = camera_named(ours, body.camera_id)
    given = _by_type(body.rois)
    if body.video_path is not None:
        video = checked_file(ours, body.video_path)
    else:
        video = Path(ours.regions.newest_recording(camera).path)
    regions = Regions(given.get("trigger"), given.get("mvd"), given.get("packing"))
    picture = ours.wizard.finalise(camera, video, regions)
    ours.camera_changed(camera.id, frozenset({"regions"}))
    return answer(FinalizedRoi(success=True, final_roi_frame=frame_address(camera, picture)))


@bp.get("/api/hand-detection/get-roi-frame", doc_ui=False)
@bp.get("/api/qr-detection/get-roi-frame", doc_ui=False)
@both.get(bp, "/get-roi-frame", summary="The picture of a step (JPEG)", responses={200: _JPEG})
@needs(Permission.OPERATE)
def get_roi_frame(query: RoiFrameQuery) -> Response:
    ours = services()
    return _fresh(ours.wizard.pictures.path(camera_named(ours, query.camera_id).id, query.file))


@both.get(bp, "/get-final-roi-frame", summary="The picture of all regions (JPEG)", responses={200: _JPEG})
@needs(Permission.OPERATE)
def get_final_roi_frame(query: FinalRoiFrameQuery) -> Response:
    ours = services()
    return _fresh(ours.wizard.pictures.final(camera_named(ours, query.camera_id).id))


@both.get(bp, "/debug-roi-paths", summary="Which pictures there are of a camera", responses={200: DebugRoi})
@needs(Permission.OPERATE)
def debug_roi_paths(query: DebugRoiQuery) -> Response:
    ours = services()
    camera = camera_named(ours, query.camera_id)
    info = {"camera_id": camera.id, "camera": camera.name, "files": ours.wizard.pictures.names(camera.id)}
    return answer(DebugRoi(success=True, debug_info=info))


@bp.post("/api/hand-detection/cleanup", doc_ui=False)
@bp.post("/api/qr-detection/cleanup", doc_ui=False)
@both.post(bp, "/cleanup", summary="Collect unused memory", responses={200: CleanedUp})
@needs(Permission.OPERATE, whole_site=True)
def clean_up(body: Nothing) -> Response:
    folder = services().paths.data_dir
    before = machine_facts(folder).own_memory / _MIB
    gc.collect()
    after = machine_facts(folder).own_memory / _MIB
    return answer(
        CleanedUp(
            success=True,
            memory_before_mb=round(before, 1),
            memory_after_mb=round(after, 1),
            memory_freed_mb=round(max(0.0, before - after), 1),
        )
    )


def camera_named(ours: Services, name: str | None) -> Camera:
    """The camera of this name or id. Without one: the only camera there is. Raises NotFound, InvalidInput."""
    if name is None:
        cameras = ours.cameras.all()
        if len(cameras) != 1:
            raise InvalidInput("Say which camera: cameraId is its name.")
        return cameras[0]
    found = ours.cameras.by_name(name)
    if found is None and name.isascii() and name.isdecimal() and len(name) < 16:
        found = ours.cameras.get(int(name))
    if found is None:
        raise NotFound("There is no camera of that name. Add it first.")
    return found


def frame_address(camera: Camera, picture: str) -> str:
    """Where the picture can be fetched, relative to the server."""
    if picture.startswith("roi_final_"):
        return f"/api/get-final-roi-frame?camera_id={camera.id}"
    return f"/api/get-roi-frame?camera_id={camera.id}&file={picture}"


def _fresh(picture: Path) -> Response:
    response = send_media(picture)
    response.headers["Cache-Control"] = "no-store"
    return response


def _box(roi: RoiIn | list[int] | None) -> Box | None:
    if roi is None:
        return None
    return Box.parse([roi.x, roi.y, roi.w, roi.h] if isinstance(roi, RoiIn) else roi, "roi")


def _by_type(rois: list[RoiIn]) -> dict[str, Box]:
    """Boxes by type; a width or height of 0 means "none", as in the reference. Raises InvalidInput."""
    found: dict[str, Box] = {}
    for roi in rois:
        if roi.type is None:
            raise InvalidInput("Each of rois needs a type: packing, mvd or trigger.")
        if roi.type in found:
            raise InvalidInput(f"rois has two of type {roi.type}.")
        if roi.w and roi.h:
            found[roi.type] = Box.parse([roi.x, roi.y, roi.w, roi.h], roi.type)
    return found
