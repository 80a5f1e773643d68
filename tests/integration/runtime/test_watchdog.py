from __future__ import annotations

import pytest

from backend.runtime.clock import ManualClock
from backend.runtime.stop import StopSignal
from backend.runtime.watchdog import Watchdog
from backend.runtime.worker import Worker, stop_all


class Factory:
    """Makes workers that die at once until `good` of them have been made."""

    def __init__(self, good: int) -> None:
        self.made = 0
        self.good = good

    def __call__(self) -> Worker:
        self.made += 1
        return Worker("frail", self._stay if self.made >= self.good else self._die)

    def _die(self, _: StopSignal) -> None:
        raise RuntimeError("died")

    def _stay(self, stop: StopSignal) -> None:
        stop.wait(30)


def check_after_death(watchdog: Watchdog) -> list[str]:
    for worker in watchdog.workers():
        worker.join(5 if worker.error is None and not worker.alive else 0.2)
    return watchdog.check()


@pytest.mark.logs_errors
def test_a_dead_worker_is_started_again() -> None:
    watchdog, factory = Watchdog(ManualClock()), Factory(good=2)
    watchdog.watch("frail", factory).join(5)
    assert watchdog.check() == ["frail"]
    assert watchdog.workers()[0].alive
    assert watchdog.check() == []
    assert stop_all(watchdog.workers(), 5) == []


@pytest.mark.logs_errors
def test_after_five_deaths_in_a_minute_it_rests_and_says_so_then_tries_again() -> None:
    clock, factory = ManualClock(), Factory(good=100)
    watchdog = Watchdog(clock)
    watchdog.watch("frail", factory)
    for _ in range(8):
        check_after_death(watchdog)
        clock.advance(1)
    assert factory.made == 6
    assert watchdog.unhealthy() == ["frail"]
    clock.advance(60)
    factory.good = 0
    assert watchdog.check() == ["frail"]
    assert watchdog.unhealthy() == []
    assert stop_all(watchdog.workers(), 5) == []


@pytest.mark.logs_errors
def test_the_window_is_not_moved_by_a_wall_clock_set_back() -> None:
    clock, factory = ManualClock(), Factory(good=100)
    watchdog = Watchdog(clock, restarts=1)
    watchdog.watch("frail", factory)
    check_after_death(watchdog)
    check_after_death(watchdog)
    assert watchdog.unhealthy() == ["frail"]
    clock.set_wall(0)
    clock.advance(61)
    factory.good = 0
    check_after_death(watchdog)
    assert watchdog.unhealthy() == []
    assert stop_all(watchdog.workers(), 5) == []


def test_a_worker_that_was_stopped_on_purpose_stays_stopped() -> None:
    watchdog, factory = Watchdog(ManualClock()), Factory(good=0)
    worker = watchdog.watch("frail", factory)
    worker.stop()
    assert worker.join(5)
    assert watchdog.check() == []
    assert factory.made == 1


def test_one_that_is_let_go_is_not_restarted() -> None:
    watchdog, factory = Watchdog(ManualClock()), Factory(good=0)
    worker = watchdog.watch("frail", factory)
    assert watchdog.unwatch("frail") is worker
    assert watchdog.unwatch("frail") is None
    worker.stop()
    assert worker.join(5)
    assert watchdog.check() == []
    assert watchdog.names() == []


def test_a_name_is_watched_once() -> None:
    watchdog = Watchdog(ManualClock())
    worker = watchdog.watch("one", Factory(good=0))
    with pytest.raises(ValueError, match="watched already"):
        watchdog.watch("one", Factory(good=0))
    worker.stop()
    assert worker.join(5)


@pytest.mark.logs_errors
def test_run_checks_until_stopped() -> None:
    watchdog, factory, stop = Watchdog(ManualClock()), Factory(good=3), StopSignal()
    watchdog.watch("frail", factory)
    keeper = Worker("keeper", lambda signal: watchdog.run(signal, 0.01), parent=stop).start()
    for _ in range(500):
        if factory.made == 3:
            break
        stop.wait(0.01)
    stop.set()
    assert keeper.join(5)
    assert factory.made == 3
    assert stop_all(watchdog.workers(), 5) == []
