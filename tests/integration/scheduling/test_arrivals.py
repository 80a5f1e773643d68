"""Recordings that a new source brings are analysed without anybody pressing a button, unless somebody said stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
