"""The program addresses of the 2.1.1 reference besides /program itself."""

from __future__ import annotations

from pathlib import Path

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.recordings import time_left
from backend.api.reference import both
from backend.api.replies import answer, printable
from backend.api.schemas.reference_program import (
    CameraNames,
    ConfirmedRun,
    ConfirmRun,
    FileProgress,
    FilesProgress,
    FirstRun,
    FolderOut,
    Folders,
)
from backend.api.services import Services, services
from backend.domain.account import Permission
from backend.domain.errors import InvalidInput
from backend.domain.recording import RecordingStatus
from backend.scheduling.policy import Program, program_named
from database.repositories.recordings import RecordingFilter

bp = blueprint("reference: program", __name__, prefix=None)

_MOST_FILES = 500
_PROCESSING_STATUS = {
    RecordingStatus.PENDING: "chưa bắt đầu",
    RecordingStatus.CLAIMED: "đang xử lý",
    RecordingStatus.DONE: "hoàn thành",
    RecordingStatus.FAILED: "lỗi",
}


@both.post(bp, "/confirm-run", summary="Look for recordings of a program now", responses={200: ConfirmedRun})
@needs(Permission.OPERATE, whole_site=True)
def confirm_run(body: ConfirmRun) -> Response:
    return answer(ConfirmedRun(program_type=confirm(services(), body.card)))


@both.get(bp, "/program-progress", summary="Recordings that are not done yet", responses={200: FilesProgress})
@needs(Permission.READ)
def program_progress() -> Response:
    ours = services()
    open_ones = (RecordingStatus.CLAIMED, RecordingStatus.PENDING, RecordingStatus.FAILED)
    page = ours.recordings.list_page(RecordingFilter(statuses=open_ones), sort="start_ms", page_size=_MOST_FILES)
    left = time_left(ours)
    files = [
        FileProgress(
            file=printable(one.path),
            status=one.status,
            processing_status=_PROCESSING_STATUS[one.status],
            progress=one.progress,
            eta_ms=left.get(one.id),
            reason=one.reason,
        )
        for one in page.items
    ]
    return answer(FilesProgress(files=files, total=page.total))


@both.get(bp, "/check-first-run", summary="Was the first run completed", responses={200: FirstRun})
@needs(Permission.READ)
def check_first_run() -> Response:
    return answer(FirstRun(first_run_completed=services().programs.first_run_completed))


@both.get(bp, "/get-cameras", summary="Names of the cameras in use", responses={200: CameraNames})
@needs(Permission.READ)
def get_camera_names() -> Response:
    return answer(CameraNames(cameras=[camera.name for camera in services().cameras.all(enabled_only=True)]))


@both.get(bp, "/get-camera-folders", summary="Folders in the input folder", responses={200: Folders})
@needs(Permission.OPERATE, whole_site=True)
def get_camera_folders() -> Response:
    root = services().paths.input_dir
    try:
        found = sorted(entry for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    except OSError as error:
        raise InvalidInput("The input folder is not there. Choose another one in Settings.") from error
    return answer(Folders(folders=[folder_out(entry) for entry in found]))


def folder_out(folder: Path) -> FolderOut:
    return FolderOut(name=printable(folder.name), path=printable(str(folder)))


def confirm(ours: Services, card: str) -> str:
    """Start the program of this card with what it ran with last, or scan at once when it runs. Raises InvalidInput."""
    program = program_named(card)
    status = ours.programs.status()
    if status.program == program.value:
        ours.programs.scan_now()
        return program.value
    last = next((run for run in ours.runs.list_page(page_size=100).items if run.program == program.value), None)
    if program is not Program.DEFAULT and last is None:
        raise InvalidInput("This program has not run yet. Start it with its days or its path.")
    ours.programs.start(program.value, days=last.days if last else None, custom_path=last.custom_path if last else None)
    return program.value
