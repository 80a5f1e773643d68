"""Streams without a container: pictures one after the other, and nothing that says when. They run at 25 a second here,
as in every player; only a recorder's container could tell better."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from backend.containers import annex_b
from backend.containers.track import Picture, Tracks

RATE = 25
_BLOCK = 1 << 20
_LONGEST_UNIT = 64 << 20
_JPEG = b"\xff\xd8\xff"
_JPEG_END = b"\xff\xd9"
_MOST_PARAMETERS = 4096


def tracks(path: str | Path, codec: str) -> Tracks | None:
    """The index of a stream of `codec` (h264, hevc, mjpeg); None when it holds no picture that stands alone.

    Raises OSError."""
    with open(path, "rb") as file:
        picture = _jpegs(file) if codec == "mjpeg" else _coded(file, codec)
    return Tracks(picture) if len(picture.samples) else None


class _Pictures:
    """Collects pictures that each last until the next one begins."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._begin: int | None = None
        self._key = False

    def begin(self, at: int, key: bool) -> None:
        self.end(at)
        self._begin, self._key = at, key

    def end(self, at: int) -> None:
        samples = self._picture.samples
        # What comes before the first picture that stands alone cannot be shown.
        if self._begin is not None and (self._key or len(samples)):
            samples.add(self._begin, at - self._begin, len(samples) * 1000 // RATE, self._key)
        self._begin = None


def _coded(file: BinaryIO, codec: str) -> Picture:
    picture = Picture(codec)
    pictures = _Pictures(picture)
    lead: int | None = None
    """Where what stands before the next picture begins."""
    end = 0
    for at, unit, header, size_before in _units(file, codec):
        end = at
        if annex_b.is_picture(codec, unit):
            if annex_b.is_first_slice(codec, header):
                pictures.begin(at if lead is None else lead, annex_b.is_key(codec, unit))
            lead = None
        elif annex_b.leads_a_picture(codec, unit) and lead is None:
            lead = at
        if annex_b.is_set(codec, unit) and not len(picture.samples) and size_before is not None:
            picture.parameters = (picture.parameters + size_before)[:_MOST_PARAMETERS]
    file.seek(0, 2)
    pictures.end(max(end, file.tell()))
    return picture


def _units(file: BinaryIO, codec: str) -> Iterator[tuple[int, int, bytes, bytes | None]]:
    """Units in order: position of the start code, type, first bytes of the header, and of a parameter set all of it."""
    buffer, base = b"", 0
    file.seek(0)
    while True:
        block = file.read(_BLOCK)
        buffer += block
        at = buffer.find(annex_b.START)
        last = not block
        while at >= 0:
            following = buffer.find(annex_b.START, at + 3)
            if following < 0 and not last:
                break
            header = buffer[at + 3 : at + 6]
            if header:
                unit = annex_b.kind(codec, header[0])
                begin = at - 1 if at > 0 and buffer[at - 1] == 0 else at
                is_set = annex_b.is_set(codec, unit)
                whole = b"\x00" + buffer[at : following if following >= 0 else len(buffer)] if is_set else None
                yield base + begin, unit, header, whole.rstrip(b"\x00") if whole else None
            at = following
        if last:
            return
        # The last unit may go on in the next block: keep its beginning, or the end that may be half a start code.
        cut = at - 1 if at > 0 else (at if at == 0 else max(0, len(buffer) - 3))
        buffer, base = buffer[cut:], base + cut
        if at >= 0 and len(buffer) > _LONGEST_UNIT:
            return  # no unit is that large: this is no stream


def _jpegs(file: BinaryIO) -> Picture:
    picture = Picture("mjpeg")
    pictures = _Pictures(picture)
    base, kept, total = 0, b"", 0
    while block := file.read(_BLOCK):
        buffer = kept + block
        at = buffer.find(_JPEG)
        while at >= 0:
            # A small picture inside the header of a large one follows no end of a picture.
            before = buffer[max(0, at - 16) : at].rstrip(b"\x00\r\n")
            if base + at <= total or before.endswith(_JPEG_END) or not len(picture.samples):
                pictures.begin(base + at, True)
            at = buffer.find(_JPEG, at + 3)
        kept = buffer[-18:]
        base += len(buffer) - len(kept)
    pictures.end(base + len(kept))
    return picture
