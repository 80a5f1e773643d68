"""What a video file holds, read from its headers, its packets and one decoded picture, within a time limit.

Whatever lies in a camera's folder comes through here first: every file ends in MediaFacts or in Unreadable with a
reason a shop owner understands. What may be opened at all is decided in backend/containers/opening.py.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

import av
import av.error

from backend.containers import dhav
from backend.containers.opening import open_as_is
from backend.domain.errors import Unreadable
from backend.domain.recording import LONGEST_MS, MediaFacts, RecordingFailure
from backend.sources.sniff import lacks_mp4_index, looks_like_media

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

SCAN_BUDGET_S = 5.0
"""How long packets may be counted where the container announces no frames; beyond it the rest is estimated."""

FIRST_PICTURE_PACKETS = 2_000
"""How many packets are looked through for a first picture before the headers alone are believed."""

_USUAL_RATE, _SLOWEST, _FASTEST = 25.0, 0.1, 240.0
"""Frames a second of a file that does not tell; and the bounds within which one is believed."""
EARLIEST_MS = 946_684_800_000  # 2000-01-01: recorders with an unset clock write 1904 or 1970

ENCRYPTED_MESSAGE = "The recording is encrypted. Export it from the recorder without a password."


@dataclass(slots=True)
class _Walk:
    """What walking the packets of the video stream found out."""

    size: tuple[int, int] | None = None
    """Displayed width and height of the first picture that could be decoded."""
    packets: int = 0
    keyframes: int = 0
    first_s: float | None = None
    end_s: float = 0.0
    last_step_s: float = 0.0
    complete: bool = False

    @property
    def span_s(self) -> float:
        return 0.0 if self.first_s is None else max(0.0, self.end_s - self.first_s)

    def count(self, packet: Packet[VideoStream]) -> None:
        self.packets += 1
        self.keyframes += packet.is_keyframe
        # Discarded packets lie before an edit list's start: decoded, never shown.
        if packet.pts is None or not packet.time_base or packet.is_discard:
            return
        at_s = float(packet.pts * packet.time_base)
        self.last_step_s = float((packet.duration or 0) * packet.time_base)
        self.first_s = at_s if self.first_s is None else min(self.first_s, at_s)
        self.end_s = max(self.end_s, at_s + self.last_step_s)


def probe(path: str, timeout_s: float = 20.0) -> MediaFacts:
    """Read what `path` holds. Width and height are those of the picture as displayed (rotation applied).

    Raises Unreadable with a `RecordingFailure` as code. Takes at most about `timeout_s`, reading a stuck disk apart.
    """
    deadline = time.monotonic() + timeout_s
    _check_file(path)
    try:
        with open_as_is(path, timeout=(timeout_s, timeout_s)) as container:
            return _facts(container, path, deadline)
    except Unreadable:
        raise
    except av.error.ExitError:
        _fail(RecordingFailure.TIMEOUT, f"The file could not be read within {timeout_s:g} s. Is its disk very slow?")
    except av.error.FileNotFoundError:
        _fail(RecordingFailure.NOT_FOUND, "The file is no longer there.")
    except av.error.PermissionError as error:
        if error.errno != errno.EACCES:  # demuxers say EPERM of damaged and protected content
            _refuse_unopened(path, error)
        _fail(RecordingFailure.PERMISSION, "ePACK may not read this file. Check its permissions.")
    except av.error.DecoderNotFoundError:
        _fail(RecordingFailure.UNSUPPORTED_CODEC, "The video is in a format that ePACK cannot decode.")
    except (av.error.FFmpegError, ValueError) as error:
        _refuse_unopened(path, error)


def _check_file(path: str) -> None:
    """Refuse what is not a readable, regular, non-empty file, before anything can block on it."""
    try:
        found = os.stat(path)
    except PermissionError:
        _fail(RecordingFailure.PERMISSION, "ePACK may not look into this folder. Check its permissions.")
    except (OSError, ValueError):
        _fail(RecordingFailure.NOT_FOUND, "The file is no longer there.")
    if not stat.S_ISREG(found.st_mode):
        _fail(RecordingFailure.NOT_A_FILE, "This is a folder or a device, not a video file.")
    if found.st_size == 0:
        _fail(RecordingFailure.EMPTY, "The file is empty (0 bytes). The recorder may have been interrupted.")
    if not os.access(path, os.R_OK):
        _fail(RecordingFailure.PERMISSION, "ePACK may not read this file. Check its permissions.")


def _facts(container: InputContainer, path: str, deadline: float) -> MediaFacts:
    stream = _video_stream(container)
    announced_s, announced_frames, rate = _announced(container, stream)
    trusted = announced_frames > 0 and announced_s > 0 and _agree(announced_frames, announced_s, rate)
    walk = _walk(container, stream, min(deadline, time.monotonic() + SCAN_BUDGET_S), picture_is_enough=trusted)
    if walk.size is None and walk.complete:
        walk.size = _despite_no_keyframe(container, stream, walk, deadline)
    if trusted:
        frames, duration_s = announced_frames, announced_s
    else:
        frames, duration_s, rate = _from_packets(walk, announced_s, announced_frames, rate)
    if duration_s > LONGEST_MS / 1000:  # a damaged time, or a clock that jumped in the file
        rates = (float(one) for one in (stream.average_rate, stream.guessed_rate) if one)
        duration_s = frames / next((one for one in rates if _SLOWEST <= one <= _FASTEST), _USUAL_RATE)
    width, height = walk.size or (stream.codec_context.width, stream.codec_context.height)
    if width <= 0 or height <= 0:
        _fail(RecordingFailure.UNDECODABLE, "The video has no picture size; the file is damaged or incomplete.")
    began_ms, is_local = _began_ms(container, stream, path)
    return MediaFacts(
        width=width,
        height=height,
        codec=stream.codec_context.codec.canonical_name,
        duration_ms=round(duration_s * 1000),
        frames_total=frames,
        fps=round(frames / duration_s if duration_s > 0 else rate, 3),
        container_start_ms=began_ms,
        container_start_is_local=is_local,
        has_audio=bool(container.streams.audio),
    )


def _video_stream(container: InputContainer) -> VideoStream:
    """The stream to look at: the best one that is not a cover picture."""
    candidates = [s for s in container.streams.video if not s.disposition & av.stream.Disposition.attached_pic]
    if not candidates:
        _fail(RecordingFailure.NO_VIDEO_STREAM, "The file holds no video (only sound or data).")
    decodable = [s for s in candidates if s.codec_context is not None]
    if not decodable:
        _fail(RecordingFailure.UNSUPPORTED_CODEC, "The video is in a format that ePACK cannot decode.")
    best = container.streams.best("video")
    return best if best in decodable else decodable[0]


def _announced(container: InputContainer, stream: VideoStream) -> tuple[float, int, float]:
    """Duration in seconds, frame count and frame rate as the headers give them; 0 for what they do not."""
    duration_s = 0.0
    if stream.duration and stream.time_base:
        duration_s = float(stream.duration * stream.time_base)
    elif container.duration:
        duration_s = container.duration / 1_000_000
    rate = float(stream.average_rate or stream.guessed_rate or 0)
    return max(0.0, duration_s), max(0, stream.frames), rate


def _agree(frames: int, duration_s: float, rate: float) -> bool:
    """False when the header counts only a part: a half fragmented MP4, a recorder that never closed its file."""
    return rate <= 0 or abs(frames - duration_s * rate) <= max(3.0, 0.1 * frames)


def _walk(container: InputContainer, stream: VideoStream, deadline: float, *, picture_is_enough: bool) -> _Walk:
    """Count packets and decode until one picture came; with `picture_is_enough` stop there.

    A read error ends the walk: what lies before it is what can be shown. Raises Unreadable for encrypted packets.
    """
    walk = _Walk()
    stream.codec_context.thread_count = 1  # frame threads would hold the first picture back
    try:
        for packet in container.demux(stream):
            if packet.size:
                _refuse_encrypted(packet)
                walk.count(packet)
            # From a keyframe on: a piece cut from a stream may begin with pictures that need earlier ones.
            if walk.size is None and walk.keyframes:
                walk.size = _decoded_size(packet)
            if picture_is_enough and (walk.size or walk.packets >= FIRST_PICTURE_PACKETS):
                return walk
            if walk.packets % 64 == 0 and time.monotonic() > deadline:
                return walk
    except av.error.ExitError:
        raise
    except av.error.FFmpegError:
        pass
    walk.complete = True
    usual_s = walk.span_s / (walk.packets - 1) if walk.packets > 1 else 0.0
    if walk.last_step_s < usual_s / 8:  # not told, or a mere placeholder
        walk.end_s += usual_s  # the last picture is shown as long as the others
    return walk


def _despite_no_keyframe(
    container: InputContainer, stream: VideoStream, walk: _Walk, deadline: float
) -> tuple[int, int]:
    """The picture size of a file that was read to its end without a picture; raises Unreadable when there is none."""
    if walk.packets == 0:
        _fail(
            RecordingFailure.UNDECODABLE,
            "The file has headers but no pictures: it was cut off or never finished.",
        )
    if walk.keyframes == 0:  # some recorders mark none; the decoder may know better
        container.seek(0)
        for packet in container.demux(stream):
            size = _decoded_size(packet)
            if size or time.monotonic() > deadline:
                return size or (stream.codec_context.width, stream.codec_context.height)
    raise Unreadable(
        "No picture in this file can be decoded. It is damaged or encrypted.", code=RecordingFailure.UNDECODABLE.value
    )


def _decoded_size(packet: Packet[VideoStream]) -> tuple[int, int] | None:
    try:
        for frame in packet.decode():
            turned = frame.rotation % 180 != 0
            return (frame.height, frame.width) if turned else (frame.width, frame.height)
    except av.error.FFmpegError:
        pass  # a damaged picture; a later one may do
    return None


def _refuse_encrypted(packet: Packet[VideoStream]) -> None:
    if packet.has_sidedata("encryption_info") or packet.has_sidedata("encryption_init_info"):
        _fail(RecordingFailure.ENCRYPTED, ENCRYPTED_MESSAGE)


def _from_packets(walk: _Walk, announced_s: float, announced_frames: int, rate: float) -> tuple[int, float, float]:
    """Frames, duration in seconds and rate from the packets; estimated where there was no time to count them all."""
    walked_rate = walk.packets / walk.span_s if walk.span_s > 0 else rate
    if not walk.complete:
        duration_s = max(announced_s, walk.span_s)
        return max(announced_frames, walk.packets, round(duration_s * walked_rate)), duration_s, walked_rate
    if walk.span_s > 0:
        return walk.packets, walk.span_s, walked_rate
    guessed = rate or _USUAL_RATE  # no timestamps at all (a raw stream): the rate every reader assumes for those
    return walk.packets, announced_s or walk.packets / guessed, guessed


def _began_ms(container: InputContainer, stream: VideoStream, path: str) -> tuple[int | None, bool]:
    """When the container says it began, and whether that is certainly local time: Dahua's always is."""
    if container.format.name == "dhav":
        at_ms = dhav.wall_start_ms(path)
        return (at_ms, True) if at_ms is not None and at_ms >= EARLIEST_MS else (None, False)
    return _creation_ms(container, stream), False


