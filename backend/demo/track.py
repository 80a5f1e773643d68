"""Positions over time: key points joined by smooth moves."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

BLUR_MS = 14.0
"""Exposure time that smears what moves."""


@dataclass(frozen=True, slots=True)
class Key:
    """At `t_ms` the thing is at `x, y` (reference grid), turned by `angle`; `look` names its picture from here on."""

    t_ms: float
    x: float
    y: float
    angle: float = 0.0
    look: str = ""


@dataclass(slots=True)
class Track:
    """Key points in time order. Outside them the thing is not there."""

    keys: list[Key] = field(default_factory=list)
    _times: list[float] = field(default_factory=list)

    def add(self, key: Key) -> None:
        """Append; a key not later than the last one is moved just behind it."""
        if self._times and key.t_ms <= self._times[-1]:
            key = Key(self._times[-1] + 1, key.x, key.y, key.angle, key.look)
        self.keys.append(key)
        self._times.append(key.t_ms)

    @property
    def last(self) -> Key:
        return self.keys[-1]

    def at(self, t_ms: float) -> Key | None:
        if not self.keys or t_ms < self._times[0] or t_ms > self._times[-1]:
            return None
        i = bisect_right(self._times, t_ms) - 1
        a = self.keys[i]
        if i + 1 == len(self.keys):
            return a
        b = self.keys[i + 1]
        part = (t_ms - a.t_ms) / (b.t_ms - a.t_ms)
        part = part * part * (3 - 2 * part)
        return Key(
            t_ms, a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part, a.angle + (b.angle - a.angle) * part, a.look
        )

    def smear(self, t_ms: float) -> tuple[float, float]:
        """How far the thing moves while the shutter is open, in reference units."""
        now = self.at(t_ms)
        before = self.at(t_ms - BLUR_MS)
        if now is None or before is None:
            return 0.0, 0.0
        return now.x - before.x, now.y - before.y
