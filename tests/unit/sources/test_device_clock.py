"""A clock that only tells whole seconds is measured to a fraction of one."""

from __future__ import annotations

import pytest

from backend.domain.errors import Cancelled
from backend.runtime.stop import StopSignal
from backend.sources import device_clock as clock


class Device:
    """A clock `ahead_ms` ahead, asked over a network that takes `there_ms` and `back_ms`; time passes in between."""

    def __init__(self, ahead_ms: int, there_ms: float = 20, back_ms: float = 20, pause_ms: float = 180) -> None:
        self.now = 1_700_000_000_123.0
        self.ahead_ms, self.there_ms, self.back_ms, self.pause_ms = ahead_ms, there_ms, back_ms, pause_ms

    def ask(self) -> int:
        self.now += self.there_ms
        told = int((self.now + self.ahead_ms) // 1000) * 1000
        self.now += self.back_ms
        return told

    def read(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_PAUSE_S", 0)


@pytest.mark.parametrize("ahead_ms", [0, 1, 499, 999, -1, -250, 3_600_000, -90_000_777])
@pytest.mark.parametrize("delays", [(1, 1), (20, 20), (5, 300)])
def test_the_error_lies_within_what_it_says(ahead_ms: int, delays: tuple[float, float]) -> None:
    device = Device(ahead_ms, *delays)

    def ask() -> int:
        device.now += device.pause_ms
        return device.ask()

    found = clock.measure(ask, device.read, StopSignal())
    assert abs(found.ahead_ms - ahead_ms) <= found.sure_ms + 1
    assert found.behind_ms == -found.ahead_ms


def test_looks_spread_over_a_second_are_sharper_than_one() -> None:
    def found(looks: int) -> clock.ClockError:
        device = Device(250, 2, 2)

        def read() -> float:
            return device.now

        def ask() -> int:
            told = device.ask()
            device.now += 0
            return told

        class Spread(StopSignal):
            def wait(self, timeout_s: float) -> bool:
                device.now += 180
                return False

        return clock.measure(ask, read, Spread(), looks)

    assert found(1).sure_ms > 450
    assert found(6).sure_ms < 110


def test_a_clock_that_is_set_meanwhile_is_measured_as_it_is_then() -> None:
    device = Device(60_000)
    asked = 0

    def ask() -> int:
        nonlocal asked
        asked += 1
        if asked == 4:
            device.ahead_ms = 0
        return device.ask()

    assert abs(clock.measure(ask, device.read, StopSignal()).ahead_ms) <= 520


def test_it_stops_when_told() -> None:
    stop = StopSignal()
    stop.set()
    device = Device(0)
    with pytest.raises(Cancelled):
        clock.measure(device.ask, device.read, stop)
