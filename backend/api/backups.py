"""Backups of the store: made, listed, fetched, deleted, brought in, and put back at the next start."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from flask import Response
from werkzeug.datastructures import FileStorage

from backend.api.blueprint import blueprint
from backend.api.bodies import takes_upload
from backend.api.files import send_media
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.backups import BackupBegun, BackupForm, BackupList, BackupOut, BackupPath
from backend.api.schemas.base import ErrorBody, Nothing
from backend.api.services import Services, services
from backend.domain.account import Permission
from backend.domain.errors import EpackError

bp = blueprint("backups", __name__)

LARGEST_BYTES = 1_000_000_000
"""What the web server itself lets in. Larger ones are copied into the folder of backups by hand."""


@bp.get("/backups", summary="The backups, and what is being done with them", responses={200: BackupList})
@needs(Permission.ADMIN)
def list_backups() -> Response:
    return answer(backups_out(services()))


@bp.post("/backups", summary="Make a backup", responses={202: BackupBegun})
@needs(Permission.ADMIN)
def make_backup(body: Nothing) -> Response:
    return answer(BackupBegun(name=services().backups.make()), 202)


@bp.post("/backups/upload", summary="Bring in a backup from elsewhere", responses={201: BackupBegun})
@takes_upload(LARGEST_BYTES)
@needs(Permission.ADMIN)
def upload_backup(form: BackupForm) -> Response:
    # Closed whatever happens: what was sent lies in a temporary file.
    with closing(form.file):
        target = services().backups.shelf.place_for(form.file.filename or "")
        _store(form.file, target)
    return answer(BackupBegun(name=target.name), 201)


@bp.get(
    "/backups/<name>",
    summary="The file of a backup",
    responses={200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}},
)
@needs(Permission.ADMIN)
def download_backup(path: BackupPath) -> Response:
    file = services().backups.shelf.path_of(path.name)
    return send_media(file, download_name=file.name)


@bp.delete("/backups/<name>", summary="Delete a backup", responses={204: None})
@needs(Permission.ADMIN)
def delete_backup(path: BackupPath) -> Response:
    services().backups.delete(path.name)
    return no_content()


@bp.post(
    "/backups/<name>/restore",
    summary="Check a backup and lay it ready; it takes the store's place at the next start",
    responses={202: BackupBegun},
)
@needs(Permission.ADMIN)
def restore_backup(path: BackupPath, body: Nothing) -> Response:
    services().backups.prepare_restore(path.name)
    return answer(BackupBegun(name=path.name), 202)


@bp.delete(
    "/backups/waiting-restore", summary="Forget the restore that waits for the next start", responses={204: None}
)
@needs(Permission.ADMIN)
def forget_restore() -> Response:
    services().backups.forget_restore()
    return no_content()


def backups_out(ours: Services) -> BackupList:
    items = [BackupOut.model_validate(one) for one in ours.backups.shelf.all()]
    state = ours.backups.state()
    return BackupList(
        items=items,
        total=len(items),
        folder=str(Path(ours.backups.shelf.folder)),
        task=state.task,
        task_name=state.name,
        staged=state.staged,
        failed=ErrorBody(**state.failed) if state.failed else None,
    )


def _store(file: FileStorage, target: Path) -> None:
    part = target.with_suffix(target.suffix + ".part")
    try:
        with part.open("xb") as handle:
            shutil.copyfileobj(file.stream, handle, 1 << 20)
        services().backups.shelf.admit(part, target)
    except OSError as error:
        raise EpackError(
            f"The backup cannot be written to {target.parent}: {error.strerror or 'disk error'}.",
            code="not_writable",
            details={"path": str(target.parent)},
        ) from error
    finally:
        part.unlink(missing_ok=True)
