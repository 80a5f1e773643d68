from __future__ import annotations

from itertools import pairwise

from backend.sampling.pace import HANDS_BY_STICKER_MS, Pace


def looks_for_hands(pace: Pace, until_ms: int, found: bool) -> list[int]:
    """Times of the looks among frames 40 ms apart, each with the same outcome."""
    times = []
    for at_ms in range(0, until_ms, 40):
        if pace.hands_due(at_ms):
            times.append(at_ms)
            pace.hands_seen(found)
    return times


def steps(times: list[int]) -> list[int]:
    return [b - a for a, b in pairwise(times)]


def test_hands_that_stay_are_looked_for_more_and_more_seldom() -> None:
    assert steps(looks_for_hands(Pace(), 12_000, found=True)) == [1200, 3600, 4800]


def test_hands_that_are_not_found_are_looked_for_closely_and_then_in_vain() -> None:
    assert steps(looks_for_hands(Pace(), 6_000, found=False))[:6] == [400, 400, 400, 400, 1200, 1200]


def test_hands_missed_while_they_are_at_work_are_not_searched_for_closely() -> None:
    pace = Pace()
    looks_for_hands(pace, 8_000, found=True)
    assert pace.hands_due(20_000)
    pace.hands_seen(False)
    assert not pace.hands_due(21_160)
    assert pace.hands_due(21_200)


def test_after_a_rest_they_are_searched_for_closely_again() -> None:
    pace = Pace()
    pace.something_happens(0, moving=True)
    looks_for_hands(pace, 8_000, found=True)
    pace.something_happens(9_600, moving=False)
    assert pace.hands_due(20_000)
    pace.hands_seen(False)
    assert pace.hands_due(20_400)


def test_hands_known_to_be_there_in_a_moment_are_not_looked_for_again() -> None:
    pace = Pace()
    pace.hands_around(0.0, 10_000.0)
    assert looks_for_hands(pace, 10_000, found=True) == [4800]
    pace = Pace()
    pace.hands_around(None, 1_000.0)
    assert looks_for_hands(pace, 1_000, found=True) == [0], "where none were seen yet, when they came matters"


def test_with_a_sticker_hands_only_mark_when_somebody_worked() -> None:
    assert HANDS_BY_STICKER_MS == 9_500
    pace = Pace(sticker=True)
    pace.hands_around(0.0, None)
    assert looks_for_hands(pace, 20_000, found=True) == [9520, 19_040]


def test_hands_found_just_before_are_taken_to_stay() -> None:
    pace = Pace()
    pace.hands_around(0.0, None)
    assert looks_for_hands(pace, 10_000, found=True) == [4800, 9600]


def test_every_frame_is_due_for_everything_when_told_so() -> None:
    pace = Pace(every_frame=True)
    assert len(looks_for_hands(pace, 400, found=True)) == 10
    assert not pace.is_idle(1e9)


def test_nothing_moving_for_a_while_is_idle_and_so_is_a_free_sticker() -> None:
    pace = Pace()
    pace.something_happens(0, moving=False)
    pace.sticker_free(0, free=False)
    assert not pace.is_idle(1_400)
    assert pace.is_idle(1_600)
    pace.something_happens(5_000, moving=True)
    assert pace.is_idle(5_000), "the sticker was last covered long ago"
    pace.sticker_free(5_000, free=False)
    assert not pace.is_idle(5_000)
