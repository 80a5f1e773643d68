"""From which value on something is wrong with a camera. PURE: every limit stands here and nowhere else."""

from __future__ import annotations

from enum import StrEnum

STICKER_OK, STICKER_CAUTION = 0.85, 0.70
"""Share of looks at the free table in which the sticker is read, as a part of what is normal for the camera."""
DRIFT_CAUTION, DRIFT_CRITICAL = 0.10, 0.20
"""How far the sticker lies from its normal place, as a part of the trigger region's diagonal."""
LABELS_OK, LABELS_CAUTION = 0.85, 0.70
"""Packings with a label in sight whose code is read, as a part of what is normal."""
LABEL_PX_OK, LABEL_PX_CAUTION = 2.0, 1.5
"""px per module of the codes read; below the second most labels fail."""
LABEL_PX_LOSS = 0.80
SHARPNESS_CAUTION, SHARPNESS_CRITICAL = 0.60, 0.40
BRIGHTNESS_CAUTION, BRIGHTNESS_CRITICAL = 0.50, 0.25
"""As a part of what is normal."""
SHIFT_CAUTION, SHIFT_CRITICAL = 0.015, 0.05
"""How far the view moved, as a part of the frame's diagonal."""
VIEW_ALIKE = 0.30
"""Likeness (-1..1) of the empty scene to the normal one, below which the camera shows something else."""
BLIND_SHARE, BLIND_MS = 0.5, 2 * 3_600_000
"""More dark or flat looks than this share, of a day or of its last hours: the camera is blind. An hour in which the
lamps are off at noon is none."""
FROZEN_MS, FROZEN_SHARE, FROZEN_LEAST_MS = 5 * 60_000, 0.6, 20_000
CLOCK_AHEAD_MS = 5 * 60_000
LEAST_LOOKS, LEAST_LABELS = 5, 5
"""Fewer tell nothing."""


class Level(StrEnum):
    OK = "ok"
    CAUTION = "caution"
    CRITICAL = "critical"


_RANK = {Level.OK: 0, Level.CAUTION: 1, Level.CRITICAL: 2}


def worst(levels: list[Level]) -> Level:
    return max(levels, key=_RANK.__getitem__, default=Level.OK)


def falling(value: float, ok_from: float, caution_from: float) -> Level:
    """Good when high: a share of what is normal, px per module."""
    if value >= ok_from:
        return Level.OK
    return Level.CAUTION if value >= caution_from else Level.CRITICAL


def rising(value: float, caution_from: float, critical_from: float) -> Level:
    """Good when low: how far something moved."""
    if value < caution_from:
        return Level.OK
    return Level.CAUTION if value < critical_from else Level.CRITICAL


def sticker_level(share: float) -> Level:
    return falling(share, STICKER_OK, STICKER_CAUTION)


def drift_level(share: float) -> Level:
    return rising(share, DRIFT_CAUTION, DRIFT_CRITICAL)


def labels_level(share: float) -> Level:
    return falling(share, LABELS_OK, LABELS_CAUTION)


def label_px_level(px: float, normal_px: float | None) -> Level:
    level = falling(px, LABEL_PX_OK, LABEL_PX_CAUTION)
    lost = normal_px is not None and px < LABEL_PX_LOSS * normal_px
    return Level.CAUTION if lost and level is Level.OK else level


def is_frozen(frozen_ms: int, duration_ms: int) -> bool:
    """Whether a recording whose picture stood still for `frozen_ms` comes from a camera that hangs."""
    if frozen_ms >= FROZEN_MS:
        return True
    return frozen_ms >= FROZEN_LEAST_MS and frozen_ms >= FROZEN_SHARE * duration_ms
