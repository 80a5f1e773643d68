"""Printed papers: shipping labels and the trigger sticker, drawn large and then brought to their size on the frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from backend.demo.codes import QUIET, modules_of
from backend.demo.hand import Image
from backend.demo.scenario import Label

FINE = 6
"""Pixels per module while printing."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sprite (premultiplied BGRA) and the polygon of its code with half a quiet zone, in sprite pixels."""

    sprite: Image
    code: npt.NDArray[np.float32]


def _measures(label: Label) -> tuple[npt.NDArray[np.uint8], int, int, int, int, int]:
    """Modules, code width and height, quiet zone, text height and top margin, in print px."""
    bits = modules_of(label.text, label.symbology)
    linear = bits.shape[0] == 1
    tall = max(34, round(bits.shape[1] * 0.24)) if linear else bits.shape[0]
    code_w, code_h = bits.shape[1] * FINE, tall * FINE
    return bits, code_w, code_h, QUIET[label.symbology] * FINE, round(code_h * (0.34 if linear else 0.45)), 6 * FINE


def paper_size(label: Label) -> tuple[float, float]:
    """Width and height of the paper in frame px before it is tilted."""
    _, code_w, code_h, pad, text_h, top = _measures(label)
    k = label.px_per_module / FINE
    return (code_w + 2 * pad) * k, (code_h + pad + top + text_h) * k


def narrowest_module(label: Label) -> float:
    """Pixels of the narrowest module: at the far edge of a slanted paper, at the ends of a bent one."""
    bend = _bend(label)
    ends = float(np.sqrt(1 - bend * bend) * np.arcsin(bend) / bend) if bend else 1.0
    return label.px_per_module * (1 - label.perspective) * ends


def _bend(label: Label) -> float:
    return min(0.85, abs(label.curve) * 7)


def text_height(label: Label) -> float:
    """Height of the part below the code, in frame px: what a finger may cover."""
    _, _, _, pad, text_h, _ = _measures(label)
    return (pad * 0.5 + text_h) * label.px_per_module / FINE


def _print(label: Label, rng: np.random.Generator) -> tuple[npt.NDArray[np.uint8], tuple[int, int, int, int]]:
    """Grey print at FINE px a module, and the box of the code on it."""
    bits, code_w, code_h, pad, text_h, top = _measures(label)
    w, h = code_w + 2 * pad, code_h + pad + top + text_h
    paper = np.full((h, w), 238, np.uint8)
    paper[top : top + code_h, pad : pad + code_w] = np.where(
        cv2.resize(bits, (code_w, code_h), interpolation=cv2.INTER_NEAREST) > 0, 22, 238
    )
    size = text_h / 100
    cv2.putText(
        paper,
        label.text,
        (pad, top + code_h + round(text_h * 0.42)),
        cv2.FONT_HERSHEY_SIMPLEX,
        min(size * 1.3, code_w / (len(label.text) * 20.0)),
        40,
        max(1, round(size * 3)),
        cv2.LINE_AA,
    )
    for line in range(2):
        y, x = top + code_h + round(text_h * (0.68 + 0.26 * line)), pad
        while x < w - pad - 20:
            word = int(rng.integers(18, 70) * max(size, 0.4))
            cv2.rectangle(paper, (x, y), (min(x + word, w - pad), y + max(2, round(size * 9))), 96, -1)
            x += word + int(14 * max(size, 0.4))
    cv2.rectangle(paper, (3, 3), (w - 4, h - 4), 190, 2)
    return paper, (pad, top, code_w, code_h)


