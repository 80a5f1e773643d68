"""Recordings while they are made: handed to the analysis as they grow, and closed once they are whole.

The row of a growing recording is the same from its first second to its last: what was seen in it is replaced as more
of it is looked at, so nothing is doubled and events keep their public ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, delete, insert, select, update

from backend.domain.recording import FileIdentity, RecordingStatus
from database.engine import Store
from database.tables import recordings

GROWING, CLOSED = "growing", "closed"
BEING_RECORDED = "being_recorded"
RULE = "stream"
"""`start_rule` of recordings that are dated by their stream and this machine's clock."""
_UNCLAIMED: dict[str, Any] = {"owner": None, "claimed_ms": None, "heartbeat_ms": None}
_CLAIMED, _PENDING, _SKIPPED = (
    RecordingStatus.CLAIMED.value,
    RecordingStatus.PENDING.value,
    RecordingStatus.SKIPPED.value,
)


@dataclass(frozen=True, slots=True)
class NewSegment:
    """A file that a stream begins. `start_ms`: UTC epoch ms of its first picture."""

    camera_id: int
    path: str
    start_ms: int
    codec: str
    width: int
    height: int
    has_audio: bool = False


@dataclass(frozen=True, slots=True)
class Growth:
    """What can be read of the file so far. `wanted`: False when it lies outside the working hours."""

    duration_ms: int
    size_bytes: int
    frames: int
    wanted: bool = True

    @property
    def fps(self) -> float:
        return round(self.frames * 1000 / self.duration_ms, 3) if self.duration_ms else 0.0


@dataclass(frozen=True, slots=True)
class LiveFacts:
    """What the analysis needs to know of a recording that was made here."""

    id: int
    camera_id: int
    path: str
    start_ms: int
    duration_ms: int
    growing: bool
    seen_ms: int | None
    settings_hash: str | None
    analysis_path: str | None
    analysis_offset_ms: int


class LiveRecordings:
    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, segment: NewSegment, *, now_ms: int) -> int:
        """Returns the id of the new recording. It is not queued before it has grown."""
        values: dict[str, Any] = {
            "camera_id": segment.camera_id,
            "path": segment.path,
            "size_bytes": 0,
            "mtime_ns": 0,
            "head_tail_sha256": f"growing:{segment.path}",
            "start_ms": segment.start_ms,
            "start_rule": RULE,
            "codec": segment.codec,
            "width": segment.width,
            "height": segment.height,
            "has_audio": segment.has_audio,
            "status": _SKIPPED,
            "reason_code": BEING_RECORDED,
            "reason": "Being recorded. It is looked at as it grows.",
            "live": GROWING,
            "created_ms": now_ms,
            "updated_ms": now_ms,
        }
        with self._store.write() as connection:
            return int(connection.execute(insert(recordings).values(values).returning(recordings.c.id)).scalar_one())

    def set_analysis_size(self, recording_id: int, size_bytes: int) -> None:
        """The small picture's file is whole."""
        with self._store.write() as connection:
            connection.execute(
                update(recordings).where(recordings.c.id == recording_id).values(analysis_bytes=size_bytes)
            )

    def set_analysis(self, recording_id: int, path: str | None, offset_ms: int) -> None:
        """Look at this file instead: the small picture of the same time, whose first frame lies `offset_ms` later.
        None: at the recording itself."""
        with self._store.write() as connection:
            connection.execute(
                update(recordings)
                .where(recordings.c.id == recording_id)
                .values(analysis_path=path, analysis_offset_ms=offset_ms, analysis_bytes=0)
            )

    def grow(self, recording_id: int, growth: Growth, *, now_ms: int) -> None:
        """There is more of it to look at. One that is being looked at is queued again when that is stored."""
        with self._store.write() as connection:
            connection.execute(update(recordings).where(recordings.c.id == recording_id).values(_grown(growth, now_ms)))

    def close(self, recording_id: int, growth: Growth, identity: FileIdentity, mtime_ns: int, *, now_ms: int) -> None:
        """It is whole. What is not yet seen of it is queued."""
        values = _grown(growth, now_ms) | {
            "live": CLOSED,
            "head_tail_sha256": identity.head_tail_sha256,
            "size_bytes": identity.size_bytes,
            "mtime_ns": mtime_ns,
        }
        with self._store.write() as connection:
            connection.execute(update(recordings).where(recordings.c.id == recording_id).values(values))

    def discard(self, recording_id: int) -> None:
        """It holds no picture after all. What was seen in it already stays, without its file."""
        one = recordings.c.id == recording_id
        with self._store.write() as connection:
            kept = update(recordings).where(one, recordings.c.done_ms.is_not(None))
            connection.execute(kept.values(status=RecordingStatus.MISSING.value, live=CLOSED, **_UNCLAIMED))
            connection.execute(delete(recordings).where(one, recordings.c.done_ms.is_(None)))

    def growing(self) -> list[LiveFacts]:
        """What was not closed, oldest first: at the start, what a crash left."""
        wanted = select(recordings).where(recordings.c.live == GROWING).order_by(recordings.c.start_ms)
        with self._store.read() as connection:
            return [_facts(row) for row in connection.execute(wanted)]

    def small_left_open(self) -> list[LiveFacts]:
        """Whole recordings whose small picture was never closed: at the start, what a crash between the two left."""
        wanted = select(recordings).where(
            recordings.c.live == CLOSED, recordings.c.analysis_path.is_not(None), recordings.c.analysis_bytes == 0
        )
        with self._store.read() as connection:
            return [_facts(row) for row in connection.execute(wanted.order_by(recordings.c.start_ms))]

    def facts(self, recording_id: int) -> LiveFacts | None:
        """None for a file that was not recorded here."""
        wanted = select(recordings).where(recordings.c.id == recording_id, recordings.c.live.is_not(None))
        with self._store.read() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else _facts(row)

    def last_end_ms(self, camera_id: int) -> int | None:
        """Where the newest recording made here ends, UTC epoch ms."""
        end = recordings.c.start_ms + recordings.c.duration_ms
        wanted = select(end).where(recordings.c.camera_id == camera_id, recordings.c.live.is_not(None))
        with self._store.read() as connection:
            found = connection.execute(wanted.order_by(recordings.c.start_ms.desc()).limit(1)).scalar()
        return None if found is None else int(found)


def _grown(growth: Growth, now_ms: int) -> dict[str, Any]:
    held = recordings.c.status == _CLAIMED
    queued = _PENDING if growth.wanted else _SKIPPED
    code, reason = (
        (None, None) if growth.wanted else ("outside_hours", "Recorded outside the working hours of the site.")
    )
    return {
        "duration_ms": growth.duration_ms,
        "size_bytes": growth.size_bytes,
        "frames_total": growth.frames,
        "fps": growth.fps,
        "grown": recordings.c.grown + 1,
        "status": case((held, recordings.c.status), else_=queued),
        "attempts": case((held, recordings.c.attempts), else_=0),
        "reason_code": case((held, recordings.c.reason_code), else_=code),
        "reason": case((held, recordings.c.reason), else_=reason),
        "updated_ms": now_ms,
    }


def _facts(row: Any) -> LiveFacts:
    return LiveFacts(
        row.id,
        row.camera_id,
        row.path,
        row.start_ms,
        row.duration_ms,
        row.live == GROWING,
        row.seen_ms,
        row.settings_hash,
        row.analysis_path,
        row.analysis_offset_ms or 0,
    )
