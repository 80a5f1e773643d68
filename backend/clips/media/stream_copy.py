"""The fast cut: packets copied as they are, the lead-in from the keyframe hidden by an MP4 edit list.

Timestamps are shifted so that the asked frame is at 0; what precedes it gets negative timestamps, which the MP4 muxer
turns into an edit list. Nothing is decoded, so the picture keeps its original bytes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

from backend.clips.media.aac import AacTrack
from backend.clips.media.source import Located, Source, Untimed, ticks, time_base_of
from backend.clips.spans import CutSpan
from backend.clips.watch import Watch

COPIED_VIDEO = {"h264", "hevc", "av1", "vp9", "mpeg4", "mjpeg"}
COPIED_AUDIO = {"aac", "mp3", "opus", "flac"}
"""What MP4 holds and browsers play; other sound becomes AAC."""

MP4_OPTIONS = {"movflags": "+faststart+use_metadata_tags", "avoid_negative_ts": "disabled"}

_SOUND_LEAD_IN_S = Fraction(1, 10)
"""Sound before the start kept hidden, so that the decoder has settled when the clip begins."""
_SOUND_LAG_S = Fraction(3)
"""How far sound may lie behind its picture in a file before it is given up."""
_CHECK_EVERY = 64


class NotCopyable(Exception):
    """This footage cannot be cut without re-encoding; the message says why, for the clip's record."""


@dataclass(frozen=True, slots=True)
class Written:
    """`start_s`: file-relative seconds, in the first span's file, of the frame the clip opens with."""

    start_s: Fraction
    duration_s: Fraction
    sound: str
    """none, copied or aac."""


def copy_spans(spans: Sequence[CutSpan], part: Path, tags: Mapping[str, str], watch: Watch) -> Written:
    """Write `spans`, joined, to the MP4 file `part`.

    Raises NotCopyable when it has to be re-encoded, Unreadable, Cancelled, OSError.
    """
    try:
        with ExitStack() as stack:
            sources = [stack.enter_context(Source(span.path)) for span in spans]
            located = _locate(sources, spans)
            output = stack.enter_context(av.open(str(part), "w", format="mp4", container_options=MP4_OPTIONS))
            output.metadata.update(tags)
            return _Copy(output, sources, watch).run(spans, located)
    except (av.error.FFmpegError, ValueError) as error:
        if isinstance(error, OSError):
            raise  # the disk, not the footage
        raise NotCopyable("The recording's packets do not fit into MP4, so the clip was re-encoded.") from error


def _locate(sources: Sequence[Source], spans: Sequence[CutSpan]) -> list[Located]:
    first = sources[0]
    codec = first.video.codec_context.name
    if codec not in COPIED_VIDEO:
        raise NotCopyable(f"MP4 cannot hold {codec} video, so the clip was re-encoded as H.264.")
    for other in sources[1:]:
        if _looks(other) != _looks(first):
            raise NotCopyable("The recordings differ in format, so the clip was re-encoded to join them.")
    try:
        located = [source.locate(Fraction(span.from_ms, 1000)) for source, span in zip(sources, spans, strict=True)]
    except Untimed as untimed:
        raise NotCopyable("The recording does not time its frames, so the clip was re-encoded.") from untimed
    for place in located[1:]:
        if place.start_s > place.key_s:
            raise NotCopyable("A later recording joins in between keyframes, so the clip was re-encoded.")
    return located


def _looks(source: Source) -> tuple[object, ...]:
    """What has to be equal for packets of two files to be decoded by one decoder."""
    codec = source.video.codec_context
    return codec.name, codec.width, codec.height, codec.pix_fmt, codec.profile, codec.extradata


def _sounds(source: Source) -> tuple[object, ...]:
    if source.audio is None:
        return (None,)
    codec = source.audio.codec_context
    return codec.name, codec.sample_rate, codec.channels, codec.extradata


@dataclass(slots=True)
class _Track:
    """Maps packets of one input stream to one output stream with whole numbers only."""

    stream: Stream
    time_base: Fraction
    last_dts: int | None = None
    end: int = 0
    numerator: int = 1
    denominator: int = 1
    begin: int = 0
    offset: int = 0

    def start_span(self, source_base: Fraction, begin_s: Fraction, at_s: Fraction) -> None:
        """From now on the input's `begin_s` (container time) is the clip's `at_s`."""
        scale = source_base / self.time_base
        self.numerator, self.denominator = scale.numerator, scale.denominator
        self.begin = ticks(begin_s, source_base)
        self.offset = ticks(at_s, self.time_base)

    def placed(self, ts: int) -> int:
        return (ts - self.begin) * self.numerator // self.denominator + self.offset

    def put(self, output: OutputContainer, packet: Packet, pts: int, dts: int, usual: int) -> None:
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
        output.mux_one(packet)


