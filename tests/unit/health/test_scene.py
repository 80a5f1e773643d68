from __future__ import annotations

import cv2
import numpy as np
import pytest

from backend.health.scene import Scene, shift, typical

ROWS, COLS = 36, 64


def table(seed: int = 1, dx: float = 0.0, dy: float = 0.0) -> Scene:
    picture = np.random.default_rng(seed).normal(120, 40, (ROWS + 40, COLS + 40)).astype(np.float32)
    picture = cv2.GaussianBlur(picture, (0, 0), 1.5)
    moved = cv2.warpAffine(picture, np.array([[1, 0, dx], [0, 1, dy]], np.float64), (COLS + 40, ROWS + 40))
    return np.asarray(moved[20 : 20 + ROWS, 20 : 20 + COLS], np.float32)


def test_the_same_view_has_not_moved() -> None:
    noisy = table() + np.random.default_rng(2).normal(0, 1, (ROWS, COLS)).astype(np.float32)
    found = shift(noisy, table())
    assert found is not None
    assert found.share == 0
    assert found.alike > 0.9


def test_another_light_is_the_same_view() -> None:
    ramp = np.linspace(0.5, 0.9, COLS, dtype=np.float32)[None, :]
    found = shift(np.asarray(table() * ramp, np.float32), table())
    assert found is not None
    assert found.share == 0
    assert found.alike > 0.8


@pytest.mark.parametrize(("dx", "dy"), [(2, 1), (-4, 3), (0, -6)])
def test_a_moved_camera(dx: int, dy: int) -> None:
    found = shift(table(dx=dx, dy=dy), table())
    assert found is not None
    assert found.share == pytest.approx(np.hypot(dx, dy) / np.hypot(ROWS, COLS), abs=0.01)


def test_what_is_hidden_does_not_count() -> None:
    before, after = table(), table()
    before[14:20, 20:26] = 255
    after[14:20, 24:30] = 255
    open_view, hidden = shift(after, before), shift(after, before, (16 / COLS, 8 / ROWS, 34 / COLS, 26 / ROWS))
    assert open_view is not None
    assert hidden is not None
    assert hidden.share == 0
    assert hidden.alike > open_view.alike


def test_another_view_is_not_alike() -> None:
    found = shift(table(seed=9), table())
    assert found is not None
    assert found.alike < 0.3


def test_frames_of_another_shape_cannot_be_compared() -> None:
    assert shift(table()[:30], table()) is None


def test_the_typical_scene_is_the_median_of_the_usual_shape() -> None:
    plain = [bytes([value]) * (ROWS * COLS) for value in (10, 20, 90)]
    middle = typical([*plain, b"\x05" * (COLS * 20)])
    assert middle is not None
    assert middle.shape == (ROWS, COLS)
    assert float(middle.mean()) == 20
    assert typical([]) is None
