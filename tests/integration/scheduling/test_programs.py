from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import update

from backend.domain.errors import Conflict, Forbidden, InvalidInput, StoreError, Unreadable
from backend.runtime.clock import ManualClock
from backend.runtime.stop import StopSignal
from backend.scheduling.policy import PRIORITY_CUSTOM
from backend.scheduling.ports import Claimed, ScanRequest, ScanResult
from backend.scheduling.programs import Programs
from database.engine import Store
from database.queries.run_facts import RunFactsQuery
from database.repositories.runs import RunRepository
from database.repositories.settings import ProgramStatusRepository
from database.tables import recordings
from tests.support.scheduler_bench import Analyser, SchedulerBench, until_stopped, wait_until


class FakeFolders:
    """Stands for the sources: recordings appear in the store when a scan comes by. `folders` maps path to count."""

    def __init__(self, bench: SchedulerBench) -> None:
        self.bench = bench
        self.folders: dict[str, int] = {}
        self.requests: list[ScanRequest] = []
        self.error: Exception | None = None
        self.block: threading.Event | None = None

    def __call__(self, request: ScanRequest, stop: StopSignal) -> ScanResult:
        self.requests.append(request)
        while self.block is not None and not self.block.wait(0.01):
            if stop.is_set():
                return ScanResult()
        if self.error is not None:
            raise self.error
        ids: list[int] = []
        for camera, number in self.folders.items():
            if request.path in (None, f"/in/{camera}"):
                paths = self.bench.add(number, camera=camera, priority=request.priority, run_id=request.run_id)
                ids += [self.bench.recordings.find(path)[0].id for path in paths]
        return ScanResult(tuple(ids), new=len(ids))


class ProgramBench:
    def __init__(self, store: Store, **more: Any) -> None:
        self.store = store
        self.bench = SchedulerBench(store, **more)
        self.scan = FakeFolders(self.bench)
        self.runs = RunRepository(store)
        self.memory = ProgramStatusRepository(store)
        self.programs = Programs(
            scheduler=self.bench.scheduler,
            scan=self.scan,
            runs=self.runs,
            recordings=self.bench.recordings,
            statistics=RunFactsQuery(store),
            memory=self.memory,
            check_custom_path=self.check_path,
            settings=lambda: self.bench.settings,
            clock=self.bench.clock,
            broadcast=self.bench.broadcast,
        )

    @staticmethod
    def check_path(path: str) -> str:
        if not path.startswith("/in/"):
            raise Forbidden("This path lies outside the allowed folders.")
        return path

    def serve(self) -> None:
        """What bootstrap does when the server starts."""
        self.programs.resume()
        self.bench.scheduler.start()
        self.bench.scheduler.add_worker("programs", self.programs.run)

    def program(self) -> str | None:
        return self.programs.status().program

    def rows(self) -> list[tuple[str, str]]:
        """Program and status of every run, oldest first."""
        return [(run.program, run.status) for run in reversed(self.runs.list_page().items)]


@pytest.fixture
def make(store: Store) -> Iterator[Callable[..., ProgramBench]]:
    made: list[ProgramBench] = []

    def create(**more: Any) -> ProgramBench:
        made.append(ProgramBench(store, **more))
        return made[-1]

    yield create
    for one in made:
        assert one.bench.close()


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
    assert own.programs.status().problems == ("The network folder does not answer.",)
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
    assert "secret" not in own.programs.status().problems[0]


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
