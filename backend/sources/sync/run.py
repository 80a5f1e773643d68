"""One synchronisation of one source: its files are listed, and those that are new are fetched by several threads.

Listing and fetching go on at the same time, through the store: however many files a source has, only a handful are in
memory. While fetching takes longer than the pause between two looks, the source is listed again, so that new footage
does not wait behind old.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, cast

from backend.domain.errors import Cancelled, EpackError, StoreError
from backend.domain.source import RemoteRecording, SourceTrouble, Trouble
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker, stop_all
from backend.sources.protocol import GapSource, NextCursor, PullSource, RemoteSource
from backend.sources.sync.fetcher import CameraFolder, Fetcher, sweep_parts
from backend.sources.sync.fetching import Fetching
from backend.sources.sync.gaps import GapFiller
from backend.sources.sync.options import SyncOptions
from backend.sources.sync.progress import RunProgress
from backend.sources.sync.pump import FilePump
from backend.sources.sync.space import Space, disk_trouble
from database.repositories.downloaded_files import DownloadedFiles
from database.repositories.sources import VideoSource
from database.repositories.sync_status import SyncStatusRepository

log = logging.getLogger(__name__)

BATCH = 200
BATCH_S = 2.0
MOST_LISTED = 5_000_000
"""A source that tells more files than this in one listing never ends."""
TICK_S = 0.25
COUNT_S = 3.0
JOIN_S = 4.0


@dataclass(frozen=True, slots=True)
class RunTools:
    files: DownloadedFiles
    status: SyncStatusRepository
    gaps: GapFiller
    fetcher: Fetcher
    space: Space
    connect: Callable[[int], AbstractContextManager[RemoteSource]]
    clock: Clock
    tick: Callable[[int], None]
    """Called with the source's id several times a second: listeners may be told."""


