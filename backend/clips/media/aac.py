"""Sound as AAC: for recordings whose sound MP4 cannot hold or browsers cannot play (G.711 of most cameras, PCM)."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet

_LOWEST_RATE = 16_000
"""AAC below 16 kHz is guessed to be HE-AAC by some players and then plays at the wrong pitch."""
_HIGHEST_RATE = 48_000
_BLOCK = 1024
_SLACK_S = Fraction(1, 50)
"""Jitter of camera timestamps that is not a gap: filling it with silence would be heard as clicks."""


class AacTrack:
    """One AAC track whose samples stay in step with the picture: gaps become silence, overlaps are dropped."""

    def __init__(self, output: OutputContainer, source: AudioStream) -> None:
        rate = min(_HIGHEST_RATE, max(_LOWEST_RATE, source.codec_context.sample_rate))
        self._rate = rate
        self._layout = "mono" if source.codec_context.channels == 1 else "stereo"
        self._channels = 1 if self._layout == "mono" else 2
        self._output = output
        self._stream: AudioStream = output.add_stream("aac", rate=rate, layout=self._layout)
        self._stream.codec_context.bit_rate = 64_000 * self._channels
        self._stream.time_base = Fraction(1, rate)
        self._resampler = self._new_resampler()
        self._waiting = np.zeros((self._channels, 0), np.float32)
        self._written = 0

    def _new_resampler(self) -> av.AudioResampler:
        return av.AudioResampler(format="fltp", layout=self._layout, rate=self._rate)

    def new_source(self) -> None:
        """The next frames come from another file, maybe of another rate."""
        self._resampler = self._new_resampler()

    def add(self, packet: Packet, shift_s: Fraction, end_s: Fraction) -> None:
        """Decode `packet`, place its sound `shift_s` later and keep what lies within 0..`end_s` of the clip."""
        try:
            frames = cast("list[AudioFrame]", packet.decode())
        except av.error.InvalidDataError:
            return  # a damaged packet is a moment of silence, not a lost clip
        for frame in frames:
            if frame.pts is not None and frame.time_base is not None:
                at_s = frame.pts * frame.time_base + shift_s
                frame.pts = None
                for piece in self._resampler.resample(frame):
                    samples = piece.to_ndarray()
                    self._place(samples, at_s, end_s)
                    at_s += Fraction(samples.shape[1], self._rate)

    def _place(self, samples: np.ndarray, at_s: Fraction, end_s: Fraction) -> None:
        have = self._written + self._waiting.shape[1]
        off = round(at_s * self._rate) - have
        if have and abs(off) <= _SLACK_S * self._rate:
            off = 0
        if off < 0:
            samples = samples[:, -off:]
        elif off > 0:
            self._waiting = np.concatenate([self._waiting, np.zeros((self._channels, off), np.float32)], axis=1)
        room = round(end_s * self._rate) - self._written - self._waiting.shape[1]
        if room > 0 and samples.shape[1]:
            self._waiting = np.concatenate([self._waiting, samples[:, :room]], axis=1)
        while self._waiting.shape[1] >= _BLOCK:
            self._encode(self._waiting[:, :_BLOCK])
            self._waiting = self._waiting[:, _BLOCK:]

    def finish(self) -> None:
        if self._waiting.shape[1]:
            self._encode(self._waiting)
        self._output.mux(self._stream.encode(None))

    def _encode(self, samples: np.ndarray) -> None:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=self._layout)
        frame.sample_rate = self._rate
        frame.time_base = Fraction(1, self._rate)
        frame.pts = self._written
        self._written += samples.shape[1]
        self._output.mux(self._stream.encode(frame))
