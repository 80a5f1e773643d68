"""The recordings being analysed right now: how far each is, and how to stop it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from backend.domain.errors import Cancelled
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.runtime.progress import Progress
from backend.runtime.stop import StopSignal
from backend.scheduling.policy import file_eta_ms
from backend.scheduling.ports import Claimed
from backend.scheduling.work import Work


class StopReason(StrEnum):
    STOPPED = "stopped"
    """Somebody stopped the program: the recording goes back to the queue."""
    TIMEOUT = "timeout"
    LOST = "lost"
    """The claim is somebody else's now: nothing may be stored any more."""


@dataclass(slots=True, eq=False)
class Job:
    """One claim. Times by the monotonic clock, in seconds."""

    work: Work
    claimed: Claimed
    owner: str
    worker: str
    stop: StopSignal
    started_s: float
    progress: float = 0.0
    beaten_s: float = 0.0
    stopped_s: float | None = None
    stop_reason: StopReason | None = None
    analysed: bool = False
    """The analysis has returned and only its results are being stored: too late for a time-out."""


@dataclass(frozen=True, slots=True)
class ActiveRecording:
    """One line of the status: what a worker is doing."""

    recording_id: int
    camera_id: int
    path: str
    worker: str
    progress: float
    elapsed_ms: int
    eta_ms: int | None
    second_look: bool = False


class ActiveJobs:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._guard = Guard()
        self._jobs: list[Job] = []
        self._claims = 0
        self._footage = Progress(0, clock)

    def next_owner(self, worker: str) -> str:
        """A name for one claim, never used twice, so that a late result of a former claim is told apart."""
        with self._guard:
            self._claims += 1
            return f"{worker}#{self._claims}"

    def begin(self, work: Work, claimed: Claimed, owner: str, worker: str, parent: StopSignal) -> Job:
        now_s = self._clock.monotonic()
        job = Job(work, claimed, owner, worker, parent.child(), now_s, beaten_s=now_s)
        with self._guard:
            if not self._jobs:
                # The speed is that of work; hours without any would make it look slow.
                self._footage = Progress(0, self._clock)
            self._jobs.append(job)
        return job

    def report(self, job: Job, fraction: float) -> None:
        """`job` is at `fraction` (0..1). Raises Cancelled when it is to stop, also for analysers that never ask."""
        with self._guard:
            gained = max(0.0, min(1.0, fraction) - job.progress)
            job.progress += gained
            footage = self._footage
        if not job.work.second_look:
            footage.advance(gained * job.claimed.recording.duration_ms)
        if job.stop.is_set():
            raise Cancelled("The analysis was stopped.")

    def end(self, job: Job) -> None:
        with self._guard:
            if job in self._jobs:
                self._jobs.remove(job)

    def interrupt(self, job: Job, reason: StopReason) -> None:
        """Ask one job to stop; the first reason counts."""
        with self._guard:
            if job.stop_reason is None:
                job.stop_reason = reason
                job.stopped_s = self._clock.monotonic()
        job.stop.set()

    def interrupt_all(self) -> None:
        for job in self.jobs():
            self.interrupt(job, StopReason.STOPPED)

    def jobs(self) -> list[Job]:
        with self._guard:
            return list(self._jobs)

    def __iter__(self) -> Iterator[Job]:
        return iter(self.jobs())

    def __len__(self) -> int:
        with self._guard:
            return len(self._jobs)

    @property
    def speed(self) -> float | None:
        """ms of footage per ms of wall time over the last minute, all workers together; None when not known."""
        rate = self._footage.rate
        return rate / 1000 if rate else None

    def lines(self) -> list[ActiveRecording]:
        now_s = self._clock.monotonic()
        return [
            ActiveRecording(
                job.claimed.recording.id,
                job.claimed.recording.camera_id,
                job.claimed.recording.path,
                job.worker,
                round(job.progress, 4),
                round((now_s - job.started_s) * 1000),
                file_eta_ms(now_s - job.started_s, job.progress),
                job.work.second_look,
            )
            for job in self.jobs()
        ]
