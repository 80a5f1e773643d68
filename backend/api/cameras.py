"""Cameras: what they are, where their regions lie, and what they see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import available_timezones

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.callers import check_cameras, require
from backend.api.files import send_media
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.cameras import (
    CameraFields,
    CameraFrameQuery,
    CameraIn,
    CameraList,
    CameraOut,
    CameraPath,
    CopiedRegions,
    CopiedRegionsOut,
    CopyRegionsIn,
    OutlinesIn,
    OutlinesOut,
    RegionsIn,
    RegionsOut,
)
from backend.api.services import Services, services
from backend.detection.symbologies import formats_for
from backend.domain.account import Need, Permission
from backend.domain.camera import Camera, PackingTimes, StartTimeRule
from backend.domain.errors import InvalidInput
from backend.domain.region import Box, Polygon, RegionKind, Regions, Shape
from database.repositories.cameras import StoredCamera

bp = blueprint("cameras", __name__)

_TIMES = ("min_packing_ms", "max_packing_ms", "continuous_gap_ms")


@bp.get("/cameras", summary="All cameras", responses={200: CameraList})
@needs(Permission.READ)
def list_cameras() -> Response:
    items = [camera_out(stored) for stored in services().cameras.all_stored()]
    return answer(CameraList(items=items, total=len(items)))


@bp.post("/cameras", summary="Add a camera", responses={201: CameraOut})
@needs(Permission.OPERATE, whole_site=True)
def add_camera(body: CameraIn) -> Response:
    ours = services()
    camera_id = add(ours, body)
    ours.camera_changed(camera_id, frozenset(body.model_fields_set))
    return answer(camera_out(ours.cameras.get_stored(camera_id)), 201)


@bp.get("/cameras/<int:camera_id>", summary="One camera", responses={200: CameraOut})
@needs(Permission.READ)
def get_camera(path: CameraPath) -> Response:
    return answer(camera_out(services().cameras.get_stored(path.camera_id)))


@bp.patch("/cameras/<int:camera_id>", summary="Change a camera", responses={200: CameraOut})
@needs(Permission.OPERATE)
def change_camera(path: CameraPath, body: CameraFields) -> Response:
    ours = services()
    check_place(ours.cameras.get_stored(path.camera_id), body)
    change(ours, path.camera_id, body)
    ours.camera_changed(path.camera_id, frozenset(body.model_fields_set))
    return answer(camera_out(ours.cameras.get_stored(path.camera_id)))


@bp.delete("/cameras/<int:camera_id>", summary="Delete a camera that has no recordings", responses={204: None})
@needs(Permission.OPERATE, whole_site=True)
def delete_camera(path: CameraPath) -> Response:
    services().cameras.remove(path.camera_id)
    return no_content()


@bp.put("/cameras/<int:camera_id>/regions", summary="Save the regions of a camera", responses={200: CameraOut})
@needs(Permission.OPERATE)
def save_regions(path: CameraPath, body: RegionsIn) -> Response:
    ours = services()
    ours.regions.save(path.camera_id, regions_from(body))
    ours.camera_changed(path.camera_id, frozenset({"regions"}))
    return answer(camera_out(ours.cameras.get_stored(path.camera_id)))


@bp.post(
    "/cameras/<int:camera_id>/regions/copy",
    summary="Give the regions of a camera to others, scaled to their frames",
    responses={200: CopiedRegionsOut},
)
@needs(Permission.OPERATE)
def copy_regions(path: CameraPath, body: CopyRegionsIn) -> Response:
    ours = services()
    check_cameras(body.to)
    before = ours.regions.copy(path.camera_id, body.to, overwrite=body.overwrite)
    for camera_id in before:
        ours.camera_changed(camera_id, frozenset({"regions"}))
    copied = [CopiedRegions(camera_id=one, before=regions_out(regions)) for one, regions in before.items()]
    return answer(CopiedRegionsOut(copied=copied))


@bp.get(
    "/cameras/<int:camera_id>/frame",
    summary="A picture of what the camera sees (JPEG)",
    responses={200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}},
)
@needs(Permission.READ)
def camera_frame(path: CameraPath, query: CameraFrameQuery) -> Response:
    frame = services().regions.camera_frame(path.camera_id, query.recording_id, query.at_ms, query.width)
    return send_media(frame)


def regions_from(body: RegionsIn) -> Regions:
    """Domain regions; `[0, 0, 0, 0]` is how the reference says "none". Raises InvalidInput."""
    outlines = body.outlines or OutlinesIn()

    def shape(kind: RegionKind) -> Shape | None:
        corners, box = getattr(outlines, kind.value), getattr(body, kind.value)
        if corners is not None:
            return Polygon.parse(corners, kind.value)
        return None if box is None or not any(box) else Box.parse(box, kind.value)

    return Regions.of({kind: shape(kind) for kind in RegionKind}, body.frame_width, body.frame_height)


def camera_out(stored: StoredCamera) -> CameraOut:
    camera = stored.camera
    return CameraOut(
        id=camera.id,
        name=camera.name,
        folder=stored.folder,
        source_id=stored.source_id,
        timezone=camera.timezone,
        start_time_rule=camera.start_time_rule,
        filename_pattern=camera.filename_pattern,
        container_time_is_local=camera.container_time_is_local,
        clock_offset_ms=camera.clock_offset_ms,
        record_sound=camera.record_sound,
        trigger_text=camera.trigger_text,
        symbologies=list(camera.symbologies),
        enabled=stored.enabled,
        min_packing_ms=camera.times.min_ms,
        max_packing_ms=camera.times.max_ms,
        continuous_gap_ms=camera.times.continuous_gap_ms,
        regions=regions_out(camera.regions),
    )


def regions_out(regions: Regions) -> RegionsOut:
    return RegionsOut(
        trigger=regions.trigger.as_list() if regions.trigger else None,
        label=regions.label.as_list() if regions.label else None,
        packing=regions.packing.as_list() if regions.packing else None,
        frame_width=regions.frame_width,
        frame_height=regions.frame_height,
        outlines=OutlinesOut(
            trigger=regions.trigger_outline.as_list() if regions.trigger_outline else None,
            label=regions.label_outline.as_list() if regions.label_outline else None,
            packing=regions.packing_outline.as_list() if regions.packing_outline else None,
        ),
    )


def add(ours: Services, body: CameraIn) -> int:
    """Store a camera that starts with the site's settings where the body says nothing."""
    fields = _checked(body)
    defaults = new_camera(ours, body.name)
    camera = replace(
        defaults,
        timezone=fields.get("timezone", defaults.timezone),
        start_time_rule=fields.get("start_time_rule", defaults.start_time_rule),
        filename_pattern=fields.get("filename_pattern"),
        container_time_is_local=fields.get("container_time_is_local", False),
        clock_offset_ms=fields.get("clock_offset_ms", 0),
        record_sound=fields.get("record_sound", False),
        trigger_text=fields.get("trigger_text", defaults.trigger_text),
        symbologies=fields.get("symbologies", defaults.symbologies),
        times=_times(defaults.times, fields),
    )
    return ours.cameras.add(
        camera,
        now_ms=ours.clock.now_ms(),
        source_id=_known_source(ours, fields),
        folder=fields.get("folder"),
        enabled=fields.get("enabled", True),
    )


