"""Steps of a connection test that all devices share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from backend.domain.source import Check, RemoteCamera, SourceTrouble, Trouble
from backend.sources.device_clock import ClockError
from backend.sources.device_pictures import if_there_is_one, picture_detail
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


def recorder_checks(
    address: str,
    sign_in: Callable[[], tuple[str, Mapping[str, Any]]],
    clock: Callable[[], WallClock | None],
    cameras: Callable[[], Sequence[RemoteCamera]],
    of_last_day: Callable[[RemoteCamera], bool],
    picture: Callable[[RemoteCamera], bytes],
) -> Iterator[Check]:
    """The steps of a recorder that is asked over HTTP, up to the first that fails.

    `sign_in` gives the device's name and what is told of it; `of_last_day`, whether a camera recorded in the last day;
    `picture`, what it sees now (JPEG), which not every device tells.
    """
    step = "sign_in"
    try:
        name, about = sign_in()
        yield Check("address", True, details={"address": address})
        yield Check("sign_in", True, message=name, details=about)
        step = "clock"
        yield clock_check(clock())
        step = "cameras"
        found = cameras()
        shown = picture_detail(if_there_is_one(lambda: picture(found[0])))
        yield Check(step, True, details={"cameras": [one.name for one in found][:50], "count": len(found), **shown})
        step = "recordings"
        yield recordings_check(found[0], of_last_day(found[0]))
    except SourceTrouble as trouble:
        if step == "sign_in" and (step := step_of(trouble)) == "sign_in":
            yield Check("address", True, details={"address": address})
        yield Check(step, False, trouble.trouble, trouble.message, trouble.details)
