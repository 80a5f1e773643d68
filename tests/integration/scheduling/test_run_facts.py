from __future__ import annotations

from backend.domain.observation import Observations
from backend.domain.recording import RecordingStatus
from database.engine import Store
from database.queries.run_facts import RunFacts, RunFactsQuery
from database.repositories.runs import RunRepository
from tests.support.scheduler_bench import LENGTH_MS, START_MS, SchedulerBench


def test_a_run_counts_its_files_and_how_much_footage_was_looked_at(store: Store) -> None:
    bench = SchedulerBench(store)
    run = RunRepository(store).start("first", now_ms=START_MS, days=3)
    bench.add(4, run_id=run.id)
    bench.add(1, first=4, run_id=run.id, status=RecordingStatus.SKIPPED)
    bench.add(3, camera="Not of this run")
    one, two, three = (bench.claims.claim(f"w#{n}", START_MS, run_id=run.id) for n in range(3))
    bench.claims.finish(one.recording.id, "w#0", Observations(LENGTH_MS), START_MS)
    bench.claims.fail(two.recording.id, "w#1", "not_video", "No video.", START_MS)
    bench.claims.heartbeat(three.recording.id, "w#2", START_MS, 0.25)
    assert RunFactsQuery(store)(run.id, 0) == RunFacts(
        files_total=5,
        files_done=2,
        files_failed=1,
        media_total_ms=4 * LENGTH_MS,
        media_looked_at_ms=round(2.25 * LENGTH_MS),
    )


def test_without_a_run_it_is_the_queue_and_what_was_settled_lately(store: Store) -> None:
    bench = SchedulerBench(store)
    bench.add(3)
    for number, now_ms in ((0, START_MS), (1, START_MS + 10_000)):
        claimed = bench.claims.claim(f"w#{number}", now_ms)
        bench.claims.finish(claimed.recording.id, f"w#{number}", Observations(LENGTH_MS), now_ms)
    facts = RunFactsQuery(store)(None, START_MS + 5_000)
    assert (facts.files_total, facts.files_done) == (2, 1)


def test_an_empty_store_has_nothing_to_count(store: Store) -> None:
    assert RunFactsQuery(store)(None, 0) == RunFacts(0, 0, 0, 0, 0)
    assert RunFactsQuery(store)(5, 0) == RunFacts(0, 0, 0, 0, 0)