def _smear(paper: npt.NDArray[np.uint8], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Wet print wiped over, with a glare of tape: beyond any reader."""
    h, w = paper.shape
    wiped = cv2.blur(paper, (FINE * 9, FINE * 7))
    glare = cv2.GaussianBlur((rng.random((h, w)) > 0.999).astype(np.float32), (0, 0), w / 12)
    return np.clip(wiped + glare / (glare.max() + 1e-6) * 80, 0, 255).astype(np.uint8)


def draw_label(label: Label, seed: int) -> Paper:
    """The label as the camera sees it: `px_per_module` px a module, tilted, in perspective, bulging."""
    rng = np.random.default_rng(seed)
    paper, (cx, cy, cw, ch) = _print(label, rng)
    if not label.readable:
        paper = _smear(paper, rng)
    return _project(paper, (cx, cy, cw, ch), QUIET[label.symbology] * FINE / 2, label)


def _project(paper: npt.NDArray[np.uint8], code: tuple[int, int, int, int], margin: float, label: Label) -> Paper:
    h, w = paper.shape
    k = label.px_per_module / FINE
    if k < 1:
        paper = cv2.GaussianBlur(paper, (0, 0), 0.36 / k)
    theta = np.deg2rad(label.tilt_deg)
    turn = np.array([[np.cos(theta), -np.sin(theta)], [np.sin(theta), np.cos(theta)]])
    shrink = label.perspective
    corners = (
        np.array(
            [
                [-w / 2 * (1 - shrink), -h / 2 * (1 - shrink / 2)],
                [w / 2 * (1 - shrink), -h / 2 * (1 - shrink / 2)],
                [w / 2, h / 2],
                [-w / 2, h / 2],
            ]
        )
        * k
        @ turn.T
    )
    bulge = abs(label.curve) * h * k
    low = np.floor(corners.min(axis=0) - bulge - 3)
    size = np.ceil(corners.max(axis=0) + bulge + 3 - low).astype(int)
    target = (corners - low).astype(np.float32)
    source = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    back = cv2.getPerspectiveTransform(target, source)
    ys, xs = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    den = back[2, 0] * xs + back[2, 1] * ys + back[2, 2]
    u = (back[0, 0] * xs + back[0, 1] * ys + back[0, 2]) / den
    v = (back[1, 0] * xs + back[1, 1] * ys + back[1, 2]) / den
    if label.curve:
        # Round things turn away from the camera: modules get narrower towards the ends.
        bend = _bend(label)
        u = w / 2 + w / 2 * np.arcsin(np.clip((u / w - 0.5) * 2, -1.1, 1.1) * bend) / np.arcsin(bend)
    sag = 4 * (u / w) * (1 - u / w)
    v = v + label.curve * h * (sag - 0.5)
    grey = cv2.remap(paper, u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR, borderValue=238)
    inside = ((u > 0) & (u < w) & (v > 0) & (v < h)).astype(np.float32)
    alpha = cv2.GaussianBlur(inside, (0, 0), 0.6)
    light = 0.86 + 0.1 * sag if label.curve else np.full_like(grey, 0.94, np.float32)
    sprite = np.empty((size[1], size[0], 4), np.uint8)
    for channel, tint in enumerate((0.97, 0.99, 1.0)):
        sprite[..., channel] = np.clip(grey * light * tint * alpha, 0, 255)
    shadow = cv2.GaussianBlur(np.roll(inside, (3, 3), (0, 1)), (0, 0), 2.5) * 0.3
    sprite[..., 3] = (alpha + shadow * (1 - alpha)) * 255
    x, y, cw, ch = code
    box = np.array(
        [
            [
                [x - margin, y - margin / 3],
                [x + cw + margin, y - margin / 3],
                [x + cw + margin, y + ch + margin / 3],
                [x - margin, y + ch + margin / 3],
            ]
        ],
        np.float32,
    )
    forward = cv2.getPerspectiveTransform(source, target)
    return Paper(sprite, cv2.perspectiveTransform(box, forward)[0])


def draw_sticker(text: str, px_per_module: float) -> Paper:
    """The trigger sticker: a QR code with its text under it."""
    label = Label(text, "QRCode", px_per_module)
    bits = modules_of(text, "QRCode")
    n = bits.shape[0] * FINE
    pad = 4 * FINE
    paper = np.full((n + 2 * pad + 4 * FINE, n + 2 * pad), 236, np.uint8)
    paper[pad : pad + n, pad : pad + n] = np.where(
        cv2.resize(bits, (n, n), interpolation=cv2.INTER_NEAREST) > 0, 26, 236
    )
    cv2.putText(paper, text, (pad + 8, n + 2 * pad), cv2.FONT_HERSHEY_SIMPLEX, n / 150, 30, 3, cv2.LINE_AA)
    return _project(paper, (pad, pad, n, n), pad / 2, label)
