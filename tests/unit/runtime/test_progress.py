from __future__ import annotations

from backend.runtime.clock import ManualClock
from backend.runtime.progress import Progress


def test_fraction_rate_and_time_left() -> None:
    clock = ManualClock()
    progress = Progress(100, clock)
    assert (progress.fraction, progress.rate, progress.eta_ms) == (0.0, None, None)
    clock.advance(10)
    progress.set(20)
    assert progress.fraction == 0.2
    assert progress.rate == 2.0
    assert progress.eta_ms == 40_000


def test_the_rate_is_that_of_the_last_minute() -> None:
    clock = ManualClock()
    progress = Progress(10_000, clock)
    for _ in range(60):  # a fast minute
        clock.advance(1)
        progress.advance(10)
    for _ in range(90):  # then a slow one and a half
        clock.advance(1)
        progress.advance(1)
    assert progress.rate is not None
    assert 0.9 < progress.rate < 1.4


def test_it_never_goes_back_nor_beyond_the_total() -> None:
    progress = Progress(10, ManualClock())
    progress.set(6)
    progress.set(3)
    assert progress.done == 6
    progress.set(25)
    assert progress.done == 10
    assert progress.eta_ms == 0


def test_many_small_steps_keep_the_memory_bounded() -> None:
    clock = ManualClock()
    progress = Progress(0, clock)
    for _ in range(20_000):
        clock.advance(0.01)
        progress.advance(1)
    assert len(progress._samples) < 200
    assert progress.rate is not None
    assert 95 < progress.rate < 105


def test_a_wall_clock_set_back_does_not_disturb_the_rate() -> None:
    clock = ManualClock()
    progress = Progress(100, clock)
    clock.advance(5)
    clock.set_wall(0)
    clock.advance(5)
    progress.set(10)
    assert progress.rate == 1.0
