"""Copying the packets of one span: which of them belong to the clip, and where they stand on its timeline.

Whole numbers of ticks only: a clip has thousands of packets, and fractions would take longer than the copying itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

from backend.clips.media.aac import AacTrack
from backend.clips.media.source import Located, Source, ticks, time_base_of

_SOUND_LEAD_IN_S = Fraction(1, 10)
"""Sound before the start kept hidden, so that the decoder has settled when the clip begins."""


@dataclass(slots=True)
class Track:
    """Maps packets of an input stream, span after span, to one stream of the clip."""

    output: OutputContainer
    stream: Stream
    time_base: Fraction
    last_dts: int | None = None
    end: int = 0
    """Where the last packet put so far ends, in ticks of the clip."""
    numerator: int = 1
    denominator: int = 1
    begin: int = 0
    offset: int = 0

    @property
    def end_s(self) -> Fraction:
        return self.end * self.time_base

    def start_span(self, source_base: Fraction, begin_s: Fraction, at_s: Fraction) -> None:
        """From now on the input's `begin_s` (container time) is the clip's `at_s`."""
        scale = source_base / self.time_base
        self.numerator, self.denominator = scale.numerator, scale.denominator
        self.begin = ticks(begin_s, source_base)
        self.offset = ticks(at_s, self.time_base)

    def placed(self, ts: int) -> int:
        return (ts - self.begin) * self.numerator // self.denominator + self.offset

    def put(self, packet: Packet, pts: int, dts: int, usual: int) -> None:
        """Write `packet`, shown at `pts` and decoded at `dts` of the input; it lasts `usual` if it does not say."""
        dts = self.placed(dts)
        if self.last_dts is not None and dts <= self.last_dts:
            dts = self.last_dts + 1  # only at a joint
        pts = max(self.placed(pts), dts)
        lasts = (packet.duration or usual) * self.numerator // self.denominator
        packet.pts, packet.dts, packet.duration = pts, dts, lasts
        packet.time_base = self.time_base
        packet.stream = self.stream
        self.last_dts = dts
        self.end = max(self.end, pts + lasts)
        self.output.mux_one(packet)


class PictureSpan:
    """The pictures of one span, from its keyframe to the last frame needed."""

    def __init__(self, track: Track, source: Source, place: Located, to_s: Fraction, at_s: Fraction) -> None:
        base = source.time_base
        track.start_span(base, source.first_s + place.start_s, at_s)
        self._track = track
        self._first_key = ticks(source.first_s + place.key_s, base)
        # Rounded up: a frame shown just before the end belongs to the clip, however coarse the file's ticks are.
        self._end = math.ceil((source.first_s + to_s) / base)
        self._usual = ticks(source.frame_s, base)
        self._begun = False
        self._untimed: list[Packet] = []
        self._held: list[tuple[Packet, int]] = []

    def take(self, packet: Packet) -> bool:
        """False once decoding has passed the end: no frame before it can follow."""
        self._begun = self._begun or packet.pts == self._first_key
        if not self._begun:
            return True
        if packet.dts is None:
            self._untimed.append(packet)
            return True
        if packet.dts >= self._end:
            return False
        self._flush_untimed(packet.dts)
        self._put(packet, packet.dts)
        return True

    def finish(self) -> None:
        if self._untimed:
            self._flush_untimed(min(packet.pts for packet in self._untimed if packet.pts is not None))

    def _flush_untimed(self, next_dts: int) -> None:
        """Matroska gives no decode time to the packets before the first B-frame: one frame apart, counted back."""
        waiting, self._untimed = self._untimed, []
        for index, packet in enumerate(waiting):
            self._put(packet, next_dts - self._usual * (len(waiting) - index))

    def _put(self, packet: Packet, dts: int) -> None:
        """Frames shown after the end are put only when a frame before the end is decoded from them."""
        if packet.pts is None:
            return
        self._held.append((packet, dts))
        if packet.pts < self._end:
            for held, held_dts in self._held:
                shown = held.pts if held.pts is not None else held_dts
                self._track.put(held, shown, min(held_dts, shown), self._usual)
            self._held.clear()


class SoundSpan:
    """The sound of one span: copied to `track`, or given to `aac` to be encoded."""

    def __init__(
        self,
        track: Track | None,
        aac: AacTrack | None,
        source: Source,
        begin_s: Fraction,
        to_s: Fraction,
        at_s: Fraction,
    ) -> None:
        self._track = track
        self._aac = aac
        self.open = source.audio is not None
        if source.audio is None:
            return
        base = time_base_of(source.audio)
        self._from = math.ceil((begin_s - _SOUND_LEAD_IN_S) / base)
        self._end = math.ceil((source.first_s + to_s) / base)
        self._shift_s = at_s - begin_s
        self._end_s = at_s + to_s - (begin_s - source.first_s)
        # After a joint, sound may not reach back over what the file before has put.
        self._joint = track.end if track is not None and at_s else None
        if track is not None:
            track.start_span(base, begin_s, at_s)
        if aac is not None:
            aac.new_source()

    def take(self, packet: Packet) -> None:
        """Place one packet; `open` turns False once the end is passed."""
        pts = packet.pts
        if pts is None or not self.open:
            return
        if pts >= self._end:
            self.open = False
        elif pts >= self._from:
            if self._aac is not None:
                self._aac.add(packet, self._shift_s, self._end_s)
            elif self._track is not None and (self._joint is None or self._track.placed(pts) >= self._joint):
                self._track.put(packet, pts, packet.dts if packet.dts is not None else pts, 0)
