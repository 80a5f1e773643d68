from __future__ import annotations

import numpy as np

from backend.sampling.restless import restless, without
from backend.sampling.scene import View

RNG = np.random.default_rng(5)
SCREEN = (slice(1, 7), slice(2, 12))


def table(*, screen: bool = True, parcel: bool = False, hand: tuple[int, int] | None = None) -> np.ndarray:
    made = np.zeros((36, 64), np.int8)
    if screen:
        made[SCREEN] = RNG.choice([-60, 0, 60], (6, 10))
    if parcel:
        made[14:26, 24:44] = 50
    if hand is not None:
        made[hand[0] : hand[0] + 6, hand[1] : hand[1] + 6] = -50
    return made


def seconds(*thumbs: np.ndarray) -> list[View]:
    return [View(1000.0 * second, thumb) for second, thumb in enumerate(thumbs)]


def packing(count: int, **others: bool) -> list[np.ndarray]:
    return [
        table(parcel=True, hand=(int(RNG.integers(0, 30)), int(RNG.integers(0, 58))), **others) for _ in range(count)
    ]


def test_a_monitor_beside_the_table_is_restless_and_parcels_and_hands_are_not() -> None:
    quiet = [table() for _ in range(20)]
    seen = seconds(*quiet, *packing(15), *quiet, *packing(15), *quiet)
    cells = restless(seen)
    assert cells is not None
    assert cells[SCREEN].mean() > 0.9
    assert cells.sum() == cells[SCREEN].sum()
    calm = without(cells, seen)
    assert np.count_nonzero(calm[0].thumb) <= 6
    assert calm[25].thumb[14:26, 24:44].any()


def test_at_a_table_that_rests_now_and_then_nothing_is() -> None:
    quiet = [table(screen=False)] * 20
    assert restless(seconds(*quiet, *packing(15, screen=False), *quiet)) is None


def test_hands_that_never_rest_are_not_taken_for_it() -> None:
    assert restless(seconds(*packing(60, screen=False))) is None


def test_what_stirs_in_a_part_of_the_recording_only_is_activity() -> None:
    still = [table(screen=False)] * 30
    assert restless(seconds(*still, *[table() for _ in range(12)], *still)) is None


def test_a_few_views_tell_nothing() -> None:
    assert restless([]) is None
    assert restless(seconds(*[table() for _ in range(20)])) is None
