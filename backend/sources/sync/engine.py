"""Brings the files of all sources here: each on a schedule of its own, several at once, until told to stop.

What has to survive a restart is in the store (`sync_status`): when a source is due, whether somebody paused it, what
went wrong. A source that runs has a thread of its own, with the threads that fetch below it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from backend.config.settings import Settings
from backend.domain.errors import Cancelled, Conflict, StoreError
from backend.domain.source import SourceState, SourceTrouble, Trouble
from backend.runtime.bell import Bell
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker, stop_all
from backend.sources.sync.backoff import FULL_DISK_PAUSE_S, LONGEST_RUN_PAUSE_S
from backend.sources.sync.book import RunBook
from backend.sources.sync.lines import SourceLine, SourceLines
from backend.sources.sync.progress import Figures
from backend.sources.sync.run import RunTools, SourceRun
from backend.sources.sync.timers import Timers
from backend.sources.sync.wanted import Wanted, WantedSources

log = logging.getLogger(__name__)

SOURCES_AT_ONCE = 8
TICK_S = 1.0
MEND_S = 60.0
ERROR_PAUSE_S = 5.0
STOP_WITHIN_S = 4.5


@dataclass(frozen=True, slots=True)
class Running:
    run: SourceRun
    worker: Worker


class SyncEngine:
    """`run` is the target of one thread; everything else may be called by anybody."""

    def __init__(
        self,
        wanted: WantedSources,
        tools: Callable[[Callable[[int], None]], RunTools],
        book: RunBook,
        lines: Callable[[Callable[[int], Figures | None]], SourceLines],
        settings: Callable[[], Settings],
    ) -> None:
        """`tools` and `lines` are made with what they need of the engine: who is told of progress, and the figures of
        what runs."""
        self._wanted = wanted
        self._lines = lines(self._figures)
        self._tools = tools(self._lines.tick)
        self._status = self._tools.status
        self._clock = self._tools.clock
        self._book = book
        self._settings = settings
        self._bell = Bell()
        self._guard = Guard()
        self._timers = Timers(self._due_now, self._clock)
        self._due: set[int] = set()
        self._by_hand: set[int] = set()
        self._changed: set[int] = set()
        self._running: dict[int, Running] = {}
        self._mended_s = 0.0

    # What people ask for

    def lines(self) -> list[SourceLine]:
        return self._lines.all(self._wanted.ids())

    def line(self, source_id: int) -> SourceLine:
        return self._lines.of(source_id)

    def sync_now(self, source_id: int) -> SourceLine:
        """Look for new files at once, also when it failed or is paused. Raises NotFound, Conflict."""
        if self._wanted.of(source_id) is None:
            raise Conflict(self._wanted.why_not(source_id), code="source_not_synchronised")
        with self._guard:
            running = self._running.get(source_id)
            if running is None or not running.run.list_again():
                self._by_hand.add(source_id)
                self._due.add(source_id)
        self._bell.ring()
        return self.line(source_id)

    def pause(self, source_id: int) -> SourceLine:
        """Stop fetching from the source, keeping what is done, until somebody resumes it. Raises NotFound."""
        if not self._wanted.exists(source_id):
            self._wanted.why_not(source_id)
        self._status.change(source_id, paused=True, state=SourceState.PAUSED, next_ms=None)
        self._stop_run(source_id)
        self._timers.clear(source_id)
        self._lines.publish(source_id)
        return self.line(source_id)

    def resume(self, source_id: int) -> SourceLine:
        """Go on after a pause, at once. Raises NotFound."""
        if not self._wanted.exists(source_id):
            self._wanted.why_not(source_id)
        self._status.change(source_id, paused=False, state=SourceState.WAITING, next_ms=self._clock.now_ms())
        self._due_now(source_id)
        self._lines.publish(source_id)
        return self.line(source_id)

    def source_changed(self, source_id: int) -> None:
        """The source, its cameras or its secrets changed, or it went: what runs for it ends, and begins anew."""
        with self._guard:
            self._changed.add(source_id)
        if not self._wanted.exists(source_id):
            self._stop_run(source_id)
            self._timers.clear(source_id)
        self._bell.ring()

    # The loop

    def run(self, stop: StopSignal) -> None:
        """Synchronise until stopped: the target of a thread."""
        self._timers.start()
        try:
            self._status.close_left_open(now_ms=self._clock.now_ms())
            self._mend(first=True)
            while not stop.is_set():
                seen = self._bell.rings
                try:
                    self._step(stop)
                except Exception:
                    log.exception("synchronisation could not go on")
                    stop.wait(ERROR_PAUSE_S)
                self._bell.wait(seen, TICK_S, stop)
        finally:
            self._timers.stop()
            with self._guard:
                workers = [one.worker for one in self._running.values()]
            stop_all(workers, STOP_WITHIN_S)

    def _step(self, stop: StopSignal) -> None:
        with self._guard:
            self._running = {key: one for key, one in self._running.items() if one.worker.alive}
            changed = sorted(self._changed)
        for source_id in changed:
            self._take_from(self._changed, source_id, self._take_in_change)
        with self._guard:
            due = sorted(self._due)
        for source_id in due:
            if stop.is_set() or len(self._running) >= SOURCES_AT_ONCE:
                break
            if source_id not in self._running:
                self._take_from(self._due, source_id, lambda one: self._start(one, stop))
        if self._clock.monotonic() - self._mended_s >= MEND_S:
            self._mend()

    def _take_from(self, waiting: set[int], source_id: int, act: Callable[[int], None]) -> None:
        """Act on one of those that wait. Where the store fails it waits on, as the others do."""
        with self._guard:
            # First, so that one told of meanwhile is acted on once more.
            waiting.discard(source_id)
        try:
            act(source_id)
        except StoreError:
            with self._guard:
                waiting.add(source_id)
            raise

    def _take_in_change(self, source_id: int) -> None:
        self._stop_run(source_id)
        if not self._wanted.exists(source_id):
            self._timers.clear(source_id)
            with self._guard:
                self._due.discard(source_id)
            self._lines.publish_removed(source_id)
            return
        status = self._status.get(source_id)
        if self._wanted.of(source_id) is None:
            self._timers.clear(source_id)
            with self._guard:
                self._due.discard(source_id)
            if status.state is SourceState.WAITING:
                self._status.change(source_id, state=SourceState.IDLE, next_ms=None)
        elif not status.paused:
            if status.state is SourceState.FAILED:
                self._status.change(source_id, state=SourceState.WAITING, failures=0)
            self._due_now(source_id)
        self._lines.publish(source_id)

    def _start(self, source_id: int, stop: StopSignal) -> None:
        wanted, status = self._wanted.of(source_id), self._status.get(source_id)
        with self._guard:
            by_hand = source_id in self._by_hand
        if wanted is None or (status.paused and not by_hand):
            return
        if status.trouble == Trouble.DISK_FULL and not by_hand and self._still_full(wanted):
            return
        run_id = self._status.begin_run(source_id, now_ms=self._clock.now_ms(), by_hand=by_hand)
        with self._guard:
            self._by_hand.discard(source_id)
        if run_id is None:
            return
        run = SourceRun(
            self._tools, wanted.source, wanted.options, wanted.cameras, self._settings().parallel_downloads,
            self._book.interval_ms(wanted.options) / 1000,
        )  # fmt: skip

        def work(own_stop: StopSignal) -> None:
            self._carry_out(run, run_id, own_stop, by_hand=by_hand)

        worker = Worker(f"sync-{source_id}", work, parent=stop)
        with self._guard:
            self._running[source_id] = Running(run, worker)
        worker.start()
        self._lines.publish(source_id)

    def _carry_out(self, run: SourceRun, run_id: int, stop: StopSignal, *, by_hand: bool) -> None:
        source_id = run.source.id
        stopped = False
        try:
            run.carry_out(stop)
        except Cancelled:
            stopped = True
        except StoreError as error:
            run.trouble = SourceTrouble(Trouble.DISK, error.message)
        except Exception:
            log.exception("synchronising source %d broke off", source_id)
            run.trouble = SourceTrouble(Trouble.ANSWER, "Synchronising broke off. The server's log says more.")
        try:
            next_ms = self._book.close(run_id, run, by_hand=by_hand, stopped=stopped)
            if next_ms is not None and not stopped and self._wanted.of(source_id) is not None:
                self._timers.set(source_id, next_ms)
            if self._wanted.exists(source_id):
                self._lines.publish(source_id)
        except StoreError:
            log.exception("the end of a run of source %d could not be stored", source_id)
        finally:
            with self._guard:
                self._running.pop(source_id, None)
            self._bell.ring()

    def _mend(self, *, first: bool = False) -> None:
        """Every source that waits has a timer, none further away than its pauses allow: the clock may have jumped."""
        self._mended_s = self._clock.monotonic()
        now_ms, timed = self._clock.now_ms(), set(self._timers.sources())
        statuses = self._status.all()
        for source_id in self._wanted.ids():
            wanted, status = self._wanted.of(source_id), statuses.get(source_id)
            if wanted is None or source_id in self._running or source_id in self._due:
                continue
            if status is None or status.state is SourceState.NEW:
                self._due_now(source_id)
            elif not status.paused and status.state is not SourceState.FAILED:
                latest_ms = now_ms + max(self._book.interval_ms(wanted.options), round(LONGEST_RUN_PAUSE_S * 2000))
                next_ms = status.next_ms if status.next_ms is not None and status.next_ms <= latest_ms else now_ms
                if first or source_id not in timed or next_ms != status.next_ms:
                    self._timers.set(source_id, next_ms)

    def _still_full(self, wanted: Wanted) -> bool:
        try:
            self._tools.space.check(wanted.source.path)
        except SourceTrouble:
            next_ms = self._clock.now_ms() + round(FULL_DISK_PAUSE_S * 1000)
            self._status.change(wanted.source.id, next_ms=next_ms)
            self._timers.set(wanted.source.id, next_ms)
            return True
        return False

    def _due_now(self, source_id: int) -> None:
        with self._guard:
            self._due.add(source_id)
        self._bell.ring()

    def _stop_run(self, source_id: int) -> None:
        with self._guard:
            running = self._running.get(source_id)
        if running is not None:
            running.worker.stop()

    def _figures(self, source_id: int) -> Figures | None:
        running = self._running.get(source_id)
        return running.run.progress.figures() if running is not None else None
