from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from backend.domain.errors import Conflict, Forbidden, InvalidInput, Unreadable
from backend.runtime.clock import ManualClock
from backend.runtime.stop import StopSignal
from backend.scheduling.policy import PRIORITY_CUSTOM
from backend.scheduling.ports import Claimed
from database.tables import recordings
from tests.support.program_bench import ProgramBench
from tests.support.scheduler_bench import Analyser, until_stopped, wait_until


def slowly(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
    stop.wait(0.02)
    stop.check()


def test_a_first_run_is_marked_completed_when_its_files_are_settled_and_default_goes_on(
    make: Callable[..., ProgramBench],
) -> None:
    free = threading.Event()

    def wait(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        free.wait(30)

    own = make(analyser=Analyser(wait))
    own.scan.folders = {"Table 1": 3}
    own.serve()
    status = own.programs.start("Lần đầu", days=30)
    assert (status.program, status.days) == ("first", 30)
    wait_until(lambda: len(own.bench.analyser.begun) == 2, "two files in hand")
    assert own.programs.status().files_total == 3
    assert not own.programs.first_run_completed
    assert own.scan.requests[0].lookback_days == 30
    free.set()
    wait_until(lambda: own.program() == "default", "default to take over")
    assert own.programs.first_run_completed
    assert own.bench.counts() == {"done": 3}
    assert own.rows() == [("first", "done"), ("default", "running")]


def test_failures_do_not_keep_a_first_run_from_being_over(make: Callable[..., ProgramBench]) -> None:
    def unreadable(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        raise Unreadable("This is no video.", code="not_video")

    own = make(analyser=Analyser(unreadable))
    own.scan.folders = {"Table 1": 2}
    own.serve()
    own.programs.start("first", days=1)
    wait_until(lambda: own.program() == "default", "the first run to be over")
    assert own.bench.counts() == {"failed": 2}


def test_a_first_run_may_be_repeated_and_tries_failed_files_again(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.scan.folders = {"Table 1": 2}
    own.serve()
    own.programs.start("first", days=1)
    wait_until(lambda: own.program() == "default", "the first run")
    path = own.bench.add(2)[0]
    with own.store.write() as connection:
        connection.execute(update(recordings).where(recordings.c.path == path).values(status="failed"))
    own.programs.start("first", days=365)
    wait_until(lambda: own.rows().count(("first", "done")) == 2, "the second first run")
    assert own.bench.status_of(path) == "done"


def test_default_looks_again_and_again_for_new_recordings(make: Callable[..., ProgramBench]) -> None:
    clock = ManualClock()
    own = make(clock=clock)
    own.serve()
    own.programs.start("Mặc định")
    wait_until(lambda: own.programs.status().status == "idle", "nothing to do")
    own.scan.folders = {"Table 1": 2}
    clock.advance(own.bench.settings.scan_interval_s + 1)
    wait_until(lambda: own.bench.counts() == {"done": 2}, "what turned up later")
    assert own.program() == "default"
    assert len(own.scan.requests) == 2


def test_default_asked_for_twice_is_one_run(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.serve()
    own.programs.start("default")
    own.programs.start("default")
    assert own.rows() == [("default", "running")]


def test_a_scan_by_hand_does_not_wait_for_the_interval(make: Callable[..., ProgramBench]) -> None:
    own = make(clock=ManualClock())
    own.serve()
    own.programs.start("default")
    wait_until(lambda: own.programs.status().status == "idle", "the first scan")
    own.programs.scan_now()
    wait_until(lambda: len(own.scan.requests) == 2, "the scan asked for")


def test_a_scan_by_hand_finds_recordings_and_tells_so_while_no_program_runs(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.scan.folders = {"Table 1": 2}
    own.serve()
    with own.bench.broadcast.subscribe() as heard:
        own.programs.scan_now()
        wait_until(lambda: own.bench.counts() == {"pending": 2}, "the recordings to be found")
        own.programs.scan_now()
        wait_until(lambda: len(own.scan.requests) == 2, "a second scan")
        told = [message for message in (heard.get(10.0) for _ in range(2)) if message is not None]
    assert [message.topic for message in told] == ["program", "program"]
    assert own.program() is None
    assert own.rows() == []
    assert own.bench.analyser.begun == []


def test_a_program_does_not_wait_for_the_end_of_a_scan_by_hand(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.scan.folders, own.scan.block = {"Table 1": 1}, threading.Event()
    own.serve()
    own.programs.scan_now()
    wait_until(lambda: len(own.scan.requests) == 1, "the scan to be under way")
    own.programs.start("custom", custom_path="/in/Table 1")
    wait_until(lambda: len(own.scan.requests) == 2, "the scan of the program")
    own.scan.block.set()
    wait_until(lambda: own.bench.counts() == {"done": 1}, "the custom run")


def test_custom_goes_first_the_background_pauses_and_then_goes_on(make: Callable[..., ProgramBench]) -> None:
    own = make(workers=1, analyser=Analyser(slowly))
    own.scan.folders = {"Table 1": 40}
    own.serve()
    own.programs.start("default")
    wait_until(lambda: len(own.bench.analyser.ended) >= 3, "the background to be under way")
    own.scan.folders = {"Table 1": 40, "Urgent": 3}
    status = own.programs.start("Chỉ định", custom_path="/in/Urgent")
    assert (status.program, status.custom_path) == ("custom", "/in/Urgent")
    assert status.waiting is not None
    assert status.waiting.program == "default"
    wait_until(lambda: own.program() == "default", "the custom run to be over")
    begun = own.bench.analyser.begun
    assert len([path for path in begun if path.startswith("/in/Urgent")]) == 3
    assert len(begun) < 30, "the background has to pause meanwhile"
    first = next(index for index, path in enumerate(begun) if path.startswith("/in/Urgent"))
    assert all(path.startswith("/in/Urgent") for path in begun[first : first + 3])
    wait_until(lambda: own.bench.counts() == {"done": 43}, "the background to end")
    assert own.rows() == [("default", "running"), ("custom", "done")]
    custom = own.bench.recordings.find("/in/Urgent/0000.mp4")[0]
    assert custom.priority == PRIORITY_CUSTOM


def test_custom_without_a_background_stops_afterwards(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.scan.folders = {"Urgent": 2, "Other": 2}
    own.serve()
    own.programs.start("custom", custom_path="/in/Urgent")
    wait_until(lambda: own.program() is None, "the custom run to be over")
    assert own.bench.counts() == {"done": 2}
    assert own.programs.status().status == "stopped"


def test_custom_that_finds_nothing_failed(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.serve()
    own.programs.start("custom", custom_path="/in/Empty")
    wait_until(lambda: own.rows() == [("custom", "failed")], "the run to end")


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"name": "first"}, InvalidInput, "1 to 365"),
        ({"name": "first", "days": 900}, InvalidInput, "1 to 365"),
        ({"name": "custom"}, InvalidInput, "custom_path"),
        ({"name": "custom", "custom_path": "  "}, InvalidInput, "custom_path"),
        ({"name": "custom", "custom_path": "/etc/passwd"}, Forbidden, "outside"),
        ({"name": "later"}, InvalidInput, "first, default or custom"),
    ],
)
def test_what_makes_no_sense_is_refused_and_starts_nothing(
    make: Callable[..., ProgramBench], asked: dict[str, Any], error: type[Exception], said: str
) -> None:
    own = make()
    with pytest.raises(error, match=said):
        own.programs.start(**asked)
    assert own.program() is None
    assert own.rows() == []


def test_a_second_custom_run_has_to_wait(make: Callable[..., ProgramBench]) -> None:
    own = make(analyser=Analyser(until_stopped))
    own.scan.folders = {"Urgent": 1}
    own.serve()
    own.programs.start("custom", custom_path="/in/Urgent")
    with pytest.raises(Conflict, match="under way"):
        own.programs.start("custom", custom_path="/in/Other")


def test_default_asked_for_during_a_custom_run_takes_its_turn_afterwards(make: Callable[..., ProgramBench]) -> None:
    free = threading.Event()

    def wait(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        free.wait(30)

    own = make(analyser=Analyser(wait))
    own.scan.folders = {"Urgent": 1}
    own.serve()
    own.programs.start("custom", custom_path="/in/Urgent")
    status = own.programs.start("default")
    assert status.program == "custom"
    free.set()
    wait_until(lambda: own.program() == "default", "default")


def test_listeners_hear_of_every_change_of_program(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.scan.folders = {"Table 1": 2}
    own.serve()
    with own.bench.broadcast.subscribe() as listener:
        own.programs.start("first", days=1)
        wait_until(lambda: own.program() == "default", "the first run")
        wait_until(lambda: own.programs.status().status == "idle", "default to settle")
        own.programs.stop()
        heard = []
        while (message := listener.get(0.2)) is not None:
            if message.topic == "program":
                heard.append(message.data["program"])
    changes = [name for index, name in enumerate(heard) if index == 0 or heard[index - 1] != name]
    # Before the start the loop may have told that nothing runs.
    assert changes[-3:] == ["first", "default", None]
    assert changes[:-3] in ([], [None])
