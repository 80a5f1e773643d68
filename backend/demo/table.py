"""The empty packing table: a board with grain, scratches, things lying at its edges, and the trigger sticker."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from backend.demo.hand import Image
from backend.demo.layout import STICKER_AT, STICKER_MODULE
from backend.demo.paper import draw_sticker
from backend.demo.scenario import Scenario

TABLES: tuple[tuple[int, int, int], ...] = ((128, 146, 158), (150, 152, 148), (96, 122, 146), (170, 176, 182), (92, 104, 98))


def blend(target: Image, sprite: Image, x: int, y: int) -> tuple[slice, slice, Image] | None:
    """Lay a premultiplied BGRA sprite on a BGRA picture with its corner at x, y.

    Answers where it landed (rows, columns) and its alpha there; None when outside.
    """
    h, w = target.shape[:2]
    x0, y0, x1, y1 = max(0, x), max(0, y), min(w, x + sprite.shape[1]), min(h, y + sprite.shape[0])
    if x1 <= x0 or y1 <= y0:
        return None
    part = sprite[y0 - y : y1 - y, x0 - x : x1 - x]
    view = target[y0:y1, x0:x1]
    alpha = cv2.extractChannel(part, 3)
    keep = cv2.bitwise_not(alpha)
    kept = cv2.multiply(view, cv2.merge((keep, keep, keep, keep)), scale=1 / 255)
    cv2.add(kept, part, dst=view)
    return slice(y0, y1), slice(x0, x1), alpha


def _wood(w: int, h: int, base: tuple[int, int, int], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Long grain, blotches and fine texture."""
    grain = cv2.resize(rng.normal(0, 1, (h // 3, max(4, w // 120))).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
    blotch = cv2.resize(rng.normal(0, 1, (9, 16)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
    fine = cv2.GaussianBlur(rng.normal(0, 1, (h, w)).astype(np.float32), (0, 0), 0.8)
    tone = grain * 3.6 + blotch * 4.5 + fine * 3.0
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    vignette = 1.06 - 0.28 * (((xs / w - 0.46) ** 2) * 1.6 + ((ys / h - 0.42) ** 2) * 1.4)
    return (np.asarray(base, np.float32)[None, None] + tone[..., None]) * vignette[..., None]


def _clutter(image: Image, k: float, rng: np.random.Generator) -> None:
    """Scratches, rings, a tape roll, a knife and a stack of folded cartons at the edges."""
    h, w = image.shape[:2]
    for _ in range(26):
        x, y = int(rng.integers(0, w)), int(rng.integers(0, h))
        dx, dy = int(rng.normal(0, 60 * k)), int(rng.normal(0, 16 * k))
        tone = 18 if rng.random() < 0.5 else -18
        patch = image.copy()
        cv2.line(patch, (x, y), (x + dx, y + dy), tuple(int(np.clip(c + tone, 0, 255)) for c in image[y, x]), 1, cv2.LINE_AA)
        image[:] = patch
    for i in range(4):
        x, y = round((1130 + i * 9) * k), round((70 + i * 16) * k)
        board = np.array([(x, y), (x + round(190 * k), y + round(8 * k)), (x + round(184 * k), y + round(330 * k)), (x - round(6 * k), y + round(318 * k))])
        tone = (98 + 6 * i, 142 + 7 * i, 180 + 6 * i)
        cv2.fillPoly(image, [board.astype(np.int32)], tone, cv2.LINE_AA)
        cv2.polylines(image, [board.astype(np.int32)], True, (60, 90, 118), 1, cv2.LINE_AA)
    centre = (round(112 * k), round(560 * k))
    cv2.circle(image, (centre[0] + round(6 * k), centre[1] + round(9 * k)), round(54 * k), (58, 66, 72), -1, cv2.LINE_AA)
    cv2.circle(image, centre, round(54 * k), (120, 176, 204), -1, cv2.LINE_AA)
    cv2.circle(image, centre, round(50 * k), (140, 196, 222), 2, cv2.LINE_AA)
    cv2.circle(image, centre, round(32 * k), (88, 118, 142), -1, cv2.LINE_AA)
    cv2.circle(image, centre, round(26 * k), (104, 118, 128), -1, cv2.LINE_AA)
    a, b = (round(60 * k), round(300 * k)), (round(128 * k), round(200 * k))
    cv2.line(image, (a[0] + 3, a[1] + 5), (b[0] + 3, b[1] + 5), (64, 70, 76), round(17 * k), cv2.LINE_AA)
    cv2.line(image, a, b, (40, 150, 220), round(15 * k), cv2.LINE_AA)
    cv2.line(image, b, (b[0] + round(20 * k), b[1] - round(30 * k)), (176, 178, 180), round(7 * k), cv2.LINE_AA)


def draw_table(scenario: Scenario, trigger_text: str) -> Image:
    """BGR (height, width, 3) of the table with nobody at it."""
    rng = np.random.default_rng(scenario.seed * 31 + 5)
    w, h, k = scenario.width, scenario.height, scenario.scale
    base = TABLES[scenario.seed % len(TABLES)]
    image = np.clip(_wood(w, h, base, rng), 0, 255).astype(np.uint8)
    edge = round(704 * k)
    image[edge:] = (image[edge:] * 0.55).astype(np.uint8)
    _clutter(image, k, rng)
    if scenario.sticker:
        sticker = draw_sticker(trigger_text, STICKER_MODULE * k)
        x, y = sticker_corner(sticker.sprite, k)
        opaque = cv2.cvtColor(image, cv2.COLOR_BGR2BGRA)
        blend(opaque, sticker.sprite, x, y)
        image = cv2.cvtColor(opaque, cv2.COLOR_BGRA2BGR)
    return image


def sticker_corner(sprite: Image, k: float) -> tuple[int, int]:
    return round(STICKER_AT[0] * k - sprite.shape[1] / 2), round(STICKER_AT[1] * k - sprite.shape[0] / 2)
