"""The empty packing table: a board with grain, scratches, things lying at its edges, and the trigger sticker."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from backend.demo.hand import Image
from backend.demo.layout import STICKER_AT, STICKER_MODULE
from backend.demo.paper import draw_sticker
from backend.demo.scenario import Scenario

TABLES: tuple[tuple[int, int, int], ...] = (
    (128, 146, 158),
    (150, 152, 148),
    (96, 122, 146),
    (170, 176, 182),
    (92, 104, 98),
)


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
    grain = cv2.resize(
        rng.normal(0, 1, (h // 3, max(4, w // 120))).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC
    )
    blotch = cv2.resize(rng.normal(0, 1, (9, 16)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
    fine = cv2.GaussianBlur(rng.normal(0, 1, (h, w)).astype(np.float32), (0, 0), 0.8)
    tone = grain * 3.6 + blotch * 4.5 + fine * 3.0
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    vignette = 1.06 - 0.28 * (((xs / w - 0.46) ** 2) * 1.6 + ((ys / h - 0.42) ** 2) * 1.4)
    return (np.asarray(base, np.float32)[None, None] + tone[..., None]) * vignette[..., None]


def _scratches(image: Image, k: float, rng: np.random.Generator) -> None:
    h, w = image.shape[:2]
    for _ in range(26):
        x, y = int(rng.integers(0, w)), int(rng.integers(0, h))
        end = (x + int(rng.normal(0, 60 * k)), y + int(rng.normal(0, 16 * k)))
        change = 18 if rng.random() < 0.5 else -18
        colour = tuple(int(np.clip(c + change, 0, 255)) for c in image[y, x])
        cv2.line(image, (x, y), end, colour, 1, cv2.LINE_AA)


def _clutter(image: Image, k: float) -> None:
    """A stack of folded cartons, a tape roll and a knife at the edges."""

    def at(x: float, y: float) -> tuple[int, int]:
        return round(x * k), round(y * k)

    for i in range(4):
        x, y = 1130 + i * 9, 70 + i * 16
        board = np.array([at(x, y), at(x + 190, y + 8), at(x + 184, y + 330), at(x - 6, y + 318)], np.int32)
        cv2.fillPoly(image, [board], (98 + 6 * i, 142 + 7 * i, 180 + 6 * i), cv2.LINE_AA)
        cv2.polylines(image, [board], True, (60, 90, 118), 1, cv2.LINE_AA)
    rings = ((118, 569, 54, (58, 66, 72)), (112, 560, 54, (120, 176, 204)), (112, 560, 32, (88, 118, 142)))
    for x, y, radius, colour in (*rings, (112, 560, 26, (104, 118, 128))):
        cv2.circle(image, at(x, y), round(radius * k), colour, -1, cv2.LINE_AA)
    cv2.circle(image, at(112, 560), round(50 * k), (140, 196, 222), 2, cv2.LINE_AA)
    cv2.line(image, at(63, 305), at(131, 205), (64, 70, 76), round(17 * k), cv2.LINE_AA)
    cv2.line(image, at(60, 300), at(128, 200), (40, 150, 220), round(15 * k), cv2.LINE_AA)
    cv2.line(image, at(128, 200), at(148, 170), (176, 178, 180), round(7 * k), cv2.LINE_AA)


def draw_table(scenario: Scenario, trigger_text: str) -> Image:
    """BGR (height, width, 3) of the table with nobody at it."""
    rng = np.random.default_rng(scenario.seed * 31 + 5)
    w, h, k = scenario.width, scenario.height, scenario.scale
    base = TABLES[scenario.seed % len(TABLES)]
    image = np.clip(_wood(w, h, base, rng), 0, 255).astype(np.uint8)
    edge = round(704 * k)
    image[edge:] = (image[edge:] * 0.55).astype(np.uint8)
    _scratches(image, k, rng)
    _clutter(image, k)
    if scenario.sticker:
        sticker = draw_sticker(trigger_text, STICKER_MODULE * k)
        x, y = sticker_corner(sticker.sprite, k)
        opaque = cv2.cvtColor(image, cv2.COLOR_BGR2BGRA)
        blend(opaque, sticker.sprite, x, y)
        image = cv2.cvtColor(opaque, cv2.COLOR_BGRA2BGR)
    return image


def sticker_corner(sprite: Image, k: float) -> tuple[int, int]:
    return round(STICKER_AT[0] * k - sprite.shape[1] / 2), round(STICKER_AT[1] * k - sprite.shape[0] / 2)
