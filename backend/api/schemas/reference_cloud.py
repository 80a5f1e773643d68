"""Bodies of the 2.1.1 reference under /api/cloud and /api/sync."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from backend.api.schemas.base import Loose, Output, RowId

FolderId = Annotated[str, StringConstraints(max_length=200)]


class Authenticate(Loose):
    provider: Annotated[str, StringConstraints(max_length=40)] = "google_drive"
    action: Annotated[str, StringConstraints(max_length=40)] = "initiate_auth"
    source_id: RowId | None = None
    client_id: str | None = Field(None, max_length=400)
    client_secret: str | None = Field(None, max_length=400)


class Authenticated(Output):
    success: bool = True
    auth_url: str
    state: str
    redirect_uri: str
    message: str


class CloudQuery(Loose):
    source_id: RowId | None = None


class UserInfo(Output):
    email: str
    name: str
    photo_url: str | None = None


class AuthStatus(Output):
    success: bool
    authenticated: bool
    message: str
    user_email: str | None = None
    user_info: UserInfo | None = None
    folders: list[Any] = Field(default_factory=list)
    folder_loading_required: bool = True
    lazy_loading_enabled: bool = True
    requires_reauth: bool = False


class ListFolders(Loose):
    source_id: RowId | None = None
    parent_id: FolderId = "root"
    max_folders: int = Field(50, ge=1, le=1000)
    max_results: int = Field(50, ge=1, le=1000)


class FoldersQuery(Loose):
    source_id: RowId | None = None
    parent_id: FolderId = "root"
    depth: int = Field(1, ge=1, le=100)


class SearchFolders(Loose):
    source_id: RowId | None = None
    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    max_results: int = Field(20, ge=1, le=1000)


class OneFolder(Loose):
    source_id: RowId | None = None
    folder_id: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class SomeFolders(Loose):
    source_id: RowId | None = None
    folder_ids: list[Annotated[str, StringConstraints(min_length=1, max_length=200)]] = Field(max_length=50)


class CloudFolder(Output):
    id: str
    name: str
    type: str = "folder"
    parent_id: str
    depth: int
    selectable: bool = True
    has_subfolders: bool = True
    has_children: bool = True
    created: str | None
    modified: str | None
    path: str


class CloudFolders(Output):
    success: bool = True
    folders: list[CloudFolder]
    total_count: int
    parent_id: str
    has_more: bool
    user_email: str
    timestamp: str


class FoundFolders(Output):
    success: bool = True
    folders: list[CloudFolder]
    query: str
    total_found: int


class FolderDepth(Output):
    success: bool = True
    folder_id: str
    depth: int
    selectable: bool = True
    path: str
    timestamp: str


class FolderInfo(Output):
    success: bool = True
    folder_info: CloudFolder


class Crumb(Output):
    id: str
    name: str
    depth: int


class Crumbs(Output):
    success: bool = True
    breadcrumb: list[Crumb]
    total_levels: int


class InvalidFolder(Output):
    id: str
    reason: str


class ValidatedFolders(Output):
    success: bool = True
    valid_selections: list[CloudFolder]
    invalid_selections: list[InvalidFolder]
    total_valid: int
    total_invalid: int


class Disconnect(Loose):
    source_id: RowId | None = None
    provider: Annotated[str, StringConstraints(max_length=40)] = "google_drive"
    user_email: str | None = Field(None, max_length=400)


class Succeeded(Output):
    success: bool = True
    message: str
    provider: str = "google_drive"


class SyncSource(Loose):
    source_id: RowId


class SyncPath(Loose):
    source_id: RowId


class SyncRow(Output):
    source_id: int
    source_name: str
    source_type: str
    source_path: str
    sync_enabled: bool
    last_sync_timestamp: str | None
    next_sync_timestamp: str | None
    sync_interval_minutes: float
    last_sync_status: str = Field(description="not_started, in_progress, success, failed, stopped or waiting")
    last_sync_message: str
    files_downloaded_count: int
    total_download_size_mb: float


class SyncRuntime(Output):
    is_running: bool
    timer_active: bool


class DashboardRow(SyncRow):
    runtime: SyncRuntime


class SyncStarted(Output):
    success: bool = True
    message: str
    source_id: int
    sync_status: SyncRow


class SyncStopped(Output):
    success: bool = True
    message: str
    source_id: int


class SyncStatusOfReference(Output):
    success: bool = True
    source_id: int
    sync_status: SyncRow
    runtime: SyncRuntime


class SyncResult(Output):
    success: bool
    message: str
    files_downloaded: int = Field(description="since the source was added; a run goes on after this answer")
    total_size_mb: float
    downloaded_files: list[Any] = Field(default_factory=list, description="see GET /api/sources/<id>/files")
    next_sync: str | None


class ForcedSync(Output):
    success: bool = True
    message: str
    source_id: int
    sync_result: SyncResult


class SyncDashboard(Output):
    success: bool = True
    dashboard: list[DashboardRow]
    total_sources: int
    active_syncs: int


class AutoStarted(Output):
    success: bool = True
    message: str
    started_sources: list[int]
    failed_sources: list[int]
    total_sources: int


class LibraryTest(Output):
    success: bool
    message: str
    version: str


class SyncStats(Output):
    active_sync_timers: int
    active_sync_locks: int
    cached_drive_clients: int = 0


class SyncHealth(Output):
    success: bool = True
    health: str
    service: str = "sync"
    stats: SyncStats
