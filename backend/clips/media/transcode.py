"""Re-encode spans as H.264 and AAC: the exact cut, and renditions for players that cannot show the recording."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame

from backend.clips.burn_in import BurnIn, Strip, strip_height
from backend.clips.media.aac import AacTrack
from backend.clips.media.source import Located, Source, Untimed
from backend.clips.media.stream_copy import MP4_OPTIONS, Written
from backend.clips.spans import CutSpan
from backend.clips.watch import Watch
from backend.domain.errors import Unreadable
from backend.domain.recording import RecordingFailure

TIME_BASE = Fraction(1, 90_000)
_NEUTRAL = 128
"""Chroma of gray."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How to encode. `max_height` in px scales larger pictures down; `keyframe_s` makes seeking quick."""

    crf: int
    preset: str
    max_height: int | None = None
    keyframe_s: Fraction = Fraction(2)


EVIDENCE = Quality(crf=20, preset="veryfast")
PLAYER = Quality(crf=24, preset="superfast", max_height=720, keyframe_s=Fraction(1))


def transcode_spans(
    spans: Sequence[CutSpan],
    part: Path,
    tags: Mapping[str, str],
    quality: Quality,
    watch: Watch,
    burn_in: BurnIn | None = None,
) -> Written:
    """Write `spans`, joined, to the MP4 file `part`; the first frame is the one on screen at the asked instant.

    Frames keep their own times (variable rates stay variable). Raises Unreadable, Cancelled, OSError.
    """
    try:
        with ExitStack() as stack:
            sources = [stack.enter_context(Source(span.path)) for span in spans]
            output = stack.enter_context(av.open(str(part), "w", format="mp4", container_options=MP4_OPTIONS))
            output.metadata.update(tags)
            return _Transcode(output, sources, quality, watch, burn_in).run(spans)
    except av.error.FFmpegError as error:
        if isinstance(error, OSError):
            raise  # the disk, not the footage
        raise Unreadable(
            f"{Path(spans[0].path).name} cannot be converted. Play it in another player; it may be damaged.",
            code=RecordingFailure.UNDECODABLE,
        ) from error


