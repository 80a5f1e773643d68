"""A recording opened for cutting: where its first frame is, and its packets from the keyframe before an instant."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
from av.audio.stream import AudioStream
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from backend.containers.opening import open_timed
from backend.domain.errors import Unreadable
from backend.domain.recording import RecordingFailure

INDEXED_MARGIN_S = Fraction(1, 5)
"""Sound to have before the instant, so that its decoder has settled."""
SEEK_MARGIN_S = Fraction(1)
"""Containers without a per-track index place sound a little before the picture it belongs to."""

_GIVE_UP_SEEKING_S = Fraction(300)
"""Keyframes further apart than this: read from the beginning instead of seeking further back."""
_LOOK_FOR_FIRST = 400
"""Packets to look at for the first picture; files that start with more sound than this are not recordings."""


def ticks(seconds: Fraction, time_base: Fraction) -> int:
    """`seconds` in units of `time_base`, rounded to the nearest."""
    return round(seconds / time_base)


def time_base_of(stream: Stream) -> Fraction:
    """Seconds per tick of a stream of an open file; those always have one."""
    return stream.time_base or Fraction(1, 90_000)


class Untimed(Exception):
    """The file does not say when its frames are shown (H.264 with B-frames in AVI), so packets cannot be copied."""


@dataclass(frozen=True, slots=True)
class Located:
    """`start_s`: the frame on screen at the asked instant; `key_s`: the keyframe to decode from. Both file-relative."""

    key_s: Fraction
    start_s: Fraction


class Source:
    """One recording, open for reading. A context manager; one per thread.

    Times are seconds from the first frame as exact fractions (`Fraction`), so nothing drifts.
    Raises Unreadable (with a RecordingFailure code) when the file cannot be opened or holds no picture.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._container, self.container_name = _open(self.path)
        """`container_name`: what the file is, by the demuxer's names, e.g. `mov,mp4,m4a,3gp,3g2,mj2` or `dhav`."""
        try:
            if not self._container.streams.video:
                raise Unreadable(
                    f"{self.path.name} holds no video, so nothing can be cut from it.",
                    code=RecordingFailure.NO_VIDEO_STREAM,
                )
            self.video: VideoStream = self._container.streams.video[0]
            # PyAV's types do not say so, but a stream of an unknown codec has no context.
            if getattr(self.video, "codec_context", None) is None:
                raise Unreadable(
                    f"{self.path.name} is encoded in a way ePACK cannot read. Record in H.264 or H.265 instead.",
                    code=RecordingFailure.UNSUPPORTED_CODEC,
                )
            if not self.video.codec_context.width:
                raise self._undecodable()
            self.audio: AudioStream | None = _usable_audio(self._container.streams.audio)
            self.first_s = self._first_frame_s()
        except BaseException:
            self._container.close()
            raise

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._container.close()

    @property
    def time_base(self) -> Fraction:
        return time_base_of(self.video)

    @property
    def frame_s(self) -> Fraction:
        """The usual time between frames in seconds."""
        for name in ("average_rate", "guessed_rate"):
            try:
                rate: Fraction | None = getattr(self.video, name)
            except ZeroDivisionError:  # some files announce 0/0
                continue
            if rate:
                return 1 / rate
        return Fraction(1, 25)

    @property
    def duration_s(self) -> Fraction | None:
        """From the first frame, as the container tells; None when it does not."""
        if self.video.duration is not None:
            return self.video.duration * self.time_base
        if self._container.duration is not None:
            return Fraction(self._container.duration, av.time_base)
        return None

    @property
    def untimed(self) -> bool:
        """AVI has no presentation times, and those guessed for B-frames are wrong."""
        return "avi" in self.container_name and bool(self.video.codec_context.has_b_frames)

    def when(self, packet: Packet) -> Fraction | None:
        """Presentation time in seconds from the first frame; None when the file does not tell."""
        if packet.pts is None or packet.time_base is None:
            return None
        return packet.pts * packet.time_base - self.first_s

    def locate(self, at_s: Fraction) -> Located:
        """The frame on screen at `at_s` and the keyframe it needs; no decoding. Raises Untimed, Unreadable."""
        if self.untimed:
            raise Untimed
        key: Fraction | None = None
        start: Fraction | None = None
        for packet in self.packets(at_s, sound=False):
            shown = self.when(packet)
            if shown is None:
                raise Untimed
            if packet.is_keyframe and (key is None or shown <= at_s):
                key = shown
            if shown <= at_s:
                start = shown if start is None else max(start, shown)
            # Decode order: once it has passed the instant, no earlier frame can follow.
            if packet.dts is not None and packet.dts * self.time_base - self.first_s > at_s:
                break
        if key is None:
            raise self._undecodable()
        return Located(key, max(key, start if start is not None else key))

    def packets(self, from_s: Fraction, *, sound: bool = True) -> Iterator[Packet]:
        """Packets of picture and sound from a keyframe at or before `from_s` seconds (one seek, no scan) to the end.

        The first picture packet is a keyframe; a packet that cannot be read ends the stream, as a player would.
        """
        indexed = "mov" in self._container.format.name
        back_s = INDEXED_MARGIN_S if indexed else SEEK_MARGIN_S
        while True:
            # MP4 has samples before 0: what an AAC decoder needs to begin with.
            at_s = from_s - back_s if indexed else max(Fraction(0), from_s - back_s)
            held: list[Packet] = []
            packets = self._read_from(at_s if back_s < _GIVE_UP_SEEKING_S else None, sound)
            for packet in packets:
                held.append(packet)
                if packet.stream_index == self.video.index:
                    break
            reached = self.when(held[-1]) if held else None
            if (reached is not None and reached <= from_s) or back_s >= _GIVE_UP_SEEKING_S:
                yield from held
                yield from packets
                return
            back_s = _GIVE_UP_SEEKING_S if at_s <= 0 else max(back_s * 4, Fraction(4))

    def _read_from(self, at_s: Fraction | None, sound: bool) -> Iterator[Packet]:
        """Packets from a keyframe near `at_s`; None: from the very beginning of the file."""
        if at_s is None or not self._seek(at_s):
            self._reopen()
        streams = [self.video, self.audio] if sound and self.audio is not None else [self.video]
        seen_key = False
        gaps = _MissingTimes(self)
        # In a transport stream the mark means loss somewhere before; elsewhere the packet itself breaks off.
        lossy = "mpegts" in self.container_name
        try:
            for packet in self._container.demux(streams):
                if packet.size == 0 or (packet.is_corrupt and not lossy):
                    continue
                if packet.stream_index == self.video.index:
                    seen_key = seen_key or packet.is_keyframe
                    if not seen_key:
                        continue
                    gaps.fill(packet)
                yield packet
        except av.error.InvalidDataError:
            return

    def _seek(self, at_s: Fraction) -> bool:
        """False when the file has no index and no way to find one (a raw stream, a damaged file)."""
        try:
            # Before the first picture the sound leads: seeking by picture would skip what its decoder begins with.
            anchor: VideoStream | AudioStream = self.audio if at_s < 0 and self.audio is not None else self.video
            self._container.seek(ticks(self.first_s + at_s, time_base_of(anchor)), stream=anchor, backward=True)
        except av.error.FFmpegError:
            return False
        return True

    def _reopen(self) -> None:
        self._container.close()
        self._container, _ = _open(self.path)
        self.video = self._container.streams.video[0]
        self.audio = _usable_audio(self._container.streams.audio)

    def _undecodable(self) -> Unreadable:
        return Unreadable(
            f"{self.path.name} holds no readable picture there. Play it in another player; it may be damaged.",
            code=RecordingFailure.UNDECODABLE,
        )

    def _first_frame_s(self) -> Fraction:
        for count, packet in enumerate(self._container.demux(self.video)):
            if packet.size and packet.pts is not None:
                return packet.pts * self.time_base
            if count > _LOOK_FOR_FIRST or not packet.size:
                break
        if self.video.start_time is not None:
            return self.video.start_time * self.time_base
        raise self._undecodable()


