"""How each source beyond this machine is, when it is looked at next, and what came of earlier times."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert

from backend.domain.source import SourceState
from database.engine import Store
from database.rows import Page
from database.tables import sync_runs, sync_status, video_sources

CANCELLED = "cancelled"
"""`trouble` of a run that somebody stopped, or that ended with the program."""


@dataclass(frozen=True, slots=True)
class SyncStatus:
    source_id: int
    state: SourceState = SourceState.NEW
    paused: bool = False
    started_ms: int | None = None
    ended_ms: int | None = None
    succeeded_ms: int | None = None
    next_ms: int | None = None
    failures: int = 0
    trouble: str | None = None
    message: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    cursor: dict[str, Any] | None = None
    files: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class SyncRun:
    id: int
    source_id: int
    started_ms: int
    ended_ms: int | None
    listed: int
    fetched: int
    failed: int
    bytes: int
    trouble: str | None
    message: str | None
    by_hand: bool


class SyncStatusRepository:
    """Changes to a source that was removed meanwhile do nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, source_id: int) -> SyncStatus:
        with self._store.read() as connection:
            row = connection.execute(select(sync_status).where(sync_status.c.source_id == source_id)).one_or_none()
        return SyncStatus(source_id) if row is None else _status(row)

    def all(self) -> dict[int, SyncStatus]:
        with self._store.read() as connection:
            return {row.source_id: _status(row) for row in connection.execute(select(sync_status))}

    def change(self, source_id: int, **fields: Any) -> None:
        with self._store.write() as connection:
            change_status(connection, source_id, **fields)

    def begin_run(self, source_id: int, *, now_ms: int, by_hand: bool) -> int | None:
        """A new line of the history; the source runs from now on. None when the source has gone."""
        with self._store.write() as connection:
            running = {"state": SourceState.RUNNING.value, "started_ms": now_ms, "next_ms": None}
            if not change_status(connection, source_id, **running):
                return None
            new = insert(sync_runs).values(source_id=source_id, started_ms=now_ms, by_hand=by_hand)
            return int(connection.execute(new.returning(sync_runs.c.id)).scalar_one())

    def end_run(self, run_id: int, source_id: int, run: dict[str, Any], status: dict[str, Any]) -> None:
        """Close the line and say how the source is now, in one step."""
        with self._store.write() as connection:
            connection.execute(update(sync_runs).where(sync_runs.c.id == run_id).values(run))
            change_status(connection, source_id, **status)

    def drop_run(self, run_id: int) -> None:
        """Forget a run in which nothing happened."""
        with self._store.write() as connection:
            connection.execute(delete(sync_runs).where(sync_runs.c.id == run_id))

    def close_left_open(self, *, now_ms: int) -> int:
        """At the start: runs that ended with the program are closed, and their sources are due at once."""
        ended = {"ended_ms": now_ms, "trouble": CANCELLED}
        with self._store.write() as connection:
            left = connection.execute(update(sync_runs).where(sync_runs.c.ended_ms.is_(None)).values(ended)).rowcount
            due = {"state": SourceState.WAITING.value, "next_ms": now_ms}
            was_running = sync_status.c.state == SourceState.RUNNING.value
            connection.execute(update(sync_status).where(was_running).values(due))
            return left

    def runs(self, source_id: int, *, page: int = 1, page_size: int = 50) -> Page[SyncRun]:
        """Newest first."""
        ours = sync_runs.c.source_id == source_id
        listed = select(sync_runs).where(ours).order_by(sync_runs.c.id.desc())
        with self._store.read() as connection:
            total = connection.execute(select(func.count()).select_from(sync_runs).where(ours)).scalar_one()
            rows = connection.execute(listed.limit(page_size).offset((page - 1) * page_size)).all()
        return Page([SyncRun(**row._mapping) for row in rows], total, page, page_size)

    def prune(self, source_id: int, *, before_ms: int) -> None:
        """Forget old lines of the history."""
        with self._store.write() as connection:
            old = sync_runs.c.ended_ms < before_ms
            connection.execute(delete(sync_runs).where(sync_runs.c.source_id == source_id, old))


def change_status(connection: Connection, source_id: int, **fields: Any) -> bool:
    """Within a transaction; False when the source has gone."""
    there = select(exists().where(video_sources.c.id == source_id))
    if not connection.execute(there).scalar_one():
        return False
    if "state" in fields:
        fields["state"] = SourceState(fields["state"]).value
    new = insert(sync_status).values(source_id=source_id, **fields)
    connection.execute(new.on_conflict_do_update(index_elements=["source_id"], set_=fields or {"source_id": source_id}))
    return True


def _status(row: Row[Any]) -> SyncStatus:
    return SyncStatus(**{**row._mapping, "state": SourceState(row.state), "details": dict(row.details or {})})
