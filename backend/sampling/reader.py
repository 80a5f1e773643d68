"""Reading one recording: its packet index without decoding, single keyframes, or every frame of a stretch.

All times are milliseconds from the first frame, by PTS. Nothing here knows about regions or codes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from av.error import FFmpegError

from backend.containers.opening import open_timed
from backend.domain.errors import Unreadable
from backend.domain.recording import RecordingFailure
from backend.sampling.frame import Frame, from_av
from backend.sampling.packet_index import ENTRY, PacketIndex, indexed

# Packets in a row that fail to decode before the rest of the file is given up.
_MAX_BAD_PACKETS = 600
# Where a container has no index, seeks aim this much earlier and keyframes before the wanted one are passed over.
_EARLY_SEEK_MS = 1_500.0
_INEXACT_MS = 20.0
# Containers without time stamps (raw MJPEG) are taken to run at this rate.
_FALLBACK_FPS = 25.0


class Reader:
    """An open recording. Not thread safe; open one a thread. `threads` is the decoder's own thread count."""

    def __init__(self, path: str | Path, *, threads: int = 1, keyframes_ms: Sequence[float] = ()) -> None:
        """`keyframes_ms` (rising, from another reader's index) help to seek in containers that have no index.

        Raises Unreadable with a RecordingFailure code when the file cannot be opened as video.
        """
        self._keyframes = keyframes_ms
        self.frames_decoded = 0
        self.bad_packets = 0
        self._path = str(path)
        self._threads = threads
        self._container = _open(self._path)
        try:
            self._stream = self._container.streams.video[0]
        except IndexError as error:
            self._container.close()
            raise Unreadable("The file holds no video stream.", code=RecordingFailure.NO_VIDEO_STREAM) from error
        self._stream.codec_context.thread_count = threads
        self._stream.codec_context.thread_type = "SLICE" if threads == 1 else "AUTO"
        self._base = float(self._stream.time_base) * 1000 if self._stream.time_base else 1000 / _FALLBACK_FPS
        self._fps = float(self._stream.average_rate or self._stream.guessed_rate or _FALLBACK_FPS)
        self._start_pts: int | None = self._stream.start_time
        # Raw streams have no time stamps to seek by: they are decoded from the start.
        self._seekable = self._start_pts is not None
        # Containers with an index seek to the keyframe asked for; the others (TS, program streams) guess.
        self._exact_seeks = bool(self._stream.frames) and len(self._stream.index_entries) >= self._stream.frames
        self._each_alone = self._stream.codec_context.codec.intra_only
        self._step_ms = 1000 / self._fps
        self._last_ms = -self._step_ms
        self.width = self._stream.codec_context.width
        self.height = self._stream.codec_context.height

    @property
    def fps(self) -> float:
        return self._fps

    def index(self) -> PacketIndex:
        """Every video packet's time, size and key flag. From the container's own index where it has one (an MP4 of
        8 hours takes a second), else by demuxing the file once."""
        # Straight into a table: a day of it has two million rows, and a tuple for each takes 250 MB.
        table = self._entries()
        if not len(table):
            table = np.fromiter(self._demuxed(), ENTRY)
            self._reopen()
        return indexed(table, 1000 / self._fps, timed=self._start_pts is not None)

    def keyframes(self, at_ms: Sequence[float]) -> Iterator[Frame]:
        """Decode the keyframes at these times (as the index gives them, rising). Frames that fail are left out."""
        if not self._seekable:
            yield from self._picked(at_ms)
            return
        for wanted in at_ms:
            frame = self._one_keyframe(float(wanted))
            if frame is not None:
                yield frame

    def frames(self, from_ms: float, to_ms: float, *, due: Callable[[float], bool] | None = None) -> Iterator[Frame]:
        """Decode every frame from the keyframe at or before `from_ms`; yield those in `from_ms..to_ms` (inclusive).

        `due` says which frames are wanted, by their time. Where every frame stands alone (MJPEG) the others are not
        decoded; elsewhere they have to be, and are yielded too."""
        self._seek(from_ms)
        for raw in self._decoded(due if self._each_alone else None, since_ms=self._known_start(from_ms)):
            at_ms = self._time_of(raw)
            if at_ms > to_ms + 0.5:
                return
            if at_ms >= from_ms - 0.5:
                yield from_av(raw, at_ms)

    def close(self) -> None:
        self._container.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _entries(self) -> np.ndarray:
        """The demuxer's index, when it covers every frame (MP4, MOV, AVI); Matroska and TS only index some."""
        announced = self._stream.frames
        entries = self._stream.index_entries
        if not announced or len(entries) < announced or len(entries) == 0:
            return np.empty(0, ENTRY)
        offset = self._start_pts or 0
        first = entries[0].timestamp
        # Entries carry decoding times: the first decoded frame is the first shown, whatever the reordering delay.
        delay = first if first <= offset else offset
        rows = (((e.timestamp - delay) * self._base, e.size, e.is_keyframe) for e in entries)
        return np.fromiter(rows, ENTRY, count=len(entries))

    def _demuxed(self) -> Iterator[tuple[float, int, bool]]:
        """Leaves the container at its end."""
        at_ms, step_ms = -1000 / self._fps, 1000 / self._fps
        try:
            for packet in self._container.demux(self._stream):
                if not packet.size:
                    continue
                stamp = packet.pts if packet.pts is not None else packet.dts
                if stamp is None:
                    at_ms += step_ms  # raw streams have no times at all, program streams leave out a few
                else:
                    if self._start_pts is None:
                        self._start_pts = stamp
                    before, at_ms = at_ms, (stamp - self._start_pts) * self._base
                    step_ms = at_ms - before if 0 < at_ms - before < 2 * step_ms else step_ms
                yield at_ms, packet.size, packet.is_keyframe
        except FFmpegError:
            # A cut or damaged tail: what came before it counts.
            return

    def _picked(self, at_ms: Sequence[float]) -> Iterator[Frame]:
        wanted = list(at_ms)
        for frame in self.frames(0.0, wanted[-1]) if wanted else ():
            if wanted and frame.at_ms >= wanted[0] - 1:
                wanted.pop(0)
                yield frame

    def _one_keyframe(self, at_ms: float) -> Frame | None:
        self._seek(at_ms + 0.5)
        context = self._stream.codec_context
        try:
            for packet in self._container.demux(self._stream):
                if not packet.size or not packet.is_keyframe or self._is_before(packet, at_ms):
                    continue
                raws = list(context.decode(packet))
                raws += list(context.decode(None))
                context.flush_buffers()
                if raws:
                    self.frames_decoded += 1
                    return from_av(raws[0], self._time_of(raws[0]))
                self.bad_packets += 1
                return None
        except FFmpegError:
            self.bad_packets += 1
            self._reopen()
        return None

    def _known_start(self, at_ms: float) -> float | None:
        """The keyframe at or before `at_ms`, where the seek to it lands early; None: decode whatever comes."""
        known = bisect_right(self._keyframes, at_ms + 1) - 1
        if self._exact_seeks or not self._seekable or at_ms <= _EARLY_SEEK_MS or known < 0:
            return None
        return self._keyframes[known]

    def _decoded(self, due: Callable[[float], bool] | None, *, since_ms: float | None) -> Iterator[av.VideoFrame]:
        """Frames from where the container stands; with `since_ms` from the keyframe at that time: what an early seek
        came across before it is not decoded."""
        bad_in_a_row = 0
        context = self._stream.codec_context
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
                if due is not None and self._can_pass(packet, due):
                    continue
                if since_ms is not None and packet.size:
                    if not packet.is_keyframe or self._is_before(packet, since_ms):
                        continue
                    since_ms = None
                raws = context.decode(packet if packet.size else None)
                bad_in_a_row = 0
            except StopIteration:
                return
            except EOFError:
                return
            except FFmpegError:
                self.bad_packets += 1
                bad_in_a_row += 1
                if bad_in_a_row > _MAX_BAD_PACKETS:
                    return
                continue
            for raw in raws:
                self.frames_decoded += 1
                yield raw
            if not packet.size:
                return

    def _can_pass(self, packet: av.Packet, due: Callable[[float], bool]) -> bool:
        if not packet.size or packet.pts is None or self._start_pts is None:
            return False
        return not due((packet.pts - self._start_pts) * self._base)

    def _is_before(self, packet: av.Packet, at_ms: float) -> bool:
        """A keyframe that an inexact seek came across on its way to the one at `at_ms`."""
        if self._exact_seeks or packet.pts is None or self._start_pts is None:
            return False
        return bool((packet.pts - self._start_pts) * self._base < at_ms - _INEXACT_MS)

    def _seek(self, at_ms: float) -> None:
        if not self._seekable or (not self._exact_seeks and at_ms <= _EARLY_SEEK_MS):
            self._reopen()
            self._last_ms = -self._step_ms
            return
        if not self._exact_seeks:
            known = bisect_right(self._keyframes, at_ms + 1) - 1
            at_ms = (self._keyframes[known] if known >= 0 else at_ms) - _EARLY_SEEK_MS
        target = round(max(0.0, at_ms) / self._base) + (self._start_pts or 0)
        self._last_ms = at_ms - self._step_ms
        try:
            self._container.seek(target, stream=self._stream, backward=True)
        except FFmpegError:
            self._reopen()

    def _time_of(self, raw: av.VideoFrame) -> float:
        if raw.pts is None:  # program streams leave out a few times, raw streams all
            self._last_ms += self._step_ms
            return self._last_ms
        if self._start_pts is None:
            self._start_pts = raw.pts
        before, self._last_ms = self._last_ms, (raw.pts - self._start_pts) * self._base
        if 0 < self._last_ms - before < 2 * self._step_ms:
            self._step_ms = self._last_ms - before
        return self._last_ms

    def _reopen(self) -> None:
        self._container.close()
        self._container = _open(self._path)
        self._stream = self._container.streams.video[0]
        self._stream.codec_context.thread_count = self._threads
        self._stream.codec_context.thread_type = "SLICE" if self._threads == 1 else "AUTO"


def _open(path: str) -> av.container.InputContainer:
    try:
        return open_timed(path)[0]
    except FileNotFoundError as error:
        raise Unreadable("The file is gone. Was it moved?", code=RecordingFailure.NOT_FOUND) from error
    except PermissionError as error:
        raise Unreadable(
            "The file may not be read: check its permissions.", code=RecordingFailure.PERMISSION
        ) from error
    except IsADirectoryError as error:
        raise Unreadable("This is a directory, not a video file.", code=RecordingFailure.NOT_A_FILE) from error
    except (FFmpegError, ValueError, OSError) as error:
        raise Unreadable("The file is not a video this program can open.", code=RecordingFailure.NOT_VIDEO) from error
