"""Jobs are carried out one after the other, tell how far they are, and stop when they are told to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from backend.domain.errors import Conflict, InvalidInput, NotFound
from backend.runtime.jobs import Job, Jobs, JobStatus
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker

PATIENCE_S = 20.0


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs(waiting=3, kept=2)
    worker = Worker("jobs", made.run).start()
    yield made
    worker.stop()
    assert worker.join(PATIENCE_S)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def finished(job: Job) -> Job:
    until(lambda: job.status.over)
    return job


def wait_for_stop(stop: StopSignal, tell: Callable[[float], None]) -> None:
    tell(0.4)
    stop.wait(PATIENCE_S)
    stop.check()


def test_a_job_tells_its_progress_and_gives_its_result(jobs: Jobs) -> None:
    go = StopSignal()

    def work(stop: StopSignal, tell: Callable[[float], None]) -> str:
        tell(0.5)
        tell(0.25)
        go.wait(PATIENCE_S)
        return "found"

    job = jobs.submit("look", work)
    until(lambda: job.progress > 0)
    assert (job.status, job.progress) == (JobStatus.RUNNING, 0.5)
    go.set()
    assert (finished(job).status, job.result, job.progress) == (JobStatus.DONE, "found", 1.0)
    assert jobs.get(job.id) is job


def test_running_and_waiting_jobs_can_be_cancelled(jobs: Jobs) -> None:
    running, waiting = jobs.submit("a", wait_for_stop), jobs.submit("b", wait_for_stop)
    until(lambda: running.progress > 0)
    assert jobs.cancel(waiting.id).status is JobStatus.CANCELLED
    jobs.cancel(running.id)
    assert finished(running).status is JobStatus.CANCELLED
    # The thread goes on with what comes next.
    assert finished(jobs.submit("c", lambda stop, tell: 7)).result == 7


def test_what_fails_says_why(jobs: Jobs) -> None:
    def refused(stop: StopSignal, tell: Callable[[float], None]) -> None:
        raise InvalidInput("Nothing there.")

    job = finished(jobs.submit("a", refused))
    assert (job.reason, job.reason_code) == ("Nothing there.", "invalid_input")


@pytest.mark.logs_errors
def test_the_unforeseen_ends_the_job_only(jobs: Jobs) -> None:
    broken = finished(jobs.submit("a", lambda stop, tell: 1 / 0))
    assert broken.status is JobStatus.FAILED
    assert "internal error" in (broken.reason or "")
    assert finished(jobs.submit("b", lambda stop, tell: 1)).status is JobStatus.DONE


def test_the_queue_and_the_memory_are_bounded(jobs: Jobs) -> None:
    done = [finished(jobs.submit("x", lambda stop, tell: None)) for _ in range(5)]
    with pytest.raises(NotFound):
        jobs.get(done[0].id)
    running = jobs.submit("run", wait_for_stop)
    until(lambda: running.progress > 0)
    waiting = [jobs.submit("wait", wait_for_stop) for _ in range(3)]
    with pytest.raises(Conflict):
        jobs.submit("one too many", wait_for_stop)
    for job in [*waiting, running]:
        jobs.cancel(job.id)
    finished(running)
