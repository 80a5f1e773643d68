"""Files that sources have, and what became of each here: the work list of synchronisation and its memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from backend.domain.errors import NotFound
from backend.domain.source import RemoteRecording
from database.engine import Store
from database.repositories.sync_status import change_status
from database.rows import Page, batches
from database.tables import downloaded_files, sync_status, video_sources

SUPERSEDED = "superseded"
"""`message` of a row whose file has a newer version at the source."""
GONE = "gone"
"""`message` of a row whose file vanished at the source before it was fetched."""

OPEN = ("wanted", "partial", "failed")
"""States of files that may still be fetched."""

files = downloaded_files.c


@dataclass(frozen=True, slots=True)
class SourceFile:
    id: int
    source_id: int
    recording: RemoteRecording
    state: str
    path: str | None
    """Where it lies here, or will."""
    fetched_bytes: int
    """Bytes of the part that are known to be on the disk."""
    attempts: int
    try_after_ms: int | None
    trouble: str | None
    message: str | None
    listed_ms: int
    done_ms: int | None
    notes: dict[str, Any] = field(default_factory=dict)


class DownloadedFiles:
    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, source_id: int, found: Sequence[RemoteRecording], *, now_ms: int) -> int:
        """Remember what a source has; returns how many of them are new and wanted. What is known in this version keeps
        its state, whatever became of it here: a file deleted by retention is not wanted again."""
        with self._store.write() as connection:
            if not connection.execute(select(exists().where(video_sources.c.id == source_id))).scalar_one():
                return 0
            return sum(_note(connection, source_id, one, now_ms) for one in found)

    def due(
        self, source_id: int, cameras: Collection[str], *, now_ms: int, without: Collection[int], limit: int
    ) -> list[SourceFile]:
        """Files of these cameras to be fetched now, newest first."""
        wanted = _due(source_id, now_ms).where(files.camera_key.in_(cameras), files.id.not_in(without))
        newest = func.coalesce(files.start_ms, files.modified_ms, files.listed_ms).desc()
        with self._store.read() as connection:
            return [_file(row) for row in connection.execute(wanted.order_by(newest, files.id).limit(limit))]

    def get(self, file_id: int) -> SourceFile:
        """Raises NotFound."""
        with self._store.read() as connection:
            row = connection.execute(select(downloaded_files).where(files.id == file_id)).one_or_none()
        if row is None:
            raise NotFound("The source does not have this file.")
        return _file(row)

    def next_retry_ms(self, source_id: int) -> int | None:
        """When the first file that failed for a passing reason is tried again."""
        with self._store.read() as connection:
            first = select(func.min(files.try_after_ms)).where(files.source_id == source_id, files.state == "failed")
            found: int | None = connection.execute(first).scalar_one()
            return found

    def begin(self, file_id: int, path: str) -> bool:
        """From now on a part of it may lie here, which will become `path`. False when it is not wanted any more."""
        begun = update(downloaded_files).where(files.id == file_id, files.state.in_(OPEN))
        with self._store.write() as connection:
            return connection.execute(begun.values(state="partial", path=path)).rowcount > 0

    def reached(self, file_id: int, fetched_bytes: int) -> None:
        self._set(file_id, fetched_bytes=fetched_bytes)

    def done(self, one: SourceFile, path: str, size_bytes: int, *, now_ms: int) -> None:
        """It lies here, whole. An earlier version that lay there is replaced by it."""
        with self._store.write() as connection:
            earlier = and_(files.source_id == one.source_id, files.path == path, files.id != one.id)
            connection.execute(
                update(downloaded_files).where(earlier).values(state="skipped", path=None, message=SUPERSEDED)
            )
            values = {
                "state": "done", "path": path, "fetched_bytes": size_bytes, "done_ms": now_ms,
                "trouble": None, "message": None, "try_after_ms": None,
            }  # fmt: skip
            changed = connection.execute(update(downloaded_files).where(files.id == one.id).values(values)).rowcount
            if changed and change_status(connection, one.source_id):
                counted = {"files": sync_status.c.files + 1, "bytes": sync_status.c.bytes + size_bytes}
                connection.execute(update(sync_status).where(sync_status.c.source_id == one.source_id).values(counted))

    def failed(self, file_id: int, trouble: str, message: str, *, try_after_ms: int | None) -> None:
        """`try_after_ms` None: only when somebody asks for it."""
        self._set(
            file_id, state="failed", trouble=trouble, message=message, try_after_ms=try_after_ms,
            attempts=files.attempts + 1,
        )  # fmt: skip

    def start_over(self, file_id: int) -> None:
        """What was fetched of it was thrown away."""
        self._set(file_id, fetched_bytes=0)

    def gone(self, file_id: int) -> None:
        """It is not at the source any more."""
        values = {"state": "skipped", "message": GONE, "trouble": None, "try_after_ms": None, "path": None}
        with self._store.write() as connection:
            connection.execute(
                update(downloaded_files).where(files.id == file_id, files.state.in_(OPEN)).values(values)
            )

    def is_taken(self, one: SourceFile, path: str) -> bool:
        """Whether another file of the source lies, or will lie, at this path; an earlier version of it is no other."""
        other = and_(files.path == path, files.source_id == one.source_id, files.remote_key != one.recording.key)
        with self._store.read() as connection:
            return bool(connection.execute(select(exists().where(other))).scalar_one())

    def is_earlier_version(self, one: SourceFile, path: str) -> bool:
        """Whether an earlier version of the file was put at this path."""
        same = and_(files.path == path, files.source_id == one.source_id, files.remote_key == one.recording.key)
        earlier = and_(same, files.id != one.id, files.state == "done")
        with self._store.read() as connection:
            return bool(connection.execute(select(exists().where(earlier))).scalar_one())

    def retry(self, source_id: int, file_ids: Sequence[int] | None = None) -> int:
        """Want failed files again (None: all failed ones); those named also when they were skipped or removed here.
        Returns how many."""
        states = ("failed",) if file_ids is None else ("failed", "skipped", "removed")
        again = (
            update(downloaded_files)
            .where(files.source_id == source_id, files.state.in_(states))
            .values(state="wanted", attempts=0, try_after_ms=None, trouble=None, message=None)
        )
        with self._store.write() as connection:
            if file_ids is None:
                return connection.execute(again).rowcount
            return sum(connection.execute(again.where(files.id.in_(run))).rowcount for run in batches(file_ids))

    def counts(self, source_id: int) -> dict[str, int]:
        counted = select(files.state, func.count()).where(files.source_id == source_id).group_by(files.state)
        with self._store.read() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(counted)}

    def left(self, source_id: int, cameras: Collection[str], *, now_ms: int) -> int:
        """How many are to be fetched now."""
        wanted = _due(source_id, now_ms).where(files.camera_key.in_(cameras))
        with self._store.read() as connection:
            return int(connection.execute(select(func.count()).select_from(wanted.subquery())).scalar_one())

    def list_page(
        self, source_id: int, *, state: str | None = None, page: int = 1, page_size: int = 50
    ) -> Page[SourceFile]:
        """Newest first."""
        conditions: list[ColumnElement[bool]] = [files.source_id == source_id]
        if state is not None:
            conditions.append(files.state == state)
        listed = select(downloaded_files).where(*conditions).order_by(files.id.desc())
        with self._store.read() as connection:
            total = connection.execute(
                select(func.count()).select_from(downloaded_files).where(*conditions)
            ).scalar_one()
            rows = connection.execute(listed.limit(page_size).offset((page - 1) * page_size)).all()
        return Page([_file(row) for row in rows], total, page, page_size)

    def unfinished_ids(self, source_id: int) -> set[int]:
        """Files of which a part may lie here."""
        with self._store.read() as connection:
            rows = connection.execute(select(files.id).where(files.source_id == source_id, files.state.in_(OPEN)))
            return {int(row[0]) for row in rows}

    def _set(self, file_id: int, **fields: Any) -> None:
        with self._store.write() as connection:
            connection.execute(update(downloaded_files).where(files.id == file_id).values(fields))


def _due(source_id: int, now_ms: int) -> Any:
    open_ones = files.state.in_(("wanted", "partial"))
    again = and_(files.state == "failed", files.try_after_ms <= now_ms)
    return select(downloaded_files).where(files.source_id == source_id, or_(open_ones, again))


def _note(connection: Connection, source_id: int, one: RemoteRecording, now_ms: int) -> int:
    values = {
        "source_id": source_id, "remote_key": one.key, "version": one.version, "camera_key": one.camera_key,
        "name": _storable(one.name), "size_bytes": one.size_bytes, "md5": one.md5, "start_ms": one.start_ms,
        "duration_ms": one.duration_ms, "modified_ms": one.modified_ms, "details": dict(one.details),
        "listed_ms": now_ms,
    }  # fmt: skip
    new = insert(downloaded_files).values(values).on_conflict_do_nothing().returning(files.id)
    row_id = connection.execute(new).scalar_one_or_none()
    if row_id is None:
        return 0
    # Another version of a file we know: it takes the place of that one, also on the disk.
    same = and_(files.source_id == source_id, files.remote_key == one.key, files.id != row_id)
    earlier = connection.execute(select(files.id, files.state, files.path).where(same).order_by(files.id)).all()
    path = next((row.path for row in reversed(earlier) if row.path), None)
    if path is not None:
        connection.execute(update(downloaded_files).where(files.id == row_id).values(path=path))
    unfetched = and_(same, files.state.in_(OPEN))
    connection.execute(
        update(downloaded_files)
        .where(unfetched)
        .values(state="skipped", message=SUPERSEDED, trouble=None, try_after_ms=None, path=None)
    )
    return 1


def _storable(name: str) -> str:
    """Names come from elsewhere and may hold half a surrogate pair, which UTF-8 cannot."""
    return name.encode("utf-8", "replace").decode("utf-8")[:4000]


def _file(row: Row[Any]) -> SourceFile:
    recording = RemoteRecording(
        row.remote_key, row.camera_key, row.name, row.size_bytes, row.version, row.md5, row.start_ms, row.duration_ms,
        row.modified_ms, dict(row.details or {}),
    )  # fmt: skip
    return SourceFile(
        row.id, row.source_id, recording, row.state, row.path, row.fetched_bytes, row.attempts, row.try_after_ms,
        row.trouble, row.message, row.listed_ms, row.done_ms,
    )  # fmt: skip
