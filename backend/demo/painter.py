"""Draws one frame: only what moves is composed anew, in BGR, and put into the YUV420 planes; what rests is kept."""

from __future__ import annotations

import cv2
import numpy as np

from backend.demo.choreography import Play
from backend.demo.hand import Image
from backend.demo.layout import STICKER_MODULE
from backend.demo.measure import Meter, Seen
from backend.demo.paper import draw_sticker
from backend.demo.placing import Placed, Placer
from backend.demo.scenario import Scenario
from backend.demo.table import blend, draw_table, sticker_corner
from backend.domain.region import Box


class Painter:
    """Composes frames of one scenario into one I420 buffer."""

    def __init__(self, scenario: Scenario, play: Play, trigger_text: str) -> None:
        self.scenario = scenario
        self.width, self.height = scenario.width, scenario.height
        self._placer = Placer(scenario, play)
        self._table = cv2.cvtColor(draw_table(scenario, trigger_text), cv2.COLOR_BGR2BGRA)
        self._meter = Meter(scenario, _sticker_box(scenario, trigger_text) if scenario.sticker else None)
        # The stage is the table with all that rests on it, and what that shows.
        self._stage_key: tuple[object, ...] = ()
        self._stage = self._table
        self._stage_seen = Seen()
        self._stage_planes = cv2.cvtColor(self._table, cv2.COLOR_BGRA2YUV_I420)
        self._empty_planes = self._stage_planes
        self.buffer = self._stage_planes.copy()

    def paint(self, t_ms: float) -> Seen:
        """Fill `buffer` (I420, height * 3 / 2 rows) with the scene at `t_ms`, still without noise and light."""
        placed = list(self._placer.at(t_ms))
        resting = 0
        while resting < len(placed) and placed[resting].still:
            resting += 1
        self._set_stage(placed[:resting])
        np.copyto(self.buffer, self._stage_planes)
        seen = self._stage_seen.copy()
        self._compose(placed[resting:], seen)
        return seen

    def _set_stage(self, resting: list[Placed]) -> None:
        key = tuple((id(p.actor), p.key.look, p.x, p.y, p.sprite.shape) for p in resting)
        if key == self._stage_key:
            return
        self._stage_key, self._stage_seen = key, Seen()
        self._stage, self._stage_planes = self._table, self._empty_planes
        if resting:
            self._stage = self._table.copy()
            for p in resting:
                self._blend(self._stage, p, (0, 0), self._stage_seen)
            self._stage_planes = cv2.cvtColor(self._stage, cv2.COLOR_BGRA2YUV_I420)

    def _compose(self, moving: list[Placed], seen: Seen) -> None:
        boxes = [_visible(p, self.width, self.height) for p in moving]
        known = [box for box in boxes if box is not None]
        if not known:
            return
        x0, y0 = min(b.x for b in known) & ~1, min(b.y for b in known) & ~1
        x1, y1 = (max(b.x + b.w for b in known) + 1) & ~1, (max(b.y + b.h for b in known) + 1) & ~1
        x1, y1 = min(x1, self.width), min(y1, self.height)
        crop = self._stage[y0:y1, x0:x1].copy()
        for p, box in zip(moving, boxes, strict=True):
            if box is not None:
                self._blend(crop, p, (x0, y0), seen)
        self._put(crop, x0, y0)

    def _blend(self, target: Image, p: Placed, origin: tuple[int, int], seen: Seen) -> None:
        landed = blend(target, p.sprite, p.x - origin[0], p.y - origin[1])
        if landed is not None:
            self._meter.book(seen, p, landed[2], (origin[0] + landed[1].start, origin[1] + landed[0].start))

    def _put(self, crop: Image, x0: int, y0: int) -> None:
        h, w = crop.shape[:2]
        planes = cv2.cvtColor(crop, cv2.COLOR_BGRA2YUV_I420)
        luma, u, v = self.planes()
        luma[y0 : y0 + h, x0 : x0 + w] = planes[:h]
        half = (slice(y0 // 2, (y0 + h) // 2), slice(x0 // 2, (x0 + w) // 2))
        # The chroma planes start in the middle of a row when the height is no multiple of 4: take them flat.
        flat, quarter = planes.reshape(-1)[h * w :], h * w // 4
        u[half] = flat[:quarter].reshape(h // 2, w // 2)
        v[half] = flat[quarter:].reshape(h // 2, w // 2)

    def planes(self) -> tuple[Image, Image, Image]:
        """Views of Y (h, w), U and V (h/2, w/2) of the buffer."""
        h, w = self.height, self.width
        flat, quarter = self.buffer.reshape(-1), h * w // 4
        return (
            flat[: h * w].reshape(h, w),
            flat[h * w : h * w + quarter].reshape(h // 2, w // 2),
            flat[h * w + quarter :].reshape(h // 2, w // 2),
        )


def _sticker_box(scenario: Scenario, text: str) -> Box:
    """Where the sticker's paper lies, without its soft rim."""
    sprite = draw_sticker(text, STICKER_MODULE * scenario.scale).sprite
    x, y = sticker_corner(sprite, scenario.scale)
    return Box(x + 4, y + 4, sprite.shape[1] - 8, sprite.shape[0] - 8)


def _visible(p: Placed, width: int, height: int) -> Box | None:
    return Box(p.x, p.y, p.sprite.shape[1], p.sprite.shape[0]).clipped(width, height)
