"""What is published to listeners: topic names, and the JSON-ready body of each message."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from backend.domain.recording import Recording, RecordingStatus
from backend.scheduling.active_jobs import ActiveRecording
from backend.scheduling.ports import Window

PROGRAM = "program"
RECORDING = "recording"
EVENT = "event"
HEALTH = "health"


def recording_running(line: ActiveRecording) -> dict[str, Any]:
    body = asdict(line)
    body["id"] = body.pop("recording_id")
    # Whatever a second look finds, the recording is and stays analysed.
    status = RecordingStatus.DONE if line.second_look else RecordingStatus.CLAIMED
    return {**body, "status": status.value}


def recording_changed(
    recording: Recording, status: RecordingStatus, reason_code: str | None = None, reason: str | None = None
) -> dict[str, Any]:
    return {
        "id": recording.id,
        "camera_id": recording.camera_id,
        "path": recording.path,
        "status": status.value,
        "progress": 1.0 if status is RecordingStatus.DONE else 0.0,
        "reason_code": reason_code,
        "reason": reason,
    }


def events_derived(window: Window, events: int) -> dict[str, Any]:
    return {"camera_id": window.camera_id, "from_ms": window.from_ms, "to_ms": window.to_ms, "events": events}


def event_changed(camera_id: int, start_ms: int, end_ms: int) -> dict[str, Any]:
    """Of an event that a person changed."""
    return {"camera_id": camera_id, "from_ms": start_ms, "to_ms": end_ms, "events": 1}
