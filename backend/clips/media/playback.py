"""Can a browser play this file as it is, after a change of container, or only re-encoded?"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from backend.clips.media.source import Source

_CONTAINERS = {"mp4", "mov"}
_VIDEO = {"h264", "av1", "vp9"}
"""H.265 plays only where the system brings a decoder; Debian's Chromium has none."""
_PIXELS = {"yuv420p", "yuvj420p"}
_AUDIO = {None, "aac", "mp3", "opus", "flac"}


class Playback(StrEnum):
    AS_IS = "as_is"
    REPACK = "repack"
    """The picture is fine; the container or the sound is not: milliseconds."""
    TRANSCODE = "transcode"


@dataclass(frozen=True, slots=True)
class Media:
    codec: str
    container: str
    """The demuxer's names, e.g. `mov,mp4,m4a,3gp,3g2,mj2`."""
    pix_fmt: str
    audio: str | None
    timed: bool
    """False when the container does not time its frames: packets cannot be copied then."""

    @property
    def playback(self) -> Playback:
        if self.codec not in _VIDEO or self.pix_fmt not in _PIXELS or not self.timed:
            return Playback.TRANSCODE
        if playable(self.codec, self.container) and self.audio in _AUDIO:
            return Playback.AS_IS
        return Playback.REPACK


def playable(codec: str, container: str) -> bool:
    """Whether Chromium and Firefox play `codec` (`h264`, `hevc`, ...) in `container` (demuxer or file suffix)."""
    return codec in _VIDEO and bool(_CONTAINERS & set(container.lower().removeprefix(".").split(",")))


def inspect(path: str | Path) -> Media:
    """What the file holds; remembered until the file changes. Raises Unreadable."""
    try:
        facts = os.stat(path)
    except OSError:
        return _inspect(str(path), -1, -1)
    return _inspect(str(path), facts.st_size, facts.st_mtime_ns)


@lru_cache(maxsize=1024)
def _inspect(path: str, size: int, mtime_ns: int) -> Media:
    # A player asks for a file in dozens of ranges; opening it for each would read its whole index each time.
    with Source(path) as source:
        codec = source.video.codec_context
        return Media(
            codec.name,
            source.container_name,
            codec.pix_fmt or "",
            source.audio.codec_context.name if source.audio is not None else None,
            not source.untimed,
        )
