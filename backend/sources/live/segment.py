"""One file of a recorded stream: readable from its first second, whatever stops the program.

A fragmented MP4 that grows by one fragment every half second, each written with one call; on closing it becomes an
ordinary MP4 with an index, in place. A killed program loses the fragment in the making and nothing else.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.packet import Packet

from backend.sources.live.sound import AAC_SAMPLES, SoundFormat

TICKS_PER_S = 90_000
TIME_BASE = Fraction(1, TICKS_PER_S)
TICKS_PER_MS = TICKS_PER_S // 1000
FRAGMENT_US = 500_000
_OPTIONS = {
    "movflags": "hybrid_fragmented+empty_moov+default_base_moof+frag_keyframe",
    "frag_duration": str(FRAGMENT_US),
    "flush_packets": "1",
}
_BUFFER_BYTES = 1 << 20
_JOINED_S = 0.08
"""Sound that begins nearer than this to where the last one ended follows it directly: clocks are not that exact."""


@dataclass(frozen=True, slots=True)
class KeyMark:
    """A fragment that begins with a keyframe: its place in the file, and its time from the first picture."""

    offset: int
    at_ms: int


class _Sink:
    """The file, written without a buffer of our own. Keeps what comes before the first fragment."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb", buffering=0)
        self.bytes = 0
        self.head = b""
        self.error: OSError | None = None
        self.index_at: int | None = None
        """Where the index begins that is written on closing."""
        self._at = 0

    def write(self, block: bytes) -> int:
        view = memoryview(block)
        try:
            while view:
                view = view[self._file.write(view) :]
        except OSError as error:
            self.error = self.error or error
            raise
        if self._at == len(self.head) and block[4:8] in (b"ftyp", b"moov", b"free"):
            self.head += bytes(block)
        elif block[4:8] == b"moov":
            self.index_at = self._at
        self._at += len(block)
        self.bytes = max(self.bytes, self._at)
        return len(block)

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = self._file.seek(offset, whence)
        return self._at

    def tell(self) -> int:
        return self._at

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()

    def sync(self) -> None:
        os.fsync(self._file.fileno())


