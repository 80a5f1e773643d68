"""Recordings that a new source brings are analysed without anybody pressing a button, unless somebody said stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from backend.runtime.stop import StopSignal
from backend.scheduling.ports import ScanProgress, ScanRequest, ScanResult
from backend.scheduling.scan_turns import TELL_EVERY_S
from tests.support.program_bench import ProgramBench


def now(own: ProgramBench) -> int:
    return own.bench.clock.now_ms()


def test_the_first_source_of_all_starts_the_default_program(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.programs.footage_arrived(now(own))
    assert own.program() == "default"
    own.programs.footage_arrived(now(own))
    assert own.rows() == [("default", "running")]


def test_what_a_person_stopped_stays_stopped_until_another_source_is_added(make: Callable[..., ProgramBench]) -> None:
    own = make()
    before_ms = now(own) - 1000
    own.programs.start("default")
    own.programs.stop()
    own.programs.footage_arrived(before_ms)
    assert own.program() is None
    own.programs.footage_arrived(now(own) + 1)
    assert own.program() == "default"


def test_a_running_first_run_goes_on(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.programs.start("first", days=3)
    own.programs.footage_arrived(now(own))
    assert own.rows() == [("first", "running")]


def test_who_wants_no_program_at_the_start_gets_none_from_an_old_source(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.bench.settings = replace(own.bench.settings, run_default_on_start=False)
    own.programs.footage_arrived(now(own) - 60_000)
    assert own.program() is None
    own.programs.footage_arrived(now(own) + 1)
    assert own.program() == "default"


def test_footage_that_arrives_while_a_scan_tells_how_far_it_is(make: Callable[..., ProgramBench]) -> None:
    """Who starts a program waits for nobody who tells of one: each would wait for the other for ever."""
    own = make()
    starting, telling = threading.Event(), threading.Event()
    start_run = own.runs.start

    def scan(request: ScanRequest, stop: StopSignal, tell: Callable[[ScanProgress], None]) -> ScanResult:
        starting.wait(10)
        time.sleep(TELL_EVERY_S)
        threading.Timer(0.2, telling.set).start()
        tell(ScanProgress(seen=1))
        return ScanResult()

    def slow_start(*given: Any, **more: Any) -> Any:
        starting.set()
        assert telling.wait(10)
        return start_run(*given, **more)

    own.programs._scans._scan = scan
    own.runs.start = slow_start  # type: ignore[method-assign]
    own.programs.scan_now()
    stop = StopSignal()
    loop = threading.Thread(target=own.programs.step, args=(stop,), daemon=True)
    arrival = threading.Thread(target=own.programs.footage_arrived, args=(now(own),), daemon=True)
    loop.start()
    arrival.start()
    loop.join(10)
    arrival.join(10)
    assert (loop.is_alive(), arrival.is_alive()) == (False, False)
    assert own.program() == "default"
