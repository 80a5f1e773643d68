"""What people see of recordings and events: pictures, previews, playable copies, and how clips are cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from backend.clips.cache import FileCache
from backend.clips.footage import CutSettings, Footage
from backend.clips.preview import EventPreviews, Pictures
from backend.clips.rendition import RenditionWorker
from backend.config.paths import Paths
from backend.config.settings import Settings
from backend.runtime.broadcast import Broadcast
from backend.runtime.clock import Clock
from database.engine import Store
from database.repositories.clips import RenditionRepository

_GB = 1_000_000_000
_THUMB_BYTES = 500_000_000


class Showing(TypedDict):
    """Named as the services are."""

    pictures: Pictures
    previews: EventPreviews
    renditions: RenditionWorker
    cut_settings: Callable[[], CutSettings]


def showing(
    store: Store,
    footage: Footage,
    paths: Paths,
    settings: Callable[[], Settings],
    broadcast: Broadcast,
    clock: Clock,
) -> Showing:
    def cut_settings() -> CutSettings:
        now = settings()
        brand = now.clip_brand or now.brand_name
        return CutSettings(round(now.pre_roll_s * 1000), round(now.post_roll_s * 1000), brand)

    def cache_of(gigabytes: float) -> int:
        return round(gigabytes * _GB)

    renditions = RenditionWorker(
        RenditionRepository(store),
        footage,
        FileCache(paths.renditions_dir, cache_of(settings().rendition_cache_gb)),
        publish=broadcast.publish,
        clock=clock,
    )
    previews = EventPreviews(
        footage, cut_settings, FileCache(paths.previews_dir, cache_of(settings().preview_cache_gb))
    )
    pictures = Pictures(footage, FileCache(paths.thumbs_dir, _THUMB_BYTES))
    return Showing(pictures=pictures, previews=previews, renditions=renditions, cut_settings=cut_settings)
