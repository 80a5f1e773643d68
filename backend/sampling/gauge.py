"""How sound is the picture? A few numbers from some of the looks that are made anyway: no frame is decoded for them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from backend.detection.codes import CodeRead, CodeReader, Effort
from backend.detection.trigger import same_trigger_text
from backend.domain.health import SCENE_COLS
from backend.domain.region import Box
from backend.sampling.frame import Frame

# Looks this far apart are measured: at the usual 2 s between looks that is one of fifteen. Short files get about
# thirty measures, but not so many that they cost more than a hundredth of the analysis.
_STEP_MS = 30_000.0
_LEAST_STEP_MS = 4_000.0
_MEASURES = 30
_DOT_ROWS = 45


@dataclass(frozen=True, slots=True)
class Measure:
    """One look, measured. `sticker` is None when it was not read."""

    at_ms: float
    brightness: float
    contrast: float
    sharpness: float
    scene: np.ndarray
    """rows x SCENE_COLS uint8: mean luma."""
    dots: np.ndarray
    """Single pixels, noise and all: two equal sets mean that the camera repeats itself."""
    sticker: CodeRead | None


class Gauge:
    """Measures the first look in each stretch of a recording. Shared by its stations."""

    def __init__(self, length_ms: float, trigger_text: str, trigger: Box | None) -> None:
        self._step_ms = min(_STEP_MS, max(_LEAST_STEP_MS, length_ms / _MEASURES))
        self._text = trigger_text
        self._trigger = trigger
        # Two threads at one stretch at once would both measure it, which harms nothing.
        self._measured: set[int] = set()

    def measure(self, frame: Frame, *, sticker_seen: bool) -> Measure | None:
        """None when this stretch was measured before. `sticker_seen`: something that looks like the sticker is there,
        so it is worth reading; where it was not even recognised, reading was tried already."""
        stretch = int(frame.at_ms // self._step_ms)
        if stretch in self._measured:
            return None
        self._measured.add(stretch)
        gray = frame.gray
        height, width = gray.shape
        small = np.ascontiguousarray(gray[::4, ::4]) if width >= 4 * SCENE_COLS else gray
        rows = max(2, round(SCENE_COLS * height / width))
        every = max(1, height // _DOT_ROWS)
        return Measure(
            frame.at_ms,
            float(small.mean()),
            float(small.std()),
            _sharpness(gray),
            cv2.resize(small, (SCENE_COLS, rows), interpolation=cv2.INTER_AREA),
            gray[::every, ::every].copy(),
            self._read(gray) if sticker_seen else None,
        )

    def _read(self, gray: np.ndarray) -> CodeRead | None:
        box = self._trigger
        if box is None:
            return None
        part = np.ascontiguousarray(gray[box.y : box.y + box.h, box.x : box.x + box.w])
        for read in CodeReader(["QRCode"]).read(part, origin=(box.x, box.y), effort=Effort.NORMAL):
            if same_trigger_text(read.text, self._text):
                return read
        return None


def _sharpness(gray: np.ndarray) -> float:
    """Fine detail over contrast in the middle of the picture: light changes both alike, a soft lens only the first."""
    height, width = gray.shape
    part = np.ascontiguousarray(gray[height // 4 : height - height // 4, width // 4 : width - width // 4])
    detail = cv2.meanStdDev(cv2.Laplacian(part, cv2.CV_16S))[1]
    spread = cv2.meanStdDev(part)[1]
    return float(detail[0, 0]) / max(1.0, float(spread[0, 0]))
