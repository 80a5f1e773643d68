"""The synchronisation engine on a real store and a real disk, with an archive on the other side."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from backend.composition.remote_sources import RemoteParts
from backend.composition.syncing import SyncParts, sync_parts
from backend.config.secret_box import SecretBox
from backend.config.settings import Settings
from backend.domain.camera import Camera
from backend.domain.source import RemoteCamera
from backend.runtime.broadcast import Broadcast
from backend.runtime.clock import SystemClock
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker
from backend.sources.intake import Intake
from backend.sources.protocol import SourceType
from backend.sources.registry import SourceTypes
from backend.sources.remote import Draft, RemoteSources
from backend.sources.sync.lines import SourceLine
from database.engine import Store
from database.repositories.cameras import CameraRepository
from database.repositories.downloaded_files import SourceFile
from database.repositories.recordings import RecordingRepository
from database.repositories.source_cameras import SourceCameraRepository
from database.repositories.source_secrets import SourceSecrets
from database.repositories.sources import SourceRepository

PATIENCE_S = 60.0
KEY = Fernet.generate_key()


@dataclass
class SyncWorld:
    store: Store
    folder: Path
    types: list[SourceType]
    settings: Settings = field(default_factory=lambda: replace(Settings(), keep_free_gb=0.1))
    key: bytes = KEY

    def __post_init__(self) -> None:
        self.clock = SystemClock()
        self.broadcast = Broadcast()
        self.cameras = CameraRepository(self.store)
        self.recordings = RecordingRepository(self.store)
        self.sources = SourceRepository(self.store)
        self.source_cameras = SourceCameraRepository(self.store)
        self.secrets = SourceSecrets(self.store, SecretBox([self.key]))
        self.remote = RemoteSources(
            self.sources, self.source_cameras, self.secrets, SourceTypes(self.types), lambda: self.folder, self.clock
        )
        self.intake = Intake(self.cameras, self.recordings, lambda: None, self.clock)
        self.parts: SyncParts = sync_parts(
            self.store, RemoteParts(remote=self.remote, source_cameras=self.source_cameras), self.intake,
            lambda: self.settings, self.clock, self.broadcast,
        )  # fmt: skip
        self.engine = self.parts["sync"]
        self.files = self.parts["downloaded"]
        self._worker: Worker | None = None

    def start(self) -> None:
        self._worker = Worker("synchronisation", self.engine.run, parent=StopSignal()).start()

    def stop(self) -> float:
        """Seconds it took."""
        began = time.monotonic()
        if self._worker is not None:
            self._worker.stop()
            assert self._worker.join(20), "the engine does not stop"
            self._worker = None
        return time.monotonic() - began

    def add(
        self, kind: str, config: dict[str, Any], secrets: dict[str, Any], cameras: dict[str, str], name: str = "Archive"
    ) -> int:
        """A source with these cameras (key there -> name here), all new."""
        source = self.remote.add(name, Draft(kind, config, secrets))
        now_ms = self.clock.now_ms()
        for key, camera in cameras.items():
            known = self.cameras.by_name(camera)
            camera_id = known.id if known else self.cameras.add(
                Camera(0, camera), now_ms=now_ms, source_id=source.id, folder=camera.lower()
            )  # fmt: skip
            self.remote.attach(source.id, RemoteCamera(key, camera), camera_id)
        self.remote.tell_changed(source.id)
        return source.id

    def line(self, source_id: int) -> SourceLine:
        return self.engine.line(source_id)

    def wait(self, source_id: int, what: Callable[[SourceLine], bool], patience_s: float = PATIENCE_S) -> SourceLine:
        until = time.monotonic() + patience_s
        while not what(line := self.line(source_id)):
            assert time.monotonic() < until, f"still {line}"
            time.sleep(0.02)
        return line

    def synced(self, source_id: int) -> SourceLine:
        """The source as it is after a run that begins now."""
        before = self.line(source_id)
        if before.state not in ("new", "running"):
            self.engine.sync_now(source_id)
        ended = before.ended_ms or 0
        return self.wait(source_id, lambda line: (line.ended_ms or 0) > ended and line.state != "running")

    def all_files(self, source_id: int, state: str | None = None) -> list[SourceFile]:
        return self.files.list_page(source_id, state=state, page_size=10_000).items

    def on_disk(self, source_id: int) -> dict[str, bytes]:
        """Path below the source's folder -> content; parts included."""
        root = Path(self.sources.get(source_id).path)
        return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


@contextmanager
def sync_world(store: Store, folder: Path, types: list[SourceType], **settings: Any) -> Iterator[SyncWorld]:
    world = SyncWorld(store, folder, types)
    world.settings = replace(world.settings, **settings)
    try:
        yield world
    finally:
        world.stop()
