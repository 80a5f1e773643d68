from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np

from backend.sampling import doubt
from backend.sampling.plan import Range
from backend.sampling.station import Look
from backend.sampling.vote import Run

EMPTY = np.zeros((36, 64), np.int8)


@dataclass
class Surveyed:
    """What `ranges` asks of a survey."""

    looks: list[Look] = field(default_factory=list)

    def empty_scene(self) -> np.ndarray:
        return EMPTY


def parcel(column: int, width: int = 24) -> np.ndarray:
    thumb = EMPTY.copy()
    thumb[6:30, column : column + width] = 60
    return thumb


def looks(*thumbs: np.ndarray) -> list[Look]:
    """One look every two seconds, all busy."""
    return [Look(2000.0 * i, True, thumb) for i, thumb in enumerate(thumbs)]


def found(seen: list[Look], run: Run, *shown: tuple[float, float]) -> list[Range]:
    return doubt.ranges(cast(Any, Surveyed(seen)), [run, Run(True, 500_000, 515_000)], list(shown))


def test_an_honest_run_is_not_doubted() -> None:
    seen = looks(*[parcel(20 + i % 2) for i in range(8)])
    assert found(seen, Run(True, -1, 15_000), (12_000, 13_000)) == []


def test_a_look_that_is_nearly_the_empty_table_is() -> None:
    hand_only = parcel(50, 5)
    seen = looks(*[parcel(20)] * 3, hand_only, *[parcel(30)] * 4)
    assert Range(4000, 8000) in found(seen, Run(True, -1, 15_000), (12_000, 13_000))


def test_a_change_of_parcel_long_after_the_label_is() -> None:
    seen = looks(*[parcel(10)] * 4, *[parcel(40)] * 5)
    assert found(seen, Run(True, -1, 17_000), (4000, 5000)) == [Range(6000, 8000)]
    assert found(seen, Run(True, -1, 17_000), (12_000, 14_000)) == []


def test_a_run_much_longer_than_usual_is_looked_at_where_it_changes_most() -> None:
    seen = looks(*[parcel(10)] * 8, *[parcel(40)] * 9)
    assert found(seen, Run(True, -1, 33_000), (30_000, 32_000)) == [Range(14_000, 16_000)]


def test_two_codes_after_each_other_are() -> None:
    seen = looks(*[parcel(10)] * 8)
    assert found(seen, Run(True, -1, 15_000), (2000, 4000), (9000, 10_000)) == [Range(4000, 9000)]


def test_nothing_busy_nothing_doubted() -> None:
    assert doubt.ranges(cast(Any, Surveyed()), [], []) == []
