"""Synchronisation of sources: how each is, now and before; by hand, paused, resumed; file by file."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.base import Nothing, PageQuery
from backend.api.schemas.sources import SourcePath
from backend.api.schemas.syncing import (
    RetriedFilesOut,
    RetryFilesIn,
    SourceFileList,
    SourceFileOut,
    SourceFilesQuery,
    SourceStatusList,
    SourceStatusOut,
    SyncRunList,
    SyncRunOut,
)
from backend.api.services import services
from backend.domain.account import Permission
from backend.domain.errors import Conflict
from backend.sources.sync.lines import SourceLine
from database.repositories.downloaded_files import SourceFile

bp = blueprint("synchronisation", __name__)


@bp.get("/sources/status", summary="How each source with files is", responses={200: SourceStatusList})
@needs(Permission.OPERATE, whole_site=True)
def source_statuses() -> Response:
    return answer(SourceStatusList(items=[_line(one) for one in services().sync.lines()]))


@bp.post("/sources/<int:source_id>/sync", summary="Look for new files now", responses={202: SourceStatusOut})
@needs(Permission.OPERATE, whole_site=True)
def sync_source(path: SourcePath, body: Nothing) -> Response:
    return answer(_line(services().sync.sync_now(path.source_id)), 202)


@bp.post("/sources/<int:source_id>/pause", summary="Fetch nothing until resumed", responses={200: SourceStatusOut})
@needs(Permission.OPERATE, whole_site=True)
def pause_source(path: SourcePath, body: Nothing) -> Response:
    return answer(_line(services().sync.pause(path.source_id)))


@bp.post("/sources/<int:source_id>/resume", summary="Go on after a pause", responses={200: SourceStatusOut})
@needs(Permission.OPERATE, whole_site=True)
def resume_source(path: SourcePath, body: Nothing) -> Response:
    return answer(_line(services().sync.resume(path.source_id)))


@bp.get("/sources/<int:source_id>/runs", summary="What came of earlier times", responses={200: SyncRunList})
@needs(Permission.OPERATE, whole_site=True)
def source_runs(path: SourcePath, query: PageQuery) -> Response:
    ours = services()
    ours.sources.get(path.source_id)
    found = ours.sync_history.runs(path.source_id, page=query.page, page_size=query.page_size)
    items = [SyncRunOut.model_validate(one) for one in found.items]
    return answer(SyncRunList(items=items, total=found.total, page=found.page, page_size=found.page_size))


@bp.get("/sources/<int:source_id>/files", summary="Its files, and what became of each", responses={200: SourceFileList})
@needs(Permission.OPERATE, whole_site=True)
def source_files(path: SourcePath, query: SourceFilesQuery) -> Response:
    ours = services()
    ours.sources.get(path.source_id)
    found = ours.downloaded.list_page(path.source_id, state=query.state, page=query.page, page_size=query.page_size)
    return answer(
        SourceFileList(
            items=[_file(one) for one in found.items],
            total=found.total,
            page=found.page,
            page_size=found.page_size,
            counts=ours.downloaded.counts(path.source_id),
        )
    )


@bp.post("/sources/<int:source_id>/files/retry", summary="Try files again", responses={200: RetriedFilesOut})
@needs(Permission.OPERATE, whole_site=True)
def retry_source_files(path: SourcePath, body: RetryFilesIn) -> Response:
    ours = services()
    ours.sources.get(path.source_id)
    again = ours.downloaded.retry(path.source_id, body.ids)
    try:
        if again:
            ours.sync.sync_now(path.source_id)
    except Conflict:
        pass  # switched off: they are fetched when it is switched on
    return answer(RetriedFilesOut(files=again))


def _line(line: SourceLine) -> SourceStatusOut:
    return SourceStatusOut.model_validate(line)


def _file(one: SourceFile) -> SourceFileOut:
    told = one.recording
    return SourceFileOut(
        id=one.id, name=told.name, camera_key=told.camera_key, size_bytes=told.size_bytes, state=one.state,  # type: ignore[arg-type]
        path=one.path, fetched_bytes=one.fetched_bytes, start_ms=told.start_ms, modified_ms=told.modified_ms,
        attempts=one.attempts, try_after_ms=one.try_after_ms, trouble=one.trouble, message=one.message,
        listed_ms=one.listed_ms, done_ms=one.done_ms,
    )  # fmt: skip
