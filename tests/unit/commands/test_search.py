from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from backend.commands.search import codes_of, instant
from backend.domain.errors import InvalidInput

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
HOUR_MS = 3_600_000
MIDNIGHT_MS = 1_767_200_400_000
"""2026-01-01T00:00 in Ho Chi Minh City."""


def test_a_day_is_meant_with_its_end() -> None:
    assert instant("2026-01-01", HANOI) == MIDNIGHT_MS
    assert instant("2026-01-01", HANOI, end=True) == MIDNIGHT_MS + 24 * HOUR_MS


def test_a_day_of_23_hours_ends_at_its_own_midnight() -> None:
    assert instant("2026-03-29", BERLIN, end=True) - instant("2026-03-29", BERLIN) == 23 * HOUR_MS


@pytest.mark.parametrize("end", [False, True])
def test_a_time_is_that_instant(end: bool) -> None:
    assert instant("2026-01-01T01:00", HANOI, end=end) == MIDNIGHT_MS + HOUR_MS
    assert instant(" 2026-01-01 01:00:00.5 ", HANOI, end=end) == MIDNIGHT_MS + HOUR_MS + 500
    assert instant("2025-12-31T18:00Z", HANOI, end=end) == MIDNIGHT_MS + HOUR_MS


@pytest.mark.parametrize("text", ["", "soon", "01.02.2026", "2026-02-30", "2026-01-01T25:00", "9" * 400])
def test_what_is_no_time_is_named(text: str) -> None:
    with pytest.raises(InvalidInput, match="is no time"):
        instant(text, HANOI)


def test_the_end_of_the_calendar() -> None:
    with pytest.raises(InvalidInput, match="too far away"):
        instant("9999-12-31", HANOI, end=True)


def test_each_argument_is_one_code_as_it_stands() -> None:
    assert codes_of(["A,B", "c d"]) == ["A,B", "c d"]
    assert codes_of([]) == []
    with pytest.raises(InvalidInput, match="no code"):
        codes_of(["", " "])
