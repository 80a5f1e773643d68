"""The settings: every one with its limits, changed by key."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.replies import answer
from backend.api.schemas.settings import SettingChanges, SettingList, SettingOut
from backend.api.services import services
from backend.config.settings import Settings, describe

bp = blueprint("settings", __name__)


@bp.get("/settings", summary="Every setting with its value and limits", responses={200: SettingList})
def list_settings() -> Response:
    return answer(settings_out(services().settings.current()))


@bp.patch("/settings", summary="Change settings by key", responses={200: SettingList})
def change_settings(body: SettingChanges) -> Response:
    return answer(settings_out(services().settings.change(body.root)))


def settings_out(settings: Settings) -> SettingList:
    items = [SettingOut.model_validate(described) for described in describe(settings)]
    return SettingList(items=items, total=len(items))
