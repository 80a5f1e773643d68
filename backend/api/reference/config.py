"""The configuration of the 2.1.1 reference under /api/config: settings and the shop. Only given fields are changed."""

from __future__ import annotations

from typing import Any

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.replies import answer, printable
from backend.api.schemas.base import Message
from backend.api.schemas.reference_config import FrameSettings, SaveConfig, SavedConfig, SaveGeneralInfo
from backend.api.services import Services, services
from backend.api.source_actions import checked_folder, choose_cameras
from backend.domain.account import Permission
from backend.domain.errors import InvalidInput
from database.repositories.sources import VideoSource

bp = blueprint("reference: configuration", __name__, prefix="/api/config")

WEEKDAYS = {
    "thứ hai": "Monday",
    "thứ ba": "Tuesday",
    "thứ tư": "Wednesday",
    "thứ năm": "Thursday",
    "thứ sáu": "Friday",
    "thứ bảy": "Saturday",
    "chủ nhật": "Sunday",
}
"""The reference's names of the days, in lower case; other names pass and are checked like any setting."""

_DEFAULT_FRAME_RATE = 30.0
_DEFAULT_FRAME_INTERVAL = 5.0


@bp.post("/save-config", summary="Change paths, times, cameras", responses={200: SavedConfig})
@needs(Permission.ADMIN)
def save_config(body: SaveConfig) -> Response:
    ours = services()
    source = active_source(ours)
    if body.video_root is not None and ("://" in body.video_root or "localhost:" in body.video_root):
        raise InvalidInput("video_root is a folder on this machine, not an address.")
    changes = _changes(ours, body, source)
    if changes:
        ours.settings.change(changes)
    if body.selected_cameras is not None and source is not None:
        choose_cameras(ours, source, body.selected_cameras)
    return answer(
        SavedConfig(
            message="The configuration is saved.",
            saved_path=printable(input_path(ours)),
            saved_cameras=enabled_names(ours),
            frame_settings=FrameSettings(
                frame_rate=body.frame_rate or _DEFAULT_FRAME_RATE,
                frame_interval=body.frame_interval or _DEFAULT_FRAME_INTERVAL,
            ),
        )
    )


@bp.post("/save-general-info", summary="Change the facts about the shop", responses={200: Message})
@needs(Permission.ADMIN)
def save_general_info(body: SaveGeneralInfo) -> Response:
    given: dict[str, Any] = body.model_dump(exclude_none=True)
    if body.working_days is not None:
        given["working_days"] = [WEEKDAYS.get(day.strip().lower(), day) for day in body.working_days]
    if given:
        services().settings.change(given)
    return answer(Message(message="The general information is saved."))


def active_source(ours: Services) -> VideoSource | None:
    """The reference knows one active source; here it is the first enabled one by name."""
    return next(iter(ours.sources.all(enabled_only=True)), None)


def input_path(ours: Services) -> str:
    """The folder that is scanned: the active source's, else the input folder."""
    source = active_source(ours)
    return source.path if source is not None else str(ours.paths.input_dir)


def enabled_names(ours: Services) -> list[str]:
    return [camera.name for camera in ours.cameras.all(enabled_only=True)]


def _changes(ours: Services, body: SaveConfig, source: VideoSource | None) -> dict[str, object]:
    """The settings that the body changes. An active source's own folder goes before video_root, as in the reference."""
    wanted: dict[str, object | None] = {
        "clips_root": body.output_path,
        "retention_downloads_days": body.default_days,
        "min_packing_s": body.min_packing_time,
        "max_packing_s": body.max_packing_time,
        "pre_roll_s": body.video_buffer,
        "post_roll_s": body.video_buffer,
        "run_default_on_start": body.run_default_on_start,
    }
    if body.video_root is not None and source is None:
        wanted["input_root"] = str(checked_folder(ours, body.video_root))
    return {key: value for key, value in wanted.items() if value is not None}
