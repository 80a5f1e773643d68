"""How much space recordings, clips and the store take, worked out from what was measured. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
_USUAL_PACKING_MS = 60_000
"""Until an order was found, one is taken to last a minute."""


class Footage(Protocol):
    @property
    def camera_id(self) -> int: ...
    @property
    def files(self) -> int: ...
    @property
    def size_bytes(self) -> int: ...
    @property
    def media_ms(self) -> int: ...
    @property
    def days(self) -> int: ...


@dataclass(frozen=True, slots=True)
class CameraSpace:
    camera_id: int
    files: int
    bytes_per_hour: int
    hours_per_day: float
    bytes_per_day: int


@dataclass(frozen=True, slots=True)
class ClipSpace:
    """`measured`: from clips that were cut; otherwise from the footage and the usual length of an order."""

    length_ms: int
    size_bytes: int
    measured: bool


def camera_space(footage: Footage) -> CameraSpace:
    """Per hour of film, and per day on which the camera filmed."""
    if footage.media_ms <= 0:
        return CameraSpace(footage.camera_id, footage.files, 0, 0.0, 0)
    days = max(1, footage.days)
    return CameraSpace(
        footage.camera_id,
        footage.files,
        round(footage.size_bytes * HOUR_MS / footage.media_ms),
        min(24.0, footage.media_ms / days / HOUR_MS),
        # Cameras that film round the clock begin a file on both sides of midnight; a day has no more than 24 hours.
        round(footage.size_bytes / max(days, footage.media_ms / DAY_MS)),
    )


def clip_space(
    cameras: Sequence[CameraSpace],
    *,
    clips: int,
    clip_bytes: int,
    clip_ms: int,
    events: int,
    packed_ms: int,
    around_ms: int,
) -> ClipSpace:
    """A usual clip. `around_ms`: pre-roll and post-roll together."""
    if clips:
        return ClipSpace(clip_ms // clips, clip_bytes // clips, measured=True)
    length_ms = (packed_ms // events if events else _USUAL_PACKING_MS) + around_ms
    filming = [camera.bytes_per_hour for camera in cameras if camera.bytes_per_hour]
    per_hour = sum(filming) / len(filming) if filming else 0
    return ClipSpace(length_ms, round(per_hour * length_ms / HOUR_MS), measured=False)


def days_left(free_bytes: int, bytes_per_day: float) -> float | None:
    """None while nothing grows."""
    return free_bytes / bytes_per_day if bytes_per_day > 0 else None


def kept_bytes(bytes_per_day: float, retention_days: int, shown_days: int) -> int:
    """What lies there once old things are deleted; without a retention, after `shown_days`."""
    return round(bytes_per_day * (retention_days or shown_days))
