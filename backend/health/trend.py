"""Where a value is heading: a warning before codes are lost. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from statistics import median

LEAST_DAYS = 4
LOOK_AHEAD_DAYS = 14
_LEAST_LOSS = 0.05
"""A fall of less than this part of the value over the whole time is noise."""

Point = tuple[date, float]


def slope(points: Sequence[Point]) -> float:
    """Change a day: the median of the slopes between all pairs, which single bad days do not move."""
    slopes = [(b - a) / (later - earlier).days for (earlier, a), (later, b) in combinations(points, 2)]
    return median(slopes) if slopes else 0.0


def days_left(points: Sequence[Point], limit: float) -> int | None:
    """In how many days a falling value reaches `limit` at its present pace; None when it does not fall, is there
    already, or has longer than two weeks. `points` rise in time, one a day."""
    if len(points) < LEAST_DAYS:
        return None
    a_day = slope(points)
    level = median(value for _, value in points[-3:])
    fallen = -a_day * (points[-1][0] - points[0][0]).days
    if a_day >= 0 or level <= limit or fallen < _LEAST_LOSS * level:
        return None
    left = (level - limit) / -a_day
    return max(1, round(left)) if left <= LOOK_AHEAD_DAYS else None
