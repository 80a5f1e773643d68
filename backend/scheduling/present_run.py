"""The run a program is carrying out: which scan it asks for, when the next one is due, what the last one meant."""

from __future__ import annotations

from dataclasses import dataclass, field

from backend.config.settings import Settings
from backend.domain.caution import Caution
from backend.runtime.stop import StopSignal
from backend.scheduling.policy import PRIORITY_BACKGROUND, PRIORITY_CUSTOM, Backoff, RunProgress
from backend.scheduling.ports import Run, ScanRequest, ScanResult

SCAN_ERROR_PAUSE = Backoff(first_s=2.0, longest_s=300.0)
CUSTOM_SCANS = 5
"""How often a custom run looks again when its file is still being written, or cannot be looked at."""
UNSETTLED_MARGIN_S = 1.0


def background_scan(settings: Settings) -> ScanRequest:
    """All sources, for no run in particular."""
    return ScanRequest(settings.lookback_days, None, PRIORITY_BACKGROUND, None)


@dataclass(frozen=True, slots=True)
class Counted:
    """Progress as it was at `at_s` (monotonic); `key` changes when it may be another one."""

    key: tuple[int, ...]
    at_s: float
    progress: RunProgress


@dataclass(slots=True, eq=False)
class PresentRun:
    run: Run
    fresh: bool
    """Started by a person just now, not taken up again."""
    next_scan_s: float
    """By the monotonic clock."""
    since_ms: int
    """Start of the stretch of work that a default run's progress is about."""
    stop: StopSignal = field(default_factory=StopSignal)
    """Ends a scan under way when the program is stopped or changed."""
    scans: int = 0
    errors: int = 0
    """Failed scans in a row."""
    found_all: bool = False
    """The run's recordings are known."""
    was_over: bool = False
    problems: tuple[Caution, ...] = ()
    counted: Counted | None = None

    @property
    def priority(self) -> int:
        return PRIORITY_CUSTOM if self.run.program == "custom" else PRIORITY_BACKGROUND

    @property
    def endless(self) -> bool:
        return self.run.program == "default"

    def request(self, settings: Settings) -> ScanRequest:
        if self.run.program == "custom":
            return ScanRequest(None, self.run.custom_path, self.priority, self.run.id)
        if self.run.program == "first":
            # Later scans find what was recorded meanwhile, which is for Default; counted in, the run might never end.
            return ScanRequest(self.run.days, None, self.priority, None if self.found_all else self.run.id)
        return background_scan(settings)

    def scanned(self, result: ScanResult, settings: Settings, now_s: float) -> None:
        """Take in a scan that went through."""
        self.scans += 1
        self.errors = 0
        self.problems = result.problems
        waits = self.run.program == "custom" and result.unsettled > 0 and self.scans < CUSTOM_SCANS
        self.next_scan_s = now_s + (settings.settle_s + UNSETTLED_MARGIN_S if waits else settings.scan_interval_s)
        self.found_all = self.found_all or not waits

    def scan_failed(self, problem: Caution, now_s: float) -> bool:
        """Take in a scan that broke off; True when a custom run has to give up."""
        self.errors += 1
        self.problems = (problem,)
        self.next_scan_s = now_s + SCAN_ERROR_PAUSE.pause_s(self.errors)
        return self.run.program == "custom" and self.errors >= CUSTOM_SCANS

    def note_over(self, over: bool, now_ms: int) -> None:
        """A default run's progress begins anew when work turns up after everything was settled; the figures of the
        last stretch stay to be seen until then."""
        if self.endless and self.was_over and not over:
            self.since_ms = now_ms
        self.was_over = over
