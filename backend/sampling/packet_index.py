"""What packets tell without being decoded: when each picture is shown, how large it is, where one may begin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backend.domain.errors import Unreadable
from backend.domain.recording import LONGEST_MS, RecordingFailure

ENTRY = np.dtype([("at_ms", np.float64), ("size", np.int64), ("key", np.bool_)])
"""A row of the table that an index is made of."""


@dataclass(frozen=True, slots=True)
class PacketIndex:
    """One entry per video packet in decoding order: time (float ms from the first frame), size (bytes), keyframe."""

    at_ms: np.ndarray
    size: np.ndarray
    key: np.ndarray
    duration_ms: float
    left_out: int = 0
    """Packets whose times lie beyond the longest recording there is: damage, or a clock that jumped in the file."""

    @property
    def keyframes_ms(self) -> np.ndarray:
        return self.at_ms[self.key]


def indexed(table: np.ndarray, step_ms: float, *, timed: bool) -> PacketIndex:
    """`table`: rows of ENTRY in decoding order. `step_ms`: between two frames, where there is only one. `timed`: its
    times count from the first frame already. Raises Unreadable."""
    if not len(table):
        raise Unreadable("The file holds no video frames.", code=RecordingFailure.UNDECODABLE)
    at_ms = table["at_ms"] if timed else table["at_ms"] - table["at_ms"].min()
    # Tables of a row a second are made of this: one wild time would take all the memory there is.
    within = at_ms <= LONGEST_MS
    left_out = int(len(table) - within.sum())
    if left_out > len(table) / 2:
        raise Unreadable(
            "The times in this file jump by days, so most of it cannot be placed. Export it anew from the recorder.",
            code=RecordingFailure.TIMES_JUMP,
        )
    at_ms, size, key = at_ms[within], table["size"][within], table["key"][within]
    if not key.any():
        # No sync samples marked: only the first frame is a safe place to start from.
        key = np.zeros(len(at_ms), bool)
        key[0] = True
    step = float(np.median(np.diff(np.sort(at_ms)))) if len(at_ms) > 1 else step_ms
    return PacketIndex(np.maximum(at_ms, 0.0), size, key, float(at_ms.max()) + max(step, 0.0), left_out)
