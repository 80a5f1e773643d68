"""Where each sprite lies at a moment: turned, half folded away, smeared by its motion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from backend.demo.choreography import Actor, Play
from backend.demo.hand import Image
from backend.demo.layout import HAND_SCALE
from backend.demo.scenario import Scenario
from backend.demo.track import Key
from backend.demo.wardrobe import GRIP_POINT, Wardrobe


@dataclass(slots=True)
class Placed:
    actor: Actor
    key: Key
    sprite: Image
    x: int
    y: int
    code: npt.NDArray[np.float32] | None = None
    still: bool = False


class Placer:
    """Looks up the actors of a play and fetches their pictures. Not shared between threads."""

    def __init__(self, scenario: Scenario, play: Play) -> None:
        self.scenario, self.play = scenario, play
        self.width, self.height = scenario.width, scenario.height
        self.wardrobe = Wardrobe(scenario, [label for _, label in play.labels])

    def at(self, t_ms: float) -> Iterator[Placed]:
        """Everything in the picture at `t_ms`, lowest first."""
        k = self.scenario.scale
        for actor in self.play.actors:
            key = actor.track.at(t_ms)
            if key is None:
                continue
            dx, dy = actor.track.smear(t_ms)
            smear = (dx * k, dy * k)
            still = abs(smear[0]) < 0.6 and abs(smear[1]) < 0.6
            if actor.kind == "hand":
                yield Placed(actor, key, *_smeared(*self._hand(actor, key), smear))
                continue
            sprite, code = self._picture(actor, key, t_ms)
            if sprite is None:
                continue
            x, y = round(key.x * k - sprite.shape[1] / 2), round(key.y * k - sprite.shape[0] / 2)
            if actor.kind == "passer_by":
                y = round(key.y * k - 30 * k)
            shown = code + np.array([x, y], np.float32) if code is not None else None
            yield Placed(actor, key, *_smeared(sprite, x, y, smear), shown, still)

    def _picture(self, actor: Actor, key: Key, t_ms: float) -> tuple[Image | None, npt.NDArray[np.float32] | None]:
        if actor.kind == "carton":
            return self.wardrobe.carton(actor.carton, key.look, actor.order), None
        if actor.kind == "goods":
            sprite = self.wardrobe.goods(key.look)
            return _turned(sprite, key.angle), None
        if actor.kind == "label":
            paper = self.wardrobe.label(actor.label)
            return paper.sprite, paper.code
        if actor.kind == "passer_by":
            return self.wardrobe.passer_by(), None
        paper = self.wardrobe.panel(actor.label, actor.carton)
        keys = actor.track.keys
        part = min(
            (t_ms - keys[0].t_ms) / (keys[1].t_ms - keys[0].t_ms),
            (keys[3].t_ms - t_ms) / (keys[3].t_ms - keys[2].t_ms),
            1.0,
        )
        if part >= 1.0:
            return paper.sprite, paper.code
        tall = round(paper.sprite.shape[0] * max(0.0, part))
        if tall < 3:
            return None, None
        dark = cv2.resize(paper.sprite, (paper.sprite.shape[1], tall), interpolation=cv2.INTER_AREA)
        dark[..., :3] = (dark[..., :3] * (0.6 + 0.4 * part)).astype(np.uint8)
        return dark, None

    def _hand(self, actor: Actor, key: Key) -> tuple[Image, int, int]:
        """The hand turned to its angle; only what can be in the frame is warped."""
        k = self.scenario.scale
        sprite = self.wardrobe.hand(key.look or "relaxed", actor.side, actor.gloves)
        gx, gy = GRIP_POINT[0] * HAND_SCALE * k, GRIP_POINT[1] * HAND_SCALE * k
        if actor.side == "L":
            gx = sprite.shape[1] - gx
        turn = cv2.getRotationMatrix2D((gx, gy), key.angle, 1.0)
        turn[:, 2] += (key.x * k - gx, key.y * k - gy)
        h, w = sprite.shape[:2]
        corners = np.array([[0, 0, 1], [w, 0, 1], [w, h, 1], [0, h, 1]], np.float64) @ turn.T
        low = np.floor(np.maximum(corners.min(axis=0), -40)).astype(int)
        high = np.ceil(np.minimum(corners.max(axis=0), (self.width + 40, self.height + 40))).astype(int)
        size = np.maximum(high - low, 2)
        turn[:, 2] -= low
        return (
            cv2.warpAffine(sprite, turn, (int(size[0]), int(size[1])), flags=cv2.INTER_LINEAR),
            int(low[0]),
            int(low[1]),
        )


def _turned(sprite: Image, angle: float) -> Image:
    if abs(angle) < 0.5:
        return sprite
    h, w = sprite.shape[:2]
    side = int(np.hypot(h, w)) + 2
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1.0)
    turn[:, 2] += (side / 2 - w / 2, side / 2 - h / 2)
    return cv2.warpAffine(sprite, turn, (side, side))


def _smeared(sprite: Image, x: int, y: int, smear: tuple[float, float]) -> tuple[Image, int, int]:
    """Motion blur along `smear` px: averages of shifted copies, each halving the step."""
    dx, dy = round(smear[0]), round(smear[1])
    if max(abs(dx), abs(dy)) < 2:
        return sprite, x, y
    px, py = abs(dx), abs(dy)
    sprite = cv2.copyMakeBorder(sprite, py, py, px, px, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    length, step = float(max(px, py)), 0.5
    h, w = sprite.shape[:2]
    while length * step >= 1:
        sx, sy = round(dx * step), round(dy * step)
        ahead = (slice(max(0, sy), h + min(0, sy)), slice(max(0, sx), w + min(0, sx)))
        behind = (slice(max(0, -sy), h + min(0, -sy)), slice(max(0, -sx), w + min(0, -sx)))
        moved = sprite.copy()
        cv2.addWeighted(sprite[ahead], 0.5, sprite[behind], 0.5, 0, dst=moved[ahead])
        sprite, step = moved, step / 2
    return sprite, x - px - dx // 2, y - py - dy // 2
