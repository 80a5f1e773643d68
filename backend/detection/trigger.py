"""Is the trigger sticker visible? Read it once, then recognise it: far cheaper than reading, and robust to blur.

A decoded look gives the sticker's place and appearance (the reference). Later looks compare that patch by normalised
cross-correlation, which gain and offset (exposure drift, a soft shadow) do not move; only doubtful looks are decoded.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from backend.detection.codes import CodeRead, CodeReader, Effort
from backend.domain.region import Box, Polygon

# The reference patch is compared at this size: small enough to be free, large enough to keep a QR code's pattern.
_PATCH = 48
_SURE_VISIBLE = 0.72
_SURE_COVERED = 0.30
# Half of the sticker hidden leaves about this much likeness; it is where a dense pass puts the moment of covering.
HALF_COVERED = 0.5
# Below these the picture is black or blind, not "covered".
_DARK_MEAN = 8.0
_FLAT_SPREAD = 1.5


@dataclass(frozen=True, slots=True)
class StickerReference:
    """Where the sticker lies (`box`, px of the full frame) and how it looks there (48 x 48 float32, zero mean)."""

    box: Box
    patch: np.ndarray


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
        if float(part.mean()) < _DARK_MEAN or float(part.std()) < _FLAT_SPREAD:
            return TriggerLook(None, None, False)
        likeness = self.likeness(gray)
        if likeness is not None and likeness >= _SURE_VISIBLE:
            return TriggerLook(True, likeness, False)
        # Nothing like it: still decode quickly, since the sticker may have been moved.
        doubtful = thorough or (likeness is not None and likeness > _SURE_COVERED)
        read = self._decode(part, Effort.NORMAL if doubtful else Effort.QUICK)
        if read is None:
            return TriggerLook(False, likeness, False)
        self._learn(gray, read)
        return TriggerLook(True, likeness, True, read.px_per_module)

    def likeness(self, gray: np.ndarray) -> float | None:
        """Normalised cross-correlation with the reference, -1..1; None without a reference."""
        if self.reference is None:
            return None
        patch = _patch(gray, self.reference.box)
        norm = float(np.linalg.norm(patch)) * float(np.linalg.norm(self.reference.patch))
        return float((patch * self.reference.patch).sum()) / norm if norm > 1e-6 else 0.0

    def _crop(self, gray: np.ndarray) -> np.ndarray:
        r = self.region
        return gray[r.y : r.y + r.h, r.x : r.x + r.w]

    def _decode(self, part: np.ndarray, effort: Effort) -> CodeRead | None:
        for read in self._reader.read(part, origin=(self.region.x, self.region.y), effort=effort):
            if same_trigger_text(read.text, self.text) and self._is_inside(read.box):
                return read
        return None

    def _is_inside(self, box: Box) -> bool:
        return self._outline is None or self._outline.contains(box.x + box.w / 2, box.y + box.h / 2)

    def _learn(self, gray: np.ndarray, read: CodeRead) -> None:
        self.reference = StickerReference(read.box, _patch(gray, read.box))


def same_trigger_text(read: str, wanted: str) -> bool:
    """One rule everywhere (D-116): case and surrounding blanks do not matter."""
    return read.strip().casefold() == wanted.strip().casefold()


def _patch(gray: np.ndarray, box: Box) -> np.ndarray:
    part = gray[box.y : box.y + box.h, box.x : box.x + box.w]
    small = cv2.resize(part, (_PATCH, _PATCH), interpolation=cv2.INTER_AREA).astype(np.float32)
    small -= small.mean()
    return small
