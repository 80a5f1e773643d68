"""Synchronisation as the 2.1.1 reference addressed it, under /api/sync."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.replies import answer, printable
from backend.api.schemas.base import Nothing
from backend.api.schemas.reference_cloud import (
    AutoStarted,
    DashboardRow,
    ForcedSync,
    LibraryTest,
    SyncDashboard,
    SyncHealth,
    SyncPath,
    SyncResult,
    SyncRow,
    SyncRuntime,
    SyncSource,
    SyncStarted,
    SyncStats,
    SyncStatusOfReference,
    SyncStopped,
)
from backend.api.services import Services, services
from backend.domain.account import Permission
from backend.domain.errors import Conflict
from backend.domain.source import SourceState
from backend.sources.sync.lines import SourceLine

bp = blueprint("reference: synchronisation", __name__, prefix="/api/sync")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MB = 1024 * 1024
_WORDS = {
    SourceState.NEW: "not_started",
    SourceState.RUNNING: "in_progress",
    SourceState.IDLE: "success",
    SourceState.FAILED: "failed",
    SourceState.PAUSED: "stopped",
    SourceState.WAITING: "waiting",
}


@bp.post("/start-auto-sync", summary="Fetch by schedule", responses={200: SyncStarted})
@needs(Permission.OPERATE, whole_site=True)
def start_auto_sync(body: SyncSource) -> Response:
    ours = services()
    line = ours.sync.resume(body.source_id)
    row = _row(ours, line)
    return answer(SyncStarted(message="The source is fetched by schedule.", source_id=line.source_id, sync_status=row))


@bp.post("/stop-auto-sync", summary="Fetch nothing until started again", responses={200: SyncStopped})
@needs(Permission.OPERATE, whole_site=True)
def stop_auto_sync(body: SyncSource) -> Response:
    services().sync.pause(body.source_id)
    return answer(SyncStopped(message="Nothing is fetched from the source.", source_id=body.source_id))


@bp.get("/sync-status/<int:source_id>", summary="How a source is", responses={200: SyncStatusOfReference})
@needs(Permission.OPERATE, whole_site=True)
def reference_sync_status(path: SyncPath) -> Response:
    ours = services()
    ours.sources.get(path.source_id)
    line = ours.sync.line(path.source_id)
    return answer(SyncStatusOfReference(source_id=path.source_id, sync_status=_row(ours, line), runtime=_runtime(line)))


@bp.post("/force-sync/<int:source_id>", summary="Look for new files now", responses={200: ForcedSync})
@needs(Permission.OPERATE, whole_site=True)
def force_sync(path: SyncPath, body: Nothing) -> Response:
    line = services().sync.sync_now(path.source_id)
    message = "The source is looked through now. Ask for its status to see how far it is."
    result = SyncResult(
        success=True, message=message, files_downloaded=line.files, total_size_mb=_megabytes(line.bytes),
        next_sync=_iso(line.next_ms),
    )  # fmt: skip
    return answer(ForcedSync(message=message, source_id=path.source_id, sync_result=result))


@bp.get("/sync-dashboard", summary="How all sources with files are", responses={200: SyncDashboard})
@needs(Permission.OPERATE, whole_site=True)
def sync_dashboard() -> Response:
    ours = services()
    rows = [DashboardRow(**_row(ours, line).model_dump(), runtime=_runtime(line)) for line in ours.sync.lines()]
    active = sum(row.runtime.is_running for row in rows)
    return answer(SyncDashboard(dashboard=rows, total_sources=len(rows), active_syncs=active))


@bp.post("/auto-start-cloud-sync", summary="Look at all sources now", responses={200: AutoStarted})
@needs(Permission.OPERATE, whole_site=True)
def auto_start_cloud_sync(body: Nothing) -> Response:
    ours = services()
    started, failed = [], []
    for line in ours.sync.lines():
        try:
            ours.sync.sync_now(line.source_id)
            started.append(line.source_id)
        except Conflict:
            failed.append(line.source_id)
    message = f"{len(started)} sources are looked through now."
    total = len(started) + len(failed)
    return answer(AutoStarted(message=message, started_sources=started, failed_sources=failed, total_sources=total))


@bp.get("/test-pydrive", summary="Is the Drive library there", responses={200: LibraryTest})
@needs(Permission.OPERATE, whole_site=True)
def test_pydrive() -> Response:
    try:
        found = version("PyDrive2")
    except PackageNotFoundError:
        return answer(LibraryTest(success=False, message="The Drive library is not installed.", version=""))
    return answer(LibraryTest(success=True, message="The Drive library is there.", version=found))


@bp.get("/sync-health", summary="Is synchronisation at work", responses={200: SyncHealth})
@needs(Permission.OPERATE, whole_site=True)
def sync_health() -> Response:
    lines = services().sync.lines()
    stats = SyncStats(
        active_sync_timers=sum(line.next_ms is not None for line in lines),
        active_sync_locks=sum(line.state is SourceState.RUNNING for line in lines),
    )
    failed = any(line.state is SourceState.FAILED for line in lines)
    return answer(SyncHealth(health="degraded" if failed else "healthy", stats=stats))


def _row(ours: Services, line: SourceLine) -> SyncRow:
    source = ours.sources.get(line.source_id)
    interval = source.config.get("sync_interval_min") or ours.settings.current().sync_interval_min
    return SyncRow(
        source_id=source.id,
        source_name=source.name,
        source_type=source.kind,
        source_path=printable(source.path),
        sync_enabled=source.enabled and not line.paused,
        last_sync_timestamp=_iso(line.ended_ms),
        next_sync_timestamp=_iso(line.next_ms),
        sync_interval_minutes=interval,
        last_sync_status=_WORDS[line.state],
        last_sync_message=line.message or "",
        files_downloaded_count=line.files,
        total_download_size_mb=_megabytes(line.bytes),
    )


def _runtime(line: SourceLine) -> SyncRuntime:
    return SyncRuntime(is_running=line.running is not None, timer_active=line.next_ms is not None)


def _megabytes(count: int) -> float:
    return round(count / _MB, 3)


def _iso(at_ms: int | None) -> str | None:
    return None if at_ms is None else (_EPOCH + timedelta(milliseconds=at_ms)).isoformat(timespec="milliseconds")
