"""Workers take what the licence lets them, and go on by themselves once there is another one."""

from __future__ import annotations

from backend.scheduling.claim_gate import EVERYTHING, Permit
from database.engine import Store
from tests.support.scheduler_bench import SchedulerBench, wait_until


def test_without_a_licence_nothing_is_taken_and_nothing_is_lost(store: Store) -> None:
    now = Permit(analyse=False)
    with SchedulerBench(store, workers=2, permit=lambda: now) as bench:
        bench.add(3)
        bench.scheduler.start()
        bench.scheduler.open(EVERYTHING)
        wait_until(lambda: bench.scheduler.status().workers == 2, "workers to stand ready")
        assert bench.counts() == {"pending": 3}
        now = Permit()
        bench.scheduler.wake()
        wait_until(bench.all_settled, "the queue to be worked off")
        assert bench.counts() == {"done": 3}


def test_cameras_beyond_the_licence_wait(store: Store) -> None:
    barred: frozenset[int] = frozenset()
    with SchedulerBench(store, workers=1, permit=lambda: Permit(barred_cameras=barred)) as bench:
        bench.add(2, camera="Table 1")
        others = bench.add(2, camera="Table 2")
        barred = frozenset({bench.camera("Table 2")})
        bench.scheduler.start()
        bench.scheduler.open(EVERYTHING)
        wait_until(lambda: bench.counts().get("done") == 2, "the first camera's recordings")
        assert {bench.status_of(path) for path in others} == {"pending"}
        barred = frozenset()
        bench.scheduler.wake()
        wait_until(bench.all_settled, "the second camera's recordings")
