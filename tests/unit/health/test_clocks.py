from __future__ import annotations

import pytest

from backend.health.clocks import FileTimes, clock_fault

HOUR = 3_600_000


def files(count: int, *, late_ms: int = 1_000, length_ms: int = HOUR, every_ms: int = HOUR) -> list[FileTimes]:
    """Recordings in a row, each written `late_ms` after its end by its own account, and found a minute later."""
    ends = [number * every_ms + length_ms for number in range(count)]
    return [FileTimes(end - length_ms, end, end + late_ms, max(end, end + late_ms) + 60_000) for end in ends]


def test_a_good_clock() -> None:
    assert clock_fault(files(5)) is None
    assert clock_fault([]) is None


def test_a_recording_from_the_future() -> None:
    one = FileTimes(10 * HOUR, 11 * HOUR, 11 * HOUR, 9 * HOUR)
    assert clock_fault([one]) == ("future", 2 * HOUR)


def test_a_clock_that_is_ahead_of_the_file_times() -> None:
    found = clock_fault(files(4, late_ms=-20 * 60_000))
    assert found == ("ahead", 20 * 60_000)


def test_a_wrong_time_zone() -> None:
    assert clock_fault(files(4, late_ms=7 * HOUR + 5_000)) == ("hours", 7 * HOUR + 5_000)


def test_copied_files_say_nothing() -> None:
    copied = [FileTimes(n * HOUR, (n + 1) * HOUR, 500 * HOUR + n, 501 * HOUR) for n in range(5)]
    assert clock_fault(copied) is None


@pytest.mark.parametrize(("every_ms", "found"), [(HOUR, False), (HOUR - 60_000, False), (HOUR // 2, True)])
def test_recordings_that_show_the_same_time(every_ms: int, found: bool) -> None:
    fault = clock_fault(files(5, every_ms=every_ms))
    assert (fault is not None and fault[0] == "overlap") is found
