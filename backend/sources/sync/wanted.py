"""Which sources are synchronised now, with which settings, and where the files of each of their cameras go."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass

from backend.domain.errors import InvalidInput, NotFound
from backend.sources.registry import SourceTypes
from backend.sources.remote import slug_of
from backend.sources.sync.fetcher import CameraFolder
from backend.sources.sync.options import SyncOptions, sync_options
from database.repositories.cameras import CameraRepository
from database.repositories.source_cameras import SourceCameraRepository
from database.repositories.sources import SourceRepository, VideoSource

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    source: VideoSource
    options: SyncOptions
    cameras: Mapping[str, CameraFolder]


class WantedSources:
    def __init__(
        self,
        types: SourceTypes,
        sources: SourceRepository,
        source_cameras: SourceCameraRepository,
        cameras: CameraRepository,
    ) -> None:
        self._types = types
        self._sources = sources
        self._source_cameras = source_cameras
        self._cameras = cameras

    def of(self, source_id: int) -> Wanted | None:
        """None when nothing is to be fetched from it; `why_not` says why."""
        try:
            source = self._sources.get(source_id)
            options = sync_options(source.config)
        except NotFound:
            return None
        except InvalidInput as error:
            log.warning("source %d has a setting that makes no sense: %s", source_id, error.message)
            return None
        if not (source.enabled and self._pulls(source) and (options.sync or source.live)):
            return None
        folders = self._folders(source)
        return Wanted(source, options, folders) if folders else None

    def why_not(self, source_id: int) -> str:
        """Why nothing is fetched from it, as a sentence. Raises NotFound."""
        source = self._sources.get(source_id)
        if not self._pulls(source):
            return "This source has no files that could be fetched."
        if not source.enabled:
            return "This source is switched off. Switch it on first."
        if source.live:
            return "The cameras of this source are recorded as they send, and it has no files that could be fetched."
        if source.config.get("sync") is False:
            return "Fetching is switched off in the settings of this source."
        return "No camera of this source is chosen. Choose one first."

    def ids(self) -> list[int]:
        """Every source beyond this machine that has files."""
        return [source.id for source in self._sources.all() if self._pulls(source)]

    def exists(self, source_id: int) -> bool:
        try:
            self._sources.get(source_id)
        except NotFound:
            return False
        return True

    def _pulls(self, source: VideoSource) -> bool:
        return self._types.has(source.kind) and self._types.get(source.kind).pulls

    def _folders(self, source: VideoSource) -> dict[str, CameraFolder]:
        folders: dict[str, CameraFolder] = {}
        fills = self._types.get(source.kind).fills_gaps
        recorded = {
            (live.id, one.camera_id)
            for live in self._sources.all()
            if live.live
            for one in self._source_cameras.of(live.id, enabled_only=True)
        }
        for one in self._source_cameras.of(source.id, enabled_only=True):
            if one.camera_id is None:
                continue
            stored = self._cameras.get_stored(one.camera_id)
            if not stored.enabled:
                continue
            gaps_only = fills and (stored.source_id, one.camera_id) in recorded
            if source.live and not gaps_only:
                continue
            own = stored.folder if stored.source_id == source.id else None
            folder = os.path.join(source.path, own or slug_of(stored.camera.name))
            folders[one.remote_key] = CameraFolder(one.camera_id, folder, source.path, gaps_only)
        return folders
