"""A clip as an endless H.264 or H.265 RTP stream: its coded pictures, its session description, its packets."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

import av

MTU = 1_400
CLOCK_HZ = 90_000
_SETS = {"h264": (7, 8), "hevc": (32, 33, 34)}


@dataclass(frozen=True)
class Picture:
    """One coded picture: seconds from the clip's first one, and its NAL units without start codes."""

    dts_s: float
    pts_s: float
    key: bool
    units: tuple[bytes, ...]


class Track:
    """All pictures of a clip, kept in memory. Parameter sets go with every keyframe, as cameras send them."""

    def __init__(self, path: Path) -> None:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            self.codec = stream.codec_context.name
            self.fps = float(stream.average_rate or 25)
            self.pictures = _pictures(container, stream, self.codec)
        self.length_s = self.pictures[-1].dts_s - self.pictures[0].dts_s + 1 / self.fps
        kinds = _SETS[self.codec]
        self.sets = [unit for unit in self.pictures[0].units if unit_kind(unit, self.codec) in kinds]

    def sdp(self, host: str) -> str:
        sets = [base64.b64encode(unit).decode() for unit in self.sets]
        if self.codec == "h264":
            profile = self.sets[0][1:4].hex()
            form = f"packetization-mode=1;profile-level-id={profile};sprop-parameter-sets={','.join(sets)}"
        else:
            form = f"sprop-vps={sets[0]};sprop-sps={sets[1]};sprop-pps={sets[2]}"
        name = {"h264": "H264", "hevc": "H265"}[self.codec]
        return (
            f"v=0\r\no=- 0 0 IN IP4 {host}\r\ns=table\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\n"
            f"m=video 0 RTP/AVP 96\r\na=rtpmap:96 {name}/{CLOCK_HZ}\r\na=fmtp:96 {form}\r\n"
            f"a=framerate:{self.fps:g}\r\na=control:track0\r\n"
        )


def unit_kind(unit: bytes, codec: str) -> int:
    return unit[0] & 31 if codec == "h264" else (unit[0] >> 1) & 63


def payloads(unit: bytes, codec: str) -> list[bytes]:
    """A NAL unit as RTP payloads: whole, or in fragments (RFC 6184 FU-A, RFC 7798 FU)."""
    if len(unit) <= MTU:
        return [unit]
    if codec == "h264":
        head, first, body = bytes([(unit[0] & 0xE0) | 28]), unit[0] & 31, unit[1:]
    else:
        head, first, body = bytes([(unit[0] & 0x81) | (49 << 1), unit[1]]), unit_kind(unit, codec), unit[2:]
    room = MTU - len(head) - 1
    pieces = [body[at : at + room] for at in range(0, len(body), room)]
    last = len(pieces) - 1
    marks = [first | (0x80 if number == 0 else 0) | (0x40 if number == last else 0) for number in range(len(pieces))]
    return [head + bytes([mark]) + piece for mark, piece in zip(marks, pieces, strict=True)]


def _pictures(container: av.container.InputContainer, stream: av.VideoStream, codec: str) -> list[Picture]:
    filtered = av.BitStreamFilterContext(f"{codec}_mp4toannexb", stream)
    found: list[Picture] = []
    first: float | None = None
    for packet in container.demux(stream):
        if packet.dts is None:
            continue
        for one in filtered.filter(packet):
            dts_s, pts_s = float(one.dts * one.time_base), float(one.pts * one.time_base)
            first = dts_s if first is None else first
            found.append(Picture(dts_s - first, pts_s - first, one.is_keyframe, tuple(_units(bytes(one)))))
    return found


def _units(annex_b: bytes) -> list[bytes]:
    found: list[bytes] = []
    at = annex_b.find(b"\0\0\1")
    while at >= 0:
        following = annex_b.find(b"\0\0\1", at + 3)
        unit = annex_b[at + 3 : following if following >= 0 else len(annex_b)]
        unit = unit.rstrip(b"\0") if following >= 0 else unit
        if unit:
            found.append(unit)
        at = following
    return found
