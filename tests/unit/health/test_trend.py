from __future__ import annotations

from datetime import date, timedelta

import pytest

from backend.health.trend import Point, days_left, slope

FIRST = date(2026, 1, 1)


def points(*values: float) -> list[Point]:
    return [(FIRST + timedelta(days=number), value) for number, value in enumerate(values)]


def test_a_steady_fall_is_told_before_the_limit_is_reached() -> None:
    assert days_left(points(1.0, 0.98, 0.96, 0.94, 0.92, 0.90), 0.85) == pytest.approx(4, abs=1)


def test_noise_is_no_fall() -> None:
    assert days_left(points(0.98, 1.0, 0.97, 0.99, 0.98, 0.97), 0.85) is None


def test_one_bad_day_is_no_fall() -> None:
    assert days_left(points(1.0, 1.0, 0.2, 1.0, 1.0, 1.0), 0.85) is None


def test_a_fall_that_has_longer_than_two_weeks_is_not_told() -> None:
    assert days_left(points(3.0, 2.97, 2.94, 2.91, 2.88, 2.85), 2.0) is None


def test_what_is_below_already_is_no_warning() -> None:
    assert days_left(points(1.0, 0.9, 0.8, 0.7), 0.85) is None


def test_few_days_tell_nothing() -> None:
    assert days_left(points(1.0, 0.9, 0.88), 0.85) is None


def test_days_without_footage_stretch_the_slope() -> None:
    assert slope([(FIRST, 1.0), (FIRST + timedelta(days=10), 0.9)]) == pytest.approx(-0.01)
