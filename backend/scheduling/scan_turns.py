"""The scans of the programs: when the next one is due, what came of it, how far the present one is."""

from __future__ import annotations

import logging
from collections.abc import Callable

from backend.config.settings import Settings
from backend.domain.caution import Caution
from backend.domain.errors import EpackError
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.scheduling.batch_scheduler import BatchScheduler
from backend.scheduling.ports import Recordings, Scan, ScanProgress, ScanResult
from backend.scheduling.present_run import PresentRun, background_scan

log = logging.getLogger(__name__)

TELL_EVERY_S = 0.5
_BROKE_OFF = Caution("scan_broke_off", "The scan broke off because of an error in ePACK. The server's log says more.")


class ScanTurns:
    """One scan at a time. `due` and `interrupt` are called by who guards the present run; `scan` by its loop."""

    def __init__(
        self,
        scan: Scan,
        recordings: Recordings,
        scheduler: BatchScheduler,
        settings: Callable[[], Settings],
        clock: Clock,
        tell: Callable[[], None],
    ) -> None:
        """`tell` is called when `progress` has changed, now and then."""
        self._scan = scan
        self._recordings = recordings
        self._scheduler = scheduler
        self._settings = settings
        self._clock = clock
        self._tell = tell
        self._asked = False
        self._stop = StopSignal()
        self._progress: ScanProgress | None = None
        self._told_s = 0.0

    @property
    def progress(self) -> ScanProgress | None:
        """Of the scan under way; None when there is none."""
        return self._progress

    def ask(self) -> None:
        """The next turn comes at once, also without a run."""
        self._asked = True

    def interrupt(self) -> None:
        """End the scan under way: the run it is for is no longer the present one."""
        self._stop.set()

    def due(self, present: PresentRun | None) -> StopSignal | None:
        """What will stop the scan that is due now; None when none is."""
        asked = self._asked
        if asked:  # who asks just now asks for the turn that begins here, or for the next one: never for none
            self._asked = False
        self._stop = present.stop if present is not None else StopSignal()
        timed = present is not None and self._clock.monotonic() >= present.next_scan_s
        return self._stop if asked or timed else None

    def scan(self, present: PresentRun | None, stop: StopSignal) -> bool:
        """Scan for `present` (None: what is new waits in the queue). False when the run has to give up."""
        self._report(ScanProgress())
        settings = self._settings()
        try:
            request = present.request(settings) if present else background_scan(settings)
            result = self._scan(request, stop, self._report)
        except EpackError as error:
            return self._failed(present, Caution(error.code, error.message, error.details))
        except Exception:
            log.exception("the scan broke off")
            return self._failed(present, _BROKE_OFF)
        else:
            if present is not None and not stop.is_set():
                self._take_in(present, result)
            return True
        finally:
            self._progress = None

    def _report(self, progress: ScanProgress) -> None:
        begins, self._progress = self._progress is None, progress
        now_s = self._clock.monotonic()
        if begins or now_s - self._told_s >= TELL_EVERY_S:
            self._told_s = now_s
            self._tell()

    def _take_in(self, present: PresentRun, result: ScanResult) -> None:
        now_ms = self._clock.now_ms()
        if not present.endless and not present.found_all:
            self._recordings.set_priority(result.recording_ids, present.priority, run_id=present.run.id, now_ms=now_ms)
            if present.fresh:
                self._recordings.retry(result.recording_ids, now_ms=now_ms)
            if present.run.again:
                # Not what the run itself has done before a restart.
                before_ms = present.run.started_ms
                self._recordings.queue_done_again(result.recording_ids, before_ms=before_ms, now_ms=now_ms)
        present.scanned(result, self._settings(), self._clock.monotonic())
        if result.new:
            log.info("%d new recordings", result.new)
        self._scheduler.wake()

    def _failed(self, present: PresentRun | None, problem: Caution) -> bool:
        log.warning("scan failed: %s", problem)
        return present is None or not present.scan_failed(problem, self._clock.monotonic())
