from __future__ import annotations

import pytest

from backend.runtime.clock import ManualClock
from backend.scheduling.periodic import Periodic


def test_it_runs_at_once_and_then_every_so_often() -> None:
    clock, calls = ManualClock(), []
    duty = Periodic("counting", 5.0, lambda: calls.append(clock.monotonic()), clock)
    for _ in range(20):
        duty.run_if_due()
        clock.advance(1)
    assert calls == [0, 5, 10, 15]


@pytest.mark.logs_errors
def test_a_failing_duty_pauses_longer_and_longer_and_recovers() -> None:
    clock, calls = ManualClock(), []
    broken = True

    def work() -> None:
        calls.append(clock.monotonic())
        if broken:
            raise OSError("no")

    duty = Periodic("failing", 1.0, work, clock)
    for _ in range(16):
        duty.run_if_due()
        clock.advance(1)
    assert calls == [0, 1, 3, 7, 15]
    broken = False
    for _ in range(20):
        duty.run_if_due()
        clock.advance(1)
    assert calls[-1] - calls[-2] == 1.0
