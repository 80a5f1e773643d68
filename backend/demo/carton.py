"""Cartons seen from above and a little from the front: open with flaps, closed, taped."""

from __future__ import annotations

import cv2
import numpy as np

from backend.demo.hand import Image

CARTONS: tuple[tuple[int, int, tuple[int, int, int]], ...] = (
    # width, depth on the reference grid, BGR
    (360, 250, (104, 150, 190)),
    (300, 210, (92, 138, 180)),
    (440, 300, (112, 158, 198)),
    (330, 280, (212, 216, 220)),
    (400, 240, (82, 122, 160)),
    (280, 230, (70, 70, 74)),
)
FRONT = 46
"""Height of the visible front side on the reference grid."""


def _board(h: int, w: int, colour: tuple[int, int, int], rng: np.random.Generator) -> Image:
    """Corrugated board: fine horizontal ribs, blotches, a few scratches."""
    ribs = (np.sin(np.arange(h, dtype=np.float32) * 1.1)[:, None] * 1.6).repeat(w, axis=1)
    blotch = cv2.resize(rng.normal(0, 1, (max(2, h // 24), max(2, w // 24))).astype(np.float32), (w, h)) * 4
    grain = rng.normal(0, 2.2, (h, w)).astype(np.float32)
    light = np.linspace(1.04, 0.94, w, dtype=np.float32)[None, :]
    tone = (ribs + blotch + grain)[..., None]
    return np.clip(np.asarray(colour, np.float32) * light[..., None] + tone, 0, 255).astype(np.uint8)


def draw_carton(kind: int, state: str, scale: float, angle: float, seed: int) -> Image:
    """Premultiplied BGRA of one carton at frame scale, turned by `angle` degrees; centred on its top face."""
    w0, d0, colour = CARTONS[kind % len(CARTONS)]
    rng = np.random.default_rng(seed)
    w, d, front = round(w0 * scale), round(d0 * scale), round(FRONT * scale)
    flap = round(d * 0.42) if state == "open" else 0
    pad = 12 + flap + front
    width, height = w + 2 * pad, d + 2 * pad
    bgr = np.zeros((height, width, 3), np.uint8)
    solid = np.zeros((height, width), np.uint8)
    x, y = pad, pad
    board = _board(d + front, w, colour, rng)
    bgr[y : y + d + front, x : x + w] = board
    bgr[y + d : y + d + front, x : x + w] = (board[d:] * 0.66).astype(np.uint8)
    solid[y : y + d + front, x : x + w] = 255
    if state == "open":
        _open(bgr, solid, (x, y, w, d), flap, colour, rng)
    else:
        cv2.line(
            bgr, (x, y + d // 2), (x + w, y + d // 2), tuple(int(c * 0.55) for c in colour), max(1, round(2 * scale))
        )
        if state == "taped":
            _tape(bgr, (x, y, w, d), scale)
    cv2.line(bgr, (x, y + d), (x + w, y + d), tuple(min(255, int(c * 1.15)) for c in colour), 1, cv2.LINE_AA)
    mark = (x + round(w * 0.06), y + round(d * 0.92))
    cv2.putText(
        bgr,
        "THIS SIDE UP",
        mark,
        cv2.FONT_HERSHEY_DUPLEX,
        0.5 * scale,
        tuple(int(c * 0.5) for c in colour),
        1,
        cv2.LINE_AA,
    )
    return _finish(bgr, solid, angle, scale)


def _open(
    bgr: Image,
    solid: Image,
    box: tuple[int, int, int, int],
    flap: int,
    colour: tuple[int, int, int],
    rng: np.random.Generator,
) -> None:
    """The dark inside with its lit back wall, and four flaps lying outwards."""
    x, y, w, d = box
    rim = max(4, d // 30)
    cv2.rectangle(bgr, (x + rim, y + rim), (x + w - rim, y + d - rim), tuple(int(c * 0.38) for c in colour), -1)
    cv2.rectangle(bgr, (x + rim, y + rim), (x + w - rim, y + d // 4), tuple(int(c * 0.6) for c in colour), -1)
    skew = flap // 4
    sides = (
        ([(x, y), (x + w, y), (x + w + skew, y - flap), (x - skew, y - flap)], 0.96),
        ([(x, y + d), (x + w, y + d), (x + w + skew, y + d + flap), (x - skew, y + d + flap)], 1.05),
        ([(x, y), (x, y + d), (x - flap, y + d - skew), (x - flap, y + skew)], 0.86),
        ([(x + w, y), (x + w, y + d), (x + w + flap, y + d - skew), (x + w + flap, y + skew)], 0.9),
    )
    for points, light in sides:
        polygon = np.array(points, np.int32)
        shade = tuple(min(255, int(c * light * float(rng.uniform(0.96, 1.04)))) for c in colour)
        cv2.fillPoly(bgr, [polygon], shade, cv2.LINE_AA)
        cv2.polylines(bgr, [polygon], True, tuple(int(c * 0.6) for c in colour), 1, cv2.LINE_AA)
        cv2.fillPoly(solid, [polygon], 255, cv2.LINE_AA)


def _tape(bgr: Image, box: tuple[int, int, int, int], scale: float) -> None:
    x, y, w, d = box
    half = round(16 * scale)
    strip = bgr[y + d // 2 - half : y + d // 2 + half, x : x + w]
    strip[:] = cv2.addWeighted(strip, 0.6, np.full_like(strip, (120, 178, 204)), 0.4, 0)
    cv2.line(
        bgr,
        (x, y + d // 2 - half // 2),
        (x + w, y + d // 2 - half // 3),
        (205, 225, 232),
        max(1, round(2 * scale)),
        cv2.LINE_AA,
    )


def _finish(bgr: Image, solid: Image, angle: float, scale: float) -> Image:
    """Turn, soften the edges, bake a shadow into the alpha, premultiply."""
    h, w = solid.shape
    side = int(np.ceil(np.hypot(w, h))) + 40 if abs(angle) > 0.1 else 0
    out_w, out_h = (side, side) if side else (w + 40, h + 40)
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1.0)
    turn[:, 2] += (out_w / 2 - w / 2, out_h / 2 - h / 2)
    bgr = cv2.warpAffine(bgr, turn, (out_w, out_h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.warpAffine(solid, turn, (out_w, out_h)).astype(np.float32) / 255
    alpha = cv2.GaussianBlur(alpha, (0, 0), 0.7)
    shift = np.array([[1, 0, 9 * scale], [0, 1, 12 * scale]], np.float32)
    shadow = cv2.warpAffine(cv2.GaussianBlur(alpha, (0, 0), 10 * scale), shift, (out_w, out_h)) * 0.42
    sprite = np.empty((out_h, out_w, 4), np.uint8)
    sprite[..., :3] = bgr * alpha[..., None]
    sprite[..., 3] = (alpha + shadow * (1 - alpha)) * 255
    return sprite
