"""A store filled by hand: cameras, recordings and events as short as a test needs them."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.camera import Camera
from backend.domain.event import EventCode, EventFlag, EventPart, PackingEvent
from backend.domain.observation import Observations, Sighting, Span, SpanKind, SpanState
from backend.domain.recording import FileIdentity, MediaFacts
from backend.domain.region import Box
from database.engine import Store
from database.repositories.cameras import CameraRepository
from database.repositories.events import EventRepository
from database.repositories.recordings import FoundRecording, RecordingRepository

NOW_MS = 1_767_000_000_000
T0_MS = 1_766_000_000_000
HOUR_MS = 3_600_000


def add_camera(store: Store, name: str = "Table 1") -> int:
    return CameraRepository(store).add(Camera(0, name), now_ms=NOW_MS)


def found(
    camera_id: int, path: str, start_ms: int = T0_MS, *, sha: str = "aa", size: int = 10, priority: int = 0
) -> FoundRecording:
    facts = MediaFacts(1280, 720, "h264", HOUR_MS, 90_000, 25.0, None)
    return FoundRecording(camera_id, path, FileIdentity(size, sha), 1, start_ms, "filename", facts, priority=priority)


def add_recording(store: Store, camera_id: int, path: str = "/in/a.mp4", start_ms: int = T0_MS) -> int:
    return RecordingRepository(store).upsert_found(found(camera_id, path, start_ms, sha=path), now_ms=NOW_MS)[0]


def observations(*texts: str) -> Observations:
    spans = [Span(SpanKind.TRIGGER, SpanState.COVERED, 1_000, 41_000)]
    seen = [Sighting(text, "Code128", 2_000, 9_000, 5, 0.95, Box(1, 2, 3, 4), 3_000) for text in texts]
    return Observations(HOUR_MS, spans, seen, 90_000, 1_800, 900)


def code(text: str, at_ms: int = T0_MS) -> EventCode:
    return EventCode(text, "Code128", at_ms, at_ms + 5_000, 4, 0.95)


def event(
    camera_id: int,
    start_ms: int,
    *texts: str,
    end_ms: int | None = None,
    parts: Sequence[EventPart] = (),
    proposed_id: str = "",
) -> PackingEvent:
    flags = () if texts else (EventFlag.NO_CODE,)
    codes = tuple(code(text, start_ms) for text in texts)
    return PackingEvent(proposed_id, camera_id, start_ms, end_ms or start_ms + 40_000, flags, codes, tuple(parts))


def put_events(store: Store, camera_id: int, *derived: PackingEvent) -> list[str]:
    """Store events as one derivation of everything; returns the public ids of those that are new."""
    repository = EventRepository(store)
    result = repository.replace_window(camera_id, T0_MS - HOUR_MS, T0_MS + 10_000 * HOUR_MS, derived, now_ms=NOW_MS)
    return list(result.added)
