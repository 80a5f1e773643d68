"""Footage that ePACK brought here itself, recorded or fetched: what may be deleted of it, oldest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select, update

from backend.domain.recording import RecordingStatus
from database.engine import Store
from database.reach import overlaps
from database.repositories.found_recordings import RETENTION
from database.rows import batches
from database.tables import clips, downloaded_files, events, recordings

AROUND_MS = 10_000
"""Kept before and after a locked event too: clips begin a little earlier and end a little later."""
_MISSING, _CLAIMED = RecordingStatus.MISSING.value, RecordingStatus.CLAIMED.value


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """`size_bytes` with the small picture's file, if it has one."""

    recording_id: int
    camera_id: int
    path: str
    analysis_path: str | None
    size_bytes: int
    start_ms: int
    end_ms: int


class BroughtFootage:
    def __init__(self, store: Store) -> None:
        self._store = store

    def total_bytes(self) -> int:
        """Of all that is there, locked or not."""
        size = func.coalesce(func.sum(recordings.c.size_bytes + recordings.c.analysis_bytes), 0)
        with self._store.read() as connection:
            return int(connection.execute(select(size).where(_brought(), _there())).scalar_one())

    def oldest(self, limit: int, *, ended_before_ms: int | None = None) -> list[BroughtFile]:
        """What may be deleted: whole, not being looked at, and nothing of a locked event or of the event of a locked
        clip is in it."""
        end = recordings.c.start_ms + recordings.c.duration_ms
        wanted = select(recordings, end.label("end_ms")).where(
            _brought(),
            _there(),
            recordings.c.status != _CLAIMED,
            or_(recordings.c.live.is_(None), recordings.c.live != "growing"),
            ~_holds_locked(),
        )
        if ended_before_ms is not None:
            wanted = wanted.where(end < ended_before_ms)
        with self._store.read() as connection:
            rows = connection.execute(wanted.order_by(recordings.c.start_ms, recordings.c.id).limit(limit)).all()
        return [
            BroughtFile(
                row.id,
                row.camera_id,
                row.path,
                row.analysis_path,
                row.size_bytes + row.analysis_bytes,
                row.start_ms,
                row.end_ms,
            )
            for row in rows
        ]

    def gone(self, files: Iterable[BroughtFile], reason: str, *, now_ms: int) -> None:
        """They were deleted. What was seen in them stays, and none of them is fetched again."""
        listed = list(files)
        values = {
            "status": _MISSING,
            "reason_code": RETENTION,
            "reason": reason,
            "analysis_path": None,
            "analysis_bytes": 0,
            "updated_ms": now_ms,
        }
        with self._store.write() as connection:
            for ids in batches([one.recording_id for one in listed]):
                connection.execute(update(recordings).where(recordings.c.id.in_(ids)).values(values))
            for one in listed:
                connection.execute(
                    update(downloaded_files)
                    .where(downloaded_files.c.path == one.path, downloaded_files.c.state == "done")
                    .values(state="removed", message=reason)
                )


def _brought() -> ColumnElement[bool]:
    fetched = exists().where(downloaded_files.c.path == recordings.c.path, downloaded_files.c.state == "done")
    return or_(recordings.c.live.is_not(None), fetched)


def _there() -> ColumnElement[bool]:
    return recordings.c.status != _MISSING


def _holds_locked() -> ColumnElement[bool]:
    locked_clip = exists().where(clips.c.event_id == events.c.id, clips.c.locked)
    return exists().where(
        events.c.camera_id == recordings.c.camera_id,
        overlaps(
            events.c.start_ms,
            events.c.end_ms,
            recordings.c.start_ms - AROUND_MS,
            recordings.c.start_ms + recordings.c.duration_ms + AROUND_MS,
        ),
        or_(events.c.locked, locked_clip),
    )
