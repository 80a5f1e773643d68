"""Live cameras: how a stream is, why nothing was recorded, and what is measured of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from backend.domain.source import SourceState, Trouble


class LiveGapCause(StrEnum):
    """Why a live camera has no recording of a time. The dashboard has a text for each."""

    LOST = "lost"
    """The connection broke, or the camera ended it."""
    FROZEN = "frozen"
    """The connection stood, and nothing came."""
    UNREACHABLE = "unreachable"
    CREDENTIALS = "credentials"
    NOT_FOUND = "not_found"
    """The camera has no such stream (any more)."""
    UNSUPPORTED = "unsupported"
    REFUSED = "refused"
    """The camera answered with a failure of its own, with a redirect, or lies outside the allowed networks."""
    DISK_FULL = "disk_full"
    DISK = "disk"
    """The folder cannot be written."""
    CAMERA_CLOCK = "camera_clock"
    """The camera's clock jumped: nothing is missing."""
    OWN_CLOCK = "own_clock"
    """This machine's clock jumped."""
    SLEEP = "sleep"
    """This machine slept."""
    SWITCHED_OFF = "switched_off"
    """The source or the camera was switched off."""
    NOT_RUNNING = "not_running"
    """ePACK did not run."""
    INTERNAL = "internal"


NOT_MISSED = frozenset({LiveGapCause.SWITCHED_OFF, LiveGapCause.CAMERA_CLOCK, LiveGapCause.OWN_CLOCK})
"""Gaps that nobody wants to have filled: a person wanted them, or nothing is missing."""


class GapOutcome(StrEnum):
    """What a source that keeps recordings of the camera was found to have of a gap."""

    FOUND = "found"
    """All or a part of it is fetched."""
    NOTHING = "nothing"
    UNSUPPORTED = "unsupported"
    """The device gives out no recordings."""


CAUSE_OF = {
    Trouble.LOST: LiveGapCause.LOST,
    Trouble.FROZEN: LiveGapCause.FROZEN,
    Trouble.UNREACHABLE: LiveGapCause.UNREACHABLE,
    Trouble.TIMEOUT: LiveGapCause.UNREACHABLE,
    Trouble.CREDENTIALS: LiveGapCause.CREDENTIALS,
    Trouble.LOCKED_OUT: LiveGapCause.CREDENTIALS,
    Trouble.NOT_ALLOWED: LiveGapCause.CREDENTIALS,
    Trouble.NOT_FOUND: LiveGapCause.NOT_FOUND,
    Trouble.UNSUPPORTED: LiveGapCause.UNSUPPORTED,
    Trouble.DISK_FULL: LiveGapCause.DISK_FULL,
    Trouble.DISK: LiveGapCause.DISK,
}
"""The others are `refused`."""


@dataclass(frozen=True, slots=True)
class LiveGap:
    """UTC epoch ms. `to_ms` None: it lasts; equal to `from_ms`: a clock jumped and nothing is missing."""

    id: int
    camera_id: int
    cause: LiveGapCause
    from_ms: int
    to_ms: int | None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StreamFigures:
    """Of the last seconds. None where too little came to tell."""

    fps: float | None = None
    bitrate_bps: int | None = None
    jitter_ms: float | None = None
    """How unevenly pictures arrive (RFC 3550, 6.4.1), in ms."""
    keyframe_ms: int | None = None
    """Usual time between keyframes."""


@dataclass(frozen=True, slots=True)
class LiveMinute:
    """What one minute of a stream was like. `minute_ms`: its beginning, UTC epoch ms."""

    minute_ms: int
    fps: float
    bitrate_bps: int
    jitter_ms: float
    keyframe_ms: int | None
    gap_ms: int


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """How the recording of one camera is right now. `since_ms`: since when its state is that, UTC epoch ms."""

    camera_id: int
    source_id: int
    state: SourceState
    since_ms: int
    trouble: Trouble | None = None
    message: str = ""
    next_ms: int | None = None
    """When it is tried again, UTC epoch ms."""
    figures: StreamFigures = StreamFigures()
    width: int = 0
    height: int = 0
    codec: str = ""
    segment_ms: int = 0
    """Length of the file being written."""
    clock_offset_ms: int | None = None
    """What this machine's clock is ahead of the camera's; None: the camera tells no time."""
    offers_sound: bool = False
    has_sound: bool = False
    """Its sound is being recorded."""
    has_sub: bool = False
    sub_state: SourceState | None = None
