"""All sprites of one scenario, drawn once at frame scale and kept."""

from __future__ import annotations

import cv2
import numpy as np

from backend.demo.carton import CARTONS, draw_carton
from backend.demo.hand import CANVAS_H, CANVAS_W, GLOVES, POSES, SKINS, WRIST, HandPose, Image, draw_hand
from backend.demo.layout import HAND_SCALE
from backend.demo.paper import Paper, draw_label
from backend.demo.scenario import Label, Scenario

GRIP_POINT = (WRIST[0], WRIST[1] - 200.0)
"""The middle of the hand: what a track's position means."""
SLEEVES: tuple[tuple[int, int, int], ...] = ((120, 62, 38), (52, 52, 58), (60, 84, 150), (150, 150, 156), (70, 110, 60))
_GLOVE_POSE = HandPose(1.0, 0.95, -34.0)


class Wardrobe:
    """Sprites by what they show. Not shared between threads."""

    def __init__(self, scenario: Scenario, labels: list[Label]) -> None:
        self.scenario = scenario
        self.labels = labels
        self._cache: dict[tuple[object, ...], object] = {}

    def hand(self, look: str, side: str, gloves: bool) -> Image:
        """A hand at frame scale, upright. Its GRIP_POINT scales with it."""
        key = ("hand", look, side, gloves)
        if key not in self._cache:
            seed = self.scenario.seed
            skin = GLOVES[seed % len(GLOVES)] if gloves else SKINS[seed % len(SKINS)]
            pose = _GLOVE_POSE if gloves else POSES[look]
            sprite = draw_hand(pose, skin=skin, sleeve=SLEEVES[seed % len(SLEEVES)], seed=seed, glove=gloves)
            if side == "L":
                sprite = np.ascontiguousarray(sprite[:, ::-1])
            k = HAND_SCALE * self.scenario.scale
            self._cache[key] = cv2.resize(
                sprite, (round(CANVAS_W * k), round(CANVAS_H * k)), interpolation=cv2.INTER_AREA
            )
        return self._cache[key]  # type: ignore[return-value]

    def carton(self, kind: int, state: str, order: int) -> Image:
        key = ("carton", kind, state, order)
        if key not in self._cache:
            angle = float(np.random.default_rng(self.scenario.seed * 101 + order).uniform(-3, 3))
            self._cache[key] = draw_carton(kind, state, self.scenario.scale, angle, self.scenario.seed + order)
        return self._cache[key]  # type: ignore[return-value]

    def label(self, index: int) -> Paper:
        key = ("label", index)
        if key not in self._cache:
            self._cache[key] = draw_label(self.labels[index], self.scenario.seed * 53 + self.scenario.cast * 7 + index)
        return self._cache[key]  # type: ignore[return-value]

    def panel(self, index: int, carton: int) -> Paper:
        """The labelled side of a parcel turned to the camera: board around the paper."""
        key = ("panel", index, carton)
        if key not in self._cache:
            self._cache[key] = _panel(self.label(index), CARTONS[carton % len(CARTONS)], self.scenario)
        return self._cache[key]  # type: ignore[return-value]

    def goods(self, look: str) -> Image:
        key = ("goods", look)
        if key not in self._cache:
            self._cache[key] = _goods(int(look or 0), self.scenario.scale)
        return self._cache[key]  # type: ignore[return-value]

    def passer_by(self) -> Image:
        key = ("passer_by",)
        if key not in self._cache:
            self._cache[key] = _passer_by(self.scenario.scale, self.scenario.seed)
        return self._cache[key]  # type: ignore[return-value]


