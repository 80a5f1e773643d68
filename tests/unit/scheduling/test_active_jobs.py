from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn, cast

import pytest

from backend.domain.errors import Cancelled
from backend.domain.recording import Recording
from backend.runtime.clock import ManualClock
from backend.runtime.stop import StopSignal
from backend.scheduling.active_jobs import ActiveJobs, StopReason
from backend.scheduling.ports import Claims
from backend.scheduling.work import Work


@dataclass(frozen=True)
class Claimed:
    recording: Recording
    attempts: int = 1


def never(*_: object) -> NoReturn:
    raise AssertionError("nobody should ask for this")


WORK = Work(cast(Claims, None), never)
SECOND_LOOK = Work(cast(Claims, None), never, never)


def claimed(number: int = 1, duration_ms: int = 60_000) -> Claimed:
    return Claimed(Recording(number, 1, f"/in/{number}.mp4", 0, duration_ms))


def test_progress_gives_a_speed_and_a_time_left() -> None:
    clock = ManualClock()
    jobs = ActiveJobs(clock)
    first = jobs.begin(WORK, claimed(1), jobs.next_owner("a"), "a", StopSignal())
    second = jobs.begin(WORK, claimed(2), jobs.next_owner("b"), "b", StopSignal())
    clock.advance(2)
    jobs.report(first, 0.5)
    jobs.report(second, 0.25)
    assert jobs.speed == pytest.approx(22.5)  # 30 s and 15 s of footage in 2 s
    line = jobs.lines()[0]
    assert (line.recording_id, line.progress, line.elapsed_ms, line.eta_ms) == (1, 0.5, 2000, 2000)


def test_the_speed_is_not_diluted_by_idle_hours() -> None:
    clock = ManualClock()
    jobs = ActiveJobs(clock)
    for number in (1, 2):
        job = jobs.begin(WORK, claimed(number), jobs.next_owner("a"), "a", StopSignal())
        clock.advance(1)
        jobs.report(job, 1.0)
        jobs.end(job)
        clock.advance(7200)
    job = jobs.begin(WORK, claimed(3), jobs.next_owner("a"), "a", StopSignal())
    clock.advance(1)
    jobs.report(job, 1.0)
    assert jobs.speed == pytest.approx(60.0)


def test_an_owner_is_never_used_twice() -> None:
    jobs = ActiveJobs(ManualClock())
    assert len({jobs.next_owner("sampler-1") for _ in range(10)}) == 10


def test_reporting_tells_an_analyser_that_it_is_to_stop() -> None:
    jobs = ActiveJobs(ManualClock())
    parent = StopSignal()
    job = jobs.begin(WORK, claimed(), "o", "a", parent)
    jobs.interrupt(job, StopReason.TIMEOUT)
    with pytest.raises(Cancelled):
        jobs.report(job, 0.5)
    assert not parent.is_set()


def test_the_first_reason_to_stop_counts() -> None:
    jobs = ActiveJobs(ManualClock())
    job = jobs.begin(WORK, claimed(), "o", "a", StopSignal())
    jobs.interrupt(job, StopReason.TIMEOUT)
    jobs.interrupt_all()
    assert job.stop_reason is StopReason.TIMEOUT


def test_progress_never_goes_back() -> None:
    jobs = ActiveJobs(ManualClock())
    job = jobs.begin(WORK, claimed(), "o", "a", StopSignal())
    for fraction in (0.5, 0.2, 7.0):
        jobs.report(job, fraction)
    assert job.progress == 1.0


def test_second_looks_say_nothing_about_the_speed_of_the_run() -> None:
    clock = ManualClock()
    jobs = ActiveJobs(clock)
    again = jobs.begin(SECOND_LOOK, claimed(1), "o", "a", StopSignal())
    for tenth in range(1, 6):
        clock.advance(1.0)
        jobs.report(again, tenth / 10)
    line = jobs.lines()[0]
    assert line.second_look
    assert line.progress == 0.5
    assert line.eta_ms == 5_000
    assert not jobs.speed