@dataclass(slots=True)
class SourceRun:
    tools: RunTools
    source: VideoSource
    options: SyncOptions
    cameras: Mapping[str, CameraFolder]
    """Remote key -> where its files go."""
    threads: int
    relist_s: float
    progress: RunProgress = field(default_factory=RunProgress)
    trouble: SourceTrouble | None = None
    """What went wrong, None when all went well or the run was stopped."""
    listed_through: bool = False
    _relist: bool = False
    _over: bool = False
    _guard: Guard = field(default_factory=Guard)

    def list_again(self) -> bool:
        """Somebody wants to see what is new, now. False when the run is as good as over: another one is needed."""
        with self._guard:
            self._relist = not self._over
            return self._relist

    def _is_over(self, workers: list[Worker]) -> bool:
        with self._guard:
            self._over = not any(worker.alive for worker in workers) and (self.trouble is not None or not self._relist)
            return self._over

    def carry_out(self, stop: StopSignal) -> None:
        """Returns when there is nothing more to do, or it cannot go on (`trouble`). Raises Cancelled when stopped."""
        try:
            self._prepare()
        except SourceTrouble as trouble:
            self.trouble, self._over = trouble, True
            return
        inner = stop.child()
        pump = FilePump(self._due)
        fetching = Fetching(
            self.tools.files, self.tools.fetcher, self.cameras, self.progress, pump, self._connect, inner,
            self.tools.clock.now_ms,
        )  # fmt: skip
        workers: list[Worker] = []
        try:
            while True:
                due_s = time.monotonic() + self.relist_s
                self._relist = False
                pump.listing(True)
                # What an earlier run left is fetched while this one still lists.
                workers = [one for one in workers if one.alive]
                for number in range(len(workers), self.threads):
                    workers.append(Worker(f"fetch-{self.source.id}-{number + 1}", fetching.work, parent=inner).start())
                self._list(pump, inner)
                pump.listing(False)
                self._wait(workers, inner, due_s)
                if self._is_over(workers):
                    break
            self.trouble = fetching.trouble or self.trouble or fetching.all_failed()
        finally:
            self._over = True
            left = stop_all(workers, JOIN_S)
            if left:
                log.warning("source %d: %d fetches hang in the network and are left alone", self.source.id, len(left))
        stop.check()

    def _prepare(self) -> None:
        """Raises SourceTrouble when there is no room, or the source's folder cannot be used."""
        path = self.source.path
        try:
            os.makedirs(path, exist_ok=True)
            sweep_parts(path, self.tools.files.unfinished_ids(self.source.id))
        except OSError as error:
            raise disk_trouble(error, path) from error
        self.tools.space.check(path)

    def _wait(self, workers: list[Worker], stop: StopSignal, until_s: float) -> None:
        """Until the threads are through, the run is stopped or cannot go on, or it is time to list again."""
        counted_s = 0.0
        while any(worker.alive for worker in workers):
            if self.trouble is not None and not self.trouble.passing:
                stop.set()
            if time.monotonic() - counted_s >= COUNT_S:
                now_ms = self.tools.clock.now_ms()
                self.progress.left(self.tools.files.left(self.source.id, self.cameras, now_ms=now_ms))
                counted_s = time.monotonic()
            self.tools.tick(self.source.id)
            if stop.wait(TICK_S):
                stop_all(workers, JOIN_S)
                return
            if self.trouble is None and (self._relist or time.monotonic() >= until_s):
                return

    def _list(self, pump: FilePump, stop: StopSignal) -> None:
        try:
            with self._connect() as remote:
                if self._whole():
                    self._list_all(remote, pump, stop)
                self._list_gaps(remote, pump, stop)
            self.listed_through = True
        except SourceTrouble as trouble:
            self.trouble = trouble
        except Cancelled:
            pass
        except StoreError as error:
            self.trouble = SourceTrouble(Trouble.DISK, error.message)
        except EpackError as error:
            self.trouble = SourceTrouble(Trouble.ANSWER, error.message)
        except Exception:
            log.exception("source %d could not be listed", self.source.id)
            self.trouble = SourceTrouble(Trouble.ANSWER, "The source could not be listed. The server's log says more.")

    def _list_all(self, remote: PullSource, pump: FilePump, stop: StopSignal) -> None:
        cursor, following = self._cursor(), None
        batch: list[RemoteRecording] = []
        count, noted_s = 0, time.monotonic()
        since_ms = self.options.since_ms(self.source.created_ms)
        for item in remote.recordings(self._whole(), since_ms, cursor, stop):
            stop.check()
            if isinstance(item, NextCursor):
                following = item.value
                continue
            count += 1
            if count > MOST_LISTED:
                raise SourceTrouble(Trouble.TOO_LARGE, f"The source lists more than {MOST_LISTED} files.")
            if item.camera_key in self.cameras and item.size_bytes != 0:
                batch.append(item)
            if len(batch) >= BATCH or (batch and time.monotonic() - noted_s >= BATCH_S):
                self._note(batch, pump)
                noted_s = time.monotonic()
        self._note(batch, pump)
        if following is not None:
            kept = {"for": self._purpose(), "value": dict(following)}
            self.tools.status.change(self.source.id, cursor=kept)

    def _list_gaps(self, remote: PullSource, pump: FilePump, stop: StopSignal) -> None:
        """What cameras that are recorded here missed, and the source has."""
        gaps, keys = self.tools.gaps, {one.camera_id: key for key, one in self.cameras.items() if one.gaps_only}
        if not keys:
            return
        for gap, before in gaps.due(self.source.id, keys):
            stop.check()
            found, outcome = gaps.find(cast(GapSource, remote), keys[gap.camera_id], gap, stop)
            self._note(found, pump)
            gaps.looked(self.source.id, gap, before, outcome)

    def _whole(self) -> list[str]:
        """Keys of the cameras of which everything is fetched."""
        return sorted(key for key, one in self.cameras.items() if not one.gaps_only)

    def _note(self, batch: list[RemoteRecording], pump: FilePump) -> None:
        if batch:
            new = self.tools.files.note(self.source.id, batch, now_ms=self.tools.clock.now_ms())
            self.progress.listed(len(batch))
            if new:
                pump.more()
            batch.clear()
        self.tools.tick(self.source.id)

    def _cursor(self) -> Mapping[str, Any] | None:
        """Where the last listing ended, if it was about the same cameras and settings."""
        kept = self.tools.status.get(self.source.id).cursor or {}
        return cast(Mapping[str, Any], kept["value"]) if kept.get("for") == self._purpose() else None

    def _purpose(self) -> str:
        about = [self._whole(), dict(self.source.config)]
        return hashlib.sha256(json.dumps(about, sort_keys=True, default=str).encode()).hexdigest()[:32]

    def _due(self, without: Any, limit: int) -> Any:
        now_ms = self.tools.clock.now_ms()
        return self.tools.files.due(self.source.id, self.cameras, now_ms=now_ms, without=without, limit=limit)

    def _connect(self) -> AbstractContextManager[PullSource]:
        return cast(AbstractContextManager[PullSource], self.tools.connect(self.source.id))
