"""BatchScheduler: the threads that analyse recordings and derive events, and the supervisor that looks after them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from backend.config.settings import Settings
from backend.domain.recording import RecordingFailure
from backend.runtime.bell import Bell
from backend.runtime.broadcast import Broadcast
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.runtime.watchdog import Watchdog
from backend.runtime.worker import Worker, stop_all
from backend.scheduling import messages
from backend.scheduling.active_jobs import ActiveJobs, ActiveRecording, Job, StopReason
from backend.scheduling.claim_gate import NOTHING, ClaimGate, ClaimRule, Permit
from backend.scheduling.event_worker import EventWorker
from backend.scheduling.periodic import Periodic
from backend.scheduling.policy import Load, WorkerGovernor, WorkerLimits, starting_workers
from backend.scheduling.ports import Analyse, Claims, DeriveWindow, DirtyWindows, Recordings
from backend.scheduling.retries import RetryLater
from backend.scheduling.sampler_pool import SamplerPool
from backend.scheduling.sampler_worker import TIMEOUT_REASON, SamplerTools
from backend.scheduling.work import Work

log = logging.getLogger(__name__)

TICK_S = 0.25
ADAPT_S = 5.0
STALE_S = 30.0
HUNG_AFTER_S = 30.0
"""A worker that does not come back this long after it was asked to stop is given up."""
STOP_WITHIN_S = 5.0


class Monitor(Protocol):
    @property
    def cores(self) -> int: ...
    def read(self) -> Load: ...


@dataclass(frozen=True, slots=True)
class SchedulerStatus:
    workers: int
    active: tuple[ActiveRecording, ...]
    load: Load | None
    speed: float | None
    """ms of footage per ms of wall time, all workers together; None when nothing runs."""
    retries_waiting: int
    windows_resting: int
    """Windows whose events could not be derived and wait for another try."""
    second_looks_waiting: int
    """Recordings to be looked through once more when nothing else is to do; 0 when the setting is off."""
    unhealthy: tuple[str, ...]
    """Threads that died too often in a minute and rest."""


class BatchScheduler:
    """`start` starts the threads; they take recordings once a program opens the gate with `open`."""

    def __init__(
        self,
        *,
        claims: Claims,
        recordings: Recordings,
        analyse: Analyse,
        dirty_windows: DirtyWindows,
        derive_window: DeriveWindow,
        settings: Callable[[], Settings],
        monitor: Monitor,
        clock: Clock,
        broadcast: Broadcast,
        second_look: Work | None = None,
        stop: StopSignal | None = None,
        permit: Callable[[], Permit] = Permit,
    ) -> None:
        self._claims = claims
        self._recordings = recordings
        self._settings = settings
        self._monitor = monitor
        self._clock = clock
        self._broadcast = broadcast
        self._stop = stop.child() if stop is not None else StopSignal()
        self.settled = Bell()
        """Rings when a recording was done or failed."""
        self._work = Bell()
        self._gate = ClaimGate(self._work, permit)
        self._jobs = ActiveJobs(clock)
        self._retries = RetryLater(clock)
        self._watchdog = Watchdog(clock)
        self._works = works = (Work(claims, analyse), *([second_look] if second_look else []))
        tools = SamplerTools(
            works, self._jobs, self._gate, self._work, self._retries, broadcast, clock, settings,
            self.settled.ring,
        )  # fmt: skip
        self._pool = SamplerPool(tools, self._watchdog, self._stop)
        self._events = EventWorker(dirty_windows, derive_window, bell=self.settled, broadcast=broadcast, clock=clock)
        self._governor = WorkerGovernor(starting_workers(self._limits(), monitor.read().memory_free_bytes))
        self._supervisor: Worker | None = None
        self._load: Load | None = None
        self._published: dict[int, float] = {}
        self._healthy: tuple[str, ...] = ()
        # Heartbeats come before stale claims are taken back: after the wall clock has jumped ahead, the claims of our
        # own living workers would look stale too.
        self._duties = [
            Periodic("sending heartbeats", 0.0, self._send_heartbeats, clock),
            Periodic("stopping overdue recordings", 0.0, self._stop_overdue, clock),
            Periodic("taking stale claims back", STALE_S, self._take_stale_back, clock),
            Periodic("letting new recordings go before second looks", 1.0, self._let_recordings_first, clock),
            Periodic("queueing retries", 1.0, self._queue_retries, clock),
            Periodic("restarting dead workers", 1.0, self._restart_dead, clock),
            Periodic("adapting the number of workers", ADAPT_S, self._adapt, clock),
            Periodic("publishing progress", 1.0, self._publish_progress, clock),
        ]

    def start(self) -> None:
        """Start all threads. Recovery must have run before. Raises RuntimeError when started twice."""
        if self._supervisor is not None:
            raise RuntimeError("The scheduler was started already.")
        self.add_worker("event-detector", self._events.run)
        self._pool.resize(self._governor.count)
        self._supervisor = Worker("supervisor", self._supervise, parent=self._stop).start()

    def add_worker(self, name: str, target: Callable[[StopSignal], None]) -> None:
        """Run a loop on a thread of its own, restarted when it dies, ended with the scheduler."""
        self._watchdog.watch(name, lambda: Worker(name, target, parent=self._stop))

    def open(self, rule: ClaimRule) -> None:
        """Let workers take what `rule` allows; recordings in hand go on."""
        self._gate.turn(rule)

    def close(self) -> None:
        """Let workers take nothing more, and stop what is in hand: it goes back to the queue."""
        self._gate.turn(NOTHING)
        self._jobs.interrupt_all()

    def wake(self) -> None:
        """There may be new recordings in the queue, or windows whose events have to be derived again."""
        self._work.ring()
        self.settled.ring()

    def stop(self, timeout_s: float = STOP_WITHIN_S) -> bool:
        """End every thread within `timeout_s`. What was finished is stored, the rest goes back to the queue, also that
        of a thread that hangs. True when all threads ended."""
        self.close()
        self._stop.set()
        workers = [*self._watchdog.workers(), *self._pool.leaving()]
        left = stop_all([*workers, *([self._supervisor] if self._supervisor else [])], timeout_s)
        for job in self._jobs:
            self._give_up(job)
        if left:
            log.warning("still running after %.0f s: %s", timeout_s, ", ".join(worker.name for worker in left))
        return not left

    @property
    def deriving(self) -> bool:
        """What was analysed is not yet in the events, and soon will be. Raises StoreError."""
        return self._events.waiting

    @property
    def busy(self) -> bool:
        """Whether a recording is in hand."""
        return len(self._jobs) > 0

    @property
    def speed(self) -> float | None:
        return self._jobs.speed if self.busy else None

    def status(self) -> SchedulerStatus:
        return SchedulerStatus(
            self._pool.size,
            tuple(self._jobs.lines()),
            self._load,
            self.speed,
            len(self._retries),
            self._events.resting,
            self._second_looks_waiting(),
            tuple(self._watchdog.unhealthy()),
        )

    def _second_looks_waiting(self) -> int:
        wanted = self._settings().second_look
        barred = self._gate.permit().barred_cameras
        return sum(work.claims.waiting(barred) for work in self._works if work.second_look and wanted)

    def tick(self) -> None:
        """One round of the supervisor's duties, those that are due."""
        for duty in self._duties:
            duty.run_if_due()

    def _supervise(self, stop: StopSignal) -> None:
        while not stop.wait(TICK_S):
            self.tick()

    def _send_heartbeats(self) -> None:
        every_s = self._settings().heartbeat_s
        for job in self._jobs:
            now_s = self._clock.monotonic()
            if now_s - job.beaten_s < every_s:
                continue
            job.beaten_s = now_s
            held = job.work.claims.heartbeat(job.claimed.recording.id, job.owner, self._clock.now_ms(), job.progress)
            # A job that has just ended gave its claim up itself.
            if not held and job in self._jobs.jobs() and not job.analysed:
                self._jobs.interrupt(job, StopReason.LOST)

    def _stop_overdue(self) -> None:
        limit_s = self._settings().recording_timeout_s
        for job in self._jobs:
            now_s = self._clock.monotonic()
            if job.stop_reason is None:
                if now_s - job.started_s > limit_s and not job.analysed:
                    log.warning("%s took longer than %.0f s and is stopped", job.claimed.recording.path, limit_s)
                    self._jobs.interrupt(job, StopReason.TIMEOUT)
            elif job.stopped_s is not None and now_s - job.stopped_s > HUNG_AFTER_S and not job.analysed:
                self._give_up(job)
                self._pool.replace(job.worker)

    def _give_up(self, job: Job) -> None:
        """Settle a claim in place of a thread that hangs; should it come back, its result is refused."""
        recording, now_ms = job.claimed.recording, self._clock.now_ms()
        if job.stop_reason is StopReason.TIMEOUT:
            reason = TIMEOUT_REASON.format(limit=self._settings().recording_timeout_s)
            job.work.claims.fail(recording.id, job.owner, RecordingFailure.TIMEOUT.value, reason, now_ms)
        else:
            job.work.claims.release(recording.id, job.owner, now_ms)
        self._jobs.end(job)
        self.settled.ring()

    def _take_stale_back(self) -> None:
        settings = self._settings()
        older_than_ms = round(settings.stale_claim_s * 1000)
        # Our own jobs are watched by the monotonic clock; a wall clock that jumps must not take them away.
        alive = [job.owner for job in self._jobs]
        for work in self._works:
            taken = work.claims.release_stale(
                self._clock.now_ms(), older_than_ms, max_attempts=settings.max_attempts, alive=alive
            )
            if taken:
                log.warning("%d claims without a sign of life were taken back", len(taken))
                self._work.ring()

    def _let_recordings_first(self) -> None:
        """A second look gives way to a recording that waits for a worker, and to the setting that ends them."""
        looks = [job for job in self._jobs if job.work.second_look and job.stop_reason is None]
        if not looks:
            return
        waiting = self._claims.waiting(self._gate.permit().barred_cameras)
        crowded = waiting > 0 and len(self._jobs) >= self._pool.size
        if crowded or self._gate.rule.run_id is not None or not self._settings().second_look:
            for job in looks:
                self._jobs.interrupt(job, StopReason.STOPPED)

    def _queue_retries(self) -> None:
        due = self._retries.due()
        if due:
            self._recordings.retry(due, now_ms=self._clock.now_ms())
            self._work.ring()

    def _restart_dead(self) -> None:
        self._watchdog.check()
        unhealthy = tuple(self._watchdog.unhealthy())
        if unhealthy != self._healthy:
            self._healthy = unhealthy
            self._broadcast.publish(messages.HEALTH, {"ok": not unhealthy, "unhealthy": list(unhealthy)})

    def _adapt(self) -> None:
        self._load = self._monitor.read()
        before = self._governor.count
        wanted = self._governor.update(self._load, self._limits())
        if wanted != before:
            log.info("%d workers instead of %d", wanted, before)
        if not self._stop.is_set():
            self._pool.resize(wanted)

    def _limits(self) -> WorkerLimits:
        s = self._settings()
        return WorkerLimits(
            s.workers_min, s.workers_max, self._monitor.cores, s.cpu_low, s.cpu_high, s.mem_low, s.mem_high
        )

    def _publish_progress(self) -> None:
        lines = self._jobs.lines()
        for line in lines:
            if self._published.get(line.recording_id) != line.progress:
                self._broadcast.publish(messages.RECORDING, messages.recording_running(line))
        self._published = {line.recording_id: line.progress for line in lines}
