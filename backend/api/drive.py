"""Google Drive: the sign-in with Google, and the folders to choose cameras from."""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode

from flask import Response, redirect, request

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.base import Nothing
from backend.api.schemas.drive import (
    CallbackQuery,
    FolderLevelOut,
    FolderOut,
    FoldersIn,
    SignInAddressIn,
    SignInBegunOut,
    SignInIn,
    SignInOut,
    SignInPath,
)
from backend.api.schemas.sources import SourcePath
from backend.api.services import Services, services
from backend.domain.account import Permission
from backend.domain.errors import EpackError, InvalidInput
from backend.sources.drive.sign_in import ANSWER_WITHIN_S, SignIn
from backend.sources.remote import Draft

bp = blueprint("google drive", __name__)

_COOKIE_PATH = "/api/"
_DASHBOARD = "/sources"


@bp.post("/sources/drive/sign-in", summary="Begin a sign-in with Google", responses={201: SignInBegunOut})
@needs(Permission.OPERATE, whole_site=True)
def begin_drive_sign_in(body: SignInIn) -> Response:
    one, url = services().drive.begin(
        callback_address(), client_id=body.client_id, client_secret=body.client_secret, source_id=body.source_id
    )
    reply = answer(SignInBegunOut(url=url, state=one.state, redirect=one.redirect), 201)
    return remember_browser(reply, one)


@bp.get("/sources/drive/callback", summary="Where Google sends the browser back to", responses={303: None})
@needs(Permission.OPEN)
def drive_callback(query: CallbackQuery) -> Response:
    told = {"sign_in": query.state}
    try:
        services().drive.sign_ins.answer(query.state, browser_of(query.state), code=query.code, error=query.error)
    except EpackError as error:
        told["error"] = error.code
    reply = redirect(f"{_DASHBOARD}?{urlencode(told)}", 303)
    reply.delete_cookie(cookie_name(query.state), path=_COOKIE_PATH)
    return reply  # type: ignore[return-value]


@bp.get("/sources/drive/sign-in/<state>", summary="How a sign-in is", responses={200: SignInOut})
@needs(Permission.OPERATE, whole_site=True)
def drive_sign_in(path: SignInPath) -> Response:
    return answer(SignInOut.model_validate(services().drive.sign_ins.get(path.state)))


@bp.post("/sources/drive/sign-in/<state>", summary="Finish by address", responses={200: SignInOut})
@needs(Permission.OPERATE, whole_site=True)
def finish_drive_sign_in(path: SignInPath, body: SignInAddressIn) -> Response:
    done = services().drive.sign_ins.answer_of_address(path.state, browser_of(path.state), body.address)
    return answer(SignInOut.model_validate(done))


@bp.post("/sources/drive/folders", summary="Folders of a Drive, level by level", responses={200: FolderLevelOut})
@needs(Permission.OPERATE, whole_site=True)
def drive_folders(body: FoldersIn) -> Response:
    ours = services()
    draft = _draft(ours, body)
    if body.fresh:
        ours.drive.forget(draft)
    level = ours.drive.level(draft, ours.stop, parent=body.parent, page=body.page_token, search=body.search)
    return answer(
        FolderLevelOut(
            folders=[FolderOut.model_validate(one) for one in level.folders],
            next_page_token=level.next_page,
            breadcrumb=[FolderOut.model_validate(one) for one in level.breadcrumb],
        )
    )


@bp.post("/sources/<int:source_id>/sign-out", summary="Forget its secrets, give consent back", responses={204: None})
@needs(Permission.OPERATE, whole_site=True)
def sign_source_out(path: SourcePath, body: Nothing) -> Response:
    services().remote.sign_out(path.source_id)
    return no_content()


def callback_address() -> str:
    """Under the name that the dashboard was opened with; which names are ours was checked before."""
    return f"{request.host_url}api/sources/drive/callback"


def remember_browser(reply: Response, one: SignIn) -> Response:
    """Only the browser that began a sign-in can finish it."""
    reply.set_cookie(
        cookie_name(one.state), one.browser, max_age=round(ANSWER_WITHIN_S), path=_COOKIE_PATH, httponly=True,
        samesite="Lax", secure=request.is_secure,
    )  # fmt: skip
    return reply


def browser_of(state: str) -> str:
    return request.cookies.get(cookie_name(state), "")


def cookie_name(state: str) -> str:
    return f"epack_sign_in_{hashlib.sha256(state.encode()).hexdigest()[:12]}"


def _draft(ours: Services, body: FoldersIn) -> Draft:
    if body.draft is not None:
        return Draft(body.draft.kind, body.draft.config, body.draft.secrets, body.draft.source_id)
    if body.source_id is None:
        raise InvalidInput("Say which Drive: a stored source (source_id), or a draft.")
    return ours.remote.stored(body.source_id)
