"""Jobs: long work that was asked for, carried out one after the other by a thread, watched and cancelled by others."""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from backend.domain.errors import Cancelled, Conflict, EpackError, NotFound
from backend.runtime.bell import Bell
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal

log = logging.getLogger(__name__)

_LOOK_AGAIN_S = 5.0


class JobStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        return self not in (JobStatus.QUEUED, JobStatus.RUNNING)


Work = Callable[[StopSignal, Callable[[float], None]], Any]
"""Called with the signal that stops it and with where to tell its progress, 0..1. Raises Cancelled when stopped."""


@dataclass(slots=True)
class Job:
    """One piece of work. Fields are only ever replaced whole, so that they may be read from any thread."""

    id: str
    kind: str
    work: Work
    about: int | None = None
    """Number of what it is about, for whoever decides who may see it."""
    status: JobStatus = JobStatus.QUEUED
    progress: float = 0.0
    result: Any = None
    reason: str | None = None
    """Why it failed, as a sentence."""
    reason_code: str | None = None
    """The same as a stable word, see `EpackError`."""
    stop: StopSignal = field(default_factory=StopSignal)


class Jobs:
    """A queue of jobs with a bounded memory. `run` is the thread's target; several threads may run it."""

    def __init__(self, *, waiting: int = 20, kept: int = 40) -> None:
        """`waiting`: how many may queue; `kept`: how many finished ones are remembered."""
        self._waiting = waiting
        self._kept = kept
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: deque[Job] = deque()
        self._guard = Guard()
        self._bell = Bell()

    def submit(self, kind: str, work: Work, *, about: int | None = None) -> Job:
        """Queue work. Raises Conflict when too much is waiting already."""
        job = Job(secrets.token_hex(8), kind, work, about)
        with self._guard:
            if len(self._queue) >= self._waiting:
                raise Conflict(
                    "Too much is waiting to be looked at. Wait a moment, or cancel what is not needed.",
                    code="too_many_jobs",
                )
            self._jobs[job.id] = job
            self._queue.append(job)
            finished = [key for key, one in self._jobs.items() if one.status.over]
            for key in finished[: max(0, len(finished) - self._kept)]:
                del self._jobs[key]
        self._bell.ring()
        return job

    def get(self, job_id: str) -> Job:
        """Raises NotFound."""
        with self._guard:
            job = self._jobs.get(job_id)
        if job is None:
            raise NotFound("This job is not known any more. Start it again.", code="job_gone")
        return job

    def cancel(self, job_id: str) -> Job:
        """Stop it, running or waiting; one that is over stays as it is. Raises NotFound."""
        job = self.get(job_id)
        with self._guard:
            if job in self._queue:
                self._queue.remove(job)
                job.status = JobStatus.CANCELLED
        job.stop.set()
        return job

    def run(self, stop: StopSignal) -> None:
        """Carry out what is queued until stopped."""
        while not stop.is_set():
            rings = self._bell.rings
            with self._guard:
                job = self._queue.popleft() if self._queue else None
                if job is not None:
                    job.status = JobStatus.RUNNING
            if job is None:
                self._bell.wait(rings, _LOOK_AGAIN_S, stop)
            else:
                self._carry_out(job, stop)

    def _carry_out(self, job: Job, stop: StopSignal) -> None:
        def tell(share: float) -> None:
            job.progress = max(job.progress, min(1.0, share))

        try:
            job.result = job.work(StopSignal.either(stop, job.stop), tell)
            job.progress = 1.0
            job.status = JobStatus.DONE
        except Cancelled:
            job.status = JobStatus.CANCELLED
        except EpackError as error:
            job.reason, job.reason_code = error.message, error.code
            job.status = JobStatus.FAILED
        except Exception:
            log.exception("a job of kind %s failed", job.kind)
            job.reason = "It failed because of an internal error; the log says more."
            job.reason_code = EpackError.code
            job.status = JobStatus.FAILED
