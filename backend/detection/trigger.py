"""Is the trigger sticker visible? Read it once, then recognise it: far cheaper than reading, and robust to blur.

A decoded look gives the sticker's place and appearance (the reference). Later looks compare that patch by normalised
cross-correlation, which gain and offset (exposure drift, a soft shadow) do not move; only doubtful looks are decoded.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from backend.detection.codes import CodeRead, CodeReader, Effort
from backend.detection.focus import sharpness
from backend.domain.region import Box, Polygon

# The reference patch is compared at this size: small enough to be free, large enough to keep a QR code's pattern.
_PATCH = 48
_SURE_VISIBLE = 0.72
_SURE_COVERED = 0.30
# What is left of a sticker that is half hidden looks at least this much like it, as far as light and blur allow.
_HALF_COVERED = 0.5
# The patch is cut into blocks of this many cells a side: each tells whether its part of the sticker is in sight. What
# is left of a sticker two thirds hidden may still be as much like the whole as a blurred one is.
_BLOCK = 12
_BLOCK_LIKENESS = 0.5
# The whole picture tells whether the camera sees anything: a black or plain parcel over the sticker is dark or flat
# too, but only there. Every eighth px is looked at.
_COARSE = 8
_FLAT_SPREAD = 1.5
# Less light and less contrast than this share of when the sticker was read: the lamps are off.
_LIGHTS_OFF = 0.15
_BLACK = 16.0
"""Luma of black in video range."""
# Edges this much softer than when the sticker was read: the camera is searching for its focus.
_OUT_OF_FOCUS = 0.6
# A region with fewer edges than this share of what the sticker brings into it does not show the sticker.
_LEAST_EDGES = 0.35


@dataclass(frozen=True, slots=True)
class StickerReference:
    """Where the sticker lies (`box`, px of the full frame) and how it looks there (48 x 48 float32, zero mean, unit
    length)."""

    box: Box
    patch: np.ndarray
    edges: float = 0.0
    """How much neighbouring px of the region differed while the sticker was in it, in grey levels."""
    light: tuple[float, float] = (0.0, 0.0)
    """Mean luma above black and spread of the whole frame in which it was read."""
    sharpness: float | None = None
    """How sharp the edges of that frame were, 0..1."""
    others: tuple[Box, ...] = ()
    """Stickers of the same text beside it, px of the full frame: one of a neighbouring table, or an older one."""


@dataclass(frozen=True, slots=True)
class TriggerLook:
    """One look. `visible` is None when the picture itself is blind (black, flat); `likeness` -1..1 to the reference."""

    visible: bool | None
    likeness: float | None
    decoded: bool
    px_per_module: float | None = None


class TriggerWatcher:
    """Looks for one sticker in one region. Not thread safe; share the `reference` between watchers of a recording."""

    def __init__(
        self, text: str, region: Box, reference: StickerReference | None = None, *, outline: Polygon | None = None
    ) -> None:
        """`outline`: a sticker whose middle lies outside of it is another one."""
        self.text = text
        self.region = region
        self._outline = outline
        self.reference = reference
        self._reader = CodeReader(["QRCode"])

    def look(self, gray: np.ndarray, *, thorough: bool = False) -> TriggerLook:
        """One look at a full frame (H x W uint8). `thorough` decodes at NORMAL effort even without a reference."""
        part = self._crop(gray)
        likeness = self.likeness(gray)
        if likeness is not None and likeness >= _SURE_VISIBLE and self.shows_half(gray):
            return TriggerLook(True, likeness, False)
        if self.is_blind(gray):
            return TriggerLook(None, likeness, False)
        # Nothing like it: still decode quickly, since the sticker may have been moved.
        doubtful = thorough or (likeness is not None and likeness > _SURE_COVERED)
        reads = self._decode(part, Effort.NORMAL if doubtful else Effort.QUICK)
        if not reads:
            return TriggerLook(False, likeness, False)
        self._learn(gray, *reads)
        return TriggerLook(True, likeness, True, reads[0].px_per_module)

    def is_blind(self, gray: np.ndarray) -> bool:
        """The camera sees nothing (lens covered, lights off, out of focus): nothing can be told about the sticker."""
        light, spread = _light(gray)
        if spread < _FLAT_SPREAD:
            return True
        known_light, known_spread = self.reference.light if self.reference else (0.0, 0.0)
        if light < _LIGHTS_OFF * known_light and spread < _LIGHTS_OFF * known_spread:
            return True
        known_sharpness = self.reference.sharpness if self.reference else None
        now = None if known_sharpness is None else sharpness(gray)
        return now is not None and known_sharpness is not None and now < _OUT_OF_FOCUS * known_sharpness

    def likeness(self, gray: np.ndarray) -> float | None:
        """Normalised cross-correlation with the reference, -1..1; None without a reference."""
        if self.reference is None:
            return None
        return float(np.vdot(_patch(gray, self.reference.box), self.reference.patch))

    def shows_half(self, gray: np.ndarray) -> bool:
        """Whether more than half of the sticker is in sight, at its known place; a dense pass puts the moment of
        covering where this changes. False without a reference."""
        if self.reference is None:
            return False
        patch = _patch(gray, self.reference.box)
        if float(np.vdot(patch, self.reference.patch)) < _HALF_COVERED:
            return False
        alike = (_blocks(patch) * _blocks(self.reference.patch)).sum(axis=1) >= _BLOCK_LIKENESS
        return bool(alike.mean() > 0.5)

    def may_show_it(self, gray: np.ndarray) -> bool:
        """Whether the region holds enough edges for the sticker to be somewhere in it. Much cheaper than decoding."""
        return self.reference is None or _edges(self._crop(gray)) >= _LEAST_EDGES * self.reference.edges

    def _crop(self, gray: np.ndarray) -> np.ndarray:
        r = self.region
        return gray[r.y : r.y + r.h, r.x : r.x + r.w]

    def _decode(self, part: np.ndarray, effort: Effort) -> list[CodeRead]:
        """Stickers with the text, the table's own first. Where several lie in the region, that is the one nearest to
        the region's middle when first read; the others never stand in for it while it is covered."""
        found = self._reader.read(part, origin=(self.region.x, self.region.y), effort=effort, each_once=False)
        others = self.reference.others if self.reference else ()
        own = [r for r in found if same_trigger_text(r.text, self.text) and self._is_inside(r.box)]
        own = [read for read in own if not any(_distance(read.box, box) < 1 for box in others)]
        known = self.reference.box if self.reference else self.region
        return sorted(own, key=lambda read: _distance(read.box, known))

    def _is_inside(self, box: Box) -> bool:
        return self._outline is None or self._outline.contains(box.x + box.w / 2, box.y + box.h / 2)

    def _learn(self, gray: np.ndarray, own: CodeRead, *others: CodeRead) -> None:
        known = self.reference.others if self.reference else ()
        beside = tuple(other.box for other in others if _distance(other.box, own.box) >= 1)
        self.reference = StickerReference(
            own.box, _patch(gray, own.box), _edges(self._crop(gray)), _light(gray), sharpness(gray), (*known, *beside)
        )


