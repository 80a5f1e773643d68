"""Hands, by MediaPipe. One instance a thread: a shared one fails with mismatched time stamps."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

import cv2
import numpy as np

from backend.detection.quiet_stderr import quiet_stderr
from backend.domain.region import Box
from backend.runtime.guard import Guard

# MediaPipe prints warnings about its own models while they load, at the first picture, and at the first hand. A picture
# with a hand in it (drawn by the demo) lets it say them all at once.
_WARM_UP = Path(__file__).with_name("warm_up_hand.jpg")
# The network resizes its input anyway; a larger picture only costs the resize.
_LONG_SIDE = 640
_UNUSED = ("matplotlib", "matplotlib.pyplot")
_one_import = Guard()


class HandFinder:
    """Finds up to `max_hands` hands in one picture at a time. The model is loaded by the first `find`."""

    def __init__(self, *, max_hands: int = 2, min_confidence: float = 0.5) -> None:
        self.max_hands = max_hands
        self._min_confidence = min_confidence
        self._hands: object | None = None

    def find(self, rgb: np.ndarray, *, origin: tuple[int, int] = (0, 0)) -> list[Box]:
        """Boxes (px of the full frame) of the hands in an H x W x 3 uint8 RGB picture whose corner lies at `origin`."""
        height, width = rgb.shape[:2]
        scale = _LONG_SIDE / max(height, width)
        if scale < 1:
            rgb = cv2.resize(rgb, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
        result = self._model().process(np.ascontiguousarray(rgb))  # type: ignore[attr-defined]
        boxes = []
        for landmarks in result.multi_hand_landmarks or []:
            xs = [min(1.0, max(0.0, point.x)) for point in landmarks.landmark]
            ys = [min(1.0, max(0.0, point.y)) for point in landmarks.landmark]
            x0, y0 = int(min(xs) * width), int(min(ys) * height)
            x1, y1 = int(max(xs) * width), int(max(ys) * height)
            boxes.append(Box(origin[0] + x0, origin[1] + y0, max(1, x1 - x0), max(1, y1 - y0)))
        return boxes

    def close(self) -> None:
        if self._hands is not None:
            self._hands.close()  # type: ignore[attr-defined]
            self._hands = None

    def __enter__(self) -> HandFinder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _model(self) -> object:
        if self._hands is None:
            # Loaded here: MediaPipe takes seconds and a recording without motion never needs it.
            make_model = _mediapipe_hands()
            picture = cv2.cvtColor(_warm_up_picture(), cv2.COLOR_BGR2RGB)
            with quiet_stderr():
                self._hands = hands = make_model(
                    static_image_mode=True,
                    max_num_hands=self.max_hands,
                    model_complexity=1,
                    min_detection_confidence=self._min_confidence,
                )
                hands.process(picture)
        return self._hands


def _mediapipe_hands() -> Any:
    """MediaPipe's class, without matplotlib: its module for drawing imports that, which nobody here uses and which
    leaves a cache of fonts in the user's home."""
    with _one_import:
        left_out = [name for name in _UNUSED if name not in sys.modules]
        stand_ins = {name: ModuleType(name) for name in left_out}
        for name in left_out[:1]:
            # Others ask where it is installed, for the fonts it brings.
            stand_ins[name].__spec__ = find_spec(name)
        sys.modules.update(stand_ins)
        try:
            from mediapipe.python.solutions.hands import Hands
        finally:
            for name in left_out:
                del sys.modules[name]
    return Hands


def _warm_up_picture() -> np.ndarray:
    # Not cv2.imread: on Windows it cannot open a path outside the system's code page.
    return cv2.imdecode(np.fromfile(_WARM_UP, np.uint8), cv2.IMREAD_COLOR)
