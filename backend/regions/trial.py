"""What a trial of drawn regions gives. The analysis itself is handed in, since it is that of other stages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from backend.domain.camera import Camera
from backend.domain.caution import Caution
from backend.domain.event import PackingEvent
from backend.domain.observation import Span
from backend.runtime.stop import StopSignal
from database.queries.event_views import EventView
from database.repositories.recordings import RecordingDetails

LONGEST_MS = 600_000
SHORTEST_MS = 5_000


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of one recording that was analysed, `from_ms..to_ms` in UTC ms."""

    recording_id: int
    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class TrialCode:
    """A code that was read, whether it became an event's or not. UTC ms; `recording_id` holds `best_ms`."""

    text: str
    format: str
    first_ms: int
    last_ms: int
    best_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Trial:
    """Times in UTC ms. `saved`: the events that the store has for the same stretch, None when it is not analysed."""

    from_ms: int
    to_ms: int
    pieces: tuple[Piece, ...]
    events: tuple[PackingEvent, ...]
    spans: tuple[Span, ...]
    codes: tuple[TrialCode, ...]
    warnings: tuple[Caution, ...]
    saved: tuple[EventView, ...] | None


class TryOut(Protocol):
    def __call__(
        self,
        camera: Camera,
        recordings: Sequence[RecordingDetails],
        from_ms: int,
        to_ms: int,
        stop: StopSignal,
        tell: Callable[[float], None],
    ) -> Trial:
        """Analyse the stretch with the regions that `camera` carries, storing nothing. Raises Unreadable, Cancelled."""
        ...
