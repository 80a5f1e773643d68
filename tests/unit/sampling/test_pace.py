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
    assert steps(looks_for_hands(Pace(), 12_000, found=True)) == [800, 1600, 3200, 3200]


def test_hands_that_are_not_found_are_looked_for_closely_and_then_in_vain() -> None:
    assert steps(looks_for_hands(Pace(), 6_000, found=False))[:6] == [400, 400, 400, 400, 1200, 1200]


def test_found_again_they_are_looked_for_closely_once_they_leave() -> None:
    pace = Pace()
    looks_for_hands(pace, 8_000, found=True)
    pace.hands_seen(False)
    assert pace.hands_due(20_000)
    pace.hands_seen(False)
    assert not pace.hands_due(20_360)
    assert pace.hands_due(20_400)


def test_with_a_sticker_hands_only_mark_when_somebody_worked() -> None:
    assert HANDS_BY_STICKER_MS == 9_500
    assert looks_for_hands(Pace(sticker=True, hands_at_ms=0.0), 20_000, found=True) == [9520, 19_040]


def test_hands_found_just_before_are_taken_to_stay() -> None:
    assert looks_for_hands(Pace(hands_at_ms=0.0), 8_000, found=True) == [3200, 6400]


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
