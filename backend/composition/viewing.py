"""Looking at cameras over time: the day timeline, playing from any instant, and their health."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from backend.clips.camera_player import CameraPlayer
from backend.clips.footage import Footage
from backend.clips.preview import EventPreviews
from backend.clips.rendition import RenditionWorker
from backend.composition.scanning import working_hours
from backend.config.settings import Settings
from backend.health.service import HealthService
from backend.runtime.clock import Clock
from backend.timeline.service import Timeline
from database.engine import Store
from database.queries.day_view import DayQueries
from database.queries.files_to_come import FilesToCome
from database.queries.health_view import HealthQueries
from database.repositories.cameras import CameraRepository
from database.repositories.gap_looks import GapLooks
from database.repositories.health import BaselineRepository
from database.repositories.live_history import LiveGaps


class Viewing(TypedDict):
    """Named as the services are."""

    timeline: Timeline
    camera_player: CameraPlayer
    camera_health: HealthService


def viewing(
    store: Store,
    footage: Footage,
    previews: EventPreviews,
    renditions: RenditionWorker,
    settings: Callable[[], Settings],
    clock: Clock,
) -> Viewing:
    cameras, days = CameraRepository(store), DayQueries(store)

    def open_hours(from_ms: int, to_ms: int) -> list[tuple[int, int]]:
        return working_hours(settings()).windows(from_ms, to_ms)

    return Viewing(
        timeline=Timeline(cameras, days, LiveGaps(store), GapLooks(store), FilesToCome(store), open_hours, clock),
        camera_player=CameraPlayer(days, footage, previews, renditions),
        camera_health=HealthService(cameras, HealthQueries(store), BaselineRepository(store), open_hours, clock),
    )
