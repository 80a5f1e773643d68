from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from backend.domain.errors import StoreError
from backend.runtime.clock import ManualClock
from tests.support.program_bench import ProgramBench
from tests.support.scheduler_bench import Analyser, until_stopped, wait_until


def test_custom_on_a_disk_that_is_away_gives_up_and_the_background_goes_on(
    make: Callable[..., ProgramBench],
) -> None:
    clock = ManualClock()
    own = make(clock=clock)
    own.serve()
    own.programs.start("default")
    wait_until(lambda: own.programs.status().status == "idle", "the first scan")
    own.scan.error = StoreError("The network folder does not answer.")
    own.programs.start("custom", custom_path="/in/Away")

    def later() -> bool:
        clock.advance(400)
        return own.program() == "default"

    wait_until(later, "the custom run to give up")
    assert ("custom", "failed") in own.rows()


def test_stop_stops_everything_and_keeps_what_is_done(make: Callable[..., ProgramBench]) -> None:
    own = make(workers=2)
    own.scan.folders = {"Table 1": 6}
    paths = own.bench.add(6)
    for path in paths[:5]:
        own.bench.analyser.behaviours[path] = until_stopped
    own.serve()
    own.programs.start("default")
    wait_until(lambda: len(own.bench.analyser.begun) == 3, "two endless recordings in hand")
    own.programs.stop()
    wait_until(lambda: own.programs.status().status == "stopped", "the stop")
    assert own.bench.counts() == {"done": 1, "pending": 5}
    assert own.rows() == [("default", "stopped")]
    own.programs.stop()
    assert own.program() is None


def test_stop_ends_a_scan_under_way(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.scan.block = threading.Event()
    own.serve()
    own.programs.start("first", days=7)
    wait_until(lambda: len(own.scan.requests) == 1, "the scan to begin")
    assert own.programs.status().status == "scanning"
    own.programs.stop()
    own.scan.block = None
    own.programs.start("default")
    wait_until(lambda: own.programs.status().status == "idle", "default after the scan was ended")
    assert own.rows() == [("first", "stopped"), ("default", "running")]
    assert not own.programs.first_run_completed


def test_a_failing_scan_pauses_says_why_and_recovers(make: Callable[..., ProgramBench]) -> None:
    clock = ManualClock()
    own = make(clock=clock)
    own.scan.error = StoreError("The network folder does not answer.")
    own.serve()
    own.programs.start("default")
    wait_until(lambda: own.programs.status().problems != (), "the problem to be told")
    assert [one.message for one in own.programs.status().problems] == ["The network folder does not answer."]
    own.bench.scheduler.settled.ring()  # whatever happens meanwhile, it does not scan in a hot loop
    assert not threading.Event().wait(0.3)
    assert len(own.scan.requests) == 1
    own.scan.error = None
    own.scan.folders = {"Table 1": 1}
    clock.advance(5)
    wait_until(lambda: own.bench.counts() == {"done": 1}, "work after the folder is back")
    assert own.programs.status().problems == ()


@pytest.mark.logs_errors
def test_a_scan_with_a_programming_error_tells_no_details(make: Callable[..., ProgramBench]) -> None:
    own = make(clock=ManualClock())
    own.scan.error = KeyError("secret detail")
    own.serve()
    own.programs.start("default")
    wait_until(lambda: own.programs.status().problems != (), "the problem to be told")
    assert "secret" not in str(own.programs.status().problems[0])


def test_a_restart_goes_on_with_a_custom_run_and_then_with_what_waited(
    make: Callable[..., ProgramBench],
) -> None:
    before = make(analyser=Analyser(until_stopped))
    before.scan.folders = {"Table 1": 1, "Urgent": 2}
    before.serve()
    before.programs.start("default")
    before.programs.start("custom", custom_path="/in/Urgent")
    wait_until(lambda: before.bench.counts().get("claimed", 0) > 0, "work under way")
    assert before.bench.close()

    after = make()
    after.scan.folders = before.scan.folders
    after.serve()
    assert after.program() == "custom"
    wait_until(lambda: after.program() == "default", "default after the custom run")
    wait_until(lambda: after.bench.counts() == {"done": 3}, "everything")
    assert after.rows() == [("default", "running"), ("custom", "done")]


def test_a_restart_goes_on_with_a_first_run(make: Callable[..., ProgramBench]) -> None:
    before = make(analyser=Analyser(until_stopped))
    before.scan.folders = {"Table 1": 2}
    before.serve()
    before.programs.start("first", days=7)
    wait_until(lambda: before.bench.counts().get("claimed", 0) == 2, "work under way")
    assert before.bench.close()
    assert not before.programs.first_run_completed

    after = make()
    after.scan.folders = before.scan.folders
    after.serve()
    wait_until(lambda: after.program() == "default", "the first run to be over")
    assert after.programs.first_run_completed
    assert after.rows() == [("first", "done"), ("default", "running")]


@pytest.mark.parametrize(("wanted", "program"), [(True, "default"), (False, None)])
def test_default_starts_with_the_server_when_the_setting_says_so(
    make: Callable[..., ProgramBench], wanted: bool, program: str | None
) -> None:
    own = make(settings={"run_default_on_start": wanted})
    own.memory.set({"first_run_completed": "true"}, now_ms=0)
    left = own.runs.start("default", now_ms=0)
    own.serve()
    assert own.program() == program
    assert own.runs.get(left.id).status == ("running" if wanted else "stopped")


def test_a_new_installation_starts_nothing_by_itself(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.serve()
    status = own.programs.status()
    assert (status.program, status.status, status.first_run_completed) == (None, "stopped", False)