def new_camera(ours: Services, name: str) -> Camera:
    """A camera as the site's settings would have it."""
    settings = ours.settings.current()
    times = PackingTimes(
        round(settings.min_packing_s * 1000),
        round(settings.max_packing_s * 1000),
        round(settings.continuous_gap_s * 1000),
    )
    return Camera(
        0,
        name,
        trigger_text=settings.trigger_text,
        symbologies=settings.symbologies,
        timezone=settings.timezone,
        start_time_rule=StartTimeRule.FILENAME,
        times=times,
    )


def change(ours: Services, camera_id: int, body: CameraFields) -> None:
    """Change what the body names. Raises NotFound, Conflict, InvalidInput."""
    fields = _checked(body)
    _known_source(ours, fields)
    known = ours.cameras.get(camera_id)
    times = _times(known.times, fields)
    plain = {key: value for key, value in fields.items() if key not in _TIMES}
    if times != known.times:
        ours.cameras.save_times(camera_id, times, now_ms=ours.clock.now_ms())
    if plain:
        ours.cameras.update(camera_id, now_ms=ours.clock.now_ms(), **plain)


def check_place(known: StoredCamera, body: CameraFields) -> None:
    """Where a camera's footage comes from is for who may see all cameras: with another folder, the footage of another
    camera would become this one's. Raises Forbidden."""
    wanted = body.model_dump(include={"source_id", "folder"}, exclude_unset=True)
    if any(value != getattr(known, name) for name, value in wanted.items()):
        require(Need(Permission.OPERATE, whole_site=True))


def _known_source(ours: Services, fields: dict[str, Any]) -> int | None:
    source_id: int | None = fields.get("source_id")
    if source_id is not None:
        ours.sources.get(source_id)
    return source_id


def _times(known: PackingTimes, fields: dict[str, Any]) -> PackingTimes:
    times = PackingTimes(
        fields.get("min_packing_ms", known.min_ms),
        fields.get("max_packing_ms", known.max_ms),
        fields.get("continuous_gap_ms", known.continuous_gap_ms),
    )
    if times.min_ms >= times.max_ms:
        raise InvalidInput(
            "The shortest packing time (min_packing_ms) must be below the longest (max_packing_ms).",
            code="packing_times_reversed",
        )
    return times


_NULLABLE = ("source_id", "folder", "filename_pattern")


def _checked(body: CameraFields) -> dict[str, Any]:
    """The given fields in the store's terms. Raises InvalidInput."""
    fields = body.model_dump(exclude_unset=True)
    for key, value in fields.items():
        if value is None and key not in _NULLABLE:
            raise InvalidInput(f"{key} cannot be empty. Leave it out to keep it as it is.")
    if "timezone" in fields and fields["timezone"] not in available_timezones():
        raise InvalidInput("timezone must be an IANA name such as Asia/Ho_Chi_Minh.", code="bad_timezone")
    if "symbologies" in fields:
        fields["symbologies"], _ = formats_for(fields["symbologies"])
    folder = fields.get("folder")
    if folder is not None and not _stays_inside(folder):
        raise InvalidInput("folder is the name of a folder inside the source, without .. or a leading slash.")
    return fields


def _stays_inside(folder: str) -> bool:
    steps = folder.replace("\\", "/").split("/")
    return ".." not in steps and "\0" not in folder and not folder.startswith("/")
