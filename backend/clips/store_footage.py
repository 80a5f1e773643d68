"""`Footage` out of the store."""

from __future__ import annotations

from backend.domain.camera import Camera
from backend.domain.event import PackingEvent
from backend.domain.recording import Recording, RecordingStatus
from database.engine import Store
from database.queries.event_views import EventQueries
from database.repositories.cameras import CameraRepository
from database.repositories.recording_rows import RecordingFilter
from database.repositories.recordings import RecordingRepository

_READABLE = (RecordingStatus.PENDING, RecordingStatus.CLAIMED, RecordingStatus.DONE, RecordingStatus.SKIPPED)
_MOST = 500
"""Recordings around one event; more than that is not one event's footage."""


class StoreFootage:
    """Events are found by former public ids too. Every method raises NotFound for an unknown id."""

    def __init__(self, store: Store) -> None:
        self._events = EventQueries(store)
        self._cameras = CameraRepository(store)
        self._recordings = RecordingRepository(store)

    def event(self, event_id: str) -> PackingEvent:
        view = self._events.get(event_id)
        return PackingEvent(
            view.public_id, view.camera_id, view.start_ms, view.end_ms, view.flags, view.codes, view.parts
        )

    def camera(self, camera_id: int) -> Camera:
        return self._cameras.get(camera_id)

    def recording(self, recording_id: int) -> Recording:
        return self._recordings.get(recording_id).recording()

    def recordings(self, camera_id: int, from_ms: int, to_ms: int) -> list[Recording]:
        wanted = RecordingFilter(statuses=_READABLE, camera_ids=(camera_id,), from_ms=from_ms, to_ms=to_ms)
        page = self._recordings.list_page(wanted, sort="start_ms", descending=False, page_size=_MOST)
        return [details.recording() for details in page.items]
