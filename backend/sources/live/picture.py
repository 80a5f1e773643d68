"""Pictures of a coded stream as JPEG, scaled down for a screen."""

from __future__ import annotations

import av
import av.error
import cv2
import numpy as np
from av.video.frame import VideoFrame

WIDTH = 640
_QUALITY = 70


def as_jpeg(frame: VideoFrame, width: int = WIDTH) -> bytes | None:
    """Scaled down to `width` px, never up; None when the picture cannot be shown."""
    across = min(width, frame.width)
    down = max(2, round(frame.height * across / frame.width))
    picture: np.ndarray = frame.to_ndarray(format="bgr24", width=across, height=down)
    ok, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return encoded.tobytes() if ok else None


def decoded(context: av.VideoCodecContext, data: bytes, *, pts: int | None = None) -> list[VideoFrame]:
    """What the decoder gives for one coded picture; nothing for a damaged one, the next may do. `pts` comes back with
    the picture."""
    packet = av.Packet(data)
    packet.pts = pts
    try:
        return list(context.decode(packet))
    except (av.error.FFmpegError, EOFError):
        return []


def still(codec: str, keyframe: bytes, width: int = WIDTH) -> bytes | None:
    """JPEG of one keyframe with its parameter sets (Annex B); None when it is damaged."""
    context = av.CodecContext.create(codec, "r")
    assert isinstance(context, av.VideoCodecContext)
    context.thread_count = 1
    frames = decoded(context, keyframe)
    try:
        frames += list(context.decode(None))
    except (av.error.FFmpegError, EOFError):
        pass  # what came out by then counts
    return as_jpeg(frames[-1], width) if frames else None
