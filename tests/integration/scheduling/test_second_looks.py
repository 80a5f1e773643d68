"""Second looks under the scheduler: after everything else, out of the way at once, and never at a recording's cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from backend.config.settings import Settings
from backend.domain.errors import Unreadable
from backend.domain.recording import RecordingFailure
from backend.runtime.stop import StopSignal
from backend.scheduling.claim_gate import EVERYTHING, ClaimRule
from backend.scheduling.ports import Claimed
from backend.scheduling.work import Work
from database.engine import Store
from database.repositories.runs import RunRepository
from database.repositories.second_looks import SecondLookRepository
from database.tables import second_looks
from tests.support.scheduler_bench import START_MS, Analyser, SchedulerBench, until_stopped, wait_until


class Bench(SchedulerBench):
    def __init__(self, store: Store, *, looker: Analyser | None = None, **more: Any) -> None:
        self.looker = looker or Analyser()
        self.looks = SecondLookRepository(store)
        self._store = store
        super().__init__(store, second_look=Work(self.looks, self.looker, self.looks.put_off), **more)

    def statuses(self) -> list[str]:
        with self._store.read() as connection:
            return list(connection.execute(select(second_looks.c.status)).scalars())


def test_they_come_when_the_queue_is_empty_and_only_once(store: Store) -> None:
    with Bench(store, workers=2) as bench:
        paths = bench.add(6)
        bench.run_to_the_end()
        wait_until(lambda: bench.statuses() == ["done"] * 6, "all second looks")
        assert sorted(bench.looker.begun) == sorted(paths)
        assert bench.counts() == {"done": 6}


def test_one_gives_way_to_a_new_recording_and_is_made_afterwards(store: Store) -> None:
    with Bench(store, workers=1, looker=Analyser(until_stopped)) as bench:
        first = bench.add(1)[0]
        bench.run_to_the_end_of_analysis()
        wait_until(lambda: bench.looker.begun == [first], "the second look to begin")
        bench.looker.otherwise = lambda *_: None
        second = bench.add(1, first=1)[0]
        bench.scheduler.wake()
        wait_until(lambda: bench.status_of(second) == "done", "the new recording")
        wait_until(lambda: bench.statuses() == ["done", "done"], "both second looks")
        assert bench.analyser.ended == [first, second]
        assert bench.looker.begun.count(first) == 2, "broken off and made again"


def test_while_a_worker_is_free_one_goes_on(store: Store) -> None:
    with Bench(store, workers=2, looker=Analyser(until_stopped)) as bench:
        first = bench.add(1)[0]
        bench.run_to_the_end_of_analysis()
        wait_until(lambda: bench.looker.begun == [first], "the second look to begin")
        second = bench.add(1, first=1)[0]
        bench.scheduler.wake()
        wait_until(lambda: bench.status_of(second) == "done", "the new recording")
        assert bench.looker.ended == []
        assert bench.looker.begun.count(first) == 1


def test_their_progress_is_seen_and_the_recording_stays_done(store: Store) -> None:
    def half(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        progress(0.5)
        until_stopped(claimed, stop, progress)

    with Bench(store, workers=1, looker=Analyser(half)) as bench:
        path = bench.add(1)[0]
        bench.run_to_the_end_of_analysis()
        wait_until(lambda: any(a.progress == 0.5 for a in bench.scheduler.status().active), "its progress")
        assert bench.scheduler.status().active[0].second_look
        assert bench.status_of(path) == "done"
        bench.scheduler.close()
        wait_until(lambda: bench.statuses() == ["waiting"], "the claim to be given back")
        assert bench.scheduler.status().second_looks_waiting == 1


def test_switched_off_none_begins_and_the_present_one_ends(store: Store) -> None:
    with Bench(store, workers=1, looker=Analyser(until_stopped)) as bench:
        bench.add(1)
        bench.run_to_the_end_of_analysis()
        wait_until(lambda: len(bench.looker.begun) == 1, "the second look to begin")
        bench.settings = Settings.load({**bench.settings.as_dict(), "second_look": False})
        wait_until(lambda: bench.statuses() == ["waiting"], "the claim to be given back")
        assert bench.scheduler.status().second_looks_waiting == 0
        bench.scheduler.wake()
        assert bench.looker.begun == ["/in/Table 1/0000.mp4"]


def test_a_custom_run_is_not_kept_waiting(store: Store) -> None:
    with Bench(store, workers=1, looker=Analyser(until_stopped)) as bench:
        bench.add(1)
        bench.run_to_the_end_of_analysis()
        wait_until(lambda: len(bench.looker.begun) == 1, "the second look to begin")
        run = RunRepository(store).start("custom", now_ms=START_MS, custom_path="/in/one")
        bench.scheduler.open(ClaimRule(open=True, run_id=run.id))
        wait_until(lambda: bench.statuses() == ["waiting"], "the claim to be given back")


def test_one_that_cannot_be_made_leaves_the_recording_as_it_is(store: Store) -> None:
    def away(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        raise Unreadable("The disk is away.", code=RecordingFailure.PERMISSION)

    def damaged(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        raise Unreadable("Nothing can be decoded.", code=RecordingFailure.UNDECODABLE)

    with Bench(store, workers=1) as bench:
        first, second = bench.add(2)
        bench.looker.behaviours = {first: away, second: damaged}
        bench.run_to_the_end_of_analysis()
        wait_until(lambda: len(bench.looker.begun) == 2, "both to be tried")
        wait_until(lambda: sorted(bench.statuses()) == ["failed", "waiting"], "both to be settled")
        assert bench.counts() == {"done": 2}
        bench.scheduler.open(EVERYTHING)
        assert bench.looks.claim("x", bench.clock.now_ms()) is None, "the one that may come back rests"
