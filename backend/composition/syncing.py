"""The engine that brings files of sources here, put together with what it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from backend.composition.remote_sources import RemoteParts
from backend.config.settings import Settings
from backend.runtime.broadcast import Broadcast
from backend.runtime.clock import Clock
from backend.sources.intake import Intake
from backend.sources.sync.book import RunBook
from backend.sources.sync.engine import SyncEngine
from backend.sources.sync.fetcher import Fetcher
from backend.sources.sync.gaps import GapFiller
from backend.sources.sync.lines import SourceLines
from backend.sources.sync.run import RunTools
from backend.sources.sync.space import GB, Space
from backend.sources.sync.wanted import WantedSources
from database.engine import Store
from database.repositories.cameras import CameraRepository
from database.repositories.downloaded_files import DownloadedFiles
from database.repositories.gap_looks import GapLooks
from database.repositories.sources import SourceRepository
from database.repositories.sync_status import SyncStatusRepository


class SyncParts(TypedDict):
    """Named as the services are."""

    sync: SyncEngine
    sync_history: SyncStatusRepository
    downloaded: DownloadedFiles


def sync_parts(
    store: Store,
    parts: RemoteParts,
    intake: Intake,
    settings: Callable[[], Settings],
    clock: Clock,
    broadcast: Broadcast,
) -> SyncParts:
    """It is told of every change of a source from now on; its thread is started by whoever starts the server's."""
    files, status = DownloadedFiles(store), SyncStatusRepository(store)
    remote = parts["remote"]
    gaps = GapFiller(GapLooks(store), clock, lambda: settings().fill_gaps)
    space = Space(lambda: round(settings().keep_free_gb * GB))
    engine = SyncEngine(
        WantedSources(remote.types, SourceRepository(store), parts["source_cameras"], CameraRepository(store)),
        lambda tick: RunTools(
            files, status, gaps, Fetcher(files, intake, space, clock), space, remote.connected, clock, tick
        ),
        RunBook(status, files, gaps, settings, clock),
        lambda running: SourceLines(status, broadcast, clock, running),
        settings,
    )
    remote.on_change(engine.source_changed)
    return SyncParts(sync=engine, sync_history=status, downloaded=files)
