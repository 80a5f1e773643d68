"""What is written down when a run ends: its line in the history, how the source is now, and when it is due again."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from backend.config.settings import Settings
from backend.domain.source import SourceState, SourceTrouble, Trouble
from backend.runtime.clock import Clock
from backend.sources.sync.backoff import FULL_DISK_PAUSE_S, run_pause_s
from backend.sources.sync.gaps import GapFiller
from backend.sources.sync.options import DAY_MS, SyncOptions
from backend.sources.sync.run import SourceRun
from database.repositories.downloaded_files import DownloadedFiles
from database.repositories.sync_status import CANCELLED, SyncStatusRepository

SOONEST_MS = 10_000


class RunBook:
    def __init__(
        self,
        status: SyncStatusRepository,
        files: DownloadedFiles,
        gaps: GapFiller,
        settings: Callable[[], Settings],
        clock: Clock,
    ) -> None:
        self._status = status
        self._files = files
        self._gaps = gaps
        self._settings = settings
        self._clock = clock

    def interval_ms(self, options: SyncOptions) -> int:
        return round((options.interval_min or self._settings().sync_interval_min) * 60_000)

    def close(self, run_id: int, run: SourceRun, *, by_hand: bool, stopped: bool) -> int | None:
        """Write the end of a run down; returns when the source is due again, None when it is not by itself."""
        source_id, now_ms = run.source.id, self._clock.now_ms()
        before = self._status.get(source_id)
        trouble = None if stopped else run.trouble
        state, next_ms = self._outcome(run, trouble, before.failures + 1, now_ms, stopped=stopped)
        if before.paused:
            state, next_ms = SourceState.PAUSED, None
        status: dict[str, Any] = {"state": state, "ended_ms": now_ms, "next_ms": next_ms}
        if not stopped:
            status |= {
                "trouble": trouble.trouble.value if trouble else None,
                "message": trouble.message if trouble else None,
                "details": trouble.details if trouble else {},
                "failures": before.failures + 1 if trouble else 0,
            }
            if trouble is None:
                status["succeeded_ms"] = now_ms
        figures = run.progress.figures()
        line = {
            "ended_ms": now_ms, "listed": figures.listed, "fetched": figures.fetched, "failed": figures.failed,
            "bytes": figures.bytes, "trouble": CANCELLED if stopped else status.get("trouble"),
            "message": status.get("message"),
        }  # fmt: skip
        self._status.end_run(run_id, source_id, line, status)
        if not (by_hand or figures.fetched or figures.failed or line["trouble"]):
            # Nothing new every ten minutes is no history; the status says when it was looked at last.
            self._status.drop_run(run_id)
        keep_days = self._settings().retention_logs_days
        if keep_days:
            self._status.prune(source_id, before_ms=now_ms - keep_days * DAY_MS)
        return next_ms

    def _outcome(
        self, run: SourceRun, trouble: SourceTrouble | None, failures: int, now_ms: int, *, stopped: bool
    ) -> tuple[SourceState, int | None]:
        if stopped:
            return SourceState.WAITING, now_ms
        if trouble is None:
            return SourceState.IDLE, self._next_ms(run, now_ms)
        if not trouble.passing:
            return SourceState.FAILED, None
        pause_s = FULL_DISK_PAUSE_S
        if trouble.trouble is not Trouble.DISK_FULL:
            pause_s = run_pause_s(failures, random.random(), trouble.retry_after_s)
        return SourceState.WAITING, now_ms + round(pause_s * 1000)

    def _next_ms(self, run: SourceRun, now_ms: int) -> int:
        """After the pause between two looks, or earlier: when a file that failed is tried again, or a gap is due."""
        due_ms = now_ms + self.interval_ms(run.options)
        retry_ms = self._files.next_retry_ms(run.source.id)
        gap_ms = self._gaps.next_ms(run.source.id, [one.camera_id for one in run.cameras.values() if one.gaps_only])
        earlier = [one for one in (retry_ms, gap_ms) if one is not None]
        return max(now_ms + SOONEST_MS, min([due_ms, *earlier])) if earlier else due_ms
