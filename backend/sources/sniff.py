"""Why a file that no demuxer opens is not a recording: told from its first bytes and boxes, without decoding."""

from __future__ import annotations

import os
from typing import BinaryIO

MP4_BOXES = (b"ftyp", b"moov", b"mdat", b"styp", b"wide", b"free", b"skip", b"moof")
MAX_BOXES = 10_000
_OTHER_MARKS = (
    b"\x1aE\xdf\xa3",  # Matroska, WebM
    b"RIFF",  # AVI
    b"FLV\x01",
    b"DHAV",  # Dahua
    b"\x00\x00\x01\xba",  # MPEG program stream
    b"\x30\x26\xb2\x75",  # ASF, WMV
)


def looks_like_media(path: str) -> bool:
    """True when the first bytes carry the mark of a container that recorders write."""
    try:
        with open(path, "rb") as file:
            head = file.read(400)
    except OSError:
        return False
    is_transport_stream = len(head) > 188 and head[0] == head[188] == 0x47
    return head[4:8] in MP4_BOXES or head.startswith(_OTHER_MARKS) or is_transport_stream


def lacks_mp4_index(path: str) -> bool:
    """True for an MP4 or MOV without `moov`: recorders write it last, so it is missing where one lost power."""
    try:
        with open(path, "rb") as file:
            types = _box_types(file, os.fstat(file.fileno()).st_size)
    except OSError:
        return False
    return b"ftyp" in types and b"mdat" in types and b"moov" not in types


def _box_types(file: BinaryIO, size: int) -> set[bytes]:
    """Types of the outermost boxes, as far as they can be followed."""
    types: set[bytes] = set()
    at = 0
    for _ in range(MAX_BOXES):
        file.seek(at)
        header = file.read(16)
        if len(header) < 8:
            break
        types.add(header[4:8])
        length = int.from_bytes(header[:4], "big")
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        if length < 8 or at + length >= size:  # 0: to the end of the file
            break
        at += length
    return types
