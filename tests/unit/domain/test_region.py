"""Regions as rectangles and polygons: scaled, clipped, and what counts as inside."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidInput
from backend.domain.region import Box, Polygon, RegionKind, Regions

TRIANGLE = Polygon(((100, 100), (300, 100), (100, 300)))


def test_a_polygon_is_cropped_by_its_bounding_box() -> None:
    regions = Regions.of({RegionKind.LABEL: TRIANGLE, RegionKind.TRIGGER: Box(1, 2, 30, 40)}, 640, 360)
    assert regions.label == Box(100, 100, 200, 200)
    assert regions.trigger == Box(1, 2, 30, 40)
    assert regions.shapes() == {RegionKind.LABEL: TRIANGLE, RegionKind.TRIGGER: Box(1, 2, 30, 40)}


def test_what_lies_outside_the_polygon_does_not_count() -> None:
    regions = Regions.of({RegionKind.LABEL: TRIANGLE}, 640, 640)
    assert regions.counts(RegionKind.LABEL, Box(110, 110, 40, 40))
    assert not regions.counts(RegionKind.LABEL, Box(250, 250, 40, 40)), "in the box, beyond the long edge"
    assert regions.counts(RegionKind.PACKING, Box(0, 0, 4, 4)), "no region: everything counts"


def test_the_middle_decides() -> None:
    regions = Regions.of({RegionKind.LABEL: Box(100, 100, 50, 50)}, 640, 640)
    assert regions.counts(RegionKind.LABEL, Box(60, 60, 90, 90))
    assert not regions.counts(RegionKind.LABEL, Box(0, 0, 120, 120))


def test_a_polygon_is_scaled_with_its_frame() -> None:
    small = Regions.of({RegionKind.PACKING: TRIANGLE}, 640, 400).fitted(320, 200)
    assert small.packing_outline == Polygon(((50, 50), (150, 50), (50, 150)))
    assert small.packing == Box(50, 50, 100, 100)


@pytest.mark.parametrize(
    "value",
    [None, [], [[1, 1], [2, 2]], [[0, 0], [5, 5], [10, 10]], [[0, 0], [9, 0], [0, "x"]], [[0, 0], [9, 0], [-1, 9]],
     [[0, 0]] * 33, [[0, 0], [9, 0], [0, float("nan")]], [[0, 0], [9, 9], [9, 0], [0, 9]]],
)  # fmt: skip
def test_what_is_no_polygon_is_refused(value: object) -> None:
    with pytest.raises(InvalidInput, match="label"):
        Polygon.parse(value, "label")
