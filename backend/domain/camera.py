"""A camera: the identity that owns regions and one timeline in UTC epoch milliseconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from backend.domain.region import Regions

DEFAULT_TRIGGER_TEXT = "TimeGo"
DEFAULT_SYMBOLOGIES = ("QRCode", "Code128", "EAN13")
DEFAULT_TIMEZONE = "Asia/Ho_Chi_Minh"


class StartTimeRule(StrEnum):
    """Where the start time of this camera's recordings is taken from first; the others follow as fall-backs."""

    FILENAME = "filename"
    CONTAINER = "container"
    MTIME = "mtime"


@dataclass(frozen=True, slots=True)
class PackingTimes:
    """What counts as a plausible packing event, in ms. Outside of it an event is kept and flagged."""

    min_ms: int = 10_000
    max_ms: int = 120_000
    continuous_gap_ms: int = 2_000
    """Largest gap between two recordings of one camera that an open event survives."""


@dataclass(frozen=True, slots=True)
class Camera:
    """`id` is 0 for a camera that is not in the store (`epack analyze`)."""

    id: int
    name: str
    regions: Regions = field(default_factory=Regions)
    trigger_text: str = DEFAULT_TRIGGER_TEXT
    symbologies: tuple[str, ...] = DEFAULT_SYMBOLOGIES
    timezone: str = DEFAULT_TIMEZONE
    start_time_rule: StartTimeRule = StartTimeRule.FILENAME
    filename_pattern: str | None = None
    """Own strptime-like pattern tried before the built-in ones; None: built-in only."""
    container_time_is_local: bool = False
    """Many recorders write local time into the container's creation_time."""
    clock_offset_ms: int = 0
    """Added to every start time: what the camera's clock is behind by."""
    record_sound: bool = False
    """Whether the sound of a live camera is recorded too. Somebody has to want it: people speak at work."""
    times: PackingTimes = field(default_factory=PackingTimes)
