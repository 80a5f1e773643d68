"""What this stage asks the store for; whoever wires the program together provides it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from backend.clips.spans import CutSpan, cut_spans, window_spans
from backend.domain.camera import Camera
from backend.domain.errors import NotFound
from backend.domain.event import PackingEvent
from backend.domain.recording import Recording


class Footage(Protocol):
    """Events, cameras and recordings by id. Every method raises NotFound for an unknown id."""

    def event(self, event_id: str) -> PackingEvent: ...

    def camera(self, camera_id: int) -> Camera: ...

    def recording(self, recording_id: int) -> Recording: ...

    def recordings(self, camera_id: int, from_ms: int, to_ms: int) -> list[Recording]:
        """Those whose footage overlaps `from_ms..to_ms` (UTC epoch ms) and whose file could be read when last tried."""
        ...


@dataclass(frozen=True, slots=True)
class CutSettings:
    """Read at every cut, so that a changed setting counts from the next clip on."""

    pre_roll_ms: int
    post_roll_ms: int
    brand: str


@dataclass(frozen=True, slots=True)
class Shot:
    """An event with everything needed to show it."""

    event: PackingEvent
    camera: Camera
    spans: list[CutSpan]

    @property
    def from_ms(self) -> int:
        return self.spans[0].start_ms

    @property
    def to_ms(self) -> int:
        last = self.spans[-1]
        return last.start_ms + last.duration_ms


@dataclass(frozen=True, slots=True)
class Scope:
    """What to show of an event besides itself and its rolls."""

    before_ms: int = 0
    """More than the pre-roll, 0 or more."""
    after_ms: int = 0
    camera_id: int | None = None
    """Another camera at the same time; None: the event's own."""


def shot(footage: Footage, settings: Callable[[], CutSettings], event_id: str, scope: Scope | None = None) -> Shot:
    """The footage of an event with its rolls, or what `scope` asks for. Raises NotFound, InvalidInput."""
    event = footage.event(event_id)
    rolls = settings()
    wide = scope or Scope()
    before_ms, after_ms = rolls.pre_roll_ms + wide.before_ms, rolls.post_roll_ms + wide.after_ms
    if wide.camera_id is not None and wide.camera_id != event.camera_id:
        return _beside(footage, event, wide.camera_id, event.start_ms - before_ms, event.end_ms + after_ms)
    camera = footage.camera(event.camera_id)
    gap_ms = camera.times.continuous_gap_ms
    nearby = footage.recordings(camera.id, event.start_ms - before_ms - gap_ms, event.end_ms + after_ms + gap_ms)
    # The event's own recordings always count, so that a lost one is named instead of silently left out.
    known = {recording.id for recording in nearby}
    own = [footage.recording(part.recording_id) for part in event.parts if part.recording_id not in known]
    spans = cut_spans(
        event.parts,
        [*nearby, *own],
        pre_roll_ms=before_ms,
        post_roll_ms=after_ms,
        continuous_gap_ms=gap_ms,
    )
    return Shot(event, camera, spans)


def _beside(footage: Footage, event: PackingEvent, camera_id: int, from_ms: int, to_ms: int) -> Shot:
    """What another camera saw. Raises NotFound when it saw nothing then."""
    camera = footage.camera(camera_id)
    nearby = footage.recordings(camera_id, from_ms, to_ms)
    spans = window_spans(nearby, from_ms, to_ms, camera.times.continuous_gap_ms)
    if not spans:
        raise NotFound(f"{camera.name} has no footage of this time.")
    return Shot(event, camera, spans)
