"""Reading tracking codes: a cascade, cheapest step first, each dearer step only where the one before found nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
import zxingcpp

from backend.detection.bars import BarLocator, averaged_along_bars
from backend.detection.bent import Unbender
from backend.detection.patches import print_like
from backend.detection.symbologies import LINEAR, MATRIX, READABLE, canonical, formats_for
from backend.domain.code import LONGEST_CODE
from backend.domain.region import Box

# A patch larger than this costs more than the frames around it would: they are looked at instead.
_MAX_ENLARGED_PX = 600_000


class Effort(IntEnum):
    """How far down the cascade a look may go."""

    QUICK = 0
    """The reader on the region as it is (about 8 ms on a 720p region)."""
    NORMAL = 1
    """Also straightens bars and enlarges patches that look like print."""
    HARD = 2
    """Also unbends QR codes that were found but could not be sampled (up to 60 ms where there is one)."""
    FULL = 3
    """Also a second reader (zbar); for key moments and photographs."""


@dataclass(frozen=True, slots=True)
class CodeRead:
    """One code read in one frame. `box` is in px of the picture given to `read`, moved by its `origin`."""

    text: str
    format: str
    box: Box
    step: str
    """Which step of the cascade read it: direct, straightened, averaged, enlarged, unbent, zbar."""
    px_per_module: float | None = None
    """Estimated width of the narrowest element in px of the frame; None where it cannot be told."""


class CodeReader:
    """Reads the given symbologies. Not thread safe: one instance a thread."""

    def __init__(self, symbologies: Sequence[str]) -> None:
        """Raises InvalidInput naming an unknown symbology."""
        self.symbologies, self._formats = formats_for(symbologies)
        self.print_patches = 0
        """How many print-like patches the latest `read` saw and could not read; 0 where it read something."""
        matrix = [READABLE[n] for n in self.symbologies if n in MATRIX]
        self._matrix_formats = zxingcpp.barcode_formats_from_str("|".join(matrix)) if matrix else None
        linear = [READABLE[n] for n in self.symbologies if n in LINEAR]
        self._linear_formats = zxingcpp.barcode_formats_from_str("|".join(linear)) if linear else None
        self._locator = BarLocator() if linear else None
        self._unbender = Unbender() if "QRCode" in self.symbologies else None

    def read(
        self,
        gray: np.ndarray,
        *,
        origin: tuple[int, int] = (0, 0),
        effort: Effort = Effort.NORMAL,
        each_once: bool = True,
    ) -> list[CodeRead]:
        """Codes in an H x W uint8 picture, each text once, or at every place. `origin` is the picture's x, y in the
        full frame."""
        if gray.size == 0:
            return []
        self.print_patches = 0
        # White on black is for photographs: no label is printed so, and looking for it costs as much again.
        reads = _from_zxing(gray, self._formats, "direct", inverted=effort >= Effort.FULL)
        if not reads and effort >= Effort.NORMAL:
            reads = self._read_patches(gray, effort)
        if not reads and effort >= Effort.FULL:
            reads = self._read_enlarged(gray, effort) or self._read_zbar(gray)
        return moved(_each_text_once(reads) if each_once else reads, origin)

    def read_patch(self, gray: np.ndarray, patch: Box, *, effort: Effort) -> list[CodeRead]:
        """Codes in one patch (a box within `gray`, with the code's quiet zone in it); boxes in px of `gray`."""
        part = gray[patch.y : patch.y + patch.h, patch.x : patch.x + patch.w]
        return moved(_from_zxing(part, self._formats, "direct") or self._read_dearly(part, effort), (patch.x, patch.y))

    def _read_patches(self, gray: np.ndarray, effort: Effort) -> list[CodeRead]:
        reads: list[CodeRead] = []
        patches = print_like(gray)
        for patch in patches:
            part = gray[patch.y : patch.y + patch.h, patch.x : patch.x + patch.w]
            reads += moved(self._read_dearly(part, effort), (patch.x, patch.y))
        self.print_patches = 0 if reads else len(patches)
        return reads

    def _read_dearly(self, part: np.ndarray, effort: Effort) -> list[CodeRead]:
        if effort < Effort.NORMAL:
            return []
        return self._read_straightened(part) or self._read_enlarged(part, effort)

    def _read_straightened(self, gray: np.ndarray) -> list[CodeRead]:
        if self._locator is None or self._linear_formats is None:
            return []
        for patch, box in self._locator.straightened(gray):
            for step, picture in (("straightened", patch), ("averaged", averaged_along_bars(patch))):
                found = _from_zxing(picture, self._linear_formats, step)
                if found:
                    return [CodeRead(found[0].text, found[0].format, box, step, _half(found[0].px_per_module))]
        return []

    def _read_enlarged(self, gray: np.ndarray, effort: Effort) -> list[CodeRead]:
        if gray.size > _MAX_ENLARGED_PX:
            return []
        large = cv2.resize(gray, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        soft = cv2.GaussianBlur(large, (0, 0), 1.6)
        sharp = cv2.addWeighted(large, 2.2, soft, -1.2, 0)
        found = _from_zxing(sharp, self._formats, "enlarged")
        if not found and effort >= Effort.HARD and self._unbender is not None:
            found = [CodeRead(text, "QRCode", box, "unbent") for text, box in self._unbender.read(large)]
        return [
            CodeRead(
                r.text,
                r.format,
                Box(r.box.x // 2, r.box.y // 2, max(1, r.box.w // 2), max(1, r.box.h // 2)),
                r.step,
                _half(r.px_per_module),
            )
            for r in found
        ]

    def _read_zbar(self, gray: np.ndarray) -> list[CodeRead]:
        # Imported here: it loads a system library that a reader of other steps does without.
        from backend.detection.zbar import read_zbar

        return [
            CodeRead(text, name, box, "zbar")
            for text, name, box in read_zbar(gray, self.symbologies)
            if len(text) <= LONGEST_CODE
        ]


def moved(reads: Sequence[CodeRead], by: tuple[int, int]) -> list[CodeRead]:
    return [CodeRead(r.text, r.format, r.box.moved(*by), r.step, r.px_per_module) for r in reads]


def _half(value: float | None) -> float | None:
    return None if value is None else value / 2


def _each_text_once(reads: Sequence[CodeRead]) -> list[CodeRead]:
    seen: dict[tuple[str, str], CodeRead] = {}
    for read in reads:
        seen.setdefault((read.text, read.format), read)
    return list(seen.values())


def _from_zxing(
    gray: np.ndarray, formats: zxingcpp.BarcodeFormats, step: str, *, inverted: bool = False
) -> list[CodeRead]:
    # Plain text mode: the payload as it is, without GS1 brackets put in for people.
    results = zxingcpp.read_barcodes(gray, formats=formats, text_mode=zxingcpp.TextMode.Plain, try_invert=inverted)
    reads = []
    for result in results:
        text = result.text
        if not text or len(text) > LONGEST_CODE:
            continue
        name = canonical(str(result.format))
        position = result.position
        points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
        xs, ys = [p.x for p in points], [p.y for p in points]
        box = Box(max(0, min(xs)), max(0, min(ys)), max(1, max(xs) - min(xs)), max(1, max(ys) - min(ys)))
        reads.append(CodeRead(text, name, box, step, _module_px(name, text, points, result)))
    return reads


def _module_px(name: str, text: str, points: Sequence[zxingcpp.Point], result: zxingcpp.Barcode) -> float | None:
    """Width of one module from the code's measured width and its number of modules."""
    top_left, top_right, _bottom_right, bottom_left = points
    along = float(np.hypot(top_right.x - top_left.x, top_right.y - top_left.y))
    if name == "QRCode":
        down = float(np.hypot(bottom_left.x - top_left.x, bottom_left.y - top_left.y))
        extra = result.extra if isinstance(result.extra, dict) else {}
        # Without the version: byte mode, level M holds about 14, 26, 42 ... characters in version 1, 2, 3 ...
        version = int(extra.get("Version") or max(1, round(len(text) / 15)))
        return (along + down) / 2 / (17 + 4 * version)
    if name == "EAN13" or name == "UPCA":
        return along / 95
    if name == "EAN8":
        return along / 67
    if name == "Code128":
        symbols = len(text) / 2 if text.isdigit() else len(text)
        return along / (11 * symbols + 35)
    return None
