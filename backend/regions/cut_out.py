"""A stretch of a recording as a file of its own, packets copied as they are, for a trial that is thrown away."""

from __future__ import annotations

import errno
from pathlib import Path

import av
from av.error import FFmpegError

from backend.containers.opening import open_timed
from backend.domain.errors import Unreadable
from backend.domain.recording import RecordingFailure
from backend.runtime.stop import StopSignal

_MP4_CODECS = {"h264", "hevc", "av1", "mpeg4", "mjpeg"}
_CHECK_EVERY = 256


def suffix_for(codec: str) -> str:
    """The container that holds this video: MP4 where it can, since its index makes seeking exact."""
    return ".mp4" if codec in _MP4_CODECS else ".mkv"


def cut_out(path: str, from_ms: float, to_ms: float, target: Path, stop: StopSignal) -> float:
    """Write the video from the keyframe at or before `from_ms` up to `to_ms` (ms from the first frame) to `target`.

    Returns where the copy begins, in ms from the recording's first frame. Raises Unreadable (code `disk_full`
    when the copy does not fit), Cancelled.
    """
    try:
        with open_timed(path)[0] as source:
            video = source.streams.video[0]
            if video.time_base is None or video.start_time is None:
                raise Unreadable(
                    "The recording does not time its frames, so no part of it can be tried. Choose another one.",
                    code=RecordingFailure.UNDECODABLE,
                )
            with av.open(str(target), "w") as sink:
                return _copy(source, video, sink, from_ms, to_ms, stop)
    except (IndexError, FFmpegError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise Unreadable(
                "There is no room for a copy of the stretch. Free some space on the disk of the data folder, then try "
                "again.",
                code="disk_full",
            ) from error
        raise Unreadable(
            "This part of the recording cannot be read. Choose another one.", code=RecordingFailure.UNDECODABLE
        ) from error


def _copy(
    source: av.container.InputContainer,
    video: av.VideoStream,
    sink: av.container.OutputContainer,
    from_ms: float,
    to_ms: float,
    stop: StopSignal,
) -> float:
    tick_ms = float(video.time_base or 0) * 1000
    begin = video.start_time or 0
    stream = sink.add_stream_from_template(video)
    source.seek(begin + round(from_ms / tick_ms), stream=video, backward=True)
    first: int | None = None
    for count, packet in enumerate(source.demux(video)):
        if count % _CHECK_EVERY == 0:
            stop.check()
        if not packet.size or packet.pts is None or packet.dts is None:
            continue
        if first is None:
            if not packet.is_keyframe:
                continue
            first = packet.pts
        if (packet.dts - begin) * tick_ms > to_ms:
            break
        if packet.pts < first:
            # Shown before the keyframe it was sent after: what it is made from is not in the copy.
            continue
        packet.pts -= first
        packet.dts -= first
        packet.stream = stream
        sink.mux(packet)
    if first is None:
        raise ValueError("no keyframe in the stretch")
    return (first - begin) * tick_ms
