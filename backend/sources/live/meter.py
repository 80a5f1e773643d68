"""How a stream does: pictures and bits a second, how evenly they arrive, how far keyframes lie apart. PURE."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from backend.domain.live import LiveMinute, StreamFigures

WINDOW_MS = 5_000
"""The figures of now are those of the last so many ms."""
MINUTE_MS = 60_000
_KEYFRAMES = 5


@dataclass(slots=True)
class StreamMeter:
    """Fed with every packet. Times are UTC epoch ms (`now_ms`, arrival) and the stream's own ms (`at_ms`)."""

    _lately: deque[tuple[int, int]] = field(default_factory=deque)
    """(arrival, bytes)"""
    _keyframes: deque[float] = field(default_factory=lambda: deque(maxlen=_KEYFRAMES + 1))
    _jitter_ms: float = 0.0
    _last: tuple[int, float] | None = None
    _minute_ms: int = 0
    _pictures: int = 0
    _bytes: int = 0
    _jitters: list[float] = field(default_factory=list)
    _covered_ms: float = 0.0

    def packet(self, now_ms: int, at_ms: float, size_bytes: int, *, key: bool) -> None:
        if self._last is not None and now_ms < self._last[0]:
            self._lately.clear()  # our clock was put back: what came before would stay until it has caught up
        self._lately.append((now_ms, size_bytes))
        while self._lately and self._lately[0][0] < now_ms - WINDOW_MS:
            self._lately.popleft()
        if key:
            self._keyframes.append(at_ms)
        if self._last is not None:
            step_ms = at_ms - self._last[1]
            late_ms = abs((now_ms - self._last[0]) - step_ms)
            self._jitter_ms += (late_ms - self._jitter_ms) / 16
            self._covered_ms += min(max(0.0, step_ms), 1_000.0)
        self._last = (now_ms, at_ms)
        self._pictures += 1
        self._bytes += size_bytes
        self._jitters.append(self._jitter_ms)

    def connected(self) -> None:
        """A new connection: its stream counts time anew."""
        self._lately.clear()
        self._keyframes.clear()
        self._jitter_ms = 0.0
        self._last = None

    def now(self, now_ms: int) -> StreamFigures:
        lately = [one for one in self._lately if one[0] >= now_ms - WINDOW_MS]
        if len(lately) < 2 or lately[-1][0] == lately[0][0]:
            return StreamFigures(keyframe_ms=self.keyframe_ms)
        span_ms = max(1_000, now_ms - lately[0][0])
        return StreamFigures(
            fps=round(len(lately) * 1000 / span_ms, 2),
            bitrate_bps=round(sum(size for _, size in lately) * 8000 / span_ms),
            jitter_ms=round(self._jitter_ms, 1),
            keyframe_ms=self.keyframe_ms,
        )

    @property
    def keyframe_ms(self) -> int | None:
        marks = list(self._keyframes)
        steps = [b - a for a, b in pairwise(marks) if b > a]
        return round(median(steps)) if steps else None

    def minute(self, now_ms: int) -> LiveMinute | None:
        """The minute that has just ended, once; None while it lasts."""
        current_ms = now_ms - now_ms % MINUTE_MS
        if self._minute_ms == 0:
            self._minute_ms = current_ms
        if current_ms == self._minute_ms:
            return None
        if current_ms < self._minute_ms:  # our clock was put back: that minute was told already, or nobody knows it
            self._begin(current_ms)
            return None
        gap_ms = max(0, round(MINUTE_MS - self._covered_ms))
        found = LiveMinute(
            self._minute_ms,
            round(self._pictures / (MINUTE_MS / 1000), 2),
            round(self._bytes * 8 / (MINUTE_MS / 1000)),
            round(sum(self._jitters) / len(self._jitters), 1) if self._jitters else 0.0,
            self.keyframe_ms,
            gap_ms if gap_ms > 1_000 else 0,
        )
        self._begin(current_ms)
        return found

    def _begin(self, minute_ms: int) -> None:
        self._minute_ms, self._pictures, self._bytes, self._covered_ms = minute_ms, 0, 0, 0.0
        self._jitters.clear()