class _Copy:
    def __init__(self, output: OutputContainer, sources: Sequence[Source], watch: Watch) -> None:
        self._output = output
        self._sources = sources
        self._watch = watch
        self._done_s = Fraction(0)
        self._end = 0
        self._held: list[tuple[Packet, int]] = []
        first = sources[0]
        video = output.add_stream_from_template(first.video)
        video.time_base = first.time_base
        if first.video.codec_context.name == "hevc" and first.video.codec_context.extradata:
            video.codec_context.codec_tag = "hvc1"  # Apple's players accept no other
        self._video = _Track(video, first.time_base)
        self._audio: _Track | None = None
        self._aac: AacTrack | None = None
        self._add_sound()

    def _add_sound(self) -> None:
        heard = [source for source in self._sources if source.audio is not None]
        if not heard or heard[0].audio is None:
            return
        audio = heard[0].audio
        alike = all(_sounds(source) == _sounds(heard[0]) for source in heard)
        if alike and audio.codec_context.name in COPIED_AUDIO:
            stream = self._output.add_stream_from_template(audio)
            stream.time_base = audio.time_base
            self._audio = _Track(stream, time_base_of(audio))
        else:
            self._aac = AacTrack(self._output, audio)

    def run(self, spans: Sequence[CutSpan], located: Sequence[Located]) -> Written:
        total_s = Fraction(sum(span.duration_ms for span in spans), 1000)
        for source, span, place in zip(self._sources, spans, located, strict=True):
            self._copy_span(source, place, Fraction(span.to_ms, 1000), total_s)
            self._done_s = self._video.end * self._video.time_base
        if self._aac is not None:
            self._aac.finish()
        sound = "copied" if self._audio else "aac" if self._aac else "none"
        return Written(located[0].start_s, self._done_s, sound)

    def _copy_span(self, source: Source, place: Located, to_s: Fraction, total_s: Fraction) -> None:
        """Copy one file's packets from the keyframe; decode order passes the end after the last frame needed."""
        begin_s = source.first_s + place.start_s
        self._video.start_span(source.time_base, begin_s, self._done_s)
        if self._audio is not None and source.audio is not None:
            self._audio.start_span(time_base_of(source.audio), begin_s, self._done_s)
        if self._aac is not None:
            self._aac.new_source()
        first_key = ticks(source.first_s + place.key_s, source.time_base)
        # Rounded up: a frame shown just before the end belongs to the clip, however coarse the file's ticks are.
        self._end = end = math.ceil((source.first_s + to_s) / source.time_base)
        give_up = end + ticks(_SOUND_LAG_S, source.time_base)
        usual = ticks(source.frame_s, source.time_base)
        picture_open, sound_open = True, source.audio is not None
        begun = False
        untimed: list[Packet] = []
        for count, packet in enumerate(source.packets(place.start_s)):
            if count % _CHECK_EVERY == 0:
                self._watch.at(float(self._video.end * self._video.time_base / total_s))
            if packet.stream_index != source.video.index:
                sound_open = self._sound(source, packet, begin_s, to_s) if sound_open else False
            else:
                begun = begun or packet.pts == first_key
                if picture_open and begun:
                    if packet.dts is None:
                        untimed.append(packet)
                    else:
                        picture_open = packet.dts < end
                        if picture_open:
                            self._pictures(untimed, packet, usual)
                elif not picture_open and (packet.dts or 0) > give_up:
                    break
            if not picture_open and not sound_open:
                break
        self._pictures(untimed, None, usual)
        self._held.clear()

    def _pictures(self, untimed: list[Packet], packet: Packet | None, usual: int) -> None:
        """Put `packet`, and before it those for which Matroska gave no decode time: one frame apart, counted back."""
        waiting = list(untimed)
        untimed.clear()
        after = packet.dts if packet is not None else None
        if waiting and after is None:
            after = min(p.pts for p in waiting if p.pts is not None)
        for index, early in enumerate(waiting):
            self._picture(early, (after or 0) - usual * (len(waiting) - index), usual)
        if packet is not None and packet.dts is not None:
            self._picture(packet, packet.dts, usual)

    def _picture(self, packet: Packet, dts: int, usual: int) -> None:
        """Put one frame. Those shown after the end are only put when a frame before the end is decoded from them."""
        if packet.pts is None:
            return
        self._held.append((packet, dts))
        if packet.pts < self._end:
            for held, held_dts in self._held:
                shown = held.pts if held.pts is not None else held_dts
                self._video.put(self._output, held, shown, min(held_dts, shown), usual)
            self._held.clear()

    def _sound(self, source: Source, packet: Packet, begin_s: Fraction, to_s: Fraction) -> bool:
        """Place one packet of sound; False once the end is passed."""
        if packet.pts is None or source.audio is None:
            return True
        at_s = packet.pts * time_base_of(source.audio)
        if at_s >= source.first_s + to_s:
            return False
        shift_s = self._done_s - begin_s
        end_s = self._done_s + to_s - (begin_s - source.first_s)
        if at_s >= begin_s - _SOUND_LEAD_IN_S:
            if self._aac is not None:
                self._aac.add(packet, shift_s, end_s)
            elif self._audio is not None:
                dts = packet.dts if packet.dts is not None else packet.pts
                joint = self._done_s and self._audio.placed(packet.pts) < self._audio.end
                if not joint:
                    self._audio.put(self._output, packet, packet.pts, dts, 0)
        return True
