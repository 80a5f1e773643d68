"""What becomes of the row of a file that was found: new, changed, moved, back, or as it was."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from backend.domain.camera import StartTimeRule
from backend.domain.recording import RecordingStatus
from database.dirty import mark_dirty
from database.repositories.recording_rows import FoundRecording, was_away
from database.tables import recordings

RETENTION = "retention"
"""`reason_code` of recordings whose file was deleted because its time was over."""


def store_found(connection: Connection, found: FoundRecording, now_ms: int, gone: Collection[str]) -> tuple[int, bool]:
    """Within the transaction of whoever found it; returns (id, is_new). See `RecordingRepository.upsert_many`."""
    row = _row_of(connection, found, gone)
    values = _values(found) | {"updated_ms": now_ms}
    if row is None:
        values |= {"created_ms": now_ms, "camera_id": found.camera_id}
        inserted = insert(recordings).values(values).returning(recordings.c.id)
        return int(connection.execute(inserted).scalar_one()), True
    same_content = (row.size_bytes, row.head_tail_sha256) == (
        found.identity.size_bytes,
        found.identity.head_tail_sha256,
    )
    if row.status == RecordingStatus.CLAIMED.value:
        # Its worker finds out by itself that the file changed; nothing is stored here, so the next scan looks again.
        return int(row.id), False
    away = was_away(row.status, row.reason_code)
    dated = _dated_by_new_name(row, found)
    if same_content and not away and row.status != RecordingStatus.SKIPPED.value:
        values = {name: values[name] for name in ("path", "mtime_ns", "updated_ms")}
    elif same_content and _was_whole(row):
        # It is back with what was seen in it and said of that, but not with why it was left out or gone.
        over = row.status == RecordingStatus.SKIPPED.value or row.reason_code == RETENTION
        why = {"reason_code": None, "reason": None} if over else {}
        values = {name: values[name] for name in ("path", "mtime_ns", "updated_ms")} | why
        values["status"] = RecordingStatus.DONE.value
    else:
        # Changed, or back before it was looked at: one that was skipped may be wanted now.
        values |= {"attempts": 0, "progress": 0.0}
        if not same_content:
            values["done_ms"] = None
    if dated:
        values |= {"start_ms": found.start_ms, "start_rule": found.start_rule}
    connection.execute(update(recordings).where(recordings.c.id == row.id).values(values))
    if row.done_ms is not None and (dated or not same_content):
        for begin_ms in {row.start_ms, values.get("start_ms", row.start_ms)}:
            mark_dirty(connection, found.camera_id, begin_ms, begin_ms + row.duration_ms, now_ms)
    return int(row.id), False


def _row_of(connection: Connection, found: FoundRecording, gone: Collection[str]) -> Any:
    """The row this file belongs to: that of its path, or of a vanished file with the same content."""
    of_camera: ColumnElement[bool] = recordings.c.camera_id == found.camera_id
    row = connection.execute(select(recordings).where(of_camera, recordings.c.path == found.path)).one_or_none()
    if row is not None:
        return row
    same = select(recordings).where(
        of_camera,
        recordings.c.head_tail_sha256 == found.identity.head_tail_sha256,
        recordings.c.size_bytes == found.identity.size_bytes,
    )
    for candidate in connection.execute(same.order_by(recordings.c.id)):
        if candidate.status == RecordingStatus.MISSING.value or candidate.path in gone:
            return candidate
    return None


def _was_whole(row: Any) -> bool:
    """A vanished or skipped one that had been looked at to its end, and was not to be looked at again."""
    looked_at = row.done_ms is not None and row.progress >= 1 and row.seen_ms is None
    return looked_at and row.status != RecordingStatus.FAILED.value


def _dated_by_new_name(row: Any, found: FoundRecording) -> bool:
    """It was moved, and its new name says when it began. A stream dates what is recorded here better than any name."""
    moved = row.path != found.path and row.live is None
    return moved and found.start_rule == StartTimeRule.FILENAME and found.start_ms != row.start_ms


def _values(found: FoundRecording) -> dict[str, Any]:
    values: dict[str, Any] = {
        "path": found.path,
        "size_bytes": found.identity.size_bytes,
        "head_tail_sha256": found.identity.head_tail_sha256,
        "mtime_ns": found.mtime_ns,
        "start_ms": found.start_ms,
        "start_rule": found.start_rule,
        "status": found.status.value,
        "reason_code": found.reason_code,
        "reason": found.reason,
        "priority": found.priority,
        "run_id": found.run_id,
    }
    facts = found.facts
    if facts is not None:
        values |= {
            "duration_ms": facts.duration_ms,
            "width": facts.width,
            "height": facts.height,
            "fps": facts.fps,
            "codec": facts.codec,
            "has_audio": facts.has_audio,
            "frames_total": facts.frames_total,
        }
    return values