class _MissingTimes:
    """Program streams leave out the time of a picture here and there: it is one step after the one before."""

    def __init__(self, source: Source) -> None:
        self._active = not source.video.codec_context.has_b_frames  # decoded in the order in which they are shown
        self._usual = ticks(source.frame_s, source.time_base)
        self._last: int | None = None

    def fill(self, packet: Packet) -> None:
        if packet.pts is None and packet.dts is None and self._active and self._last is not None:
            packet.pts = packet.dts = self._last + self._usual
        elif packet.pts is not None and self._last is not None and 0 < packet.pts - self._last < 2 * self._usual:
            self._usual = packet.pts - self._last
        self._last = packet.pts if packet.pts is not None else self._last


def _open(path: Path) -> tuple[av.container.InputContainer, str]:
    name = path.name
    try:
        return open_timed(path)
    except FileNotFoundError as error:
        raise Unreadable(
            f"The recording {name} is gone. Put it back or scan its source again.", code=RecordingFailure.NOT_FOUND
        ) from error
    except PermissionError as error:
        raise Unreadable(
            f"ePACK may not read {name}. Give it the right to read the file.", code=RecordingFailure.PERMISSION
        ) from error
    except IsADirectoryError as error:
        raise Unreadable(f"{name} is a folder, not a recording.", code=RecordingFailure.NOT_A_FILE) from error
    except (av.error.FFmpegError, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.EISDIR:
            raise Unreadable(f"{name} is a folder, not a recording.", code=RecordingFailure.NOT_A_FILE) from error
        raise Unreadable(
            f"{name} is not a video that can be read. It may be damaged or still being written.",
            code=RecordingFailure.NOT_VIDEO,
        ) from error


def _usable_audio(streams: tuple[AudioStream, ...]) -> AudioStream | None:
    """The first track that says how it sounds; some cameras announce a track and never fill it."""
    for stream in streams:
        if stream.codec_context is not None and stream.codec_context.sample_rate and stream.codec_context.channels:
            return stream
    return None
