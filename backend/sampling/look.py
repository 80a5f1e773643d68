"""What looking at frames showed: at one of them, or along a stretch of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from backend.detection.label_watch import PutBy
from backend.sampling.gauge import Measure
from backend.sampling.plan import Range
from backend.sampling.reads import Read
from backend.sampling.scene import View
from backend.sampling.vote import Sample


@dataclass(slots=True)
class Look:
    """One frame examined. `busy` is the sticker's word; None: it cannot be told, or there is none. `hands` None: not
    looked for. `moved`: the picture differs from the look before."""

    at_ms: float
    busy: bool | None
    thumb: np.ndarray
    reads: list[Read] = field(default_factory=list)
    print_patches: int = 0
    hands: bool | None = None
    moved: bool = False
    measure: Measure | None = None


@dataclass(slots=True)
class Dense:
    """What decoding a stretch through showed: `samples` with a sticker, `views` without."""

    span: Range
    samples: list[Sample] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    occupied: list[Sample] = field(default_factory=list)
    """Whether each view differs from the empty table, where that is known while decoding."""
    reads: list[Read] = field(default_factory=list)
    motion: list[tuple[float, bool]] = field(default_factory=list)
    hands: list[tuple[float, bool]] = field(default_factory=list)
    put_by: list[PutBy] = field(default_factory=list)
    """Pictures of unread print, for the dearer steps should the work around them stay without a code."""
    read_to_ms: float = -math.inf
    """Codes were looked for from the beginning of the span until here."""
