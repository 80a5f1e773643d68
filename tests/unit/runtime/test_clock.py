from __future__ import annotations

import pytest

from backend.runtime.clock import ManualClock, SystemClock


def test_system_clock_tells_milliseconds_and_never_runs_backwards() -> None:
    clock = SystemClock()
    first = clock.monotonic()
    assert clock.monotonic() >= first
    assert 1_600_000_000_000 < clock.now_ms() < 10_000_000_000_000


def test_manual_clock_moves_both_clocks_when_time_passes() -> None:
    clock = ManualClock(now_ms=1_000)
    clock.advance(2.5)
    assert (clock.now_ms(), clock.monotonic()) == (3_500, 2.5)


def test_setting_the_wall_clock_back_lets_no_time_pass() -> None:
    clock = ManualClock(now_ms=10_000)
    clock.advance(1)
    clock.set_wall(5_000)
    assert (clock.now_ms(), clock.monotonic()) == (5_000, 1.0)


def test_time_does_not_pass_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        ManualClock().advance(-1)
