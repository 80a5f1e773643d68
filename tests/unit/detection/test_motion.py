from __future__ import annotations

import cv2
import numpy as np

from backend.detection.motion import changed_fraction, empty_scene, thumbnail
from backend.domain.region import Box, Polygon

STILL = 0.012


def table(seed: int = 0, noise: float = 3.0) -> np.ndarray:
    texture = cv2.GaussianBlur(np.random.default_rng(42).normal(120, 40, (360, 640)), (0, 0), 3)
    return np.clip(texture + np.random.default_rng(seed).normal(0, noise, (360, 640)), 0, 255).astype(np.uint8)


def with_hand(frame: np.ndarray) -> np.ndarray:
    made = frame.copy()
    cv2.ellipse(made, (320, 260), (45, 90), 0, 0, 360, 200, -1)
    return made


def test_noise_is_no_change() -> None:
    assert changed_fraction(thumbnail(table(1), None), thumbnail(table(2), None)) == 0.0


def test_a_change_of_light_is_no_change() -> None:
    darker = np.clip(table(2).astype(np.float32) * 0.9 - 8, 0, 255).astype(np.uint8)
    assert changed_fraction(thumbnail(table(1), None), thumbnail(darker, None)) < STILL


def test_a_soft_shadow_is_no_change() -> None:
    shade = cv2.GaussianBlur(np.pad(np.full((200, 300), 25.0), ((80, 80), (170, 170))), (0, 0), 60)
    shaded = np.clip(table(2) - shade, 0, 255).astype(np.uint8)
    assert changed_fraction(thumbnail(table(1), None), thumbnail(shaded, None)) < STILL


def test_a_hand_is() -> None:
    assert changed_fraction(thumbnail(table(1), None), thumbnail(with_hand(table(2)), None)) > 3 * STILL


def test_what_happens_outside_the_region_does_not_count() -> None:
    region = Box(0, 0, 200, 120)
    assert changed_fraction(thumbnail(table(1), region), thumbnail(with_hand(table(2)), region)) == 0.0


def test_the_empty_scene_is_what_is_there_most_often_even_when_mostly_covered() -> None:
    rng = np.random.default_rng(3)
    seen = []
    for number in range(30):
        frame = table(number)
        if number % 3:
            x, y, level = rng.integers(100, 400), rng.integers(60, 200), rng.integers(20, 235)
            frame[y : y + 110, x : x + 160] = level
        seen.append(thumbnail(frame, None))
    assert changed_fraction(empty_scene(np.stack(seen)), thumbnail(table(99), None)) < STILL


def test_what_happens_beside_the_outline_does_not_count() -> None:
    box = Box(0, 0, 640, 360)
    left = Polygon(((0, 0), (260, 0), (260, 360), (0, 360)))
    around_hand = Polygon(((250, 150), (400, 150), (400, 360), (250, 360)))
    still, moved = table(1), with_hand(table(2))
    assert changed_fraction(thumbnail(still, box, left), thumbnail(moved, box, left)) == 0.0
    all_of_it = changed_fraction(thumbnail(still, box), thumbnail(moved, box))
    # The share is that of the outline's own cells, not of its bounding box.
    assert changed_fraction(thumbnail(still, box, around_hand), thumbnail(moved, box, around_hand)) > 3 * all_of_it


def test_thumbnails_with_an_outline_learn_the_empty_scene_too() -> None:
    box, outline = Box(0, 0, 640, 360), Polygon(((100, 20), (600, 20), (300, 340)))
    seen = np.stack([thumbnail(table(number), box, outline) for number in range(9)])
    assert changed_fraction(empty_scene(seen), thumbnail(table(99), box, outline)) < STILL
