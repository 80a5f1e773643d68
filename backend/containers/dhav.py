"""Dahua's own container: one frame after the other, each with its header, its date and a counter of milliseconds.

By what FFmpeg's demuxer reads of it (libavformat/dhav.c); no document of the maker is public. The times are the
recorder's wall clock.
"""

from __future__ import annotations

import struct
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from backend.containers import annex_b
from backend.containers.track import Picture, Sound, Tracks

MARK = b"DHAV"
HEADER = 24
TAIL = 8
_FILE_HEADER = b"DAHUA"
_FILE_HEADER_BYTES = 0x400
_BLOCK = 1 << 20
_LONGEST_FRAME = 64 << 20
_COUNTER = 1 << 16
_CREDIBLE_OFF_MS = 2_500
"""The counter and the date may differ by that much; beyond it the date counts (the recorder's clock was set)."""
_VIDEO = {1: "mpeg4", 2: "h264", 3: "mjpeg", 4: "h264", 8: "h264", 12: "hevc"}
_SOUND = {0x0A: "pcm_mulaw", 0x0E: "pcm_alaw", 0x0C: "pcm_s16le", 0x10: "pcm_s16le", 0x16: "pcm_s16le"}
_RATES = (8000, 4000, 8000, 11025, 16000, 20000, 22050, 32000, 44100, 48000, 96000, 192000, 64000)
_SHORT_FIELDS = frozenset({0x84, 0x85, 0x8B, 0x94, 0x96, 0xA0, 0xB2, 0xB4})
_LONG_FIELDS = frozenset({0x88, 0x91, 0x92, 0x93, 0x95, 0x9A, 0x9B, 0xB3})


@dataclass(slots=True)
class _Frame:
    at: int
    """Where it begins."""
    length: int
    type: int
    date_s: int
    counter: int
    extra: bytes

    @property
    def payload(self) -> tuple[int, int]:
        """Position and size of what it carries."""
        begin = HEADER + len(self.extra)
        return self.at + begin, self.length - begin - TAIL


def wall_start_ms(path: str | Path) -> int | None:
    """When the recording began by the recorder's wall clock, read as if it were UTC (epoch ms, whole seconds); None for
    a file that is no DHAV. Raises OSError."""
    with open(path, "rb") as file:
        frame = _read(file, _first(file))
    return frame.date_s * 1000 if frame is not None and frame.date_s > 0 else None


def begins_late(path: str | Path) -> bool:
    """True for a file with other bytes before its first frame, at most 1 MiB of them. Raises OSError."""
    with open(path, "rb") as file:
        at = file.read(_BLOCK).find(MARK)
        return at > 0 and _read(file, at) is not None


def tracks(path: str | Path) -> Tracks | None:
    """The file's index; None when it holds no picture that stands alone. Raises OSError."""
    with open(path, "rb", buffering=_BLOCK) as file:
        return _Reading(file).run()


class _Reading:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._picture: Picture | None = None
        self._sound: Sound | None = None
        self._clock = _Clock()
        self._sound_clock: _Clock | None = None

    def run(self) -> Tracks | None:
        at = _first(self._file)
        while at is not None:
            frame = _read(self._file, at)
            if frame is None:
                at = _next_mark(self._file, at + 1)
                continue
            self._take(frame)
            at = frame.at + frame.length
        if self._picture is None or not len(self._picture.samples):
            return None
        return Tracks(self._picture, self._sound if self._sound is not None and len(self._sound.samples) else None)

    def _take(self, frame: _Frame) -> None:
        position, size = frame.payload
        if size <= 0:
            return
        if frame.type in (0xFC, 0xFD, 0xFE):
            self._take_picture(frame, position, size)
        elif frame.type == 0xF0 and self._picture is not None:
            self._take_sound(frame, position, size)

    def _take_picture(self, frame: _Frame, position: int, size: int) -> None:
        key = frame.type == 0xFD
        if self._picture is None:
            if not key:
                return  # pictures that need one from before the file
            codec, width, height = _look(frame.extra)
            if codec is None:
                return
            self._file.seek(position)
            sets = annex_b.parameter_sets(codec, self._file.read(min(size, 4096))) if codec in ("h264", "hevc") else b""
            self._picture = Picture(codec, parameters=sets, width=width, height=height)
        self._picture.samples.add(position, size, self._clock.at_ms(frame), key)

    def _take_sound(self, frame: _Frame, position: int, size: int) -> None:
        if self._sound is None:
            self._sound = _heard(frame.extra)
        if self._sound is None:
            return
        if self._sound_clock is None:
            self._sound_clock = copy(self._clock)  # in step with the picture, then by its own counter
        self._sound.samples.add(position, size, self._sound_clock.at_ms(frame), True)


