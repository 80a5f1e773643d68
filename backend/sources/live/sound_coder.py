"""Whatever a camera sends as sound, as AAC-LC: copied where it is that, else decoded and encoded.

MP4 carries AAC in every player; G.711, which most cameras send, it does not carry at all. A second of it costs about a
millisecond to turn into AAC.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import av.error
from av.audio.resampler import AudioResampler
from av.packet import Packet

from backend.sources.live.sound import AAC_SAMPLES, RATES, SoundFormat, layout_of

MOST_BITS_PER_CHANNEL = 64_000
_BITS_PER_SAMPLE = 3
_JUMP_MS = 100.0
"""Packets that lie further from where the last one ended: something was lost between them."""


def aac_format(extradata: bytes) -> SoundFormat | None:
    """What an AudioSpecificConfig says (ISO/IEC 14496-3, 1.6.2.1), when it is AAC-LC as MP4 players expect it."""
    if len(extradata) < 2:
        return None
    told = int.from_bytes(extradata[:2], "big")
    kind, rate, channels, short = told >> 11, told >> 7 & 15, told >> 3 & 15, told >> 2 & 1
    if kind != 2 or rate >= len(RATES) or channels not in (1, 2) or short:
        return None
    return SoundFormat(RATES[rate], channels)


class SoundCoder:
    """For one connection. `stream`: the sound as FFmpeg opened it. Raises ValueError when nobody can decode it."""

    def __init__(self, stream: Any) -> None:
        context = stream.codec_context
        copied = aac_format(bytes(context.extradata or b"")) if context.name == "aac" else None
        self.format = copied or SoundFormat(_near(context.sample_rate), min(2, max(1, context.channels)))
        self._copies = copied is not None
        self._next_ms: float | None = None
        if copied is None:
            self._decoder = _decoder_like(context)

    def frames(self, packet: Packet, at_ms: float) -> Iterator[tuple[bytes, float]]:
        """AAC frames with their time in ms of the stream. A damaged packet gives none."""
        if self._copies:
            yield bytes(packet), at_ms
            return
        if self._next_ms is None or abs(at_ms - self._next_ms) > _JUMP_MS:
            self._base_ms, self._samples, self._next_ms = at_ms, 0, at_ms
            self._encoder = self._new_encoder()
        try:
            for frame in self._decoder.decode(packet):
                self._next_ms += frame.samples * 1000 / frame.sample_rate
                for even in self._resampler.resample(frame):
                    even.pts, even.time_base = self._samples, Fraction(1, self.format.rate)
                    self._samples += even.samples
                    yield from self._encoded(even)
        except (av.error.FFmpegError, EOFError):
            pass  # the next packet may do

    def _encoded(self, frame: av.AudioFrame) -> Iterator[tuple[bytes, float]]:
        for packet in self._encoder.encode(frame):
            if packet.pts is not None and packet.pts >= 0:  # what comes before is the encoder's own start
                yield bytes(packet), self._base_ms + packet.pts * 1000 / self.format.rate

    def _new_encoder(self) -> Any:
        layout = layout_of(self.format.channels)
        self._resampler = AudioResampler(format="fltp", layout=layout, rate=self.format.rate, frame_size=AAC_SAMPLES)
        encoder = av.CodecContext.create("aac", "w")
        encoder.sample_rate, encoder.layout, encoder.format = self.format.rate, layout, "fltp"
        encoder.bit_rate = min(MOST_BITS_PER_CHANNEL, self.format.rate * _BITS_PER_SAMPLE) * self.format.channels
        encoder.open()
        return encoder


def _decoder_like(context: Any) -> Any:
    """One of our own: that of the connection goes with it."""
    try:
        decoder: Any = av.CodecContext.create(context.name, "r")
    except (av.error.FFmpegError, ValueError) as error:
        raise ValueError(f"sound of the kind {context.name or 'unknown'} cannot be decoded") from error
    if context.extradata:
        decoder.extradata = bytes(context.extradata)
    decoder.sample_rate, decoder.layout = context.sample_rate, layout_of(min(2, max(1, context.channels)))
    return decoder


def _near(rate: int) -> int:
    """The least rate of AAC that loses nothing."""
    return min((one for one in RATES if one >= rate), default=RATES[0])
