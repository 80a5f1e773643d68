from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backend.sampling.lifted import gaps, stays_in_sight
from backend.sampling.plan import Range
from backend.sampling.scene import View
from backend.sampling.vote import Run

EMPTY = np.random.default_rng(1).integers(-20, 20, (36, 64)).astype(np.int8)
Thing = tuple[int, int, int]
"""Left and upper cell, and which thing it is: each looks different."""
ON_THE_STICKER = (26, 12)
GAP = Range(10_000.0, 13_000.0)


def table(*things: Thing) -> np.ndarray:
    seen = EMPTY.copy()
    for x, y, which in things:
        seen[y : y + 10, x : x + 14] = np.random.default_rng(which).integers(-90, 90, (10, 14))
    return seen


def looked(
    between: Callable[[float], np.ndarray], before: Thing, after: Thing, *, step_ms: int = 120, whole: bool = True
) -> bool:
    """Views around the gap: `before` and `after` on the sticker, and what `between` shows at a share 0..1 of it."""
    views = []
    for at_ms in range(8_500, 14_500, step_ms):
        share = (at_ms - GAP.from_ms) / (GAP.to_ms - GAP.from_ms)
        thumb = table(before) if share < 0 else table(after) if share > 1 else between(share)
        views.append(View(float(at_ms), thumb))
    return stays_in_sight(views, GAP, EMPTY, between_whole=whole)


PARCEL = (*ON_THE_STICKER, 7)
NEXT = (*ON_THE_STICKER, 8)


def test_a_parcel_that_is_held_beside_the_sticker_stays_in_sight() -> None:
    assert looked(lambda share: table((26 + round(20 * share), 1, 7)), PARCEL, PARCEL)


def test_a_parcel_that_is_turned_stays_in_sight() -> None:
    assert looked(lambda share: table((44, 2, 7 if share < 0.5 else 9)), PARCEL, (*ON_THE_STICKER, 9))


def test_a_table_that_is_empty_for_a_moment_has_no_parcel_in_sight() -> None:
    def swapped(share: float) -> np.ndarray:
        return table((40, 2, 7)) if share < 0.4 else table() if share < 0.5 else table((2, 2, 8))

    assert not looked(swapped, PARCEL, NEXT, whole=True)
    assert not looked(swapped, PARCEL, NEXT, whole=False)


def test_a_finished_parcel_that_stays_beside_is_not_held() -> None:
    views = [View(float(at_ms), table((46, 2, 7))) for at_ms in range(10_000, 13_000, 120)]
    before = [View(float(at_ms), table(PARCEL)) for at_ms in range(8_500, 10_000, 120)]
    after = [View(float(at_ms), table((46, 2, 7), NEXT)) for at_ms in range(13_000, 14_500, 120)]
    assert not stays_in_sight([*before, *views, *after], GAP, EMPTY, between_whole=False)


def test_a_parcel_half_out_of_sight_is_held_unless_both_sides_are_whole_packings() -> None:
    def half_out(share: float) -> np.ndarray:
        seen = table((50, 2, 7))
        seen[:, 54:] = EMPTY[:, 54:]
        return seen

    assert looked(half_out, PARCEL, PARCEL, whole=False)
    assert not looked(half_out, PARCEL, PARCEL, whole=True)


def test_a_hand_over_the_free_sticker_is_no_parcel() -> None:
    def hand(share: float) -> np.ndarray:
        seen = table()
        x = round(40 * share)
        seen[20:26, x : x + 6] = 70
        return seen

    assert not looked(hand, PARCEL, PARCEL)


def test_what_was_not_looked_at_closely_is_not_told() -> None:
    assert not looked(lambda share: table((46, 1, 7)), PARCEL, PARCEL, step_ms=700)


def test_only_short_times_between_two_runs_are_asked_about() -> None:
    busy = [Run(True, 0, 5_000), Run(True, 8_000, 20_000), Run(True, 60_000, 70_000)]
    assert [(gap.from_ms, gap.to_ms) for gap in gaps(busy)] == [(5_000, 8_000)]
