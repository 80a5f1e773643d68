"""A recording: one source video file on a camera's timeline."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST_MS = 7 * 24 * 3_600_000
"""No recorder writes longer files: times beyond this in one are damaged. What began longer ago is taken to be over."""


class RecordingStatus(StrEnum):
    PENDING = "pending"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    """Outside the working hours or the camera is off; kept so that it is not looked at again."""
    MISSING = "missing"
    """The file vanished; its events and clips stay."""


class RecordingFailure(StrEnum):
    """Why a recording failed: the stable `reason_code` beside the human reason."""

    NOT_FOUND = "not_found"
    NOT_A_FILE = "not_a_file"
    EMPTY = "empty"
    NOT_VIDEO = "not_video"
    NO_VIDEO_STREAM = "no_video_stream"
    UNDECODABLE = "undecodable"
    UNSUPPORTED_CODEC = "unsupported_codec"
    ENCRYPTED = "encrypted"
    PERMISSION = "permission"
    CHANGED = "changed"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    REGION_OUTSIDE = "region_outside"
    """A region of the camera lies wholly outside of this recording's picture."""
    TIMES_JUMP = "times_jump"
    """The times in the file jump by more than any recording lasts, before half of it is over."""
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What probing a file tells, without decoding it through."""

    width: int
    height: int
    codec: str
    duration_ms: int
    frames_total: int
    """Frames the container announces; counted packets when it announces none."""
    fps: float
    container_start_ms: int | None
    """The container's creation_time read as UTC; None when it has none or an absurd one (before 2000)."""
    has_audio: bool = False
    container_start_is_local: bool = False
    """True when this kind of container writes the recorder's local time for sure."""


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """Same size, same first and last 64 KiB: the same recording, wherever it was moved to."""

    size_bytes: int
    head_tail_sha256: str


@dataclass(frozen=True, slots=True)
class Recording:
    id: int
    camera_id: int
    path: str
    start_ms: int
    duration_ms: int
    status: RecordingStatus = RecordingStatus.PENDING

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms
