"""The settings: every one with its limits, changed by key."""

from __future__ import annotations

from flask import Response

from backend.accounts.opening import check_opening
from backend.api.audit import tell
from backend.api.blueprint import blueprint
from backend.api.callers import caller
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.settings import SettingChanges, SettingList, SettingOut
from backend.api.services import services
from backend.api.settings_keeper import SettingsKeeper
from backend.config.certificate import server_certificate
from backend.config.settings import Settings, describe
from backend.domain.account import Permission

bp = blueprint("settings", __name__)

REACH = frozenset({"host", "tls", "tls_certificate", "tls_key"})
"""Settings that say how the server is reached: a wrong one can keep everybody out."""
_EVERYBODYS = frozenset({"site", "packing", "clips"})
"""Groups that pages need which everybody may see; the others say where things lie and how the machine is run."""


@bp.get("/settings", summary="Every setting with its value and limits", responses={200: SettingList})
@needs(Permission.READ)
def list_settings() -> Response:
    shown = settings_out(services().settings)
    if Permission.OPERATE in caller().permissions:
        return answer(shown)
    items = [one for one in shown.items if one.group in _EVERYBODYS]
    return answer(SettingList(items=items, total=len(items), awaiting_restart=[]))


@bp.patch("/settings", summary="Change settings by key", responses={200: SettingList})
@needs(Permission.ADMIN)
def change_settings(body: SettingChanges) -> Response:
    ours = services()
    tell(keys=sorted(body.root))
    ours.settings.change(body.root, startable if REACH & set(body.root) else _anything)
    return answer(settings_out(ours.settings))


def startable(wanted: Settings) -> None:
    """With these settings the server must start again: nobody could take them back otherwise. Raises EpackError."""
    check_opening(wanted, services().accounts.users.all())
    if wanted.tls and (wanted.tls_certificate or wanted.tls_key):
        server_certificate(wanted.tls_certificate, wanted.tls_key, services().paths.own_certificate, ())


def _anything(_wanted: Settings) -> None:
    """Where nothing about the way in changes."""


def settings_out(keeper: SettingsKeeper) -> SettingList:
    fixed = keeper.fixed()
    items = [SettingOut(**described, fixed=described["key"] in fixed) for described in describe(keeper.current())]
    return SettingList(items=items, total=len(items), awaiting_restart=keeper.awaiting_restart())
