"""Steps of a connection test that all devices share."""

from __future__ import annotations

from backend.domain.source import Check, RemoteCamera, SourceTrouble, Trouble
from backend.sources.device_clock import ClockError
from backend.sources.device_time import WallClock

WARNING_MS = 2_000
DAY_MS = 86_400_000
_NOT_SIGNED_IN = (Trouble.CREDENTIALS, Trouble.LOCKED_OUT, Trouble.NOT_ALLOWED, Trouble.CLOCK)


def step_of(trouble: SourceTrouble) -> str:
    """Which step a first request failed at, when it had to reach the device and to sign in at once."""
    return "sign_in" if trouble.trouble in _NOT_SIGNED_IN else "address"


def clock_check(clock: WallClock | ClockError | None) -> Check:
    """A clock that is off is told with the offset that makes up for it; it is no failure."""
    if clock is None:
        return Check("clock", True, message="The device does not tell its time.")
    error = clock.ahead if isinstance(clock, WallClock) else clock
    behind_ms = clock.behind_ms
    details = {"offset_ms": behind_ms, "sure_ms": error.sure_ms, "round_trip_ms": error.round_trip_ms}
    if abs(behind_ms) < WARNING_MS:
        return Check("clock", True, details=details)
    way = "behind" if behind_ms > 0 else "ahead"
    message = f"The device's clock is {abs(behind_ms) / 1000:.1f} s {way}. Let it take its time from the network (NTP)."
    return Check("clock", True, message=message, details=details)


def recordings_check(camera: RemoteCamera, of_last_day: bool) -> Check:
    """Whether recordings can be searched is what is tested; having none yet is no failure."""
    message = "" if of_last_day else f"{camera.name} recorded nothing in the last day."
    return Check("recordings", True, message=message, details={"camera": camera.name, "of_last_day": of_last_day})
