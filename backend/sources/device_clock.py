"""How far a device's clock is off, measured over the network though it only tells whole seconds.

Each look says that the device's clock stood between s and s + 1 s at an instant between asking and hearing. A handful
of looks spread over a second leaves what all of them allow: usually a tenth of a second or less.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend.runtime.stop import StopSignal

LOOKS = 6
_PAUSE_S = 0.18


@dataclass(frozen=True, slots=True)
class ClockError:
    ahead_ms: int
    """The device's clock minus ours; negative: it is behind."""
    sure_ms: int
    """How far that may be off."""
    round_trip_ms: int

    @property
    def behind_ms(self) -> int:
        return -self.ahead_ms


def measure(
    ask: Callable[[], int], now_ms: Callable[[], float], stop: StopSignal, looks: int = LOOKS, step_ms: int = 1000
) -> ClockError:
    """`ask` tells the device's clock (UTC epoch ms, cut to `step_ms`); `now_ms` ours. Raises what `ask` raises, and
    Cancelled."""
    low, high, shortest = float("-inf"), float("inf"), float("inf")
    for number in range(looks):
        if number and stop.wait(_PAUSE_S):
            stop.check()
        asked = now_ms()
        told = ask()
        heard = now_ms()
        shortest = min(shortest, heard - asked)
        # The clock was read after we asked and before we heard.
        narrower = max(low, told - heard), min(high, told + step_ms - asked)
        if narrower[0] <= narrower[1]:
            low, high = narrower
        else:  # somebody set the clock in between: begin again with what is true now
            low, high = told - heard, told + step_ms - asked
    return ClockError(round((low + high) / 2), round((high - low) / 2), round(shortest))
