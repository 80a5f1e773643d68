"""Which profiles of a device are which camera: one camera for each video source, its best picture and a small one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LONGEST_TOKEN = 400
KEPT = ("H264", "H265")
"""Codecs that can be recorded without being decoded."""
WIDEST_SUB = 1280
"""A second stream wider than this is no relief."""


@dataclass(frozen=True, slots=True)
class StreamProfile:
    token: str
    name: str
    source: str
    """Token of the video source: the lens, or the channel of a recorder."""
    codec: str
    """`H264`, `H265`, `JPEG`, ... in capitals."""
    width: int
    height: int
    fps: float | None = None
    kbit_s: int | None = None
    media2: bool = False
    """Told by the second media service, which must be asked for its address too."""

    @property
    def area(self) -> int:
        return self.width * self.height

    def details(self) -> dict[str, Any]:
        """Plain JSON, read back by `from_details`."""
        return {
            "token": self.token, "name": self.name, "codec": self.codec, "width": self.width, "height": self.height,
            "fps": self.fps, "kbit_s": self.kbit_s, "media2": self.media2,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProfileCamera:
    source: str
    name: str
    main: StreamProfile
    sub: StreamProfile | None


def codec_name(told: str) -> str:
    """`h264`, `video/H265`, `HEVC` and the like as one word in capitals."""
    name = told.rsplit("/", 1)[-1].upper().replace(".", "").replace("-", "")
    return {"HEVC": "H265", "AVC": "H264", "MPEG4": "MPEG4", "MJPEG": "JPEG"}.get(name, name)[:20]


def cameras_of(profiles: Iterable[StreamProfile], device: str) -> list[ProfileCamera]:
    """One for each video source, in the device's order. `device`: the name for a camera that is the whole device."""
    sources: dict[str, list[StreamProfile]] = {}
    for one in profiles:
        if one.token and len(one.token) <= LONGEST_TOKEN and len(one.source) <= LONGEST_TOKEN:
            sources.setdefault(one.source, []).append(one)
    cameras = []
    for number, (source, own) in enumerate(sources.items(), 1):
        main = max(own, key=lambda one: (one.codec in KEPT, one.area))
        name = device if len(sources) == 1 else f"{device} {number}"
        cameras.append(ProfileCamera(source, name, main, _sub_of(main, own)))
    return cameras


def _sub_of(main: StreamProfile, own: list[StreamProfile]) -> StreamProfile | None:
    smaller = [one for one in own if one.codec in KEPT and one.area < main.area and one.width <= WIDEST_SUB]
    return max(smaller, key=lambda one: one.area, default=None)
