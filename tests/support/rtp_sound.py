"""The sound of a simulated camera as RTP: a beep at a known place of the clip, AAC (RFC 3640) or G.711 (RFC 3551)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av
import numpy as np

BEEP_HZ = 1_000
_CODERS = {
    "aac": ("aac", 16_000, "fltp", 1024),
    "pcma": ("pcm_alaw", 8_000, "s16", 160),
    "pcmu": ("pcm_mulaw", 8_000, "s16", 160),
}
_PAYLOAD_TYPES = {"aac": 97, "pcma": 8, "pcmu": 0}


@dataclass(frozen=True)
class SoundPacket:
    """`at_s`: from the beginning of the clip."""

    at_s: float
    payload: bytes


@dataclass
class Sound:
    """`length_s` of quiet with a beep from `beep_s` on for half a second, over and over."""

    codec: str
    length_s: float
    beep_s: float = 1.0
    packets: list[SoundPacket] = field(init=False)
    config: str = ""

    def __post_init__(self) -> None:
        coder, self.rate, form, block = _CODERS[self.codec]
        encoder: Any = av.CodecContext.create(coder, "w")
        encoder.sample_rate, encoder.layout, encoder.format = self.rate, "mono", form
        encoder.time_base = Fraction(1, self.rate)
        encoder.open()
        self.config = bytes(encoder.extradata or b"").hex()
        found: list[SoundPacket] = []
        for first in range(0, int(self.length_s * self.rate), block):
            for packet in encoder.encode(self._frame(first, block, form)):
                found.append(SoundPacket(packet.pts / self.rate, self._payload(bytes(packet))))
        self.packets = [one for one in found if one.at_s >= 0]

    @property
    def payload_type(self) -> int:
        return _PAYLOAD_TYPES[self.codec]

    def sdp(self) -> str:
        form = (
            f"a=rtpmap:97 MPEG4-GENERIC/{self.rate}/1\r\na=fmtp:97 streamtype=5;profile-level-id=1;mode=AAC-hbr;"
            f"sizelength=13;indexlength=3;indexdeltalength=3;config={self.config}\r\n"
            if self.codec == "aac"
            else f"a=rtpmap:{self.payload_type} {self.codec.upper()}/{self.rate}\r\n"
        )
        return f"m=audio 0 RTP/AVP {self.payload_type}\r\n{form}a=control:track1\r\n"

    def _frame(self, first: int, block: int, form: str) -> av.AudioFrame:
        at_s = np.arange(first, first + block) / self.rate
        beeping = (at_s >= self.beep_s) & (at_s < self.beep_s + 0.5)
        wave = np.where(beeping, 0.4 * np.sin(2 * np.pi * BEEP_HZ * at_s), 0.0)
        shaped = (wave * 32_767).astype(np.int16) if form == "s16" else wave.astype(np.float32)
        frame = av.AudioFrame.from_ndarray(shaped[None, :], format=form, layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = self.rate, first, Fraction(1, self.rate)
        return frame

    def _payload(self, data: bytes) -> bytes:
        return struct.pack(">HH", 16, len(data) << 3) + data if self.codec == "aac" else data
