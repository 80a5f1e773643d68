"""Drawn hands are hands to MediaPipe; gloved ones are not."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from backend.demo.hand import GLOVES, POSES, SKINS, WRIST, HandPose, draw_hand


@pytest.fixture(scope="module")
def hands() -> Iterator[object]:
    mediapipe = pytest.importorskip("mediapipe")
    with mediapipe.solutions.hands.Hands(
        static_image_mode=True, model_complexity=1, max_num_hands=2, min_detection_confidence=0.5
    ) as detector:
        yield detector


def scene(sprite: np.ndarray, angle: float, width: int) -> np.ndarray:
    """A hand of the size it has at the packing table, on a grainy background (RGB)."""
    height, k = width * 9 // 16, width / 1280
    noise = np.random.default_rng(0).integers(-4, 5, (height, width, 1), dtype=np.int16)
    table = (np.array([120, 140, 150], np.int16) + noise).astype(np.uint8)
    turn = cv2.getRotationMatrix2D(WRIST, angle, 0.52 * k)
    turn[:, 2] += np.array([640 * k, 420 * k]) - np.array(WRIST)
    laid = cv2.warpAffine(sprite, turn, (width, height), flags=cv2.INTER_AREA)
    picture = table * (1 - laid[..., 3:] / 255.0) + laid[..., :3]
    return cv2.cvtColor(picture.astype(np.uint8), cv2.COLOR_BGR2RGB)


def found(detector: object, picture: np.ndarray) -> bool:
    return bool(detector.process(picture).multi_hand_landmarks)  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [1280, 1920])
def test_a_bare_hand_is_found_in_every_pose(hands: object, width: int) -> None:
    looks = []
    for i, pose in enumerate(POSES.values()):
        sprite = draw_hand(pose, skin=SKINS[i % len(SKINS)], sleeve=(120, 60, 40), seed=i, glove=False)
        looks.append(found(hands, scene(sprite, -25 + 10 * i, width)))
    assert np.mean(looks) >= 0.8


def test_a_gloved_hand_is_not_found(hands: object) -> None:
    looks = []
    for glove in GLOVES:
        sprite = draw_hand(HandPose(1.0, 0.95, -34.0), skin=glove, sleeve=(60, 60, 60), seed=1, glove=True)
        looks.append(found(hands, scene(sprite, 10, 1280)))
    assert not any(looks)
