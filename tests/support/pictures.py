"""Drawn pictures of codes: printed small, laid on a table, tilted, bent."""

from __future__ import annotations

import cv2
import numpy as np


def printed(modules: np.ndarray, px: float) -> np.ndarray:
    """Black and white modules (one px each) at `px` per module, edges soft as a camera sees them."""
    large = cv2.resize(modules, None, fx=16, fy=16, interpolation=cv2.INTER_NEAREST)
    size = (round(modules.shape[1] * px), round(modules.shape[0] * px))
    return cv2.resize(large, size, interpolation=cv2.INTER_AREA)


def on_table(
    label: np.ndarray, *, at: tuple[int, int] | None = None, size: tuple[int, int] = (640, 360), noise: float = 1.0
) -> np.ndarray:
    """The label on a grey, slightly noisy picture of `size` (width, height); in the middle unless told."""
    width, height = size
    rng = np.random.default_rng(7)
    frame = np.full((height, width), 110, np.float32)
    x, y = at or ((width - label.shape[1]) // 2, (height - label.shape[0]) // 2)
    frame[y : y + label.shape[0], x : x + label.shape[1]] = 30 + label.astype(np.float32) * 0.75
    frame += rng.normal(0, noise, frame.shape)
    return np.clip(frame, 0, 255).astype(np.uint8)


def tilted(label: np.ndarray, degrees: float) -> np.ndarray:
    """Turned about its middle on white paper."""
    side = int(np.hypot(*label.shape)) + 4
    padded = np.full((side, side), 255, np.uint8)
    y, x = (side - label.shape[0]) // 2, (side - label.shape[1]) // 2
    padded[y : y + label.shape[0], x : x + label.shape[1]] = label
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), degrees, 1.0)
    return cv2.warpAffine(padded, turn, (side, side), flags=cv2.INTER_CUBIC, borderValue=255)


def bent(label: np.ndarray, bulge: float) -> np.ndarray:
    """Bulged upwards in the middle by this share of its height, as on a bottle."""
    height, width = label.shape
    rise = int(abs(bulge) * height) + 2
    u = np.linspace(0, 1, width, dtype=np.float32)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height + rise, dtype=np.float32))
    y = y - rise + (bulge * height * 4 * u * (1 - u))[None, :]
    return cv2.remap(label, x, y, cv2.INTER_CUBIC, borderValue=255)
