"""Still pictures out of recordings, as JPEG: preview frames to draw regions on, thumbnails of events."""

from __future__ import annotations

import hashlib
import os
from contextlib import closing
from pathlib import Path

import cv2

from backend.domain.errors import NotFound
from backend.domain.region import Box
from backend.regions.ports import OpenVideo, Picture

_QUALITY = 85
# A recording may end a little before its container says so; the last picture before that is shown then.
_AHEAD_MS = 5_000
_BEHIND_MS = 15_000


class FrameGrabber:
    """Thread safe: every call opens the recording for itself."""

    def __init__(self, open_video: OpenVideo, cache_dir: Path | None = None) -> None:
        """`cache_dir` holds pictures already made; it may be emptied at any time. None: no cache."""
        self._open_video = open_video
        self._cache_dir = cache_dir

    def jpeg(self, path: str, at_ms: int, width: int | None = None) -> bytes:
        """The picture `at_ms` after the recording's first frame, at most `width` px wide.

        Raises NotFound when the file is gone or shows nothing there, Unreadable when it cannot be decoded.
        """
        stored = self._stored_at(path, at_ms, width)
        if stored is not None and stored.is_file():
            return stored.read_bytes()
        data = self._grab(path, at_ms, width)
        if stored is not None:
            _keep(stored, data)
        return data

    def _grab(self, path: str, at_ms: int, width: int | None) -> bytes:
        with closing(self._open_video(path)) as video:
            for picture in video.frames(at_ms, at_ms + _AHEAD_MS):
                return to_jpeg(picture, width)
            last: Picture | None = None
            for picture in video.frames(max(0, at_ms - _BEHIND_MS), at_ms):
                last = picture
            if last is not None:
                return to_jpeg(last, width)
        raise NotFound("The recording shows nothing at that moment. Choose one within its length.")

    def _stored_at(self, path: str, at_ms: int, width: int | None) -> Path | None:
        try:
            facts = os.stat(path)
        except (OSError, ValueError) as error:
            raise NotFound("The recording's file is not there any more. Was it moved or deleted?") from error
        if self._cache_dir is None:
            return None
        what = f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\0{at_ms}\0{width or 0}"
        name = hashlib.sha256(what.encode("utf-8", "surrogateescape")).hexdigest()[:40]
        return self._cache_dir / name[:2] / f"{name}.jpg"


def to_jpeg(picture: Picture, width: int | None) -> bytes:
    """The whole picture as JPEG, shrunk to `width` px when it is wider."""
    full_h, full_w = picture.gray.shape[:2]
    rgb = picture.rgb(Box(0, 0, full_w, full_h))
    if width is not None and width < full_w:
        rgb = cv2.resize(rgb, (width, max(1, round(full_h * width / full_w))), interpolation=cv2.INTER_AREA)
    done, data = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise NotFound("The recording's picture cannot be shown.")
    return bytes(data.tobytes())


def _keep(target: Path, data: bytes) -> None:
    """Write under another name first, so that nobody ever reads half a picture. A full disk only costs the cache."""
    scratch = target.with_suffix(f".{os.getpid()}.{id(data):x}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_bytes(data)
        scratch.replace(target)
    except OSError:
        scratch.unlink(missing_ok=True)
