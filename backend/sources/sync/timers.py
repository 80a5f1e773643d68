"""When each source is due, kept by APScheduler."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from backend.runtime.clock import Clock

_LONGEST_MS = 366 * 86_400_000


class Timers:
    def __init__(self, due: Callable[[int], None], clock: Clock) -> None:
        """`due(source_id)` is called on the timers' own thread and must return at once."""
        self._due = due
        self._clock = clock
        self._scheduler = _scheduler()

    def start(self) -> None:
        """Once more after `stop`: it begins without timers."""
        if not self._scheduler.running:
            self._scheduler = _scheduler()
            self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def set(self, source_id: int, at_ms: int) -> None:
        """The source is due then; a time that has passed means now."""
        wait_ms = min(max(0, at_ms - self._clock.now_ms()), _LONGEST_MS)
        at = datetime.now(UTC) + timedelta(milliseconds=wait_ms)
        self._scheduler.add_job(
            self._due, "date", run_date=at, args=(source_id,), id=str(source_id), replace_existing=True
        )

    def clear(self, source_id: int) -> None:
        try:
            self._scheduler.remove_job(str(source_id))
        except JobLookupError:
            pass

    def sources(self) -> list[int]:
        """Those with a timer."""
        return [int(job.id) for job in self._scheduler.get_jobs()]


def _scheduler() -> BackgroundScheduler:
    # Jobs run on the timer's thread itself: all there is to do is to ring a bell.
    return BackgroundScheduler(
        timezone=UTC, executors={"default": DebugExecutor()}, job_defaults={"misfire_grace_time": None}
    )