class _Picture:
    """Brings every frame to one size and format, adds the caption, encodes it."""

    def __init__(self, output: OutputContainer, source: Source, quality: Quality, burn_in: BurnIn | None) -> None:
        codec = source.video.codec_context
        scale = min(Fraction(1), Fraction(quality.max_height or codec.height, codec.height))
        self._width = max(2, int(codec.width * scale) // 2 * 2)
        self._height = max(2, int(codec.height * scale) // 2 * 2)
        self._strip = Strip(burn_in, self._width, strip_height(self._height)) if burn_in else None
        self._output = output
        self._keyframe_s = quality.keyframe_s
        self._next_key_s = Fraction(0)
        self._last_pts = -1
        options = {"preset": quality.preset, "crf": str(quality.crf), "forced-idr": "1"}
        rate = 1 / source.frame_s
        stream = output.add_stream("libx264", rate=rate.limit_denominator(1001), options=options)
        stream.width = self._width
        stream.height = self._height + (self._strip.height if self._strip else 0)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = TIME_BASE
        stream.codec_context.gop_size = 600  # keyframes are placed by time below, which also fits variable rates
        if codec.sample_aspect_ratio:
            stream.codec_context.sample_aspect_ratio = codec.sample_aspect_ratio
        self._stream = stream

    def add(self, frame: VideoFrame, at_s: Fraction, epoch_ms: int) -> None:
        """Encode `frame` to be shown at `at_s` seconds of the clip; `epoch_ms` is when it was filmed."""
        ready = frame.reformat(self._width, self._height, "yuv420p")
        if self._strip is not None:
            ready = _above(ready, self._strip.at(epoch_ms))
        pts = max(round(at_s / TIME_BASE), self._last_pts + 1)
        self._last_pts = pts
        ready.pts, ready.time_base = pts, TIME_BASE
        key = at_s >= self._next_key_s
        if key:
            self._next_key_s = at_s + self._keyframe_s
        # A decoded frame remembers what it was in the recording and would be encoded as the same again.
        ready.pict_type = PictureType.I if key else PictureType.NONE
        self._output.mux(self._stream.encode(ready))

    def finish(self) -> None:
        self._output.mux(self._stream.encode(None))


class _Transcode:
    def __init__(
        self,
        output: OutputContainer,
        sources: Sequence[Source],
        quality: Quality,
        watch: Watch,
        burn_in: BurnIn | None,
    ) -> None:
        self._sources = sources
        self._watch = watch
        self._picture = _Picture(output, sources[0], quality, burn_in)
        heard = next((source.audio for source in sources if source.audio is not None), None)
        self._sound = AacTrack(output, heard) if heard is not None else None
        self._done_s = Fraction(0)

    def run(self, spans: Sequence[CutSpan]) -> Written:
        total_s = Fraction(sum(span.duration_ms for span in spans), 1000)
        start_s: Fraction | None = None
        for source, span in zip(self._sources, spans, strict=True):
            begun_s = self._span(source, span, total_s)
            start_s = begun_s if start_s is None else start_s
        self._picture.finish()
        if self._sound is not None:
            self._sound.finish()
        return Written(start_s or Fraction(0), self._done_s, "aac" if self._sound else "none")

    def _span(self, source: Source, span: CutSpan, total_s: Fraction) -> Fraction:
        """Encode one file's span; returns the file-relative seconds it began at."""
        from_s, to_s = Fraction(span.from_ms, 1000), Fraction(span.to_ms, 1000)
        begin_s = locate(source, from_s).start_s
        base_s = self._done_s
        if self._sound is not None:
            self._sound.new_source()
        last_s: Fraction | None = None

        def hear(packet: Packet) -> None:
            if self._sound is not None:
                shift_s = base_s - source.first_s - begin_s
                self._sound.add(packet, shift_s, base_s + to_s - begin_s)

        for shown_s, frame in frames(source, begin_s, hear):
            if shown_s >= to_s and last_s is not None:
                break
            at_s = base_s + max(Fraction(0), shown_s - begin_s)
            self._picture.add(frame, at_s, span.start_ms + round((shown_s - from_s) * 1000))
            last_s = at_s
            self._watch.at(float(at_s / total_s))
        if last_s is None:
            raise _nothing_there(source)
        self._done_s = min(last_s + source.frame_s, base_s + max(to_s - begin_s, source.frame_s))
        return begin_s


def locate(source: Source, at_s: Fraction) -> Located:
    """As `Source.locate`; for files that do not time their frames the asked instant stands for the frame."""
    try:
        return source.locate(at_s)
    except Untimed:
        return Located(at_s, at_s)


def frames(
    source: Source, from_s: Fraction, hear: Callable[[Packet], None] | None = None
) -> Iterator[tuple[Fraction, VideoFrame]]:
    """Decoded frames from the one at `from_s` on, with their file-relative seconds; sound packets go to `hear`.

    A damaged packet is left out, as a player does. Frames come in the order they are shown.
    """
    by_dts = source.untimed
    codec = source.video.codec_context
    if not codec.is_open:
        codec.thread_type = "AUTO"
    tolerance_s = source.frame_s / 2 if by_dts else Fraction(0)
    for packet in _and_flush(source.packets(from_s, sound=hear is not None)):
        if packet is not None and packet.stream_index != source.video.index:
            if hear is not None:
                hear(packet)
            continue
        try:
            decoded = source.video.codec_context.decode(packet)
        except av.error.InvalidDataError:
            continue
        for frame in decoded:
            stamp = frame.dts if by_dts else frame.pts
            if stamp is None:
                continue
            shown_s = stamp * source.time_base - source.first_s
            if shown_s + tolerance_s >= from_s:
                yield shown_s, frame


def _and_flush(packets: Iterator[Packet]) -> Iterator[Packet | None]:
    yield from packets
    yield None


def _nothing_there(source: Source) -> Unreadable:
    return Unreadable(
        f"{source.path.name} shows no picture at the time of this event. Analyse the recording again.",
        code=RecordingFailure.UNDECODABLE,
    )


def _above(frame: VideoFrame, strip: np.ndarray) -> VideoFrame:
    """`frame` (yuv420p) with the gray `strip` below it."""
    width, height, extra = frame.width, frame.height, strip.shape[0]
    planes = frame.to_ndarray().reshape(-1)
    luma, quarter = width * height, width * height // 4
    gray = np.full(width * extra // 4, _NEUTRAL, np.uint8)
    joined = np.concatenate(
        [planes[:luma], strip.reshape(-1), planes[luma : luma + quarter], gray, planes[luma + quarter :], gray]
    )
    return VideoFrame.from_ndarray(joined.reshape((height + extra) * 3 // 2, width), format="yuv420p")
