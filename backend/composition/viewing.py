"""Looking at cameras over time: the day timeline and playing from any instant."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from backend.clips.camera_player import CameraPlayer
from backend.clips.footage import Footage
from backend.clips.preview import EventPreviews
from backend.clips.rendition import RenditionWorker
from backend.composition.scanning import working_hours
from backend.config.settings import Settings
from backend.runtime.clock import Clock
from backend.timeline.service import Timeline
from database.engine import Store
from database.queries.day_view import DayQueries
from database.repositories.cameras import CameraRepository


class Viewing(TypedDict):
    """Named as the services are."""

    timeline: Timeline
    camera_player: CameraPlayer


def viewing(
    store: Store,
    footage: Footage,
    previews: EventPreviews,
    renditions: RenditionWorker,
    settings: Callable[[], Settings],
    clock: Clock,
) -> Viewing:
    days = DayQueries(store)

    def open_hours(from_ms: int, to_ms: int) -> list[tuple[int, int]]:
        return working_hours(settings()).windows(from_ms, to_ms)

    return Viewing(
        timeline=Timeline(CameraRepository(store), days, open_hours, clock),
        camera_player=CameraPlayer(days, footage, previews, renditions),
    )
