from __future__ import annotations

import pytest

from backend.domain.errors import Cancelled
from backend.runtime.bell import Bell
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker, stop_all


def until_stopped(stop: StopSignal) -> None:
    while not stop.wait(0.01):
        pass


def test_a_worker_ends_when_it_is_told_to() -> None:
    worker = Worker("loop", until_stopped).start()
    assert worker.alive
    worker.stop()
    assert worker.join(5)
    assert worker.error is None


def test_workers_of_one_parent_end_together() -> None:
    parent = StopSignal()
    workers = [Worker(f"w{n}", until_stopped, parent=parent).start() for n in range(3)]
    parent.set()
    assert all(worker.join(5) for worker in workers)


@pytest.mark.logs_errors
def test_an_error_is_recorded_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: StopSignal) -> None:
        raise OSError("disk gone")

    worker = Worker("failing", fail).start()
    assert worker.join(5)
    assert isinstance(worker.error, OSError)
    assert "worker failing ended with an error" in caplog.text
    assert "disk gone" in caplog.text


def test_being_cancelled_by_its_stop_signal_is_a_normal_end() -> None:
    def cancelled(stop: StopSignal) -> None:
        stop.wait(5)
        stop.check()

    worker = Worker("cancelled", cancelled).start()
    worker.stop()
    assert worker.join(5)
    assert worker.error is None


@pytest.mark.logs_errors
def test_a_cancellation_nobody_asked_for_is_an_error() -> None:
    def cancelled(_: StopSignal) -> None:
        raise Cancelled("who said so?")

    worker = Worker("cancelled", cancelled).start()
    assert worker.join(5)
    assert isinstance(worker.error, Cancelled)


def test_one_that_never_ran_counts_as_ended() -> None:
    worker = Worker("unused", until_stopped)
    assert not worker.alive
    assert worker.join(0)


def test_stop_all_names_those_that_would_not_end() -> None:
    release = StopSignal()
    stubborn = Worker("stubborn", lambda _: until_stopped(release)).start()
    willing = Worker("willing", until_stopped).start()
    assert stop_all([stubborn, willing], 0.2) == [stubborn]
    release.set()
    assert stubborn.join(5)


def test_a_bell_that_rang_between_looking_and_waiting_is_not_missed() -> None:
    bell, stop = Bell(), StopSignal()
    seen = bell.rings
    bell.ring()
    assert bell.wait(seen, 60, stop)
    assert not bell.wait(bell.rings, 0.01, stop)
    stop.set()
    assert not bell.wait(bell.rings, 60, stop)


def test_a_bell_wakes_everybody() -> None:
    bell = Bell()
    woken: list[str] = []

    def listen(stop: StopSignal) -> None:
        if bell.wait(0, 10, stop):
            woken.append("x")

    workers = [Worker(f"l{n}", listen).start() for n in range(3)]
    bell.ring()
    assert all(worker.join(5) for worker in workers)
    assert len(woken) == 3
