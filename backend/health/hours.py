"""Which measured stretches count: at night the lamps are off, and that is no fault of the camera. PURE."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from backend.health.days import Known

OpenHours = Callable[[int, int], Sequence[tuple[int, int]]]
"""The working hours within from..to (UTC epoch ms), in order."""
MOST_OUTSIDE = 0.5
_STRIDE_MS = 86_400_000


def in_hours(measured: Iterable[Known], open_hours: OpenHours) -> list[Known]:
    """Those that lie within the working hours for half of their length, each with the part of it that does not.
    `measured` rise in time."""
    found: list[Known] = []
    windows: Sequence[tuple[int, int]] = ()
    from_ms = to_ms = 0
    for one in measured:
        length_ms = max(1, one.duration_ms)
        end_ms = one.start_ms + length_ms
        if not from_ms <= one.start_ms < end_ms <= to_ms:
            from_ms, to_ms = one.start_ms, max(end_ms, one.start_ms + _STRIDE_MS)
            windows = open_hours(from_ms, to_ms)
        inside_ms = sum(max(0, min(end_ms, closes) - max(one.start_ms, opens)) for opens, closes in windows)
        outside = 1 - min(1.0, inside_ms / length_ms)
        if inside_ms and outside <= MOST_OUTSIDE:
            found.append(replace(one, outside=outside) if outside else one)
    return found
