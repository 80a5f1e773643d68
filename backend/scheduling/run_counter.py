"""How far the present run is, counted no more often than it can have changed: counting reads the whole queue."""

from __future__ import annotations

from backend.runtime.clock import Clock
from backend.scheduling.batch_scheduler import BatchScheduler
from backend.scheduling.policy import RunFacts, RunProgress, run_progress
from backend.scheduling.ports import RunStatistics
from backend.scheduling.present_run import Counted, PresentRun

BUSY_COUNT_S = 1.0
IDLE_COUNT_S = 10.0


class RunCounter:
    def __init__(self, statistics: RunStatistics, scheduler: BatchScheduler, clock: Clock) -> None:
        self._statistics = statistics
        self._scheduler = scheduler
        self._clock = clock

    def progress(self, present: PresentRun) -> RunProgress:
        """Counted anew when something was settled, a scan came by, or time moved on."""
        key = (self._scheduler.settled.rings, present.scans, present.since_ms)
        now_s = self._clock.monotonic()
        kept_for_s = BUSY_COUNT_S if self._scheduler.busy else IDLE_COUNT_S
        counted = present.counted
        if counted is not None and counted.key == key and now_s - counted.at_s < kept_for_s:
            return counted.progress
        facts = self._statistics(None if present.endless else present.run.id, present.since_ms)
        progress = run_progress(facts, self._scheduler.speed)
        present.counted = Counted(key, now_s, progress)
        return progress

    def whole(self, present: PresentRun) -> RunFacts:
        """The run from its start, for the history."""
        return self._statistics(None if present.endless else present.run.id, present.run.started_ms)
