"""The sound of a live camera on its way from its own connection into the recording of the picture."""

from __future__ import annotations

import io
from collections import deque
from dataclasses import dataclass
from functools import lru_cache

import av

from backend.runtime.guard import Guard

AAC_SAMPLES = 1024
"""Samples of one AAC frame."""
RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000)
"""What AAC knows, in the order of its index (ISO/IEC 14496-3, 1.6.3.4)."""
_MOST_HELD_MS = 10_000.0


@dataclass(frozen=True, slots=True)
class SoundFormat:
    """AAC-LC. `rate` in Hz, 1 or 2 channels."""

    rate: int
    channels: int

    def template(self) -> av.container.InputContainer:
        """A file whose sound has this description, for a muxer to take over."""
        return av.open(io.BytesIO(_silence(self.rate, self.channels)))

    def silence(self) -> bytes:
        """One frame in which nothing is heard."""
        return _silent_frame(self.rate, self.channels)


@dataclass(frozen=True, slots=True)
class SoundPiece:
    """One AAC frame. Both times are when its sound was made, UTC epoch ms: as it arrived, and as the camera says."""

    format: SoundFormat
    data: bytes
    arrived_ms: float
    camera_ms: float | None

    def ahead_of(self, arrived_ms: float, camera_ms: float | None) -> float:
        """ms that it lies after a picture: by the camera's clock where both have it, since it knows better."""
        if self.camera_ms is not None and camera_ms is not None:
            return self.camera_ms - camera_ms
        return self.arrived_ms - arrived_ms


class SoundLine:
    """Filled by the thread of the sound, emptied by that of the picture; what nobody takes is dropped."""

    def __init__(self) -> None:
        self._guard = Guard()
        self._held: deque[SoundPiece] = deque()
        self._format: SoundFormat | None = None

    @property
    def format(self) -> SoundFormat | None:
        """None: no sound comes just now."""
        return self._format

    def begin(self, now: SoundFormat) -> None:
        with self._guard:
            if now != self._format:
                self._held.clear()
            self._format = now

    def end(self) -> None:
        with self._guard:
            self._held.clear()
            self._format = None

    def put(self, piece: SoundPiece) -> None:
        with self._guard:
            self._held.append(piece)
            while piece.arrived_ms - self._held[0].arrived_ms > _MOST_HELD_MS:
                self._held.popleft()

    def until(self, arrived_ms: float, camera_ms: float | None) -> list[tuple[SoundPiece, float]]:
        """Pieces up to a picture, each with the ms that it lies after it (0 or less)."""
        found: list[tuple[SoundPiece, float]] = []
        with self._guard:
            while self._held and (ahead_ms := self._held[0].ahead_of(arrived_ms, camera_ms)) <= 0:
                found.append((self._held.popleft(), ahead_ms))
        return found


@lru_cache(maxsize=16)
def _silence(rate: int, channels: int) -> bytes:
    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=rate, layout=layout_of(channels))
        frame = av.AudioFrame(format="fltp", layout=layout_of(channels), samples=AAC_SAMPLES)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts = rate, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return made.getvalue()


@lru_cache(maxsize=16)
def _silent_frame(rate: int, channels: int) -> bytes:
    with av.open(io.BytesIO(_silence(rate, channels))) as container:
        return next(bytes(packet) for packet in container.demux(audio=0) if packet.size)


def layout_of(channels: int) -> str:
    return "mono" if channels == 1 else "stereo"
