from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from backend.domain.errors import StoreError
from backend.runtime.clock import ManualClock
from backend.runtime.stop import StopSignal
from backend.scheduling import sampler_worker
from backend.scheduling.batch_scheduler import HUNG_AFTER_S
from backend.scheduling.claim_gate import EVERYTHING, ClaimRule
from backend.scheduling.policy import RETRY_PAUSE, Backoff
from backend.scheduling.ports import Claimed
from database.engine import Store
from database.repositories.claims import ClaimRepository
from database.tables import events, sightings
from tests.support.scheduler_bench import START_MS, Analyser, SchedulerBench, number_of, until_stopped, wait_until


@pytest.mark.logs_errors
def test_a_programming_error_is_told_in_plain_words_and_tried_again_after_a_pause(store: Store) -> None:
    calls = []

    def broken_once(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        calls.append(claimed.recording.path)
        if len(calls) == 1:
            raise ZeroDivisionError("secret detail")

    clock = ManualClock()
    with SchedulerBench(store, workers=1, clock=clock, analyser=Analyser(broken_once)) as bench:
        (path,) = bench.add(1)
        bench.run_to_the_end()
        failed = bench.recordings.find(path)[0]
        assert failed.reason_code == "internal"
        assert "secret" not in str(failed.reason)
        clock.advance(RETRY_PAUSE.first_s + 1)
        wait_until(lambda: bench.status_of(path) == "done", "the second try")
        assert len(calls) == 2


@pytest.mark.logs_errors
def test_a_worker_whose_thread_dies_is_started_again(store: Store) -> None:
    def deadly(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        raise SystemExit("a library called exit")

    clock = ManualClock()
    with SchedulerBench(store, workers=1, clock=clock) as bench:
        paths = bench.add(3)
        bench.analyser.behaviours[paths[2]] = deadly
        bench.scheduler.start()
        bench.scheduler.open(EVERYTHING)
        wait_until(lambda: bench.status_of(paths[2]) == "failed", "the deadly recording to be settled")

        def one_second_later() -> bool:
            clock.advance(1)
            return bench.counts() == {"done": 2, "failed": 1}

        wait_until(one_second_later, "a new thread to take the others")
        assert bench.scheduler.status().unhealthy == ()


def test_a_recording_is_timed_from_the_start_of_work_not_from_queueing(store: Store) -> None:
    clock = ManualClock(now_ms=START_MS + 30 * 86_400_000)  # queued a month ago
    with SchedulerBench(store, workers=1, clock=clock, analyser=Analyser(until_stopped)) as bench:
        (path,) = bench.add(1)
        bench.scheduler.start()
        bench.scheduler.open(EVERYTHING)
        wait_until(lambda: len(bench.analyser.begun) == 1, "the recording to begin")
        clock.advance(bench.settings.recording_timeout_s - 1)
        assert not threading.Event().wait(0.6)  # two rounds of the supervisor
        assert bench.status_of(path) == "claimed"
        clock.advance(2)
        wait_until(lambda: bench.status_of(path) == "failed", "the time-out")
        failed = bench.recordings.find(path)[0]
        assert failed.reason_code == "timeout"
        assert "3600 s" in str(failed.reason)


@pytest.mark.logs_errors
def test_a_thread_that_hangs_is_given_up_and_its_late_result_refused(store: Store) -> None:
    free = threading.Event()

    def hang(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        free.wait(60)

    clock = ManualClock()
    with SchedulerBench(store, workers=1, clock=clock) as bench:
        paths = bench.add(3)
        bench.analyser.behaviours[paths[2]] = hang
        bench.scheduler.start()
        bench.scheduler.open(EVERYTHING)
        wait_until(lambda: bench.analyser.begun == [paths[2]], "the hanging recording to begin")
        clock.advance(bench.settings.recording_timeout_s + 1)
        wait_until(lambda: bench.scheduler._jobs.jobs()[0].stop_reason is not None, "the time-out")
        clock.advance(HUNG_AFTER_S + 1)
        wait_until(lambda: bench.counts() == {"done": 2, "failed": 1}, "another thread to do the others")
        free.set()
        wait_until(lambda: paths[2] in bench.analyser.ended, "the hanging thread to come back")
    assert bench.status_of(paths[2]) == "failed"
    assert number_of(store, sightings) == 2


def test_a_lost_claim_stops_the_work_and_its_result_is_not_stored(store: Store) -> None:
    clock = ManualClock()
    with SchedulerBench(store, workers=1, clock=clock, analyser=Analyser(until_stopped)) as bench:
        bench.add(1)
        bench.scheduler.start()
        bench.scheduler.open(EVERYTHING)
        wait_until(lambda: len(bench.analyser.begun) == 1, "the recording to begin")
        bench.scheduler.open(ClaimRule(open=True, run_id=-1))
        ClaimRepository(store).release_all(clock.now_ms())
        clock.advance(bench.settings.heartbeat_s + 1)
        wait_until(lambda: not bench.scheduler.busy, "the worker to notice")
        assert bench.counts() == {"pending": 1}
        assert number_of(store, sightings) == 0


@pytest.mark.parametrize("jump_ms", [-400 * 86_400_000, 400 * 86_400_000])
def test_a_wall_clock_that_jumps_neither_loses_nor_doubles_work(store: Store, jump_ms: int) -> None:
    clock = ManualClock()
    free = threading.Event()

    def wait(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        free.wait(30)

    with SchedulerBench(store, workers=2, clock=clock, analyser=Analyser(wait)) as bench:
        paths = bench.add(4)
        bench.scheduler.start()
        bench.scheduler.open(EVERYTHING)
        wait_until(lambda: len(bench.analyser.begun) == 2, "two in hand")
        clock.set_wall(clock.now_ms() + jump_ms)
        clock.advance(60)  # heartbeats and the look for stale claims are both due
        assert not threading.Event().wait(0.6)
        free.set()
        wait_until(bench.all_settled, "the rest")
        assert sorted(bench.analyser.begun) == paths
        assert bench.counts() == {"done": 4}


def test_a_full_disk_does_not_lose_an_analysis(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampler_worker, "STORE_PAUSE", Backoff(0.01, 0.01))

    class FullForAWhile(ClaimRepository):
        refusals = 3

        def finish(self, *args: Any, **more: Any) -> None:
            if self.refusals:
                self.refusals -= 1
                raise StoreError("The disk is full.")
            super().finish(*args, **more)

    with SchedulerBench(store, workers=1, claims=FullForAWhile(store)) as bench:
        paths = bench.add(1)
        bench.run_to_the_end()
        assert bench.analyser.begun == paths
        assert bench.counts() == {"done": 1}


@pytest.mark.logs_errors
def test_a_store_that_cannot_be_asked_is_asked_again_after_a_pause(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampler_worker, "ERROR_PAUSE", Backoff(0.05, 0.05))

    class LockedForAWhile(ClaimRepository):
        asked = 0

        def claim(self, *args: Any, **more: Any) -> Any:
            self.asked += 1
            if self.asked <= 3:
                raise StoreError("The store is locked by another program.")
            return super().claim(*args, **more)

    with SchedulerBench(store, workers=1, claims=LockedForAWhile(store)) as bench:
        bench.add(1)
        bench.run_to_the_end()
        assert bench.counts() == {"done": 1}


@pytest.mark.logs_errors
def test_a_window_that_cannot_be_derived_starves_no_other(store: Store) -> None:
    clock = ManualClock()
    tries: list[int] = []
    broken = True

    def derive(window: Any) -> int:
        if window.camera_id == bad:
            tries.append(1)
            if broken:
                raise ValueError("poison")
        return bench.derive(window)

    with SchedulerBench(store, workers=1, clock=clock, derive=derive) as bench:
        bad = bench.camera("Bad")
        bench.add(1, camera="Bad")
        bench.add(3, camera="Good")
        bench.scheduler.start()
        bench.scheduler.open(EVERYTHING)
        wait_until(lambda: number_of(store, events) == 3, "the events of the good camera")
        assert bench.scheduler.status().windows_resting == 1
        assert len(tries) == 1
        broken = False
        clock.advance(3600)
        bench.scheduler.settled.ring()
        wait_until(lambda: number_of(store, events) == 4, "the other try")
        assert len(tries) == 2