def _creation_ms(container: InputContainer, stream: VideoStream) -> int | None:
    """creation_time as UTC epoch ms; None when absent, unreadable or before 2000."""
    for metadata in (container.metadata, stream.metadata):
        text = metadata.get("creation_time")
        if not text:
            continue
        try:
            at = datetime.fromisoformat(text.strip())
        except ValueError:
            continue
        at_ms = round((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)
        if at_ms >= EARLIEST_MS:
            return at_ms
    return None


def _refuse_unopened(path: str, error: Exception) -> NoReturn:
    """Say whether a file that no demuxer takes is a damaged recording or no video at all."""
    if "encrypt" in str(error).lower():
        _fail(RecordingFailure.ENCRYPTED, ENCRYPTED_MESSAGE)
    if lacks_mp4_index(path):
        _fail(
            RecordingFailure.UNDECODABLE,
            "The recording was never finished: its index is missing. The recorder may have lost power.",
        )
    if looks_like_media(path):
        _fail(RecordingFailure.UNDECODABLE, "The recording is damaged or incomplete and cannot be opened.")
    _fail(RecordingFailure.NOT_VIDEO, "This is not a video file, whatever its name says.")


def _fail(code: RecordingFailure, message: str) -> NoReturn:
    raise Unreadable(message, code=code.value)
