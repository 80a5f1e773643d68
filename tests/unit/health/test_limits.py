from __future__ import annotations

import pytest

from backend.health.limits import Level, drift_level, is_frozen, label_px_level, labels_level, sticker_level, worst

OK, CAUTION, CRITICAL = Level.OK, Level.CAUTION, Level.CRITICAL


@pytest.mark.parametrize(
    ("share", "level"), [(1.0, OK), (0.85, OK), (0.849, CAUTION), (0.70, CAUTION), (0.699, CRITICAL), (0.0, CRITICAL)]
)
def test_sticker(share: float, level: Level) -> None:
    assert sticker_level(share) is level
    assert labels_level(share) is level


@pytest.mark.parametrize(
    ("share", "level"), [(0.0, OK), (0.099, OK), (0.10, CAUTION), (0.199, CAUTION), (0.20, CRITICAL), (3.0, CRITICAL)]
)
def test_drift(share: float, level: Level) -> None:
    assert drift_level(share) is level


@pytest.mark.parametrize(
    ("px", "normal", "level"),
    [
        (2.0, None, OK),
        (1.9, None, CAUTION),
        (1.4, None, CRITICAL),
        (2.5, 3.5, CAUTION),
        (3.0, 3.5, OK),
        (1.4, 3.5, CRITICAL),
    ],
)
def test_label_px(px: float, normal: float | None, level: Level) -> None:
    assert label_px_level(px, normal) is level


def test_frozen_counts_in_minutes_or_for_most_of_a_short_file() -> None:
    assert is_frozen(5 * 60_000, 3_600_000)
    assert is_frozen(30_000, 40_000)
    assert not is_frozen(15_000, 16_000)
    assert not is_frozen(120_000, 3_600_000)


def test_worst() -> None:
    assert worst([OK, CRITICAL, CAUTION]) is CRITICAL
    assert worst([]) is OK
