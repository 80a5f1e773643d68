"""The three programs, and the loop that carries the present one out.

First run: the recordings of the last N days; when they are all settled it is marked completed and Default takes over.
Default: looks for new recordings again and again, newest first, until stopped.
Custom: one file or folder, before everything else; what ran before pauses meanwhile and then goes on.

A program is a row of `program_runs` with the status `running`, so a restart goes on with what ran before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from backend.config.settings import Settings
from backend.domain.errors import Conflict, InvalidInput
from backend.runtime.broadcast import Broadcast
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from backend.scheduling import messages
from backend.scheduling.batch_scheduler import BatchScheduler
from backend.scheduling.claim_gate import EVERYTHING, ClaimRule
from backend.scheduling.policy import Program, checked_days, program_named
from backend.scheduling.ports import Memory, Recordings, Run, Runs, RunStatistics, RunStatus, Scan
from backend.scheduling.present_run import SCAN_ERROR_PAUSE, PresentRun
from backend.scheduling.program_status import ProgramStatus, status_of
from backend.scheduling.run_counter import RunCounter
from backend.scheduling.scan_turns import ScanTurns

log = logging.getLogger(__name__)

FIRST_RUN_COMPLETED = "first_run_completed"
STOPPED_MS = "stopped_ms"
"""When a person last stopped a program, UTC epoch ms."""
TICK_S = 1.0


class Programs:
    def __init__(
        self,
        *,
        scheduler: BatchScheduler,
        scan: Scan,
        runs: Runs,
        recordings: Recordings,
        statistics: RunStatistics,
        memory: Memory,
        check_custom_path: Callable[[str], str],
        settings: Callable[[], Settings],
        clock: Clock,
        broadcast: Broadcast,
    ) -> None:
        """`check_custom_path` returns the real path of what a custom run may look at; it raises Forbidden, NotFound or
        InvalidInput (outside the allowed roots, not there, in no camera's folder)."""
        self._scheduler = scheduler
        self._runs = runs
        self._memory = memory
        self._check_custom_path = check_custom_path
        self._settings = settings
        self._clock = clock
        self._broadcast = broadcast
        self._guard = Guard()
        self._publishing = Guard()
        self._present: PresentRun | None = None
        self._waiting: Run | None = None
        self._published: ProgramStatus | None = None
        self._built_ms = clock.now_ms()
        self._scans = ScanTurns(scan, recordings, scheduler, settings, clock, self._publish)
        self._counter = RunCounter(statistics, scheduler, clock)

    # What people ask for

    def start(
        self, name: str, *, days: int | None = None, custom_path: str | None = None, again: bool = False
    ) -> ProgramStatus:
        """Start first (`days` 1..365), default or custom (`custom_path`); English and Vietnamese names are understood.
        `again`: a custom run also looks at what was analysed before.

        Starting Default or First while the other runs changes over; while Custom runs it takes its turn afterwards.
        Returns at once. Raises InvalidInput, Forbidden, NotFound, and Conflict when a custom run is under way already.
        """
        program = program_named(name)
        days = checked_days(days) if program is Program.FIRST else None
        path = None
        if program is Program.CUSTOM:
            if not custom_path or not custom_path.strip():
                raise InvalidInput("Say which file or folder to look at (custom_path).")
            path = self._check_custom_path(custom_path)
        with self._guard:
            if self._begin(program, days, path, again):
                log.info("program %s started", program)
        self._publish()
        return self.status()

    def stop(self) -> ProgramStatus:
        """Stop what runs and what waits, and a scan by hand. Recordings in hand go back to the queue; what is done is
        kept."""
        with self._guard:
            self._memory.set({STOPPED_MS: str(self._clock.now_ms())}, now_ms=self._clock.now_ms())
            self._scheduler.close()
            self._scans.interrupt()
            self._drop_waiting()
            if self._present is not None:
                self._end_present("stopped")
        self._publish()
        return self.status()

    def resume(self) -> None:
        """At the start of the server: go on with what ran when it ended.

        A first or custom run is always gone on with. Default runs when the setting `run_default_on_start` says so and
        the first run has been completed, or Default ran before.
        """
        with self._guard:
            wanted = self._settings().run_default_on_start
            left = list(self._runs.running())
            custom = next((run for run in left if run.program == "custom"), None)
            background = next((run for run in reversed(left) if run.program != "custom"), None)
            if background is not None and background.program == "default" and not wanted:
                background = None
            for run in left:
                if run not in (custom, background):
                    self._runs.finish(run.id, "stopped", now_ms=self._clock.now_ms())
            if background is None and wanted and self.first_run_completed:
                background = self._runs.start("default", now_ms=self._clock.now_ms())
            if custom is not None:
                self._waiting = background
                self._take_up(custom, fresh=False)
            elif background is not None:
                self._take_up(background, fresh=False)

    def footage_arrived(self, added_ms: int) -> None:
        """A source that was added at `added_ms` brought recordings: whoever adds one wants them analysed, so Default
        starts when nothing runs. Not when a person stopped the programs after adding it, and not after a restart when
        the setting `run_default_on_start` says so."""
        began = False
        with self._guard:
            if self._present is None:
                wanted_ms = int(self._memory.get(STOPPED_MS) or 0)
                if not self._settings().run_default_on_start:
                    wanted_ms = max(wanted_ms, self._built_ms)
                began = added_ms >= wanted_ms and self._begin(Program.DEFAULT)
        if began:
            log.info("program %s started, since footage arrived", Program.DEFAULT)
            self._publish()
        self._scheduler.wake()

    def scan_now(self) -> None:
        """Look for recordings without waiting for the interval. While no program runs they are not analysed."""
        self._scans.ask()
        self._scheduler.settled.ring()

    @property
    def first_run_completed(self) -> bool:
        return self._memory.get(FIRST_RUN_COMPLETED) == "true"

    def status(self) -> ProgramStatus:
        with self._guard:
            present, waiting, scan = self._present, self._waiting, self._scans.progress
        return status_of(
            present.run if present else None,
            waiting,
            self._counter.progress(present) if present else None,
            scanning=scan is not None or (present is not None and not present.found_all),
            scan=scan,
            busy=self._scheduler.busy,
            first_run_completed=self.first_run_completed,
            problems=present.problems if present else (),
        )

    # The loop

    def run(self, stop: StopSignal) -> None:
        """Carry the present program out until stopped: the target of a thread."""
        while not stop.is_set():
            seen = self._scheduler.settled.rings
            try:
                self.step(stop)
            except Exception:
                log.exception("the program loop could not go on")
                stop.wait(SCAN_ERROR_PAUSE.pause_s(1))
            self._scheduler.settled.wait(seen, TICK_S, stop)

    def step(self, stop: StopSignal) -> None:
        """Scan when it is time, end the run when it is over, tell listeners what changed."""
        with self._guard:
            present = self._present
            turn = self._scans.due(present)
        if turn is not None and not stop.is_set():
            if not self._scans.scan(present, StopSignal.either(stop, turn)) and present is not None:
                self._end(present, "failed")
            with self._publishing:
                # What it found shows in lists of recordings even when the program's figures are the same.
                self._published = None
        if present is not None:
            self._end_when_over(present)
        self._publish()

    def _end_when_over(self, present: PresentRun) -> None:
        if not present.found_all:
            return
        progress = self._counter.progress(present)
        present.note_over(progress.over, self._clock.now_ms())
        empty_custom = present.run.program == "custom" and progress.files_total == 0
        # A first run that found nothing but problems waits for its disk; it is over once its events are there.
        waits = progress.files_total == 0 and present.problems and not empty_custom
        if present.endless or not progress.over or waits or self._scheduler.deriving:
            return
        log.info("%s is over: %d done, %d failed", present.run.program, progress.files_done, progress.files_failed)
        self._end(present, "failed" if empty_custom else "done")

    def _end(self, present: PresentRun, status: RunStatus) -> None:
        """Close the run, unless somebody changed over meanwhile, and go on with what comes next."""
        with self._guard:
            if self._present is not present:
                return
            first = present.run.program == "first"
            if first and status == "done":
                # Before the run is closed: a crash in between must not lose that it was completed.
                self._memory.set({FIRST_RUN_COMPLETED: "true"}, now_ms=self._clock.now_ms())
            self._end_present(status)
            self._go_on(after_first=first)

    def _go_on(self, *, after_first: bool = False) -> None:
        """With what waited for a custom run, or with Default after a first run. The guard is held."""
        following, self._waiting = self._waiting, None
        if following is None and after_first:
            following = self._runs.start("default", now_ms=self._clock.now_ms())
        if following is not None:
            self._take_up(following, fresh=False)
        else:
            # What is queued again later waits for a program, whatever run it once belonged to.
            self._scheduler.close()

    def _begin(self, program: Program, days: int | None = None, path: str | None = None, again: bool = False) -> bool:
        """False when it runs already. The guard is held. Raises Conflict."""
        present = self._present.run.program if self._present else None
        if program is Program.CUSTOM and present == "custom":
            raise Conflict("A custom run is under way. Wait until it is over, or stop it first.", code="custom_running")
        if program is Program.DEFAULT and present == "default":
            return False
        run = self._runs.start(
            program.value, now_ms=self._clock.now_ms(), days=days, custom_path=path, again=again and bool(path)
        )
        if present == "custom":
            self._drop_waiting()
            self._waiting = run
            return True
        if self._present is not None:
            if program is Program.CUSTOM:
                self._waiting = self._present.run
                self._present.stop.set()
            else:
                self._end_present("stopped")
        self._take_up(run, fresh=True)
        return True

    def _take_up(self, run: Run, *, fresh: bool) -> None:
        self._present = PresentRun(run, fresh, self._clock.monotonic(), run.started_ms)
        self._scans.interrupt()
        self._scheduler.open(ClaimRule(open=True, run_id=run.id) if run.program == "custom" else EVERYTHING)
        self._scheduler.settled.ring()

    def _end_present(self, status: RunStatus) -> None:
        present, self._present = self._present, None
        if present is not None:
            present.stop.set()
            facts = self._counter.whole(present)
            self._runs.finish(present.run.id, status, now_ms=self._clock.now_ms(), facts=facts)

    def _drop_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._runs.finish(waiting.id, "stopped", now_ms=self._clock.now_ms())

    def _publish(self) -> None:
        """Never with the guard held: whoever publishes asks for the status, which takes the guard."""
        # One at a time, or a status read before a change could be published after it and stay the last word.
        with self._publishing:
            status = self.status()
            if status != self._published:
                self._published = status
                self._broadcast.publish(messages.PROGRAM, status.as_dict())
