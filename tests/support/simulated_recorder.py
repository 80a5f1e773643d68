"""What simulated recorders share: a wall clock that may be off, and recordings laid out on it."""

from __future__ import annotations

import hashlib
import io
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PIL import Image


def _picture() -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").resize((320, 180)).save(made, "JPEG")
    return made.getvalue()


PICTURE = _picture()
"""What the first channel sees, JPEG."""


@dataclass(frozen=True)
class Footage:
    channel: int
    start_ms: int
    """UTC epoch ms, as it really was."""
    seconds: int
    size: int = 40_000
    real: bytes | None = None
    """Its content; None: noise that nothing can play."""

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.seconds * 1000

    @property
    def content(self) -> bytes:
        if self.real is not None:
            return self.real
        seed = hashlib.sha256(f"{self.channel}/{self.start_ms}".encode()).digest()
        # As the footage of such devices begins: noise alone would sometimes begin as XML does.
        return (b"IMKH" + seed * (self.size // len(seed) + 1))[: self.size]


@dataclass
class RecorderClock:
    zone_h: float = 7.0
    ahead_ms: int = 0
    """Its error, the zone aside."""

    def wall(self, utc_ms: float) -> datetime:
        """What it shows at an instant, without a zone."""
        return self.own_utc(utc_ms) + timedelta(hours=self.zone_h)

    def own_utc(self, utc_ms: float) -> datetime:
        return datetime.fromtimestamp((utc_ms + self.ahead_ms) / 1000, UTC).replace(tzinfo=None, microsecond=0)

    def now(self) -> datetime:
        return self.wall(time.time() * 1000)


def continuous(channel: int, until_ms: int, count: int, seconds: int = 600) -> list[Footage]:
    """`count` pieces without gaps, the last one ending at `until_ms` (cut to whole seconds)."""
    end = until_ms // 1000 * 1000
    return [Footage(channel, end - (count - n) * seconds * 1000, seconds) for n in range(count)]


def filmed(channel: int, start_ms: int, seconds: int, content: bytes) -> Footage:
    """A recording that can be played; it begins at a full second."""
    return Footage(channel, start_ms // 1000 * 1000, seconds, len(content), content)
