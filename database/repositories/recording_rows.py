"""What the recordings table gives and takes, as typed records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, select, type_coerce

from backend.domain.recording import FileIdentity, MediaFacts, Recording, RecordingFailure, RecordingStatus
from database.reach import began_in_reach
from database.tables import cameras, recordings
from database.text_match import contains_text


@dataclass(frozen=True, slots=True)
class FoundRecording:
    """A settled file that a scan found, with what a look at it told."""

    camera_id: int
    path: str
    identity: FileIdentity
    mtime_ns: int
    start_ms: int
    start_rule: str
    facts: MediaFacts | None = None
    """None when it could not be probed; `status` and the reason then say why."""
    status: RecordingStatus = RecordingStatus.PENDING
    reason_code: str | None = None
    reason: str | None = None
    priority: int = 0
    run_id: int | None = None


@dataclass(frozen=True, slots=True)
class KnownFile:
    id: int
    size_bytes: int
    mtime_ns: int
    status: RecordingStatus
    growing: bool = False
    """Being recorded by ePACK itself, which tells when it is whole."""
    reason_code: str | None = None

    @property
    def was_away(self) -> bool:
        return was_away(self.status, self.reason_code)


@dataclass(frozen=True, slots=True)
class RecordingDetails:
    """A whole row, for lists."""

    id: int
    camera_id: int
    camera_name: str
    path: str
    size_bytes: int
    mtime_ns: int
    head_tail_sha256: str
    start_ms: int
    start_rule: str
    duration_ms: int
    width: int
    height: int
    fps: float
    codec: str
    has_audio: bool
    frames_total: int
    frames_decoded: int
    wall_ms: int
    status: RecordingStatus
    reason_code: str | None
    reason: str | None
    priority: int
    run_id: int | None
    owner: str | None
    started_ms: int | None
    heartbeat_ms: int | None
    done_ms: int | None
    attempts: int
    progress: float
    settings_hash: str | None

    def recording(self) -> Recording:
        return Recording(self.id, self.camera_id, self.path, self.start_ms, self.duration_ms, self.status)


@dataclass(frozen=True, slots=True)
class RecordingFilter:
    statuses: tuple[RecordingStatus, ...] = ()
    camera_ids: tuple[int, ...] = ()
    from_ms: int | None = None
    """Recordings that end after this."""
    to_ms: int | None = None
    """Recordings that start before this."""
    run_id: int | None = None
    text: str = ""
    """Recordings with this in their path, whatever the case of its letters."""


def was_away(status: str, reason_code: str | None) -> bool:
    """Its file was not there: when the folder was scanned, or when it was to be analysed."""
    return status == RecordingStatus.MISSING or (
        status == RecordingStatus.FAILED and reason_code == RecordingFailure.NOT_FOUND
    )


def select_details() -> Select[Any]:
    joined = recordings.join(cameras, cameras.c.id == recordings.c.camera_id)
    return select(recordings, cameras.c.name.label("camera_name")).select_from(joined)


def details_of(row: Row[Any]) -> RecordingDetails:
    values = {name: getattr(row, name) for name in RecordingDetails.__dataclass_fields__}
    return RecordingDetails(**values | {"status": RecordingStatus(row.status)})


def conditions_of(wanted: RecordingFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.statuses:
        conditions.append(recordings.c.status.in_([status.value for status in wanted.statuses]))
    if wanted.camera_ids:
        conditions.append(recordings.c.camera_id.in_(wanted.camera_ids))
    if wanted.from_ms is not None:
        conditions.append(recordings.c.start_ms + recordings.c.duration_ms > wanted.from_ms)
        conditions.append(began_in_reach(recordings.c.start_ms, wanted.from_ms))
    if wanted.to_ms is not None:
        conditions.append(recordings.c.start_ms < wanted.to_ms)
    if wanted.run_id is not None:
        conditions.append(recordings.c.run_id == wanted.run_id)
    if wanted.text:
        conditions.append(contains_text(type_coerce(recordings.c.path, String), wanted.text))
    return conditions
