"""What a killed process leaves behind, and how the next one puts it right before it serves."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backend.scheduling.claim_gate import EVERYTHING
from backend.scheduling.recovery import RecoveryStep, recover
from database.engine import Store, open_store
from database.queries.run_facts import RunFactsQuery
from database.repositories.claims import ClaimRepository
from tests.support.scheduler_bench import START_MS, SchedulerBench, wait_until

ROOT = Path(__file__).parents[3]

VICTIM = """
import sys, time
from pathlib import Path
from backend.scheduling.claim_gate import EVERYTHING
from database.engine import open_store
from backend.scheduling.recovery import recover
from tests.support.scheduler_bench import Analyser, SchedulerBench

def a_while(claimed, stop, progress):
    for step in range(4):
        progress(step / 4)
        stop.wait(0.01)

with open_store(Path(sys.argv[1])) as store:
    bench = SchedulerBench(store, workers=3, analyser=Analyser(a_while))
    recover(bench.claims, now_ms=bench.clock.now_ms(), max_attempts=1000)
    bench.scheduler.start()
    bench.scheduler.open(EVERYTHING)
    print("running", flush=True)
    time.sleep(60)
"""


def kill_after(path: Path, seconds: float) -> None:
    """Let a process of its own work on the store for a while, then kill it without a warning."""
    with subprocess.Popen(
        [sys.executable, "-c", VICTIM, str(path)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        if victim.stdout.readline() != "running\n":
            victim.kill()
            pytest.fail(victim.communicate()[1])
        time.sleep(seconds)
        victim.send_signal(signal.SIGKILL)
        victim.wait(10)


def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    path = tmp_path / "epack.db"
    with open_store(path) as store:
        recordings = SchedulerBench(store).add(120)
    moments = random.Random(7)
    done = []
    for _ in range(2):
        kill_after(path, moments.uniform(0.1, 0.5))
        with open_store(path) as store:
            bench = SchedulerBench(store)
            recover(bench.claims, now_ms=START_MS, max_attempts=1000)
            counts = bench.counts()
            assert "claimed" not in counts
            assert sum(counts.values()) == 120
            done.append(counts.get("done", 0))
    assert done == sorted(done), "what was done has to stay done"
    assert 0 < done[-1] < 120, "the kills have to come in the middle"
    with open_store(path) as store, SchedulerBench(store, workers=3) as bench:
        bench.scheduler.start()
        bench.scheduler.open(EVERYTHING)
        wait_until(bench.all_settled, "the rest")
        assert len(bench.analyser.begun) == 120 - done[-1]
        assert bench.counts() == {"done": 120}
        facts = RunFactsQuery(store)(None, 0)
        assert (facts.files_done, facts.media_looked_at_ms) == (120, 120 * 60_000)
        seen = bench.observations.for_camera(bench.camera(), START_MS, START_MS + 10**10)
        codes = {recording.path: [one.text for one in found.sightings] for recording, found in seen}
        assert codes == {recording.path: [f"CODE{recording.id}"] for recording, _ in seen}
        assert sorted(codes) == recordings


def test_claims_are_given_back_and_the_other_steps_taken_in_order(store: Store) -> None:
    bench = SchedulerBench(store)
    bench.add(3)
    bench.claims.claim("dead#1", START_MS)
    order: list[str] = []

    def step(name: str, number: int) -> RecoveryStep:
        def run() -> int:
            order.append(name)
            return number

        return RecoveryStep(name, run)

    report = recover(
        bench.claims,
        now_ms=START_MS,
        max_attempts=3,
        steps=[step("clips queued again", 2), step("renditions queued again", 0)],
    )
    assert report == {"claims given back": 1, "clips queued again": 2, "renditions queued again": 0}
    assert order == ["clips queued again", "renditions queued again"]
    assert bench.counts() == {"pending": 3}


def test_a_recording_that_kills_the_process_again_and_again_is_given_up(store: Store) -> None:
    bench = SchedulerBench(store)
    (path,) = bench.add(1)
    for crash in range(3):
        assert bench.claims.claim(f"dead#{crash}", START_MS) is not None
        recover(bench.claims, now_ms=START_MS, max_attempts=3)
    assert ClaimRepository(store).claim("alive", START_MS) is None
    failed = bench.recordings.find(path)[0]
    assert (failed.status, failed.reason_code) == ("failed", "crashed")
