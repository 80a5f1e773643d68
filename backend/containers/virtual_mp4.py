"""A file as it would be if its recorder had written MP4: an index made up in memory, then the file's own bytes.

ISO/IEC 14496-12, as little of it as FFmpeg needs. Parameter sets stand in `avcC`/`hvcC` with start codes, and so do the
pictures; FFmpeg takes both as they are.
"""

from __future__ import annotations

import io
import struct
from array import array
from pathlib import Path

from backend.containers.track import Picture, Samples, Sound, Tracks

_SCALE = 1000
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_PICTURE_NAMES = {
    "h264": (b"avc1", b"avcC"),
    "hevc": (b"hvc1", b"hvcC"),
    "mpeg4": (b"mp4v", b""),
    "mjpeg": (b"jpeg", b""),
}
_SOUND_NAMES = {"pcm_alaw": b"alaw", "pcm_mulaw": b"ulaw", "pcm_s16le": b"sowt"}
_LAST_MS = 40
"""How long the last picture of all is shown when there is nothing to tell by."""


def header(tracks: Tracks) -> bytes:
    """Everything that stands in front of the file's own bytes."""
    kind = _box(b"ftyp", b"isom" + struct.pack(">I", 512) + b"isomiso2mp41")
    size = len(kind) + len(_index(tracks, 0)) + 16
    index = _index(tracks, size)
    return kind + index + struct.pack(">I4sQ", 1, b"mdat", 1 << 62)  # longer than any file: to its end


class VirtualMp4(io.RawIOBase):
    """Readable and seekable: the header, then the file. Closing it closes the file."""

    def __init__(self, path: str | Path, header_bytes: bytes) -> None:
        self.name = str(path)
        self._header = header_bytes
        self._file = open(path, "rb")  # noqa: SIM115 - closed in close()
        self._size = len(header_bytes) + self._file.seek(0, 2)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def read(self, size: int = -1) -> bytes:
        if size is None or size < 0:
            size = max(0, self._size - self._at)
        found = self._header[self._at : self._at + size]
        if len(found) < size:
            self._file.seek(self._at + len(found) - len(self._header))
            found += self._file.read(size - len(found))
        self._at += len(found)
        return found

    def close(self) -> None:
        self._file.close()
        super().close()


def _index(tracks: Tracks, base: int) -> bytes:
    """`moov`; `base`: where the file's own bytes begin."""
    found = [_track(1, tracks.picture.samples, _picture_media(tracks.picture), b"vide", base)]
    if tracks.sound is not None:
        found.append(_track(2, tracks.sound.samples, _sound_media(tracks.sound), b"soun", base))
    length = max(_length_ms(tracks.picture.samples), _length_ms(tracks.sound.samples) if tracks.sound else 0)
    overall = struct.pack(">IIIIIIHHII", 0, 0, 0, _SCALE, min(length, 0xFFFFFFFF), 0x10000, 0x100, 0, 0, 0)
    overall += _MATRIX + bytes(24) + struct.pack(">I", 3)
    return _box(b"moov", _box(b"mvhd", overall) + b"".join(found))


def _track(number: int, samples: Samples, media: tuple[bytes, bytes], kind: bytes, base: int) -> bytes:
    entry, media_header = media
    length = _length_ms(samples)
    head = struct.pack(">IIIIIIII", 7, 0, 0, number, 0, min(length, 0xFFFFFFFF), 0, 0)
    head += struct.pack(">HHHH", 0, 0, 0x100 if kind == b"soun" else 0, 0) + _MATRIX + struct.pack(">II", 0, 0)
    language = struct.pack(">IIIIIHH", 0, 0, 0, _SCALE, min(length, 0xFFFFFFFF), 0x55C4, 0)
    handler = struct.pack(">II4s12x", 0, 0, kind) + b"\x00"
    reference = _box(b"dinf", _box(b"dref", struct.pack(">II", 0, 1) + _box(b"url ", struct.pack(">I", 1))))
    table = _box(b"stbl", _box(b"stsd", struct.pack(">II", 0, 1) + entry) + _sample_tables(samples, kind, base))
    media_box = _box(b"mdhd", language) + _box(b"hdlr", handler) + _box(b"minf", media_header + reference + table)
    # Sound that begins later than the picture is placed by an edit that shows nothing first.
    late = samples.at_ms[0]
    edits = b""
    if late > 0:
        edit = struct.pack(">IIIiI", 0, 2, late, -1, 0x10000) + struct.pack(">IiI", length, 0, 0x10000)
        edits = _box(b"edts", _box(b"elst", edit))
    return _box(b"trak", _box(b"tkhd", head) + edits + _box(b"mdia", media_box))


def _sample_tables(samples: Samples, kind: bytes, base: int) -> bytes:
    count = len(samples)
    sizes = _big_endian(samples.size)
    places = _big_endian(array("Q", (base + at for at in samples.position)))
    tables = _box(b"stts", _durations(samples))
    if kind == b"vide":
        keys = array("I", (number for number, key in enumerate(samples.key, 1) if key))
        tables += _box(b"stss", struct.pack(">II", 0, len(keys)) + _big_endian(keys))
    tables += _box(b"stsc", struct.pack(">IIIII", 0, 1, 1, 1, 1))
    tables += _box(b"stsz", struct.pack(">III", 0, 0, count) + sizes)
    return tables + _box(b"co64", struct.pack(">II", 0, count) + places)


def _durations(samples: Samples) -> bytes:
    """`stts`: runs of equal steps from one sample to the next."""
    runs: list[tuple[int, int]] = []
    times = samples.at_ms
    steps = [times[n + 1] - times[n] for n in range(len(times) - 1)]
    for step in [*steps, steps[-1] if steps else _LAST_MS]:
        if runs and runs[-1][1] == step:
            runs[-1] = (runs[-1][0] + 1, step)
        else:
            runs.append((1, step))
    return struct.pack(">II", 0, len(runs)) + b"".join(struct.pack(">II", count, step) for count, step in runs)


def _length_ms(samples: Samples) -> int:
    times = samples.at_ms
    last = times[-1] - times[-2] if len(times) > 1 else _LAST_MS
    return times[-1] - times[0] + last


def _picture_media(picture: Picture) -> tuple[bytes, bytes]:
    name, parameters = _PICTURE_NAMES[picture.codec]
    entry = struct.pack(">6xH16xHHIII H32sHh", 1, picture.width, picture.height, 0x480000, 0x480000, 0, 1, b"", 24, -1)
    extra = _box(parameters, picture.parameters) if parameters and picture.parameters else b""
    return _box(name, entry + extra), _box(b"vmhd", struct.pack(">I8x", 1))


def _sound_media(sound: Sound) -> tuple[bytes, bytes]:
    entry = struct.pack(">6xH8xHHHHI", 1, sound.channels, 16, 0, 0, sound.rate << 16)
    return _box(_SOUND_NAMES[sound.codec], entry), _box(b"smhd", struct.pack(">I4x", 0))


def _big_endian(numbers: array[int]) -> bytes:
    swapped = array(numbers.typecode, numbers)
    swapped.byteswap()  # the machines this runs on are little-endian
    return swapped.tobytes()


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content
