"""Settings and cameras as a file: written, and read back after showing what it would change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Response

from backend.api.audit import tell
from backend.api.blueprint import blueprint
from backend.api.bodies import MIB, takes_body
from backend.api.cameras import add, camera_out, change, regions_from
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.cameras import CameraFields, CameraIn
from backend.api.schemas.transfer import (
    CameraDocument,
    ChangeOut,
    ImportIn,
    ImportOut,
    SettingsDocument,
)
from backend.api.services import Services, services
from backend.api.settings import REACH, startable
from backend.domain.account import Permission
from backend.domain.errors import EpackError, InvalidInput
from database.repositories.cameras import StoredCamera

bp = blueprint("transfer", __name__)

_NOT_CARRIED = {"id", "source_id", "regions"}
_FILE_NAME = "epack-settings.json"


@bp.get("/settings/export", summary="All settings and cameras as a file", responses={200: SettingsDocument})
@needs(Permission.ADMIN)
def export_settings() -> Response:
    reply = answer(document_of(services()))
    reply.headers.set("Content-Disposition", "attachment", filename=_FILE_NAME)
    return reply


@bp.post("/settings/import", summary="What a file would change, or change it", responses={200: ImportOut})
@takes_body(8 * MIB)
@needs(Permission.ADMIN)
def import_settings(body: ImportIn) -> Response:
    ours = services()
    changes, same = _compared(ours, body.document)
    tell(keys=[one.key for one in changes if one.kind == "setting"], cameras=_touched(changes))
    if not body.dry_run:
        _apply(ours, body.document, changes)
    return answer(ImportOut(applied=not body.dry_run, changes=changes, same=same))


def document_of(ours: Services) -> SettingsDocument:
    sources = {source.id: source.name for source in ours.sources.all()}
    cameras = []
    for stored in ours.cameras.all_stored():
        shown = camera_out(stored).model_dump(mode="json")
        fields = {key: value for key, value in shown.items() if key not in _NOT_CARRIED}
        source = sources.get(stored.source_id) if stored.source_id is not None else None
        cameras.append(CameraDocument(**fields, source=source, regions=shown["regions"]))
    return SettingsDocument(
        format="epack-settings",
        version=1,
        program=ours.version,
        exported_ms=ours.clock.now_ms(),
        settings=ours.settings.current().as_dict(),
        cameras=cameras,
    )


def _compared(ours: Services, document: SettingsDocument) -> tuple[list[ChangeOut], int]:
    """What differs, and how many settings and cameras do not. Raises InvalidInput for what could not be taken
    over, Conflict for what would keep everybody out."""
    present, fixed = ours.settings.current(), ours.settings.fixed()
    wanted = present.with_changes({key: value for key, value in document.settings.items() if key not in fixed})
    names = [camera.name for camera in document.cameras]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InvalidInput(f"The file has two cameras named {twice}.", code="camera_twice", details={"camera": twice})
    before, after = present.as_dict(), wanted.as_dict()
    if any(before[key] != after[key] for key in REACH):
        startable(wanted)
    changes = [
        ChangeOut(kind="setting", camera=None, key=key, before=before[key], after=after[key], fixed=False)
        for key in document.settings
        if key not in fixed and before[key] != after[key]
    ]
    changes += [
        ChangeOut(kind="setting", camera=None, key=key, before=before[key], after=document.settings[key], fixed=True)
        for key in document.settings
        if key in fixed and before[key] != document.settings[key]
    ]
    known = {stored.camera.name: stored for stored in ours.cameras.all_stored()}
    same = len(document.settings) - len(changes)
    for camera in document.cameras:
        found = list(_camera_changes(camera, known.get(camera.name)))
        same += not found
        changes += found
    return changes, same


def _camera_changes(wanted: CameraDocument, known: StoredCamera | None) -> Iterator[ChangeOut]:
    if known is None:
        yield ChangeOut(kind="new_camera", camera=wanted.name, key=None, before=None, after=None, fixed=False)
        return
    present = json.loads(camera_out(known).model_dump_json())
    for key, value in _fields(wanted).items():
        if present[key] != value:
            yield ChangeOut(kind="camera", camera=wanted.name, key=key, before=present[key], after=value, fixed=False)


def _fields(wanted: CameraDocument) -> dict[str, Any]:
    """What the file says of a camera, in the form the API answers in; its source is where it is, not what it is."""
    return wanted.model_dump(mode="json", exclude_unset=True, exclude={"source", "source_id", "folder"})


def _apply(ours: Services, document: SettingsDocument, changes: list[ChangeOut]) -> None:
    """Settings first: new cameras begin with them. What is right by itself but not together is told before anything."""
    settings = {one.key: one.after for one in changes if one.kind == "setting" and not one.fixed and one.key}
    if settings:
        ours.settings.change(settings)
    touched = _touched(changes)
    for camera in document.cameras:
        if camera.name not in touched:
            continue
        try:
            _take_over(ours, camera)
        except EpackError as error:
            raise InvalidInput(
                f"Camera {camera.name}: {error.message}",
                code="camera_refused",
                details={"camera": camera.name, "reason": error.message},
            ) from error


def _touched(changes: list[ChangeOut]) -> list[str]:
    """Names of the cameras that are added or changed."""
    return sorted({one.camera for one in changes if one.kind != "setting" and one.camera})


def _take_over(ours: Services, wanted: CameraDocument) -> None:
    fields = wanted.model_dump(mode="json", exclude_unset=True, exclude={"source", "source_id", "regions"})
    known = next((one for one in ours.cameras.all_stored() if one.camera.name == wanted.name), None)
    regions = regions_from(wanted.regions) if wanted.regions is not None else None
    if known is None:
        source = next((one for one in ours.sources.all() if one.name == wanted.source), None)
        if source is not None:
            fields["source_id"] = source.id
        camera_id = add(ours, CameraIn(**fields))
    else:
        camera_id = known.camera.id
        change(ours, camera_id, CameraFields(**{k: v for k, v in fields.items() if k != "folder"}))
    touched = set(fields)
    if regions is not None and (known is None or regions != known.camera.regions):
        ours.regions.save(camera_id, regions)
        touched.add("regions")
    ours.camera_changed(camera_id, frozenset(touched))
