"""The event detector: what was seen on one camera becomes packing events. Pure and repeatable: the same observations
and settings give the same events with the same ids, so a late file, a new threshold or a corrected clock only needs
this to run again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from backend.domain.camera import Camera
from backend.domain.event import EventCode, EventFlag, PackingEvent
from backend.domain.observation import Observations
from backend.domain.recording import Recording
from backend.domain.timeline import parts
from backend.events import label_machine, trigger_machine
from backend.events.intervals import Interval
from backend.events.merge import Stretch, on_timeline

CONFIRMED = 0.9
"""Codes of lower confidence stay observations: one wrong code is worse than one missing code."""


def derive(camera: Camera, seen: Iterable[tuple[Recording, Observations]]) -> list[PackingEvent]:
    """Events of one camera in order of time; times are UTC epoch ms."""
    found: list[PackingEvent] = []
    stretches = on_timeline(seen, continuous_gap_ms=camera.times.continuous_gap_ms, least_confidence=CONFIRMED)
    for stretch in stretches:
        intervals = trigger_machine.packing_intervals(stretch, camera.times) if stretch.trigger else None
        if intervals is None:
            intervals = label_machine.packing_intervals(stretch, camera.times)
        found += [_event(camera, stretch, interval) for interval in intervals]
    return found


def _event(camera: Camera, stretch: Stretch, interval: Interval) -> PackingEvent:
    return PackingEvent(
        id=event_id(camera.name, interval.start_ms),
        camera_id=camera.id,
        start_ms=interval.start_ms,
        end_ms=interval.end_ms,
        flags=_flags(camera, interval),
        codes=tuple(EventCode(c.text, c.format, c.first_ms, c.last_ms, c.frames, c.confidence) for c in interval.codes),
        parts=tuple(parts(stretch.recordings, interval.start_ms, interval.end_ms)),
    )


def event_id(camera_name: str, start_ms: int) -> str:
    """The id of a newly found event: 12 hex digits of a hash of camera and start."""
    return hashlib.sha256(f"{camera_name}\0{start_ms}".encode()).hexdigest()[:12]


def _flags(camera: Camera, interval: Interval) -> tuple[EventFlag, ...]:
    flags = []
    open_ended = interval.open_start or interval.open_end
    if interval.length_ms < camera.times.min_ms and not open_ended:
        flags.append(EventFlag.TOO_SHORT)
    if interval.length_ms > camera.times.max_ms:
        flags.append(EventFlag.TOO_LONG)
    if interval.open_end:
        flags.append(EventFlag.CUT_SHORT)
    if interval.open_start:
        flags.append(EventFlag.LATE_START)
    if not interval.codes:
        flags.append(EventFlag.NO_CODE)
    return tuple(flags)
