from __future__ import annotations

from dataclasses import replace

import pytest

from backend.health.findings import Aspect
from backend.health.history import history
from tests.unit.health.test_findings import GOOD, of

DULL = replace(GOOD, readability=0.5, read_rate=None, label_px=1.4, sharpness=0.6, brightness=70.0)
DARK = replace(GOOD, blind="dark", sharpness=0.0, brightness=2.0)
DAYS = [GOOD, DULL, DARK]


@pytest.mark.parametrize(
    ("aspect", "values"),
    [
        (Aspect.STICKER, (0.98, 0.5, 0.98)),
        (Aspect.STICKER_MOVED, (0.01, None, 0.3333)),
        (Aspect.LABELS, (0.95, None, 0.95)),
        (Aspect.LABEL_PX, (2.8, 1.4, 2.8)),
        # As parts of the camera's normal, as the findings are; a dark picture is not an unsharp one.
        (Aspect.SHARPNESS, (1.0, 0.5, None)),
        (Aspect.BRIGHTNESS, (1.0, 0.5, 0.0143)),
        (Aspect.VIEW, ()),
        (Aspect.CLOCK, ()),
    ],
)
def test_a_value_a_day_in_the_unit_of_the_finding(aspect: Aspect, values: tuple[float | None, ...]) -> None:
    assert history(aspect, DAYS, [0.01, None, 1 / 3], GOOD) == values


def test_the_last_day_is_what_the_finding_says() -> None:
    for aspect, finding in of(DULL).items():
        last = history(aspect, [GOOD, DULL], [0.01, 0.01], GOOD)[-1:]
        assert last in ((), (pytest.approx(finding.value),)), aspect


def test_without_a_normal_only_what_stands_for_itself() -> None:
    assert history(Aspect.SHARPNESS, DAYS, [None] * 3, None) == (None, None, None)
    assert history(Aspect.LABEL_PX, DAYS, [None] * 3, None) == (2.8, 1.4, 2.8)
