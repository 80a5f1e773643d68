"""H.264 and H.265 with start codes: where a picture begins, which one stands alone."""

from __future__ import annotations

START = b"\x00\x00\x01"
_H264_SETS = {7, 8}
_H265_SETS = {32, 33, 34}
_H264_BEFORE_A_PICTURE = {6, 7, 8, 9, 14, 15, 16, 17, 18}
_H265_BEFORE_A_PICTURE = {32, 33, 34, 35, 39, *range(41, 45), *range(48, 56)}


def kind(codec: str, first: int) -> int:
    """The type of a unit by the first byte of its header."""
    return first & 0x1F if codec == "h264" else first >> 1 & 0x3F


def is_set(codec: str, unit: int) -> bool:
    return unit in (_H264_SETS if codec == "h264" else _H265_SETS)


def leads_a_picture(codec: str, unit: int) -> bool:
    """True for what stands before the pictures it belongs to."""
    return unit in (_H264_BEFORE_A_PICTURE if codec == "h264" else _H265_BEFORE_A_PICTURE)


def is_picture(codec: str, unit: int) -> bool:
    return unit in (1, 2, 5) if codec == "h264" else unit <= 31


def is_key(codec: str, unit: int) -> bool:
    return unit == 5 if codec == "h264" else 16 <= unit <= 21


def is_first_slice(codec: str, header: bytes) -> bool:
    """`header`: the first three bytes of the unit. The number of its first block is 0, or a flag says so."""
    at = 1 if codec == "h264" else 2
    return len(header) > at and bool(header[at] & 0x80)


def parameter_sets(codec: str, packet: bytes) -> bytes:
    """The parameter sets at the head of a packet, with their start codes; empty when there are none."""
    found = b""
    at = packet.find(START)
    while 0 <= at < len(packet) - 3:
        unit = kind(codec, packet[at + 3])
        following = packet.find(START, at + 3)
        end = len(packet) if following < 0 else following
        if is_set(codec, unit):
            found += b"\x00" + packet[at:end].rstrip(b"\x00")
        elif is_picture(codec, unit):
            break
        at = following
    return found
