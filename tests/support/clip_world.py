"""A store with one camera, its recordings and events, and a cutter on top: what clips are cut from in a server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av

from backend.clips.cut_worker import CutWorker
from backend.clips.footage import CutSettings
from backend.clips.store_footage import StoreFootage
from backend.domain.camera import Camera
from backend.domain.event import EventCode, EventPart, PackingEvent
from backend.domain.recording import FileIdentity, MediaFacts
from backend.runtime.clock import ManualClock
from backend.sources.identity import identify
from database.engine import Store, memory_store
from database.repositories.cameras import CameraRepository
from database.repositories.clips import ClipRepository, RenditionRepository
from database.repositories.events import EventRepository
from database.repositories.recording_rows import FoundRecording
from database.repositories.recordings import RecordingRepository

T0 = 1_763_708_600_000
"""When the first recording begins: 2025-11-21 14:03:20 in Ho Chi Minh City."""
ROLL_MS = 1_000


@dataclass
class World:
    store: Store
    folder: Path
    camera_id: int
    clock: ManualClock = field(default_factory=ManualClock)
    told: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    settings: CutSettings = field(default_factory=lambda: CutSettings(ROLL_MS, ROLL_MS, "Alan"))

    def __post_init__(self) -> None:
        self.footage = StoreFootage(self.store)
        self.clips = ClipRepository(self.store)
        self.renditions = RenditionRepository(self.store)
        self._recordings = RecordingRepository(self.store)

    def publish(self, topic: str, data: Mapping[str, Any]) -> None:
        self.told.append((topic, data))

    def cutter(self) -> CutWorker:
        return CutWorker(
            self.clips,
            self.footage,
            folder=lambda: self.folder,
            settings=lambda: self.settings,
            identify=identify,
            publish=self.publish,
            clock=self.clock,
        )

    def add_recording(self, path: Path, start_ms: int = T0) -> int:
        """`path` as a recording that begins at `start_ms` (UTC epoch ms); returns its id."""
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            codec = stream.codec_context
            duration_ms = round(float(stream.duration * stream.time_base) * 1000) if stream.duration else 6_000
            facts = MediaFacts(codec.width, codec.height, codec.name, duration_ms, 150, 25.0, None)
        found = FoundRecording(self.camera_id, str(path), FileIdentity(1, "ab"), 1, start_ms, "filename", facts)
        return self._recordings.upsert_found(found, now_ms=T0)[0]

    def add_events(self, *events: tuple[str, Sequence[tuple[int, int, int]], Sequence[str]]) -> list[str]:
        """Events as (id, [(recording id, from_ms, to_ms)], codes); returns the public ids in order."""
        made = [self._event(event_id, parts, codes) for event_id, parts, codes in events]
        EventRepository(self.store).replace_window(self.camera_id, T0, T0 + 3_600_000, made, now_ms=T0)
        return [event.id for event in made]

    def _event(self, event_id: str, parts: Sequence[tuple[int, int, int]], codes: Sequence[str]) -> PackingEvent:
        placed = []
        for recording_id, from_ms, to_ms in parts:
            recording = self._recordings.get(recording_id).recording()
            placed.append((EventPart(recording_id, recording.path, from_ms, to_ms), recording.start_ms))
        start_ms = placed[0][0].from_ms + placed[0][1]
        end_ms = placed[-1][0].to_ms + placed[-1][1]
        seen = tuple(EventCode(text, "QRCode", start_ms, end_ms, 5, 0.9) for text in codes)
        return PackingEvent(event_id, self.camera_id, start_ms, end_ms, (), seen, tuple(part for part, _ in placed))


@contextmanager
def world(folder: Path) -> Iterator[World]:
    store = memory_store()
    try:
        camera_id = CameraRepository(store).add(Camera(0, "Bàn 1"), now_ms=T0)
        yield World(store, folder, camera_id)
    finally:
        store.close()
