from __future__ import annotations

import cv2
import numpy as np
import pytest

from backend.detection.focus import sharpness

RNG = np.random.default_rng(3)


def table(boxes: int) -> np.ndarray:
    """A plain table with `boxes` things of sharp outline on it, and noise."""
    gray = np.full((480, 640), 110, np.uint8)
    for _ in range(boxes):
        x, y = int(RNG.integers(0, 500)), int(RNG.integers(0, 380))
        cv2.rectangle(gray, (x, y), (x + 120, y + 90), int(RNG.integers(0, 255)), -1)
    return np.clip(gray + RNG.normal(0, 2, gray.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("sigma", [2.5, 4.0, 6.0])
def test_a_picture_out_of_focus_is_soft_however_much_lies_in_it(sigma: float) -> None:
    for boxes in (12, 30):
        sharp = sharpness(table(boxes))
        soft = sharpness(cv2.GaussianBlur(table(boxes), (0, 0), sigma))
        assert sharp is not None
        assert soft is not None
        assert soft < 0.6 * sharp


def test_fewer_things_or_less_light_are_not_softer() -> None:
    much, little = sharpness(table(30)), sharpness(table(12))
    dim = sharpness((table(30) * 0.4).astype(np.uint8))
    assert much is not None
    assert little == pytest.approx(much, abs=0.1)
    assert dim == pytest.approx(much, abs=0.1)


def test_where_there_is_hardly_an_edge_nothing_is_claimed() -> None:
    assert sharpness(table(0)) is None
    assert sharpness(np.zeros((48, 12), np.uint8)) is None
