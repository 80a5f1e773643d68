"""A hand drawn from tapered capsules shaded as a height field, so that a hand detector trained on real hands finds it.

Sprites are premultiplied BGRA, fingers pointing up, in hand units (wrist to middle finger tip = 410 units).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Field = npt.NDArray[np.float32]

CANVAS_W, CANVAS_H = 470, 1560
WRIST = (250.0, 480.0)
"""Where the wrist lies on the sprite canvas."""

SKINS: tuple[tuple[int, int, int], ...] = ((150, 178, 226), (128, 160, 212), (96, 132, 190), (62, 92, 148))
"""BGR base colours, light to dark."""
GLOVES: tuple[tuple[int, int, int], ...] = ((196, 120, 40), (96, 140, 40), (170, 140, 30))
"""Work gloves in colours a hand detector does not take for skin."""


@dataclass(frozen=True, slots=True)
class HandPose:
    """How a right hand seen from its back holds its fingers.

    `spread` opens the fan in degrees; `curl` 0 (straight) to 1 (fist); `thumb` turns the thumb away from the palm, in
    degrees.
    """

    spread: float = 10.0
    curl: float = 0.0
    thumb: float = 0.0


POSES: dict[str, HandPose] = {
    "open": HandPose(14.0, 0.0, 6.0),
    "flat": HandPose(6.0, 0.05, -4.0),
    "relaxed": HandPose(9.0, 0.22, 0.0),
    "grip": HandPose(8.0, 0.42, 14.0),
    "pinch": HandPose(5.0, 0.5, -10.0),
}


@dataclass(frozen=True, slots=True)
class _Bone:
    ax: float
    ay: float
    bx: float
    by: float
    ra: float
    rb: float
    lift: float = 0.0
    """How far above the back of the hand the bone lies: a raised bone stands out with its own outline."""


def _fingers(pose: HandPose) -> list[list[_Bone]]:
    wx, wy = WRIST
    spec = (
        # knuckle x, y, length, fan factor, knuckle radius, tip radius
        (-74.0, -196.0, 158.0, -1.0, 29.0, 21.0),
        (-24.0, -214.0, 182.0, -0.25, 30.0, 21.5),
        (27.0, -204.0, 166.0, 0.45, 28.0, 20.5),
        (73.0, -176.0, 128.0, 1.25, 25.0, 18.0),
    )
    fingers = []
    for kx, ky, length, fan, rk, rt in spec:
        angle = np.deg2rad(fan * pose.spread)
        x, y = wx + kx, wy + ky
        parts, bones = (0.44, 0.31, 0.25), []
        radius = rk
        for i, part in enumerate(parts):
            short = 1.0 - pose.curl * (0.25 + 0.35 * i)
            step = length * part * max(0.15, short)
            nx, ny = x + np.sin(angle) * step, y - np.cos(angle) * step
            nradius = rk + (rt - rk) * (i + 1) / 3
            bones.append(_Bone(x, y, nx, ny, radius, nradius, 4.0 - pose.curl * 10 * i))
            x, y, radius = nx, ny, nradius
        fingers.append(bones)
    base = np.deg2rad(-38.0 - pose.thumb)
    tx, ty = wx - 62.0, wy - 62.0
    thumb, radius = [], 38.0
    for i, (step, nradius) in enumerate(((88.0, 31.0), (66.0, 26.0), (54.0, 21.0))):
        turn = base + np.deg2rad(10.0 * i)
        nx, ny = tx + np.sin(turn) * step, ty - np.cos(turn) * step
        thumb.append(_Bone(tx, ty, nx, ny, radius, nradius, -6.0))
        tx, ty, radius = nx, ny, nradius
    return [thumb, *fingers]


def _palm() -> list[_Bone]:
    wx, wy = WRIST
    knuckles = ((-74.0, -196.0), (-24.0, -214.0), (27.0, -204.0), (73.0, -176.0))
    bones = [_Bone(wx + kx * 0.42, wy - 18, wx + kx, wy + ky, 50.0, 33.0) for kx, ky in knuckles]
    bones.append(_Bone(wx - 30, wy - 30, wx - 62, wy - 92, 50.0, 42.0))
    bones.append(_Bone(wx + 32, wy - 30, wx + 60, wy - 110, 48.0, 40.0))
    return bones


def _forearm() -> list[_Bone]:
    wx, wy = WRIST
    return [_Bone(wx, wy - 10, wx, wy + 240, 58.0, 76.0), _Bone(wx, wy + 240, wx, wy + 1040, 76.0, 104.0)]


def _raise(height: Field, owner: npt.NDArray[np.int16], bone: _Bone, number: int) -> None:
    """Lay one capsule into the height field where it stands above what is there; `owner` remembers which part won."""
    pad = max(bone.ra, bone.rb) + 2
    x0, x1 = int(max(0, min(bone.ax, bone.bx) - pad)), int(min(CANVAS_W, max(bone.ax, bone.bx) + pad))
    y0, y1 = int(max(0, min(bone.ay, bone.by) - pad)), int(min(CANVAS_H, max(bone.ay, bone.by) + pad))
    ys, xs = np.mgrid[y0:y1, x0:x1].astype(np.float32)
    dx, dy = bone.bx - bone.ax, bone.by - bone.ay
    along = np.clip(((xs - bone.ax) * dx + (ys - bone.ay) * dy) / (dx * dx + dy * dy + 1e-6), 0, 1)
    distance = np.hypot(xs - bone.ax - along * dx, ys - bone.ay - along * dy)
    radius = bone.ra + (bone.rb - bone.ra) * along
    inside = radius * radius - distance * distance
    top = np.where(inside > 0, np.sqrt(np.maximum(inside, 0)) + bone.lift, -1e3).astype(np.float32)
    view, who = height[y0:y1, x0:x1], owner[y0:y1, x0:x1]
    won = top > view
    view[won] = top[won]
    who[won] = number


def _shade(
    height: Field, solid: npt.NDArray[np.bool_], base: tuple[int, int, int], rng: np.random.Generator, glove: bool
) -> Field:
    """Colour (h, w, 3) float of the lit surface."""
    smooth = cv2.GaussianBlur(np.where(solid, height, 0).astype(np.float32), (0, 0), 2.2)
    gx, gy = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=0.125)
    norm = 1.0 / np.sqrt(gx * gx + gy * gy + 1.6)
    light = np.clip((-gx * -0.42 + -gy * -0.5 + 1.15) * norm / 1.25, 0.0, 1.15)
    grain = cv2.GaussianBlur(rng.normal(0, 1, height.shape).astype(np.float32), (0, 0), 5) * 0.16
    tone = (0.42 + 0.62 * light) * (1 + grain * 0.22)
    colour = np.stack([np.full_like(tone, c) for c in base], axis=-1) * tone[..., None]
    if not glove:
        # Skin scatters red: the shaded side goes redder, not greyer.
        colour[..., 2] += 16 * (1 - light)
    return colour.astype(np.float32)


def _details(colour: Field, fingers: list[list[_Bone]], pose: HandPose, glove: bool) -> None:
    """Knuckle creases, tendons and nails on the back of the hand."""
    for number, bones in enumerate(fingers):
        for bone in bones[1:]:
            centre = (round(bone.ax), round(bone.ay))
            angle = float(np.degrees(np.arctan2(bone.by - bone.ay, bone.bx - bone.ax)))
            axes = (round(bone.ra * 0.32), round(bone.ra * 0.62))
            patch = colour.copy()
            for offset in (-0.25, 0.05, 0.33):
                spot = (
                    round(centre[0] + np.cos(np.deg2rad(angle)) * bone.ra * offset),
                    round(centre[1] + np.sin(np.deg2rad(angle)) * bone.ra * offset),
                )
                cv2.ellipse(patch, spot, axes, angle, 70, 290, (70, 82, 120), 2, cv2.LINE_AA)
            cv2.addWeighted(patch, 0.34, colour, 0.66, 0, dst=colour)
        if glove:
            continue
        tip = bones[-1]
        angle = float(np.degrees(np.arctan2(tip.by - tip.ay, tip.bx - tip.ax)))
        centre = (round(tip.bx - (tip.bx - tip.ax) * 0.05), round(tip.by - (tip.by - tip.ay) * 0.05))
        size = (round(tip.rb * 0.78 * max(0.45, 1 - pose.curl * 0.6)), round(tip.rb * 0.6))
        patch = colour.copy()
        cv2.ellipse(patch, centre, size, angle, 0, 360, (188, 196, 236), -1, cv2.LINE_AA)
        cv2.ellipse(patch, centre, size, angle, 0, 360, (90, 104, 150), 2, cv2.LINE_AA)
        cv2.addWeighted(patch, 0.62 if number else 0.5, colour, 0.38 if number else 0.5, 0, dst=colour)


def _outline(colour: Field, owner: npt.NDArray[np.int16], height: Field) -> None:
    """Darken the clefts where one finger passes another."""
    cleft = cv2.Laplacian(cv2.GaussianBlur(height, (0, 0), 1.5), cv2.CV_32F, ksize=5)
    dark = np.clip(cleft / 60.0, 0, 1)
    dark[owner < 0] = 0
    colour *= (1 - 0.5 * cv2.GaussianBlur(dark, (0, 0), 1.2))[..., None]


def draw_hand(
    pose: HandPose, *, skin: tuple[int, int, int], sleeve: tuple[int, int, int], seed: int, glove: bool
) -> Image:
    """A right hand with forearm: premultiplied BGRA (1560, 470), a soft shadow baked in below full opacity."""
    rng = np.random.default_rng(seed)
    height = np.full((CANVAS_H, CANVAS_W), -1e3, np.float32)
    owner = np.full((CANVAS_H, CANVAS_W), -1, np.int16)
    fingers = _fingers(pose)
    for bone in _forearm():
        _raise(height, owner, bone, 0)
    for bone in fingers[0]:
        _raise(height, owner, bone, 1)
    for bone in _palm():
        _raise(height, owner, bone, 2)
    for number, bones in enumerate(fingers[1:], start=3):
        for bone in bones:
            _raise(height, owner, replace(bone, ra=bone.ra * 0.97, rb=bone.rb * 0.97), number)
    solid = owner >= 0
    palm_soft = cv2.GaussianBlur(np.where(solid, height, 0).astype(np.float32), (0, 0), 9)
    height = np.where(solid & (owner == 2), palm_soft, height).astype(np.float32)
    colour = _shade(height, solid, skin, rng, glove)
    _outline(colour, owner, np.where(solid, height, 0).astype(np.float32))
    _details(colour, fingers, pose, glove)
    _dress(colour, height, solid, sleeve, skin if glove else None)
    return _finish(colour, solid)


def _dress(
    colour: Field,
    height: Field,
    solid: npt.NDArray[np.bool_],
    sleeve: tuple[int, int, int],
    glove: tuple[int, int, int] | None,
) -> None:
    """Sleeve from the middle of the forearm on; a glove ends at the wrist in a rib."""
    start = int(WRIST[1] + (90 if glove else 300))
    part = colour[start:]
    xs = np.arange(CANVAS_W, dtype=np.float32)
    folds = 0.8 + 0.12 * np.sin(
        np.arange(part.shape[0], dtype=np.float32)[:, None] / 26 + np.sin(xs / 31)[None, :] * 1.5
    )
    round_off = np.clip(height[start:] / 80.0, 0.25, 1.0)
    part[:] = np.asarray(sleeve, np.float32) * (folds * (0.5 + 0.5 * round_off))[..., None]
    cv2.line(colour, (0, start + 6), (CANVAS_W, start + 6), tuple(float(c) * 0.5 for c in sleeve), 8, cv2.LINE_AA)


def _finish(colour: Field, solid: npt.NDArray[np.bool_]) -> Image:
    alpha = cv2.GaussianBlur(solid.astype(np.float32), (0, 0), 1.6)
    shift = np.array([[1, 0, 16], [0, 1, 20]], np.float32)
    shadow = cv2.warpAffine(cv2.GaussianBlur(solid.astype(np.float32), (0, 0), 14), shift, (CANVAS_W, CANVAS_H)) * 0.38
    total = alpha + shadow * (1 - alpha)
    sprite = np.empty((CANVAS_H, CANVAS_W, 4), np.uint8)
    sprite[..., :3] = np.clip(np.clip(colour, 0, 255) * alpha[..., None], 0, 255)
    sprite[..., 3] = np.clip(total * 255, 0, 255)
    return sprite
