"""Google Drive as the 2.1.1 reference addressed it, under /api/cloud. Tokens are in no answer, and any folder may be
chosen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.drive import callback_address, drive_callback, remember_browser
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.drive import CallbackQuery
from backend.api.schemas.reference_cloud import (
    Authenticate,
    Authenticated,
    AuthStatus,
    CloudFolder,
    CloudFolders,
    CloudQuery,
    Crumb,
    Crumbs,
    Disconnect,
    FolderDepth,
    FolderInfo,
    FoldersQuery,
    FoundFolders,
    InvalidFolder,
    ListFolders,
    OneFolder,
    SearchFolders,
    SomeFolders,
    Succeeded,
    UserInfo,
    ValidatedFolders,
)
from backend.api.services import Services, services
from backend.domain.account import Permission
from backend.domain.errors import InvalidInput, NotFound
from backend.domain.source import SourceKind, SourceTrouble, Trouble
from backend.sources.drive.login import token_of
from backend.sources.drive.tree import TreeFolder
from database.repositories.sources import VideoSource

bp = blueprint("reference: cloud", __name__, prefix="/api/cloud")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@bp.post("/authenticate", summary="Begin a sign-in with Google", responses={200: Authenticated})
@needs(Permission.OPERATE, whole_site=True)
def authenticate(body: Authenticate) -> Response:
    if body.provider != "google_drive" or body.action != "initiate_auth":
        raise InvalidInput("Only provider google_drive with action initiate_auth is known.")
    ours = services()
    source_id = body.source_id or (None if body.client_id else next((one.id for one in _drives(ours)), None))
    one, url = ours.drive.begin(
        callback_address(), client_id=body.client_id, client_secret=body.client_secret, source_id=source_id
    )
    told = Authenticated(
        auth_url=url, state=one.state, redirect_uri=one.redirect, message="Open the address and give your consent."
    )
    return remember_browser(answer(told), one)


@bp.get("/oauth/callback", summary="Where Google sends the browser back to", responses={303: None})
@needs(Permission.OPEN)
def oauth_callback(query: CallbackQuery) -> Response:
    return drive_callback(query=query)


@bp.get("/auth-status", summary="Is somebody signed in", responses={200: AuthStatus})
@needs(Permission.OPERATE, whole_site=True)
def auth_status(query: CloudQuery) -> Response:
    ours = services()
    source = next((one for one in _drives(ours) if query.source_id in (None, one.id)), None)
    token = token_of(ours.remote.login(source).secrets) if source is not None else None
    if source is None or token is None:
        message = "Nobody has signed in to a Google Drive yet."
        return answer(AuthStatus(success=False, authenticated=False, message=message))
    gone = ours.sync.line(source.id).trouble == Trouble.CONSENT_GONE
    return answer(
        AuthStatus(
            success=not gone,
            authenticated=not gone,
            message="The consent is gone. Sign in again." if gone else "Signed in.",
            user_email=token.account,
            user_info=UserInfo(email=token.account, name=token.account.partition("@")[0]),
            requires_reauth=gone,
        )
    )


@bp.post("/folders/initialize", summary="The first folders of a Drive", responses={200: CloudFolders})
@needs(Permission.OPERATE, whole_site=True)
def initialize_folders(body: ListFolders) -> Response:
    return _folders(body.source_id, "root", body.max_folders)


@bp.post("/folders/list_subfolders", summary="Folders in a folder", responses={200: CloudFolders})
@needs(Permission.OPERATE, whole_site=True)
def list_subfolders(body: ListFolders) -> Response:
    return _folders(body.source_id, body.parent_id, body.max_results)


@bp.post("/list_subfolders", summary="Folders in a folder", responses={200: CloudFolders})
@needs(Permission.OPERATE, whole_site=True)
def lazy_list_subfolders(body: ListFolders) -> Response:
    return _folders(body.source_id, body.parent_id, body.max_results)


@bp.get("/folders", summary="Folders in a folder", responses={200: CloudFolders})
@needs(Permission.OPERATE, whole_site=True)
def cloud_folders(query: FoldersQuery) -> Response:
    return _folders(query.source_id, query.parent_id, 1000)


@bp.post("/search", summary="Folders by name", responses={200: FoundFolders})
@needs(Permission.OPERATE, whole_site=True)
def search_folders(body: SearchFolders) -> Response:
    ours = services()
    draft = ours.remote.stored(_drive(ours, body.source_id).id)
    found = ours.drive.level(draft, ours.stop, parent="", page="", search=body.query).folders[: body.max_results]
    folders = [_folder(one, ours.drive.breadcrumb(draft, one.id, ours.stop)) for one in found]
    return answer(FoundFolders(folders=folders, query=body.query, total_found=len(folders)))


@bp.post("/get_depth", summary="How deep a folder lies", responses={200: FolderDepth})
@needs(Permission.OPERATE, whole_site=True)
def get_depth(body: OneFolder) -> Response:
    crumbs = _crumbs(body)
    path, now = _path(crumbs), _now(services())
    return answer(FolderDepth(folder_id=body.folder_id, depth=len(crumbs) - 1, path=path, timestamp=now))


@bp.post("/get_info", summary="One folder", responses={200: FolderInfo})
@needs(Permission.OPERATE, whole_site=True)
def get_folder_info(body: OneFolder) -> Response:
    crumbs = _crumbs(body)
    return answer(FolderInfo(folder_info=_folder(crumbs[-1], crumbs)))


@bp.post("/breadcrumb", summary="The way to a folder", responses={200: Crumbs})
@needs(Permission.OPERATE, whole_site=True)
def folder_breadcrumb(body: OneFolder) -> Response:
    crumbs = [Crumb(id=one.id, name=one.name, depth=depth) for depth, one in enumerate(_crumbs(body))]
    return answer(Crumbs(breadcrumb=crumbs, total_levels=len(crumbs)))


@bp.post("/validate_selection", summary="May these folders be chosen", responses={200: ValidatedFolders})
@needs(Permission.OPERATE, whole_site=True)
def validate_selection(body: SomeFolders) -> Response:
    valid: list[CloudFolder] = []
    invalid: list[InvalidFolder] = []
    for folder_id in dict.fromkeys(body.folder_ids):
        try:
            crumbs = _crumbs(OneFolder(source_id=body.source_id, folder_id=folder_id))
            valid.append(_folder(crumbs[-1], crumbs))
        except (InvalidInput, SourceTrouble) as error:
            invalid.append(InvalidFolder(id=folder_id, reason=error.message))
    return answer(
        ValidatedFolders(
            valid_selections=valid, invalid_selections=invalid, total_valid=len(valid), total_invalid=len(invalid)
        )
    )


@bp.post("/clear_cache", summary="Ask Google anew", responses={200: Succeeded})
@needs(Permission.OPERATE, whole_site=True)
def clear_cache(body: CloudQuery) -> Response:
    ours = services()
    ours.drive.forget(ours.remote.stored(_drive(ours, body.source_id).id))
    return answer(Succeeded(message="Google is asked anew."))


@bp.post("/disconnect", summary="Sign out of a Drive and give the consent back", responses={200: Succeeded})
@needs(Permission.OPERATE, whole_site=True)
def disconnect(body: Disconnect) -> Response:
    ours = services()
    meant = [one for one in _drives(ours) if body.source_id in (None, one.id) and _is_of(ours, one, body.user_email)]
    if not meant:
        raise NotFound("Nobody is signed in to such a Drive.")
    for source in meant:
        ours.remote.sign_out(source.id)
    return answer(Succeeded(message="Signed out. The source stays, and nothing is fetched from it."))


def _drives(ours: Services) -> list[VideoSource]:
    return [source for source in ours.sources.all() if source.kind == SourceKind.DRIVE]


def _drive(ours: Services, source_id: int | None) -> VideoSource:
    """The reference knows one Drive; here it is the first by name unless `source_id` names another."""
    found = next((one for one in _drives(ours) if source_id in (None, one.id)), None)
    if found is None:
        raise NotFound("There is no Google Drive among the sources. Add one first.")
    return found


def _is_of(ours: Services, source: VideoSource, email: str | None) -> bool:
    token = token_of(ours.remote.login(source).secrets)
    return token is not None and email in (None, "", token.account)


def _folders(source_id: int | None, parent: str, most: int) -> Response:
    ours = services()
    source = _drive(ours, source_id)
    draft = ours.remote.stored(source.id)
    level = ours.drive.level(draft, ours.stop, parent=parent or "root", page="", search="")
    token = token_of(ours.remote.login(source).secrets)
    items = [_folder(one, (*level.breadcrumb, one)) for one in level.folders[:most]]
    return answer(
        CloudFolders(
            folders=items,
            total_count=len(items),
            parent_id=parent or "root",
            has_more=level.next_page is not None or len(level.folders) > most,
            user_email=token.account if token else "",
            timestamp=_now(ours),
        )
    )


def _crumbs(body: OneFolder) -> tuple[TreeFolder, ...]:
    ours = services()
    return ours.drive.breadcrumb(ours.remote.stored(_drive(ours, body.source_id).id), body.folder_id, ours.stop)


def _folder(one: TreeFolder, crumbs: tuple[TreeFolder, ...]) -> CloudFolder:
    return CloudFolder(
        id=one.id,
        name=one.name,
        parent_id=crumbs[-2].id if len(crumbs) > 1 else "root",
        depth=len(crumbs) - 1,
        created=one.created,
        modified=one.modified,
        path=_path(crumbs),
    )


def _path(crumbs: tuple[TreeFolder, ...]) -> str:
    return "/" + "/".join(one.name for one in crumbs)


def _now(ours: Services) -> str:
    return (_EPOCH + timedelta(milliseconds=ours.clock.now_ms())).isoformat(timespec="milliseconds")