class SegmentFile:
    """Written by one thread. `flushed_ms`, `flushed_bytes` and `marks` tell others what can be read of it already."""

    def __init__(self, path: Path, codec: str, first_keyframe: bytes, sound: SoundFormat | None = None) -> None:
        """`first_keyframe`: Annex B, with its parameter sets. `sound`: it gets a track for that.
        Raises OSError; ValueError when it is no picture."""
        self.path = path
        self.codec = codec
        self.marks: list[KeyMark] = []
        self.flushed_bytes = 0
        self.flushed_ms = 0
        self.flushed_frames = 0
        self.frames = 0
        self._base: int | None = None
        self._last_dts = -1
        self._end = 0
        self.sound = sound
        self._sound_stream: av.AudioStream | None = None
        self._sound_end = 0
        """In samples from the first picture."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with _template(first_keyframe, codec) as template:
            shown = template.streams.video[0]
            self.width, self.height = shown.codec_context.width, shown.codec_context.height
            self._sink = _Sink(path)
            self._container = av.open(self._sink, "w", format="mp4", options=_OPTIONS, buffer_size=_BUFFER_BYTES)
            self._stream = self._container.add_stream_from_template(shown)
            self._stream.time_base = TIME_BASE
            if sound is not None:
                with sound.template() as silence:
                    self._sound_stream = self._container.add_stream_from_template(silence.streams.audio[0])
                self._sound_stream.time_base = Fraction(1, sound.rate)

    def _mux(self, packet: Packet) -> None:
        try:
            self._container.mux_one(packet)
        except av.error.FFmpegError:
            if self._sink.error is not None:
                raise self._sink.error from None
            raise

    def _note_flushed(self, before: int, dts: int) -> None:
        """`before`: what was written when the packet came; `dts`: up to there the pictures are on the disk."""
        if self._sink.bytes > before and self.frames:
            self.flushed_bytes, self.flushed_ms = self._sink.bytes, dts // TICKS_PER_MS
            self.flushed_frames = self.frames

    @property
    def head(self) -> bytes:
        """What has to come before any of its fragments to make a file of them."""
        return self._sink.head

    @property
    def fragments_end(self) -> int:
        """Up to where the file holds whole fragments."""
        index_at = self._sink.index_at
        return self.flushed_bytes if index_at is None else index_at

    @property
    def length_ms(self) -> int:
        """Up to the end of the last picture."""
        return self._end // TICKS_PER_MS

    def position_ms(self, pts: int) -> float:
        """Where a picture of the stream lies in the file."""
        return (pts - self._base) / TICKS_PER_MS if self._base is not None else 0.0

    def write(self, packet: Packet, pts: int, dts: int) -> None:
        """Times in ticks of 1/90000 s of the stream. The first packet must be a keyframe. Raises OSError."""
        if self._base is None:
            self._base = pts
        shown, decoded = pts - self._base, max(dts - self._base, self._last_dts + 1)
        shown = max(shown, decoded, 0)
        step = decoded - self._last_dts if self._last_dts >= 0 else TICKS_PER_S // 25
        packet.stream = self._stream
        packet.time_base = TIME_BASE
        packet.pts, packet.dts, packet.duration = shown, decoded, step
        key = packet.is_keyframe
        before = self._sink.bytes
        self._mux(packet)
        self._last_dts = decoded
        self._end = max(self._end, shown + step)
        self._note_flushed(before, decoded)
        if key:
            self.marks.append(KeyMark(self._sink.bytes, shown // TICKS_PER_MS))
        self.frames += 1

    def write_sound(self, data: bytes, at_ms: float) -> None:
        """One AAC frame, `at_ms` after the first picture. What lies before it is left out; frames that follow each
        other are joined without a click, and holes are filled with silence, also that at the beginning: a track of a
        fragmented file starts with its file. Sound that the file does not take ends there, the picture goes on.
        Raises OSError."""
        if self._sound_stream is None or self.sound is None or self._base is None:
            return
        late = round(at_ms * self.sound.rate / 1000) - self._sound_end
        begins = self._sound_end == 0
        joined = AAC_SAMPLES // 2 if begins else round(self.sound.rate * _JOINED_S)
        if late < -joined:
            return
        for _ in range(round(late / AAC_SAMPLES) if late > joined else 0):
            self._mux_sound(self.sound.silence())
        self._mux_sound(data)

    def _mux_sound(self, data: bytes) -> None:
        """Behind what there is."""
        if self._sound_stream is None or self.sound is None:
            return
        packet = Packet(data)
        packet.stream = self._sound_stream
        packet.time_base = Fraction(1, self.sound.rate)
        packet.pts = packet.dts = self._sound_end
        packet.duration, packet.is_keyframe = AAC_SAMPLES, True
        before = self._sink.bytes
        try:
            self._mux(packet)
        except av.error.FFmpegError:
            self._sound_stream = None
            return
        self._sound_end += AAC_SAMPLES
        self._note_flushed(before, self._last_dts)

    def close(self) -> None:
        """Make it an ordinary MP4 on the disk. Raises OSError; what was flushed is readable all the same."""
        if self.sound is not None:
            # As long as the picture: players stumble over an empty track, and clips join what follows to its end.
            end = max(1, round(self.length_ms * self.sound.rate / 1000) - AAC_SAMPLES // 2)
            while self._sound_stream is not None and self._sound_end < end:
                self._mux_sound(self.sound.silence())
        try:
            self._container.close()
            self._sink.sync()
        except av.error.FFmpegError as error:
            raise self._sink.error or OSError(f"the file could not be closed: {type(error).__name__}") from None
        finally:
            self._sink.close()
        self.flushed_bytes, self.flushed_ms, self.flushed_frames = self._sink.bytes, self.length_ms, self.frames


def picture_size(keyframe: bytes, codec: str) -> tuple[int, int] | None:
    """Width and height of a keyframe with its parameter sets; None when it is no picture."""
    try:
        with _template(keyframe, codec) as template:
            context = template.streams.video[0].codec_context
            return context.width, context.height
    except ValueError:
        return None


def _template(first_keyframe: bytes, codec: str) -> av.container.InputContainer:
    """The stream's description, read from its own picture: always that of what follows."""
    try:
        opened = av.open(io.BytesIO(first_keyframe), format=codec)
    except av.error.FFmpegError:
        raise ValueError("the stream's first picture cannot be understood") from None
    shown = opened.streams.video[0] if opened.streams.video else None
    if shown is None or not shown.codec_context.width:
        opened.close()
        raise ValueError("the stream does not tell the size of its picture")
    return opened