def same_trigger_text(read: str, wanted: str) -> bool:
    """One rule everywhere (D-116): case and surrounding blanks do not matter."""
    return read.strip().casefold() == wanted.strip().casefold()


def _patch(gray: np.ndarray, box: Box) -> np.ndarray:
    part = gray[box.y : box.y + box.h, box.x : box.x + box.w]
    # Every second row and column carries enough where a cell is a mean of many px.
    step = 2 if min(part.shape) >= 4 * _PATCH else 1
    small = cv2.resize(np.ascontiguousarray(part[::step, ::step]), (_PATCH, _PATCH), interpolation=cv2.INTER_AREA)
    patch = small.astype(np.float32)
    patch -= patch.mean()
    return patch / max(float(np.linalg.norm(patch)), 1e-6)


def _blocks(patch: np.ndarray) -> np.ndarray:
    """The blocks of a patch as n x _BLOCK², each of zero mean and unit length."""
    side = _PATCH // _BLOCK
    blocks = patch.reshape(side, _BLOCK, side, _BLOCK).swapaxes(1, 2).reshape(side * side, -1)
    blocks = blocks - blocks.mean(axis=1, keepdims=True)
    return blocks / np.maximum(np.linalg.norm(blocks, axis=1, keepdims=True), 1e-6)


def _distance(box: Box, other: Box) -> float:
    """How far two middles lie apart, in sides of the first box."""
    across, down = (box.x - other.x) + (box.w - other.w) / 2, (box.y - other.y) + (box.h - other.h) / 2
    return float(np.hypot(across, down)) / max(box.w, box.h)


def _light(gray: np.ndarray) -> tuple[float, float]:
    """Mean luma above black, and spread, of a frame without its noise."""
    coarse = np.ascontiguousarray(gray[::_COARSE, ::_COARSE])
    mean, spread = cv2.meanStdDev(cv2.blur(coarse, (3, 3)))
    return max(0.0, float(mean[0, 0]) - _BLACK), float(spread[0, 0])


def _edges(part: np.ndarray) -> float:
    rows = part[::2]
    return float(cv2.mean(cv2.absdiff(rows[:, 1:], rows[:, :-1]))[0])
