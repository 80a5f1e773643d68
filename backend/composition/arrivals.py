"""What follows when ePACK has brought a file here itself: it is queued, and somebody works the queue."""

from __future__ import annotations

from collections.abc import Callable

from backend.composition.scanning import working_hours
from backend.config.settings import Settings
from backend.domain.errors import NotFound
from backend.runtime.clock import Clock
from backend.scheduling.programs import Programs
from backend.sources.intake import Intake
from database.engine import Store
from database.repositories.cameras import CameraRepository
from database.repositories.recordings import RecordingRepository
from database.repositories.sources import SourceRepository


def intake_of(store: Store, programs: Programs, settings: Callable[[], Settings], clock: Clock) -> Intake:
    return Intake(
        CameraRepository(store),
        RecordingRepository(store),
        lambda: working_hours(settings()),
        clock,
        told=teller(store, programs),
    )


def teller(store: Store, programs: Programs) -> Callable[[int], None]:
    """Called with a camera's id after footage of it was queued: somebody works the queue then."""
    cameras, sources = CameraRepository(store), SourceRepository(store)

    def told(camera_id: int) -> None:
        try:
            source_id = cameras.get_stored(camera_id).source_id
            added_ms = sources.get(source_id).created_ms if source_id is not None else 0
        except NotFound:
            return
        programs.footage_arrived(added_ms)

    return told
