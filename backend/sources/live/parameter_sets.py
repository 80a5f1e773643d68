"""What an H.264 or H.265 stream says about itself within its packets (Annex B). PURE."""

from __future__ import annotations

_START = b"\0\0\1"
_KINDS = {"h264": (7, 8), "hevc": (32, 33, 34)}
CODECS = frozenset(_KINDS)


def parameter_sets(packet: bytes, codec: str) -> tuple[bytes, ...]:
    """The parameter sets of a keyframe, in order; they come before its picture."""
    found: list[bytes] = []
    at = packet.find(_START)
    while at >= 0:
        begin = at + 3
        if begin >= len(packet):
            break
        kind = packet[begin] & 31 if codec == "h264" else (packet[begin] >> 1) & 63
        if kind in _KINDS[codec]:
            at = packet.find(_START, begin)
            unit = packet[begin : at if at >= 0 else len(packet)]
            found.append(unit.rstrip(b"\0"))
        elif _is_picture(kind, codec):
            break
        else:
            at = packet.find(_START, begin)
    return tuple(found)


def with_sets(packet: bytes, sets: tuple[bytes, ...]) -> bytes:
    return b"".join(b"\0" + _START + unit for unit in sets) + packet


def _is_picture(kind: int, codec: str) -> bool:
    return 1 <= kind <= 5 if codec == "h264" else kind <= 31
