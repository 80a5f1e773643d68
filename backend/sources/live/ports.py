"""What recording needs from others, and what it tells them; `composition/live.py` brings the two together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from backend.domain.live import LiveGapCause
from backend.domain.recording import FileIdentity
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.protocol import LiveStreams
from database.repositories.live_recordings import Growth, NewSegment


class Recordings(Protocol):
    """database.repositories.live_recordings.LiveRecordings"""

    def begin(self, segment: NewSegment, *, now_ms: int) -> int: ...
    def set_analysis(self, recording_id: int, path: str | None, offset_ms: int) -> None: ...
    def set_analysis_size(self, recording_id: int, size_bytes: int) -> None: ...
    def grow(self, recording_id: int, growth: Growth, *, now_ms: int) -> None: ...
    def close(
        self, recording_id: int, growth: Growth, identity: FileIdentity, mtime_ns: int, *, now_ms: int
    ) -> None: ...
    def discard(self, recording_id: int) -> None: ...


class Gaps(Protocol):
    """database.repositories.live_history.LiveGaps"""

    def begin(self, camera_id: int, cause: LiveGapCause, from_ms: int, details: Mapping[str, Any]) -> int: ...
    def end(self, gap_id: int, to_ms: int, *, shortest_ms: int) -> None: ...
    def note(self, camera_id: int, cause: LiveGapCause, at_ms: int, details: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class LiveLimits:
    """Read again and again, so that a changed setting counts from the next segment on."""

    segment_ms: int = 60_000
    publish_ms: int = 15_000
    """How much a growing segment grows before it is handed to the analysis again."""
    keep_free_bytes: int = 5_000_000_000
    open_s: float = 10.0
    stall_s: float = 5.0


@dataclass(frozen=True, slots=True)
class LiveTools:
    """What all recorders share."""

    clock: Clock
    slept_s: Callable[[], float]
    guard: Callable[[], AddressGuard]
    limits: Callable[[], LiveLimits]
    free_bytes: Callable[[Path], int]
    recordings: Recordings
    gaps: Gaps
    identify: Callable[[str], FileIdentity]
    wanted: Callable[[int, int], bool]
    """Whether footage from..to (UTC epoch ms) is analysed: within the working hours."""
    queued: Callable[[int], None]
    """There is more to analyse of a camera."""
    chance: Callable[[], float]
    """0..1, for pauses of many cameras to spread."""


Streams = Callable[[StopSignal], LiveStreams]
"""Asks the source for the addresses of one camera. Raises SourceTrouble, StoreError, NotFound."""


@dataclass(frozen=True, slots=True)
class WantedCamera:
    """A camera that is to be recorded into `folder`. Two that are equal need no new connection."""

    camera_id: int
    source_id: int
    slug: str
    """Its name, as a part of file names."""
    folder: Path
    settings: str
    """Changes whenever anything about its source does."""
    streams: Streams = field(compare=False)
    sound: bool = field(default=False, compare=False)
    """Whether its sound is recorded, where it has any."""
