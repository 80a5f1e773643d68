"""Sources beyond this machine: services, recorders and cameras that are asked over the network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.cameras import new_camera
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.remote_sources import (
    ChooseCamerasIn,
    ChosenCameraIn,
    DraftIn,
    KindList,
    KindOut,
    RemoteCameraList,
    RemoteCameraOut,
    RemoteSourceIn,
    RemoteSourceOut,
    RemoteSourcePatch,
    SourceCameraList,
    SourceCameraOut,
    SourceCheckOut,
    SourceTestedOut,
)
from backend.api.schemas.sources import SourceOut, SourcePath
from backend.api.services import Services, services
from backend.domain.account import Permission
from backend.domain.errors import Conflict
from backend.domain.source import Check, RemoteCamera
from backend.sources.remote import Draft, slug_of
from database.repositories.sources import VideoSource

bp = blueprint("remote sources", __name__)

STEPS_TYPE = "application/x-ndjson"


@bp.get("/sources/kinds", summary="Kinds of sources beyond this machine", responses={200: KindList})
@needs(Permission.OPERATE, whole_site=True)
def source_kinds() -> Response:
    items = [KindOut.model_validate(one) for one in services().remote.types.all()]
    return answer(KindList(items=items))


@bp.post("/sources/test", summary="Connect, sign in and look, step by step", responses={200: SourceTestedOut})
@needs(Permission.OPERATE, whole_site=True)
def try_source(body: DraftIn) -> Response:
    ours = services()
    checks = ours.remote.try_out(_draft(body), ours.stop)
    items = [SourceCheckOut.model_validate(one) for one in checks]
    return answer(SourceTestedOut(ok=bool(items) and all(one.ok for one in items), checks=items))


@bp.post(
    "/sources/test/steps",
    summary="The same, each step as it is done",
    description="One JSON object a line, each a step of the test; the last says how it ended.",
    responses={200: {"content": {STEPS_TYPE: {"schema": {"type": "string"}}}}},
)
@needs(Permission.OPERATE, whole_site=True)
def try_source_step_by_step(body: DraftIn) -> Response:
    ours = services()
    steps = ours.remote.steps(_draft(body), ours.stop)
    response = Response(_lines(steps), mimetype=STEPS_TYPE)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


@bp.post("/sources/test/cameras", summary="Cameras of a source not yet stored", responses={200: RemoteCameraList})
@needs(Permission.OPERATE, whole_site=True)
def cameras_of_draft(body: DraftIn) -> Response:
    ours = services()
    found = ours.remote.cameras_of_draft(_draft(body), ours.stop)
    return answer(RemoteCameraList(items=[RemoteCameraOut.model_validate(one) for one in found]))


@bp.post("/sources/remote", summary="Add a source beyond this machine", responses={201: SourceOut})
@needs(Permission.OPERATE, whole_site=True)
def add_remote_source(body: RemoteSourceIn) -> Response:
    ours = services()
    _check_cameras(ours, body.cameras)
    source = ours.remote.add(body.name, _draft(body), enabled=body.enabled)
    _attach(ours, source, body.cameras)
    return answer(SourceOut.model_validate(source), 201)


@bp.get("/sources/<int:source_id>/remote", summary="Its settings, to change them", responses={200: RemoteSourceOut})
@needs(Permission.OPERATE, whole_site=True)
def remote_source(path: SourcePath) -> Response:
    ours = services()
    source = ours.sources.get(path.source_id)
    shown = SourceOut.model_validate(source).model_dump()
    kept = ours.remote.kept_secrets(source.id)
    return answer(RemoteSourceOut(**shown, config=dict(source.config), kept=kept))


@bp.patch("/sources/<int:source_id>/remote", summary="Change such a source", responses={200: SourceOut})
@needs(Permission.OPERATE, whole_site=True)
def change_remote_source(path: SourcePath, body: RemoteSourcePatch) -> Response:
    source = services().remote.change(path.source_id, **body.model_dump(exclude_unset=True))
    return answer(SourceOut.model_validate(source))


@bp.get("/sources/<int:source_id>/cameras", summary="The chosen cameras", responses={200: SourceCameraList})
@needs(Permission.OPERATE, whole_site=True)
def source_cameras(path: SourcePath) -> Response:
    return answer(_cameras_out(services(), path.source_id))


@bp.get("/sources/<int:source_id>/cameras/there", summary="Cameras it has now", responses={200: RemoteCameraList})
@needs(Permission.OPERATE, whole_site=True)
def cameras_there(path: SourcePath) -> Response:
    ours = services()
    with ours.remote.connected(path.source_id) as remote:
        found = remote.cameras(ours.stop)
    return answer(RemoteCameraList(items=[RemoteCameraOut.model_validate(one) for one in found]))


@bp.put("/sources/<int:source_id>/cameras", summary="Choose its cameras", responses={200: SourceCameraList})
@needs(Permission.OPERATE, whole_site=True)
def choose_source_cameras(path: SourcePath, body: ChooseCamerasIn) -> Response:
    ours = services()
    source = ours.sources.get(path.source_id)
    _check_cameras(ours, body.cameras)
    _attach(ours, source, body.cameras)
    return answer(_cameras_out(ours, source.id))


def _lines(steps: Iterator[Check]) -> Iterator[bytes]:
    ok = False
    for step in steps:
        ok = step.ok
        yield SourceCheckOut.model_validate(step).model_dump_json().encode() + b"\n"
    yield json.dumps({"ok": ok}).encode() + b"\n"


def _draft(body: DraftIn) -> Draft:
    return Draft(body.kind, body.config, body.secrets, body.source_id)


def _check_cameras(ours: Services, chosen: list[ChosenCameraIn]) -> None:
    """Raises Conflict when a new camera has the name of an old one, NotFound when an old one is not there."""
    taken = {camera.camera.name for camera in ours.cameras.all_stored()}
    new = [one.name for one in chosen if one.camera_id is None]
    for one in chosen:
        if one.camera_id is not None:
            ours.cameras.get(one.camera_id)
    twice = next((name for name in new if name in taken or new.count(name) > 1), None)
    if twice is not None:
        raise Conflict(f"There is a camera {twice} already. Choose it, or give another name.", code="camera_name_taken")


def _attach(ours: Services, source: VideoSource, chosen: list[ChosenCameraIn]) -> None:
    """Make the chosen ones cameras of the source; those that are not among them are switched off."""
    wanted = {one.key for one in chosen}
    dropped = [one.remote_key for one in ours.source_cameras.of(source.id) if one.remote_key not in wanted]
    if dropped:
        ours.source_cameras.switch(source.id, dropped, False)
    known = {one.remote_key: one.camera_id for one in ours.source_cameras.of(source.id)}
    now_ms = ours.clock.now_ms()
    for one in chosen:
        camera_id = one.camera_id or known.get(one.key)
        if camera_id is None:
            folder = _free_folder(ours, source.id, one.name)
            camera = replace(new_camera(ours, one.name), name=one.name)
            camera_id = ours.cameras.add(camera, now_ms=now_ms, source_id=source.id, folder=folder)
        elif not _stays_live(ours, source, camera_id):
            stored = ours.cameras.get_stored(camera_id)
            folder = (
                stored.folder
                if stored.source_id == source.id and stored.folder
                else _free_folder(ours, source.id, stored.camera.name)
            )
            ours.cameras.update(camera_id, now_ms=now_ms, source_id=source.id, folder=folder, enabled=True)
        ours.remote.attach(source.id, RemoteCamera(one.key, one.name, one.details), camera_id)
        ours.camera_changed(camera_id, frozenset({"source_id", "folder"}))
    ours.remote.tell_changed(source.id)


def _stays_live(ours: Services, source: VideoSource, camera_id: int) -> bool:
    """A camera that is recorded live stays with its source when a recorder that has it too is added: that one only
    fills the gaps."""
    owner = ours.cameras.get_stored(camera_id).source_id
    if source.live or not ours.remote.types.get(source.kind).fills_gaps:
        return False
    if owner is None or owner == source.id or not ours.sources.get(owner).live:
        return False
    return any(one.camera_id == camera_id for one in ours.source_cameras.of(owner, enabled_only=True))


def _free_folder(ours: Services, source_id: int, name: str) -> str:
    taken = {one.folder for one in ours.cameras.all_stored() if one.source_id == source_id}
    slug = slug_of(name)
    return next(one for one in (slug, *(f"{slug}-{n}" for n in range(2, 10_000))) if one not in taken)


def _cameras_out(ours: Services, source_id: int) -> SourceCameraList:
    ours.sources.get(source_id)
    names = {camera.camera.id: camera.camera.name for camera in ours.cameras.all_stored()}
    return SourceCameraList(
        items=[
            SourceCameraOut(
                key=one.remote_key,
                name=one.name,
                camera_id=one.camera_id,
                camera=names.get(one.camera_id or 0),
                enabled=one.enabled,
                details=one.details,
            )
            for one in ours.source_cameras.of(source_id)
        ]
    )
