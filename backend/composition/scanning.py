"""Which folders are looked through for which camera, and what a scan request means for them."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from backend.config.paths import Paths
from backend.config.settings import Settings
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.scheduling.ports import ScanProgress, ScanRequest, ScanResult
from backend.sources.roots import check_path
from backend.sources.scanner import Scanner, ScanOptions, ScanReport
from backend.sources.targets import ScanTarget, targets_under
from backend.sources.working_hours import WorkingHours
from database.repositories.cameras import CameraRepository
from database.repositories.recordings import RecordingRepository
from database.repositories.sources import SourceRepository


class Scanning:
    """Scans the folders of all enabled cameras of all enabled sources."""

    def __init__(
        self,
        cameras: CameraRepository,
        sources: SourceRepository,
        recordings: RecordingRepository,
        paths: Callable[[], Paths],
        settings: Callable[[], Settings],
        clock: Clock,
    ) -> None:
        self._cameras = cameras
        self._sources = sources
        self._recordings = recordings
        self._paths = paths
        self._settings = settings
        self._clock = clock
        # One scanner for the server's life: it remembers which files were still growing.
        self._scanner = Scanner(recordings, clock, self._roots)

    def __call__(self, request: ScanRequest, stop: StopSignal, tell: Callable[[ScanProgress], None]) -> ScanResult:
        """Raises Forbidden or InvalidInput for a path that belongs to no camera."""
        targets = self.targets()
        settings = self._settings()
        custom = request.path is not None
        if request.path is not None:
            targets = targets_under(self.check_path(request.path), targets)
        options = ScanOptions(
            settle_s=settings.settle_s,
            lookback_days=request.lookback_days,
            hours=None if custom else working_hours(settings),
            again_skipped=custom,
            priority=request.priority,
            run_id=request.run_id,
        )

        def on_progress(so_far: ScanReport) -> None:
            tell(ScanProgress(so_far.seen, so_far.to_open, so_far.opened))

        report = self._scanner.scan(targets, options, stop=stop, on_progress=on_progress)
        return ScanResult(tuple(report.recording_ids), report.new, report.unsettled, tuple(report.warnings))

    def targets(self) -> list[ScanTarget]:
        roots = {source.id: source.path for source in self._sources.all(enabled_only=True)}
        return [
            ScanTarget.of(stored.camera, roots[stored.source_id], stored.folder or "")
            for stored in self._cameras.all_stored()
            if stored.enabled and stored.source_id in roots
        ]

    def check_path(self, path: str) -> str:
        """The real path, when it lies under an allowed root or a source. Raises Forbidden, NotFound."""
        return str(check_path(path, self._roots()))

    def _roots(self) -> list[str]:
        allowed = [str(root) for root in self._paths().readable_roots(self._settings())]
        return [*allowed, *(source.path for source in self._sources.all(enabled_only=True))]


def working_hours(settings: Settings) -> WorkingHours:
    return WorkingHours.of(settings.working_days, settings.from_time, settings.to_time, ZoneInfo(settings.timezone))
