"""A packing event: an interval on a camera's timeline, with the codes seen in it and the parts of files it covers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_NOTE = 4_000
"""Characters of what people write of an event."""


class EventFlag(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    CUT_SHORT = "cut_short"
    """The footage ended before the event did."""
    LATE_START = "late_start"
    """The footage began after the event did."""
    NO_CODE = "no_code"


@dataclass(frozen=True, slots=True)
class EventCode:
    """A code of an event; times are UTC epoch ms."""

    text: str
    format: str
    first_ms: int
    last_ms: int
    frames: int
    confidence: float
    manual: bool = False
    """Set by hand; never replaced by a derivation."""


@dataclass(frozen=True, slots=True)
class EventPart:
    """The stretch of one recording that an event covers, in ms from the recording's first frame."""

    recording_id: int
    path: str
    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class PackingEvent:
    """`id` is the public id; it survives a re-derivation where the intervals overlap."""

    id: str
    camera_id: int
    start_ms: int
    end_ms: int
    flags: tuple[EventFlag, ...] = ()
    codes: tuple[EventCode, ...] = ()
    parts: tuple[EventPart, ...] = field(default_factory=tuple)

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms
