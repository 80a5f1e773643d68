"""Regions must lie inside the frame they were drawn on; suggestions do."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidInput
from backend.domain.region import Box, Regions
from backend.regions.checks import check_regions, suggested_packing


@pytest.mark.parametrize(
    "regions",
    [
        Regions(),
        Regions(label=Box(0, 0, 640, 360), frame_width=640, frame_height=360),
        Regions(trigger=Box(624, 344, 16, 16), frame_width=640, frame_height=360),
    ],
)
def test_what_fits_is_taken(regions: Regions) -> None:
    check_regions(regions)


@pytest.mark.parametrize(
    ("regions", "named"),
    [
        (Regions(label=Box(0, 0, 50, 50)), "frame_width"),
        (Regions(label=Box(1, 0, 640, 360), frame_width=640, frame_height=360), "label"),
        (Regions(packing=Box(0, 1, 640, 360), frame_width=640, frame_height=360), "packing"),
        (Regions(trigger=Box(0, 0, 15, 50), frame_width=640, frame_height=360), "trigger"),
    ],
)
def test_what_does_not_fit_is_named(regions: Regions, named: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_regions(regions)
    assert refused.value.details["fields"][0]["field"] == named


def test_a_suggestion_holds_all_hands_and_stays_inside() -> None:
    found = suggested_packing((Box(10, 10, 100, 80), Box(400, 200, 200, 150)), 640, 360)
    assert found is not None
    assert (found.x, found.y) == (0, 0)
    assert found.x + found.w == 640
    assert found.y + found.h == 360
    assert suggested_packing((), 640, 360) is None


def test_a_suggestion_leaves_a_quarter_around() -> None:
    assert suggested_packing((Box(200, 100, 80, 40),), 640, 360) == Box(180, 90, 120, 60)
