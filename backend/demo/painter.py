"""Draws one frame: only the part where something moves is composed, in BGR, then put into the YUV420 planes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from backend.demo.choreography import Actor, Play
from backend.demo.hand import Image
from backend.demo.layout import HAND_SCALE, PACKING, TRIGGER, scaled
from backend.demo.paper import draw_sticker
from backend.demo.scenario import Scenario
from backend.demo.table import blend, draw_table, sticker_corner
from backend.demo.track import Key
from backend.demo.wardrobe import GRIP_POINT, Wardrobe
from backend.domain.region import Box


@dataclass(slots=True)
class Seen:
    """What one frame shows, measured on the drawn pixels."""

    sticker_by_parcel: dict[int, float] = field(default_factory=dict)
    """Part of the sticker covered by the parcel (and papers) of an order."""
    sticker_covered: float = 0.0
    """Part of the sticker covered by anything."""
    in_packing: set[int] = field(default_factory=set)
    """Orders with a visible hand or parcel inside the packing region."""
    legible: dict[int, Box] = field(default_factory=dict)
    """Labels whose code is whole, uncovered and still, with the box of the code in frame px."""
    hands: int = 0
    """Bare hands wholly in the frame."""
    gloved: int = 0


@dataclass(slots=True)
class _Placed:
    actor: Actor
    key: Key
    sprite: Image
    x: int
    y: int
    code: npt.NDArray[np.float32] | None = None
    still: bool = False


class Painter:
    """Composes frames of one scenario into one I420 buffer."""

    def __init__(self, scenario: Scenario, play: Play, trigger_text: str) -> None:
        self.scenario = scenario
        self.play = play
        self.wardrobe = Wardrobe(scenario, [label for _, label in play.labels])
        self.table = draw_table(scenario, trigger_text)
        self.width, self.height = scenario.width, scenario.height
        self.base = cv2.cvtColor(self.table, cv2.COLOR_BGR2YUV_I420)
        self.table = cv2.cvtColor(self.table, cv2.COLOR_BGR2BGRA)
        self.buffer = self.base.copy()
        k = scenario.scale
        self.packing = scaled(PACKING, k)
        self.sticker = scaled(TRIGGER, k)
        if scenario.sticker:
            sprite = draw_sticker(trigger_text, 3.2 * k).sprite
            x, y = sticker_corner(sprite, k)
            self.sticker = Box(x + 4, y + 4, sprite.shape[1] - 8, sprite.shape[0] - 8)
        self._events = sorted((a.track.keys[0].t_ms, a.track.keys[-1].t_ms, i) for i, a in enumerate(play.actors))
        self._quiet = Seen()

    def quiet(self, t_ms: float) -> bool:
        """True when nothing but light and noise moves at `t_ms`."""
        return not any(a <= t_ms <= b for a, b, _ in self._events)

    def paint(self, t_ms: float) -> Seen:
        """Fill `buffer` (I420, height * 3 / 2 rows) with the scene at `t_ms`, still without noise and light."""
        np.copyto(self.buffer, self.base)
        if self.quiet(t_ms):
            return self._quiet
        placed = list(self._place(t_ms))
        if not placed:
            return self._quiet
        x0 = max(0, min(p.x for p in placed)) & ~1
        y0 = max(0, min(p.y for p in placed)) & ~1
        x1 = min(self.width, max(p.x + p.sprite.shape[1] for p in placed) + 1) & ~1
        y1 = min(self.height, max(p.y + p.sprite.shape[0] for p in placed) + 1) & ~1
        if x1 - x0 < 2 or y1 - y0 < 2:
            return self._quiet
        crop = self.table[y0:y1, x0:x1].copy()
        seen = Seen()
        for p in placed:
            landed = blend(crop, p.sprite, p.x - x0, p.y - y0)
            if landed is not None:
                self._measure(seen, p, landed[2], (x0 + landed[1].start, y0 + landed[0].start))
        self._put(crop, x0, y0)
        return seen

    def _put(self, crop: Image, x0: int, y0: int) -> None:
        h, w = crop.shape[:2]
        planes = cv2.cvtColor(crop, cv2.COLOR_BGRA2YUV_I420)
        luma, u, v = self.planes()
        luma[y0 : y0 + h, x0 : x0 + w] = planes[:h]
        half = (slice(y0 // 2, (y0 + h) // 2), slice(x0 // 2, (x0 + w) // 2))
        # The chroma planes start in the middle of a row when the height is no multiple of 4: take them from the flat buffer.
        flat, quarter = planes.reshape(-1)[h * w :], h * w // 4
        u[half] = flat[:quarter].reshape(h // 2, w // 2)
        v[half] = flat[quarter:].reshape(h // 2, w // 2)

    def planes(self) -> tuple[Image, Image, Image]:
        """Views of Y (h, w), U and V (h/2, w/2) of the buffer."""
        h, w = self.height, self.width
        flat = self.buffer.reshape(-1)
        quarter = h * w // 4
        return (flat[: h * w].reshape(h, w), flat[h * w : h * w + quarter].reshape(h // 2, w // 2),
                flat[h * w + quarter :].reshape(h // 2, w // 2))

    def _place(self, t_ms: float) -> Iterator[_Placed]:
        k = self.scenario.scale
        for actor in self.play.actors:
            key = actor.track.at(t_ms)
            if key is None:
                continue
            dx, dy = actor.track.smear(t_ms)
            smear = (dx * k, dy * k)
            still = abs(smear[0]) < 0.6 and abs(smear[1]) < 0.6
            if actor.kind == "hand":
                sprite, x, y = self._hand(actor, key)
            else:
                sprite, code = self._picture(actor, key, t_ms)
                if sprite is None:
                    continue
                x, y = round(key.x * k - sprite.shape[1] / 2), round(key.y * k - sprite.shape[0] / 2)
                if actor.kind == "passer_by":
                    y = round(key.y * k - 30 * k)
                shown = code + np.array([x, y], np.float32) if code is not None else None
                yield _Placed(actor, key, *_smeared(sprite, x, y, smear), shown, still)
                continue
            yield _Placed(actor, key, *_smeared(sprite, x, y, smear))

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
        part = min((t_ms - keys[0].t_ms) / (keys[1].t_ms - keys[0].t_ms), (keys[3].t_ms - t_ms) / (keys[3].t_ms - keys[2].t_ms), 1.0)
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
        return cv2.warpAffine(sprite, turn, (int(size[0]), int(size[1])), flags=cv2.INTER_LINEAR), int(low[0]), int(low[1])

    def _measure(self, seen: Seen, p: _Placed, alpha: Image, corner: tuple[int, int]) -> None:
        """Book what this layer shows and what it hides of the layers under it."""
        x, y = corner
        actor = p.actor
        if self.scenario.sticker:
            part = _share(alpha, x, y, self.sticker)
            seen.sticker_covered = max(seen.sticker_covered, part)
            if actor.order >= 0 and actor.kind in ("carton", "panel", "label"):
                seen.sticker_by_parcel[actor.order] = max(seen.sticker_by_parcel.get(actor.order, 0.0), part)
        if actor.order >= 0 and actor.kind in ("carton", "hand", "panel", "label") and actor.order not in seen.in_packing:
            if _share(alpha, x, y, self.packing) * self.packing.w * self.packing.h > 120 * self.scenario.scale**2:
                seen.in_packing.add(actor.order)
        for number, box in list(seen.legible.items()):
            if _share(alpha, x, y, box) > 0.004:
                del seen.legible[number]
        if actor.kind == "hand" and self._whole(p):
            if actor.gloves:
                seen.gloved += 1
            else:
                seen.hands += 1
        if p.code is not None and p.still and self._inside(p.code):
            low, high = p.code.min(axis=0), p.code.max(axis=0)
            seen.legible[actor.label] = Box(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))

    def _inside(self, code: npt.NDArray[np.float32]) -> bool:
        return bool((code >= 0).all() and (code[:, 0] < self.width).all() and (code[:, 1] < self.height).all())

    def _whole(self, p: _Placed) -> bool:
        """Fingertips and wrist are in the frame."""
        reach = 215 * HAND_SCALE
        angle = np.deg2rad(p.key.angle)
        up = np.array([-np.sin(angle), -np.cos(angle)])
        middle = np.array([p.key.x, p.key.y])
        points = np.array([middle + up * reach, middle - up * reach * 0.95])
        return bool((points > 4).all() and (points[:, 0] < 1276).all() and (points[:, 1] < 716).all())


def _share(alpha: Image, x: int, y: int, box: Box) -> float:
    """Part of `box` (frame px) under more than half opacity of a layer whose alpha starts at x, y."""
    h, w = alpha.shape
    part = alpha[max(0, box.y - y) : max(0, min(h, box.y + box.h - y)), max(0, box.x - x) : max(0, min(w, box.x + box.w - x))]
    return float(cv2.countNonZero(cv2.compare(part, 140, cv2.CMP_GT))) / (box.w * box.h) if part.size else 0.0


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
