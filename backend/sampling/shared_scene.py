"""What the stations of one recording share."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from backend.detection.trigger import StickerReference
from backend.domain.camera import Camera
from backend.domain.region import Regions
from backend.sampling.gauge import Gauge
from backend.sampling.scene import EmptyScenes

LITTLE_WORK_MS = 120_000.0
"""With at most this much work in a recording, all of it is looked through for every code."""


@dataclass(slots=True)
class Scene:
    """Fields are only ever replaced whole, so threads need no lock."""

    camera: Camera
    regions: Regions
    width: int
    height: int
    keyframes: tuple[float, ...] = ()
    """ms from the first frame, rising."""
    every_frame: bool = False
    """Look at every frame for everything: the yardstick that coarse to fine is held against."""
    little_work_ms: float = LITTLE_WORK_MS
    reference: StickerReference | None = None
    """None until the sticker was read once; as long as it was not, "covered" would mean nothing."""
    empty: EmptyScenes | None = None
    """What the table looks like with nothing on it, as far as known; asked where no sticker tells."""
    restless: np.ndarray | None = None
    """Cells of the thumbnails that never rest and that `empty` shows nothing in."""
    hands_at_ms: frozenset[float] = frozenset()
    """Keyframes at which hands were found."""
    put_by_bytes: int = 0
    """How much the pictures take that stretches have put by for later."""
    gauge: Gauge = field(init=False)
    """Shared, so that each stretch of the recording is measured once."""

    def __post_init__(self) -> None:
        length_ms = self.keyframes[-1] if self.keyframes else 0.0
        self.gauge = Gauge(length_ms, self.camera.trigger_text, self.regions.trigger)

    @property
    def has_sticker(self) -> bool:
        return self.regions.trigger is not None and self.reference is not None
