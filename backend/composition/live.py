"""Live cameras: the recorder put together with the store, the sources and the analysis."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from backend.composition.scanning import working_hours
from backend.config.paths import Paths
from backend.config.settings import Settings
from backend.domain.errors import StoreError
from backend.domain.live import LiveStatus
from backend.domain.source import SourceKind, SourceTrouble, Trouble
from backend.runtime.clock import Clock, slept_s
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.identity import identify
from backend.sources.live.growing import Growing
from backend.sources.live.ports import LiveLimits, LiveTools, Streams, WantedCamera
from backend.sources.live.preview import Previews
from backend.sources.live.recovery import recover_recordings
from backend.sources.live.service import LiveCameras
from backend.sources.protocol import LiveSource, LiveStreams
from backend.sources.remote import RemoteSources, slug_of
from backend.sources.retention import Keeping, Retention
from database.engine import Store
from database.queries.brought_footage import BroughtFootage
from database.repositories.cameras import CameraRepository
from database.repositories.live_history import LiveGaps, LiveMinutes
from database.repositories.live_recordings import LiveRecordings
from database.repositories.source_cameras import SourceCamera, SourceCameraRepository
from database.repositories.sources import SourceRepository, VideoSource

_GB = 1_000_000_000


@dataclass(slots=True)
class LiveParts:
    """`recover` comes before anything is scanned, analysed or recorded."""

    cameras: LiveCameras
    growing: Growing
    recordings: LiveRecordings
    gaps: LiveGaps
    minutes: LiveMinutes
    previews: Previews
    retention: Retention
    recover: Callable[[], int]

    def run(self, stop: StopSignal) -> None:
        """Record until stopped: the target of a thread."""
        self.cameras.run(stop)

    def statuses(self) -> list[LiveStatus]:
        return self.cameras.statuses()


def live_parts(
    store: Store,
    remote: RemoteSources,
    paths: Callable[[], Paths],
    settings: Callable[[], Settings],
    clock: Clock,
    *,
    growing: Growing,
    queued: Callable[[int], None],
    publish: Callable[[str, Mapping[str, Any]], None],
    stop: StopSignal,
) -> LiveParts:
    """`queued` is called with the camera's id when there is more to analyse; `stop` ends previews."""
    recordings, gaps, minutes = LiveRecordings(store), LiveGaps(store), LiveMinutes(store)

    def is_wanted(from_ms: int, to_ms: int) -> bool:
        return working_hours(settings()).overlaps(from_ms, to_ms)

    def limits() -> LiveLimits:
        now = settings()
        return LiveLimits(round(now.live_segment_s * 1000), keep_free_bytes=round(now.keep_free_gb * _GB))

    def recover() -> int:
        growing.clear()
        return recover_recordings(recordings, identify, is_wanted, clock.now_ms)

    tools = LiveTools(
        clock=clock,
        slept_s=slept_s,
        guard=lambda: AddressGuard(settings().source_networks),
        limits=limits,
        free_bytes=free_bytes,
        recordings=recordings,
        gaps=gaps,
        identify=identify,
        wanted=is_wanted,
        queued=queued,
        chance=random.random,
    )
    choice = WantedCameras(store, remote)
    cameras = LiveCameras(choice, tools, growing, recordings, gaps, minutes, publish)
    remote.on_change(lambda source_id: cameras.refresh_soon())
    previews = Previews(cameras.tap_of, clock, stop)
    return LiveParts(
        cameras, growing, recordings, gaps, minutes, previews, _retention(store, paths, settings, clock), recover
    )


def _retention(store: Store, paths: Callable[[], Paths], settings: Callable[[], Settings], clock: Clock) -> Retention:
    def keeping() -> Keeping:
        now = settings()
        return Keeping(now.retention_downloads_days, round(now.retention_downloads_gb * _GB))

    def roots() -> list[Path]:
        brought = [Path(one.path) for one in SourceRepository(store).all() if one.kind != SourceKind.LOCAL]
        return [paths().downloads_dir, *brought]

    return Retention(BroughtFootage(store), keeping, roots, clock)


class WantedCameras:
    """The cameras to record: those chosen of enabled sources that have streams."""

    def __init__(self, store: Store, remote: RemoteSources) -> None:
        self._sources = SourceRepository(store)
        self._chosen = SourceCameraRepository(store)
        self._cameras = CameraRepository(store)
        self._remote = remote

    def __call__(self) -> list[WantedCamera]:
        stored = {one.camera.id: one for one in self._cameras.all_stored() if one.enabled}
        found: dict[int, WantedCamera] = {}
        for source in self._sources.all(enabled_only=True):
            kind = self._remote.types.get(source.kind) if self._remote.types.has(source.kind) else None
            if kind is None or not kind.records or not source.live:
                continue
            for chosen in self._chosen.of(source.id, enabled_only=True):
                camera = stored.get(chosen.camera_id or 0)
                if camera is None or camera.camera.id in found or camera.source_id != source.id:
                    continue
                folder = Path(source.path) / (camera.folder or "")
                settings = f"{source.config} {dict(chosen.details)} {self._secrets_digest(source)}"
                found[camera.camera.id] = WantedCamera(
                    camera.camera.id,
                    source.id,
                    slug_of(camera.camera.name)[:40],
                    folder,
                    settings,
                    self._streams(source.id, chosen),
                    camera.camera.record_sound,
                )
        return list(found.values())

    def _secrets_digest(self, source: VideoSource) -> str:
        """Another one when a password was changed: the recording begins anew with it."""
        try:
            opened = self._remote.login(source).secrets
        except StoreError:
            return "unreadable"  # connecting says what is wrong
        return hashlib.sha256(json.dumps(dict(opened), sort_keys=True, default=str).encode()).hexdigest()

    def _streams(self, source_id: int, chosen: SourceCamera) -> Streams:
        def ask(stop: StopSignal) -> LiveStreams:
            with self._remote.connected(source_id) as source:
                if not hasattr(source, "streams"):
                    raise SourceTrouble(Trouble.UNSUPPORTED, "This source has no live streams.")
                return cast(LiveSource, source).streams(chosen.remote, stop)

        return ask


def free_bytes(folder: Path) -> int:
    """Of the disk that holds `folder`, or that will hold it."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free