def _panel(paper: Paper, carton: tuple[int, int, tuple[int, int, int]], scenario: Scenario) -> Paper:
    k = scenario.scale
    h, w = paper.sprite.shape[:2]
    width, height = max(w + round(24 * k), round(carton[0] * k)), max(h + round(24 * k), round(carton[1] * k))
    rng = np.random.default_rng(scenario.seed)
    grain = rng.normal(0, 2.5, (height, width, 1)).astype(np.float32)
    board = np.clip(np.asarray(carton[2], np.float32) * 1.06 + grain, 0, 255).astype(np.uint8)
    cv2.rectangle(board, (0, 0), (width - 1, height - 1), tuple(int(c * 0.6) for c in carton[2]), 2)
    sprite = np.dstack([board, np.full((height, width), 255, np.uint8)])
    x, y = (width - w) // 2, (height - h) // 2
    view = sprite[y : y + h, x : x + w, :3]
    alpha = paper.sprite[..., 3:].astype(np.float32) / 255
    view[:] = (view * (1 - alpha) + paper.sprite[..., :3]).astype(np.uint8)
    return Paper(sprite, paper.code + np.array([x, y], np.float32))


def _goods(look: int, k: float) -> Image:
    """A folded shirt in a bag, a bottle, a book, a small box."""
    w, h = ((120, 90), (52, 130), (86, 112), (74, 74))[look % 4]
    colour = ((170, 110, 60), (70, 140, 60), (50, 60, 170), (190, 190, 60))[look % 4]
    w, h, pad = round(w * k), round(h * k), round(10 * k)
    image = np.zeros((h + 2 * pad, w + 2 * pad, 3), np.float32)
    solid = np.zeros(image.shape[:2], np.uint8)
    if look % 4 == 1:
        cv2.ellipse(solid, (pad + w // 2, pad + h // 2), (w // 2, h // 2), 0, 0, 360, 255, -1, cv2.LINE_AA)
    else:
        cv2.rectangle(solid, (pad, pad), (pad + w, pad + h), 255, -1, cv2.LINE_AA)
    shine = np.linspace(1.2, 0.65, image.shape[1], dtype=np.float32)[None, :, None]
    image[:] = np.asarray(colour, np.float32) * shine
    cv2.line(
        image,
        (pad + w // 3, pad),
        (pad + w // 4, pad + h),
        tuple(min(255.0, c * 1.6) for c in colour),
        max(1, round(3 * k)),
    )
    cv2.rectangle(image, (pad + w // 4, pad + h // 3), (pad + 3 * w // 4, pad + h // 2), (225, 225, 225), -1)
    alpha = cv2.GaussianBlur(solid.astype(np.float32) / 255, (0, 0), 0.8)
    return np.dstack([np.clip(image, 0, 255) * alpha[..., None], alpha * 255]).astype(np.uint8)


def _passer_by(k: float, seed: int) -> Image:
    """Shoulders and head from above, cut by the edge of the frame, with a wide soft shadow."""
    w, h = round(300 * k), round(190 * k)
    cloth = SLEEVES[(seed + 2) % len(SLEEVES)]
    image = np.zeros((h, w, 3), np.float32)
    solid = np.zeros((h, w), np.uint8)
    cv2.ellipse(solid, (w // 2, round(46 * k)), (round(104 * k), round(42 * k)), 0, 0, 360, 255, -1, cv2.LINE_AA)
    image[:] = cloth
    image *= np.linspace(0.7, 1.2, w, dtype=np.float32)[None, :, None]
    cv2.circle(image, (w // 2, round(50 * k)), round(36 * k), (34, 36, 40), -1, cv2.LINE_AA)
    cv2.ellipse(
        image,
        (w // 2 - round(8 * k), round(44 * k)),
        (round(18 * k), round(10 * k)),
        20,
        0,
        360,
        (66, 68, 74),
        -1,
        cv2.LINE_AA,
    )
    alpha = cv2.GaussianBlur(solid.astype(np.float32) / 255, (0, 0), 1.2 * k)
    shadow = cv2.GaussianBlur(np.roll(solid, round(26 * k), 0).astype(np.float32) / 255, (0, 0), 16 * k) * 0.4
    total = alpha + shadow * (1 - alpha)
    return np.dstack([np.clip(image, 0, 255) * alpha[..., None], total * 255]).astype(np.uint8)
