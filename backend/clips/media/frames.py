"""Single pictures of a recording, as JPEG: thumbnails and the frames regions are drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame

from backend.clips.media.source import Source
from backend.clips.media.transcode import frames, locate
from backend.domain.errors import InvalidInput, Unreadable
from backend.domain.recording import RecordingFailure

MAX_WIDTH = 3840
_QUALITY = 85
_STRIP_QUALITY = 75


def jpeg_at(path: str | Path, at_ms: int, width: int | None = None) -> bytes:
    """The frame on screen at `at_ms` (from the first frame; after the end: the last one) as JPEG.

    `width` in px scales it down, never up. Raises InvalidInput, Unreadable.
    """
    if at_ms < 0:
        raise InvalidInput("The time of a frame is 0 ms or more.")
    if width is not None and not 16 <= width <= MAX_WIDTH:
        raise InvalidInput(f"The width of a frame is 16 to {MAX_WIDTH} px.")
    with Source(path) as source:
        frame = _frame_at(source, Fraction(at_ms, 1000))
        ok, encoded = cv2.imencode(".jpg", _scaled(frame, width), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not ok:
        raise _no_picture(source)
    return encoded.tobytes()


def jpeg_strip(places: Sequence[tuple[str, int]], width: int, slack_ms: int) -> bytes:
    """Frames side by side as one JPEG, each `width` px wide and as high as the first one's shape asks for.

    `places` are files and ms from their first frames. Where a keyframe lies at most `slack_ms` before, it stands for
    the moment: a strip over a long event then decodes one picture a place. Raises Unreadable.
    """
    shown: list[np.ndarray] = []
    with ExitStack() as stack:
        sources = {path: stack.enter_context(Source(path)) for path in dict.fromkeys(path for path, _ in places)}
        for path, at_ms in places:
            source = sources[path]
            place = locate(source, Fraction(at_ms, 1000))
            near = place.start_s - place.key_s <= Fraction(slack_ms, 1000)
            frame = next((frame for _, frame in frames(source, place.key_s if near else place.start_s)), None)
            if frame is None:
                raise _no_picture(source)
            picture = _scaled(frame, width)
            if shown and picture.shape != shown[0].shape:
                picture = cv2.resize(picture, (shown[0].shape[1], shown[0].shape[0]))
            shown.append(picture)
    ok, encoded = cv2.imencode(".jpg", np.hstack(shown), [cv2.IMWRITE_JPEG_QUALITY, _STRIP_QUALITY])
    if not ok:
        raise InvalidInput("These frames fit into no picture.")
    return encoded.tobytes()


def frame_times(path: Path) -> list[int]:
    """When each frame is shown, in microseconds of the player's clock, in order; without those an edit list hides.

    Reads the packets, decodes nothing. Raises Unreadable.
    """
    with Source(path) as source:
        base = source.time_base
        times = {
            round(packet.pts * base * 1_000_000)
            for packet in source.packets(Fraction(0), sound=False)
            if packet.pts is not None and packet.pts >= 0 and not packet.is_discard
        }
    return sorted(times)


def shows_picture(path: Path) -> bool:
    """Whether a player gets a picture out of the file: its first keyframe is decoded, hidden or not."""
    try:
        with av.open(str(path), container_options={"ignore_editlist": "1"}) as container:
            container.streams.video[0].codec_context.thread_count = 1  # several threads would wait for more frames
            return next(container.decode(video=0), None) is not None
    except (av.error.FFmpegError, IndexError, AttributeError):
        return False


def _frame_at(source: Source, at_s: Fraction) -> VideoFrame:
    """Seek to the keyframe before, decode forward to the frame."""
    for _, frame in frames(source, locate(source, at_s).start_s):
        return frame
    raise _no_picture(source)


def _scaled(frame: VideoFrame, width: int | None) -> np.ndarray:
    """The frame as BGR in its display shape: cameras with oblong pixels look right, and upright if turned."""
    shape = Fraction(frame.width, frame.height)
    sample = getattr(frame, "sample_aspect_ratio", None)
    if sample:
        shape *= Fraction(sample)
    wide = min(width or frame.width, frame.width)
    tall = max(2, round(wide / shape))
    return frame.reformat(wide, tall, "bgr24").to_ndarray()


def _no_picture(source: Source) -> Unreadable:
    return Unreadable(
        f"{source.path.name} shows no picture at this time. It may be damaged there.",
        code=RecordingFailure.UNDECODABLE,
    )
