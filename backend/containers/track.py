"""What a file holds, as an index: where each picture and each piece of sound lies and when it is shown."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field


@dataclass(slots=True)
class Samples:
    """One row per packet, in the order of the file. Positions and sizes are bytes, times ms from the first picture."""

    position: array[int] = field(default_factory=lambda: array("Q"))
    size: array[int] = field(default_factory=lambda: array("I"))
    at_ms: array[int] = field(default_factory=lambda: array("q"))
    key: array[int] = field(default_factory=lambda: array("B"))

    def add(self, position: int, size: int, at_ms: int, key: bool) -> None:
        """A time that does not rise is put 1 ms after the one before: recorders repeat and swap a few."""
        if self.at_ms and at_ms <= self.at_ms[-1]:
            at_ms = self.at_ms[-1] + 1
        self.position.append(position)
        self.size.append(size)
        self.at_ms.append(at_ms)
        self.key.append(key)

    def __len__(self) -> int:
        return len(self.size)


@dataclass(slots=True)
class Picture:
    codec: str
    """h264, hevc, mpeg4 or mjpeg."""
    samples: Samples = field(default_factory=Samples)
    parameters: bytes = b""
    """Parameter sets with start codes, as they stand before the first picture."""
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class Sound:
    codec: str
    """pcm_alaw, pcm_mulaw or pcm_s16le."""
    rate: int
    channels: int
    samples: Samples = field(default_factory=Samples)


@dataclass(slots=True)
class Tracks:
    picture: Picture
    sound: Sound | None = None
