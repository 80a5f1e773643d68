"""A first look at a stream: does it come, what is it, and will it do for recording and analysis?"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from backend.domain.source import Check, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import Address, AddressGuard
from backend.sources.device_pictures import picture_detail
from backend.sources.live.handshake import SignIn, greet
from backend.sources.live.parameter_sets import parameter_sets, with_sets
from backend.sources.live.picture import still
from backend.sources.live.segment import picture_size
from backend.sources.live.stream import OpenStream, Place

LOOK_S = 12.0
"""Long enough to see two keyframes of most cameras."""
LONG_GOP_MS = 4_000
"""Keyframes further apart make the analysis decode more, and clips begin earlier than they should."""
_ENOUGH_KEYFRAMES = 3


@dataclass(frozen=True, slots=True)
class StreamFacts:
    codec: str
    width: int
    height: int
    fps: float | None
    keyframe_ms: int | None
    """Usual time between keyframes; None: there was at most one."""
    camera_clock: bool
    """The camera tells the time with its stream."""
    picture: bytes | None = field(repr=False)
    """What it shows, JPEG; None: its keyframe could not be decoded."""


def reach(address: Address, guard: AddressGuard, sign_in: SignIn, transport: str) -> Place:
    """Raises SourceTrouble. See handshake.greet."""
    return greet(address, guard, sign_in, transport=transport)


def look_at(place: Place, password: str, stop: StopSignal, *, look_s: float = LOOK_S) -> StreamFacts:
    """Watch the stream for a moment. Raises SourceTrouble, Cancelled."""
    keys: list[float] = []
    stamps: list[float] = []
    size = (0, 0)
    keyframe = b""
    told = False
    with OpenStream(place, password) as stream:
        until_s = time.monotonic() + look_s
        for packet in stream.packets():
            stop.check()
            stamps.append(packet.at_ms)
            told = told or packet.camera_ms is not None
            if packet.key:
                keys.append(packet.at_ms)
                keyframe = _whole(bytes(packet.packet), stream)
                size = picture_size(keyframe, stream.codec) or size
            if len(keys) >= _ENOUGH_KEYFRAMES or time.monotonic() > until_s:
                break
        codec = stream.codec
    if not keys:
        raise no_keyframe(place, look_s)
    steps = [b - a for a, b in pairwise(keys)]
    span_ms = max(stamps) - min(stamps)
    fps = round((len(stamps) - 1) * 1000 / span_ms, 1) if span_ms > 0 else None
    keyframe_ms = round(median(steps)) if steps else None
    return StreamFacts(codec, size[0], size[1], fps, keyframe_ms, told, still(codec, keyframe))


def first_picture(place: Place, password: str, stop: StopSignal, *, look_s: float = LOOK_S) -> bytes:
    """JPEG of the first keyframe that comes. Raises SourceTrouble, Cancelled."""
    with OpenStream(place, password) as stream:
        until_s = time.monotonic() + look_s
        for packet in stream.packets():
            stop.check()
            if packet.key and (jpeg := still(stream.codec, _whole(bytes(packet.packet), stream))) is not None:
                return jpeg
            if time.monotonic() > until_s:
                break
    raise no_keyframe(place, look_s)


def no_keyframe(place: Place, look_s: float) -> SourceTrouble:
    return SourceTrouble(
        Trouble.UNSUPPORTED,
        f"{place.host} sent no whole picture within {look_s:.0f} s. Set the keyframe interval of the camera "
        "(I-frame interval, GOP) to 2 seconds.",
        details={"host": place.host},
    )


def _whole(keyframe: bytes, stream: OpenStream) -> bytes:
    """With its parameter sets."""
    own = parameter_sets(keyframe, stream.codec)
    return keyframe if own else with_sets(keyframe, stream.sdp_sets)


def as_check(facts: StreamFacts, camera: str, role: str, *, look_s: float = LOOK_S) -> Check:
    """Always well: what could be better is a warning in `details`."""
    warning = ""
    apart_ms = facts.keyframe_ms if facts.keyframe_ms is not None else round(look_s * 1000)
    if apart_ms > LONG_GOP_MS:
        warning = (
            f"Keyframes lie {'over ' if facts.keyframe_ms is None else ''}{apart_ms / 1000:.0f} s apart. Set the "
            "keyframe interval of the camera (I-frame interval, GOP) to 2 seconds: the analysis is faster then."
        )
    return Check(
        "stream",
        True,
        message=warning,
        details={
            "camera": camera,
            "role": role,
            "codec": facts.codec,
            "width": facts.width,
            "height": facts.height,
            "fps": facts.fps,
            "keyframe_ms": facts.keyframe_ms,
            "camera_clock": facts.camera_clock,
            "warning": "long_keyframes" if warning else None,
            **picture_detail(facts.picture),
        },
    )