class _Clock:
    """Time from the first frame: a counter of ms begins anew every 65 s, the date tells which round it is in."""

    def __init__(self) -> None:
        self._date_s: int | None = None
        self._counter = 0
        self._at_ms = 0

    def at_ms(self, frame: _Frame) -> int:
        if self._date_s is not None:
            by_date = (frame.date_s - self._date_s) * 1000
            step = (frame.counter - self._counter) % _COUNTER
            if step > _COUNTER - 1000:
                step -= _COUNTER  # sound and picture are not always in order
            step += round((by_date - step) / _COUNTER) * _COUNTER
            self._at_ms += step if abs(step - by_date) <= _CREDIBLE_OFF_MS else by_date
        self._date_s, self._counter = frame.date_s, frame.counter
        return self._at_ms


def _first(file: BinaryIO) -> int | None:
    file.seek(0)
    begins = file.read(len(_FILE_HEADER)) == _FILE_HEADER
    return _next_mark(file, _FILE_HEADER_BYTES if begins else 0)


def _next_mark(file: BinaryIO, at: int) -> int | None:
    """Where the next frame may begin at or after `at`: recorders leave holes, and copies lose pieces."""
    file.seek(at)
    kept = b""
    while block := file.read(_BLOCK):
        found = (kept + block).find(MARK)
        if found >= 0:
            return at - len(kept) + found
        at += len(block)
        kept = block[-3:]
    return None


def _read(file: BinaryIO, at: int | None) -> _Frame | None:
    """The frame at `at`; None when there is none, or not all of it."""
    if at is None:
        return None
    file.seek(at)
    head = file.read(HEADER)
    if len(head) < HEADER or not head.startswith(MARK):
        return None
    length, date, counter, extra = struct.unpack_from("<IIHB", head, 12)
    if not HEADER + TAIL + extra <= length <= _LONGEST_FRAME:
        return None
    frame = _Frame(at, length, head[4], _seconds(date), counter, file.read(extra))
    file.seek(at + length - TAIL)
    return frame if file.read(4) == b"dhav" else None


def _seconds(date: int) -> int:
    """The packed wall time as epoch seconds; 0 when it is none."""
    try:
        at = datetime(
            2000 + (date >> 26 & 63), date >> 22 & 15, date >> 17 & 31, date >> 12 & 31, date >> 6 & 63, date & 63,
            tzinfo=UTC,
        )  # fmt: skip
    except ValueError:
        return 0
    return int(at.timestamp())


def _fields(extra: bytes) -> list[tuple[int, bytes]]:
    """The fields between header and payload, as far as they are known."""
    found = []
    at = 0
    while at < len(extra):
        name = extra[at]
        if name in (0x80, 0x81, 0x83) or name in _SHORT_FIELDS:
            length = 4
        elif name in (0x82, 0x8C) or name in _LONG_FIELDS:
            length = 8
        else:
            break
        found.append((name, extra[at : at + length]))
        at += length
    return [(name, data) for name, data in found if len(data) in (4, 8)]


def _look(extra: bytes) -> tuple[str | None, int, int]:
    """Codec (None: not told or not known), width and height."""
    codec, width, height = None, 0, 0
    for name, data in _fields(extra):
        if name == 0x80:
            width, height = 8 * data[2], 8 * data[3]
        elif name == 0x81:
            codec = _VIDEO.get(data[2])
        elif name == 0x82:
            width, height = struct.unpack_from("<HH", data, 4)
    return codec, width, height


def _heard(extra: bytes) -> Sound | None:
    """None for sound that MP4 has no plain name for: it is left out."""
    for name, data in _fields(extra):
        if name in (0x83, 0x8C):
            channels, codec, rate = data[1:4] if name == 0x83 else data[2:5]
            known = _SOUND.get(codec)
            if known is None:
                return None
            return Sound(known, _RATES[rate] if rate < len(_RATES) else 8000, 2 if channels == 2 else 1)
    return None
