from __future__ import annotations

import numpy as np

from backend.sampling.scene import EmptyScenes, View, judged, learned, occupied, time_at_rest

EMPTY = np.zeros((36, 64), np.int8)


def thumb(*patches: tuple[int, int]) -> np.ndarray:
    """Patches (row, column) of 8 x 8 cells that differ from the empty table."""
    made = EMPTY.copy()
    for row, column in patches:
        made[row : row + 8, column : column + 8] = 60
    return made


def views(*parts: tuple[float, np.ndarray]) -> list[View]:
    """(seconds, what is seen) after each other, one view a second."""
    found: list[View] = []
    for seconds, seen in parts:
        found += [View(1000.0 * (len(found) + i), seen) for i in range(int(seconds))]
    return found


SCENES = EmptyScenes((0.0,), (EMPTY,))


def busy_seconds(seen: list[View]) -> list[int]:
    return [round(s.at_ms / 1000) for s in judged(seen, SCENES) if s.busy]


def test_something_on_the_table_is_activity_until_the_table_is_empty() -> None:
    moving = [(1.0, thumb((10 + i, 10))) for i in range(5)]
    assert busy_seconds(views((3, EMPTY), *moving, (3, EMPTY))) == [3, 4, 5, 6, 7]


def test_a_pause_of_the_hands_is_part_of_the_activity() -> None:
    seen = views((2, EMPTY), (1, thumb((0, 0))), (4, thumb((9, 9))), (1, thumb((18, 18))), (2, EMPTY))
    assert busy_seconds(seen) == [2, 3, 4, 5, 6, 7]


def test_a_parcel_left_standing_ends_the_activity_where_the_rest_began() -> None:
    seen = views((2, EMPTY), (2, thumb((0, 0))), (20, thumb((9, 9))), (2, EMPTY))
    assert busy_seconds(seen) == [2, 3]
    assert sum(bool(s.busy) for s in occupied(seen, SCENES)) == 22


def test_work_beside_a_parcel_left_standing_is_activity_again() -> None:
    seen = views((2, EMPTY), (20, thumb((9, 9))), (3, thumb((9, 9), (20, 30))), (2, thumb((9, 9))))
    assert busy_seconds(seen)[-3:] == [22, 23, 24]


def test_parcels_within_one_long_activity_of_hands_are_told_apart() -> None:
    hands = [(1.0, thumb((i % 20, (7 * i) % 40))) for i in range(20)]
    parcel = np.full((36, 64), 60, np.int8)
    at_work = [(1.0, np.where(thumb((i % 20, (5 * i) % 40)) > 0, -60, parcel).astype(np.int8)) for i in range(20)]
    seen = views(*hands, *at_work, *hands)
    assert busy_seconds(seen) == list(range(20, 40))


def always_at_work(*, then: int = 0) -> list[View]:
    """Hands for 20 s, hands at a parcel for 20 s, hands for 20 s; and after a rest the same with 5 s of each."""
    parcel = np.full((36, 64), 60, np.int8)

    def hands(seconds: int) -> list[tuple[float, np.ndarray]]:
        return [(1.0, thumb((i % 20, (7 * i) % 40))) for i in range(seconds)]

    def at_work(seconds: int) -> list[tuple[float, np.ndarray]]:
        return [(1.0, np.where(thumb((i % 20, (5 * i) % 40)) > 0, -60, parcel).astype(np.int8)) for i in range(seconds)]

    short = [(1.0, EMPTY), *hands(then), *at_work(then), *hands(then)] if then else []
    return views(*hands(20), *at_work(20), *hands(20), *short)


def test_where_hands_are_always_at_work_the_table_is_occupied_by_parcels_only() -> None:
    seconds = [round(s.at_ms / 1000) for s in occupied(always_at_work(), SCENES) if s.busy]
    assert seconds == list(range(20, 40))


def test_what_a_long_activity_tells_of_parcels_and_hands_holds_for_the_shorter_ones() -> None:
    assert busy_seconds(always_at_work(then=6)) == [*range(20, 40), *range(67, 73)]


def test_a_table_that_is_empty_now_and_then_is_occupied_by_whatever_stands_on_it() -> None:
    seen = [View(view.at_ms + 9_000.0, view.thumb) for view in always_at_work()]
    seen = [View(1000.0 * second, EMPTY) for second in range(9)] + seen
    assert sum(bool(s.busy) for s in occupied(seen, SCENES)) == 60


def test_a_short_activity_is_never_split() -> None:
    hands = [(1.0, thumb((i, 10))) for i in range(10)]
    parcel = [(1.0, np.full((36, 64), 60 - i, np.int8)) for i in range(4)]
    assert len(busy_seconds(views((3, EMPTY), *hands, *parcel, (3, EMPTY)))) == 14


def test_rest_tells_the_free_table_better_than_time() -> None:
    """A parcel lies there most of the time, but hands are at it; the table is free for a few seconds only."""
    rng = np.random.default_rng(1)
    free = np.zeros((8, 8), np.int8)
    views = [View(i * 500.0, free) for i in range(8)]
    for i in range(8, 60):
        parcel = np.full((8, 8), 60, np.int8)
        parcel[rng.integers(0, 8), :] = rng.integers(-60, 60, 8)
        views.append(View(i * 500.0, parcel))
    assert (learned(views, 30_000).at(0.0) == free).all()


def test_a_parcel_that_stands_still_most_of_the_time_is_not_the_table_when_it_shows_a_label() -> None:
    parcel = thumb((10, 10), (10, 18), (18, 10), (18, 18))
    labelled = np.where(thumb((12, 12)) > 0, -60, parcel).astype(np.int8)
    seen = views((4, EMPTY), (4, parcel), (3, labelled), (4, parcel), (3, EMPTY))
    assert (learned(seen, 18_000).at(0.0) == parcel).all()
    assert (learned(seen, 18_000, [9000.0, 9500.0]).at(0.0) == EMPTY).all()


def test_a_small_hand_at_work_keeps_a_parcel_from_being_taken_for_the_table() -> None:
    seen = views((6, EMPTY))
    parcel = thumb((10, 10), (10, 18), (18, 10), (18, 18))
    for second in range(6, 20):
        hand = parcel.copy()
        hand[12:16, 10 + second % 3 : 14 + second % 3] = -60
        seen.append(View(1000.0 * second, hand))
    assert (learned(seen, 20_000).at(0.0) == EMPTY).all()


def test_close_looks_do_not_outvote_far_ones() -> None:
    """Twenty looks within two seconds of a parcel at rest, three within twenty seconds of the free table."""
    free, parcel = np.zeros((8, 8), np.int8), np.full((8, 8), 60, np.int8)
    views = [View(i * 100.0, parcel) for i in range(20)] + [View(10_000.0 + i * 10_000.0, free) for i in range(3)]
    assert (learned(views, 30_000).at(0.0) == free).all()


def test_where_nothing_ever_rests_each_view_counts_by_the_time_it_stands_for() -> None:
    views = [View(i * 1000.0, np.full((4, 4), (i % 2) * 60, np.int8)) for i in range(20)]
    weights = time_at_rest(views)
    assert (weights > 0).all()
    assert weights[1:-1].tolist() == [1000.0] * 18
