from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from backend.domain.errors import Unreadable
from backend.domain.recording import RecordingFailure
from backend.runtime.clock import ManualClock
from backend.runtime.stop import StopSignal
from backend.scheduling.claim_gate import EVERYTHING, ClaimRule
from backend.scheduling.ports import Claimed
from database.engine import Store
from database.repositories.runs import RunRepository
from database.tables import events, sightings
from tests.support.scheduler_bench import START_MS, Analyser, SchedulerBench, number_of, until_stopped, wait_until


def test_many_workers_analyse_each_recording_once_and_events_follow(store: Store) -> None:
    with SchedulerBench(store, workers=6) as bench:
        paths = bench.add(40)
        bench.run_to_the_end()
        assert sorted(bench.analyser.begun) == sorted(paths)
        assert bench.counts() == {"done": 40}
    assert number_of(store, sightings) == 40
    assert number_of(store, events) == 40


def test_workers_work_at_the_same_time(store: Store) -> None:
    meeting = threading.Barrier(3)

    def meet(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        meeting.wait(20)

    with SchedulerBench(store, workers=3, analyser=Analyser(meet)) as bench:
        bench.add(3)
        bench.run_to_the_end()
        assert max(len(together) for together in bench.analyser.together) == 3


def test_the_newest_recording_goes_first_and_priority_before_it(store: Store) -> None:
    with SchedulerBench(store, workers=1) as bench:
        old = bench.add(3)
        asked_for = bench.add(1, camera="Asked for", priority=100)
        bench.run_to_the_end()
        assert bench.analyser.begun == [*asked_for, *reversed(old)]


def test_nothing_is_taken_before_a_program_opens_the_gate(store: Store) -> None:
    with SchedulerBench(store) as bench:
        bench.add(3)
        bench.scheduler.start()
        bench.scheduler.wake()
        assert not threading.Event().wait(0.3)
        assert bench.analyser.begun == []


def test_a_rule_for_one_run_leaves_the_others_alone(store: Store) -> None:
    with SchedulerBench(store) as bench:
        bench.add(3)
        wanted = bench.add(2, camera="Custom")
        ids = [bench.recordings.find(path)[0].id for path in wanted]
        run = RunRepository(store).start("custom", now_ms=START_MS, custom_path="/in/Custom")
        bench.recordings.set_priority(ids, 0, run_id=run.id, now_ms=START_MS)
        bench.scheduler.start()
        bench.scheduler.open(ClaimRule(open=True, run_id=run.id))
        wait_until(lambda: bench.counts().get("done") == 2, "the run's recordings")
        assert sorted(bench.analyser.begun) == sorted(wanted)
        bench.scheduler.open(EVERYTHING)
        wait_until(bench.all_settled, "the rest")


def test_closing_the_gate_gives_back_what_is_in_hand_and_keeps_what_is_done(store: Store) -> None:
    with SchedulerBench(store, workers=2) as bench:
        paths = bench.add(5)
        for path in paths[:4]:  # the newest one ends, the others would go on for ever
            bench.analyser.behaviours[path] = until_stopped
        bench.scheduler.start()
        bench.scheduler.open(EVERYTHING)
        wait_until(lambda: len(bench.analyser.begun) == 3, "two endless recordings")
        bench.scheduler.close()
        wait_until(lambda: not bench.scheduler.busy, "the workers to let go")
        assert bench.counts() == {"done": 1, "pending": 4}
        assert {bench.recordings.find(path)[0].attempts for path in paths[:4]} == {0}
        bench.analyser.behaviours.clear()
        bench.scheduler.open(EVERYTHING)
        wait_until(bench.all_settled, "the rest after going on")
        assert bench.counts() == {"done": 5}


def test_stopping_ends_every_thread_and_leaves_nothing_claimed(store: Store) -> None:
    bench = SchedulerBench(store, workers=4, analyser=Analyser(until_stopped))
    bench.add(10)
    bench.scheduler.start()
    bench.scheduler.open(EVERYTHING)
    wait_until(lambda: len(bench.analyser.begun) == 4, "four recordings in hand")
    assert bench.scheduler.stop(10.0)
    assert bench.counts() == {"pending": 10}


def test_a_recording_that_fails_says_why_and_holds_up_nobody(store: Store) -> None:
    def unreadable(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        raise Unreadable("The file is encrypted.", code=RecordingFailure.ENCRYPTED)

    with SchedulerBench(store, workers=1) as bench:
        paths = bench.add(5)
        bench.analyser.behaviours[paths[4]] = unreadable
        bench.run_to_the_end()
        failed = bench.recordings.find(paths[4])[0]
        assert (failed.status, failed.reason_code, failed.reason) == ("failed", "encrypted", "The file is encrypted.")
        assert bench.counts() == {"done": 4, "failed": 1}
        assert bench.scheduler.status().retries_waiting == 0


def test_heartbeats_carry_the_progress(store: Store) -> None:
    def half(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        progress(0.5)
        until_stopped(claimed, stop, progress)

    clock = ManualClock()
    with SchedulerBench(store, workers=1, clock=clock, analyser=Analyser(half)) as bench:
        (path,) = bench.add(1)
        bench.scheduler.start()
        bench.scheduler.open(EVERYTHING)
        wait_until(lambda: len(bench.analyser.begun) == 1, "the recording to begin")
        clock.advance(bench.settings.heartbeat_s + 1)
        wait_until(lambda: bench.recordings.find(path)[0].progress == 0.5, "a heartbeat with the progress")
        assert bench.recordings.find(path)[0].heartbeat_ms == clock.now_ms()


def test_listeners_hear_of_progress_results_and_events(store: Store) -> None:
    with SchedulerBench(store, workers=1) as bench, bench.broadcast.subscribe() as listener:
        (path,) = bench.add(1)
        bench.run_to_the_end()
        heard = []
        while (message := listener.get(0.2)) is not None:
            heard.append((message.topic, message.data.get("status")))
        assert ("recording", "done") in heard
        assert ("event", None) in heard
        assert bench.recordings.find(path)[0].progress == 1.0


def test_it_starts_once(store: Store) -> None:
    with SchedulerBench(store) as bench:
        bench.scheduler.start()
        with pytest.raises(RuntimeError, match="already"):
            bench.scheduler.start()
