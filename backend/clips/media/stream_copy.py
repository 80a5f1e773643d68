"""The fast cut: packets copied as they are, the lead-in from the keyframe hidden by an MP4 edit list.

Timestamps are shifted so that the asked frame is at 0; what precedes it gets negative timestamps, which the MP4 muxer
turns into an edit list. Nothing is decoded, so the picture keeps its original bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer

from backend.clips.media.aac import AacTrack
from backend.clips.media.source import Located, Source, Untimed, ticks, time_base_of
from backend.clips.media.tracks import PictureSpan, SoundSpan, Track
from backend.clips.spans import CutSpan
from backend.clips.watch import Watch

COPIED_VIDEO = {"h264", "hevc", "av1", "vp9", "mpeg4", "mjpeg"}
COPIED_AUDIO = {"aac", "mp3", "opus", "flac"}
"""What MP4 holds and browsers play; other sound becomes AAC."""

MP4_OPTIONS = {"movflags": "+faststart+use_metadata_tags", "avoid_negative_ts": "disabled"}

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


class _Copy:
    def __init__(self, output: OutputContainer, sources: Sequence[Source], watch: Watch) -> None:
        self._output = output
        self._sources = sources
        self._watch = watch
        self._done_s = Fraction(0)
        first = sources[0]
        video = output.add_stream_from_template(first.video)
        video.time_base = first.time_base
        if first.video.codec_context.name == "hevc" and first.video.codec_context.extradata:
            video.codec_context.codec_tag = "hvc1"  # Apple's players accept no other
        self._video = Track(output, video, first.time_base)
        self._audio: Track | None = None
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
            self._audio = Track(self._output, stream, time_base_of(audio))
        else:
            self._aac = AacTrack(self._output, audio)

    def run(self, spans: Sequence[CutSpan], located: Sequence[Located]) -> Written:
        total_s = Fraction(sum(span.duration_ms for span in spans), 1000)
        for source, span, place in zip(self._sources, spans, located, strict=True):
            self._copy_span(source, place, Fraction(span.to_ms, 1000), total_s)
            self._done_s = self._video.end_s
        if self._aac is not None:
            self._aac.finish()
        sound = "copied" if self._audio else "aac" if self._aac else "none"
        return Written(located[0].start_s, self._done_s, sound)

    def _copy_span(self, source: Source, place: Located, to_s: Fraction, total_s: Fraction) -> None:
        """Copy one file's packets, from the keyframe on, until both picture and sound have passed the end."""
        picture = PictureSpan(self._video, source, place, to_s, self._done_s)
        begin_s = source.first_s + place.start_s
        sound = SoundSpan(self._audio, self._aac, source, begin_s, to_s, self._done_s)
        give_up = ticks(source.first_s + to_s + _SOUND_LAG_S, source.time_base)
        picture_open = True
        for count, packet in enumerate(source.packets(place.start_s)):
            if count % _CHECK_EVERY == 0:
                self._watch.at(float(self._video.end_s / total_s))
            if packet.stream_index != source.video.index:
                sound.take(packet)
            elif picture_open:
                picture_open = picture.take(packet)
            elif (packet.dts or 0) > give_up:
                break
            if not picture_open and not sound.open:
                break
        picture.finish()
