"""What was seen. The sampler stores these compact facts; events are derived from them and can be derived again.

Times are milliseconds from the first frame of the recording (by PTS): a corrected clock moves them without a rewrite.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from backend.domain.caution import Caution
from backend.domain.health import HealthFacts, UnreadLabel
from backend.domain.region import Box


class SpanKind(StrEnum):
    TRIGGER = "trigger"
    """The sticker: states visible, covered, unknown."""
    HANDS = "hands"
    """Hands found in the packing region: state present."""
    MOTION = "motion"
    """Something goes on in the packing region: it changes, or differs from how it looks at rest: state present."""
    OCCUPIED = "occupied"
    """The table does not look like the empty table: state present."""


class SpanState(StrEnum):
    VISIBLE = "visible"
    COVERED = "covered"
    UNKNOWN = "unknown"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of equal state, `from_ms` inclusive to `to_ms` exclusive."""

    kind: SpanKind
    state: SpanState
    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """A code seen from `first_ms` to `last_ms` in `frames` frames."""

    text: str
    format: str
    first_ms: int
    last_ms: int
    frames: int
    confidence: float
    """0..1; at least 0.9 when two frames agree."""
    box: Box
    best_ms: int
    """The frame in which it was read best."""


@dataclass(slots=True)
class Observations:
    """Everything one analysis of one recording saw."""

    duration_ms: int
    spans: list[Span] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    frames_total: int = 0
    frames_decoded: int = 0
    wall_ms: int = 0
    warnings: list[Caution] = field(default_factory=list)
    settings_hash: str | None = None
    """Stands for everything about the camera that this result depends on; another one may see other things."""
    health: list[HealthFacts] = field(default_factory=list)
    """One for each stretch in which something was measured, in order; empty where nothing was."""
    unread: list[UnreadLabel] = field(default_factory=list)
    thorough: bool = False
    """All the work in it was looked through for every code: a second look would find nothing more."""
