"""One camera, its folder, a store and a scanner on a clock of our own."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from backend.domain.camera import Camera
from backend.domain.recording import MediaFacts
from backend.runtime.clock import ManualClock
from backend.sources.probe import probe
from backend.sources.scanner import Scanner, ScanOptions, ScanReport
from backend.sources.targets import ScanTarget
from database.engine import Store
from database.repositories.cameras import CameraRepository
from database.repositories.recordings import RecordingDetails, RecordingRepository

NOW_MS = 1_704_500_000_000  # 2024-01-06 00:13:20 UTC, 07:13:20 in Hanoi
MakeVideo = Callable[..., Path]


@dataclass
class Shop:
    """One camera, its folder, a store, a scanner that counts what it opens."""

    folder: Path
    store: Store
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW_MS))
    probed: list[str] = field(default_factory=list)
    options: ScanOptions = field(default_factory=ScanOptions)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.roots = [self.folder.parent]
        self.recordings = RecordingRepository(self.store)
        cameras = CameraRepository(self.store)
        added = cameras.add(Camera(id=0, name=self.folder.name), folder=str(self.folder), now_ms=NOW_MS)
        self.camera = added if isinstance(added, Camera) else cameras.get(added)
        self.scanner = Scanner(self.recordings, self.clock, lambda: self.roots, prober=self.counted_probe)

    def counted_probe(self, path: str, timeout_s: float) -> MediaFacts:
        self.probed.append(os.path.relpath(path, self.folder))
        return probe(path, timeout_s)

    @property
    def target(self) -> ScanTarget:
        return ScanTarget(self.camera, str(self.folder))

    def scan(self, options: ScanOptions | None = None, only: str | None = None) -> ScanReport:
        self.probed.clear()
        target = ScanTarget(self.camera, str(self.folder), only)
        return self.scanner.scan([target], options or self.options)

    def age(self, path: Path, seconds: float) -> Path:
        at_ns = self.clock.now_ms() * 1_000_000 - round(seconds * 1e9)
        os.utime(path, ns=(at_ns, at_ns))
        return path

    def stored(self) -> dict[str, RecordingDetails]:
        listed = self.recordings.list_page(page_size=1000).items
        return {os.path.relpath(one.path, self.folder): one for one in listed}

    def statuses(self) -> dict[str, str]:
        return {name: one.status.value for name, one in self.stored().items()}


def counts(report: ScanReport) -> dict[str, int]:
    names = ("new", "changed", "moved", "missing", "unsettled", "skipped", "failed")
    return {name: getattr(report, name) for name in names if getattr(report, name)}
