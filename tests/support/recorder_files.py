"""The same footage as different recorders write it: other containers, raw streams, sound that MP4 does not hold.

AVI and ASF are left to tests/support/clip_footage: their pictures are encoded for them, not copied.

FFmpeg has no muxer for Dahua's DHAV; `write_dav` follows what its demuxer (libavformat/dhav.c) reads.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.packet import Packet

FORMATS = {
    ".mp4": "mp4", ".mov": "mov", ".mkv": "matroska", ".ts": "mpegts", ".m2ts": "mpegts", ".flv": "flv",
    ".mpg": "vob", ".ps": "vob", ".264": "h264", ".h264": "h264", ".265": "hevc", ".h265": "hevc",
}  # fmt: skip
_ANNEX_B = {"mpegts", "vob", "h264", "hevc", "dav"}
_SOUND_RATE = 8000
_MP2_RATE = 16_000
"""The lowest that it knows."""


def rewrite(source: Path, target: Path, *, sound: str | None = None) -> Path:
    """Copy the picture of `source` into the container that `target` is named for; `sound`: encoder of a beep
    (`pcm_alaw`, `pcm_mulaw`, `aac`, `mp2`) that starts with it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".dav":
        return write_dav(source, target, sound=sound)
    form = FORMATS[target.suffix]
    options = {"mpegts_m2ts_mode": "1"} if target.suffix == ".m2ts" else {}
    with av.open(str(source)) as read, av.open(str(target), "w", format=form, container_options=options) as output:
        video = output.add_stream_from_template(read.streams.video[0])
        heard_at = _MP2_RATE if sound == "mp2" else _SOUND_RATE
        ear = output.add_stream(sound, rate=heard_at, layout="mono") if sound else None
        beeps = _beeps(float(read.duration or 0) / 1e6, heard_at, 1024) if ear else iter(())
        beep = next(beeps, None)
        for packet in _pictures(read, form):
            at_s = float((packet.dts or 0) * packet.time_base) if packet.time_base else 0.0
            while ear is not None and beep is not None and beep.pts / heard_at <= at_s:
                output.mux(ear.encode(beep))
                beep = next(beeps, None)
            packet.stream = video
            output.mux(packet)
        if ear is not None:
            output.mux(ear.encode(None))
    return target


def write_dav(source: Path, target: Path, *, sound: str | None = None, began: datetime | None = None) -> Path:
    """DHAV: every frame with its own header, the recorder's local time in it, and a tail that repeats its length."""
    began = began or datetime(2026, 1, 5, 9, 0, 0, tzinfo=UTC)
    blocks: list[tuple[float, int, bytes, bytes]] = []
    with av.open(str(source)) as read:
        stream = read.streams.video[0]
        hevc = stream.codec_context.name == "hevc"
        rate = round(float(stream.average_rate or 25))
        width, height = stream.codec_context.width, stream.codec_context.height
        size = struct.pack("<BBBBHH", 0x82, 0, 0, 0, width, height)
        look = struct.pack("<BBBB", 0x81, 0, 0x0C if hevc else 0x04, rate)
        for packet in _pictures(read, "dav"):
            at_s = float((packet.pts or 0) * packet.time_base)
            blocks.append((at_s, 0xFD if packet.is_keyframe else 0xFC, size + look, bytes(packet)))
        if sound is not None:
            codec = {"pcm_alaw": 0x0E, "pcm_mulaw": 0x0A}[sound]
            for beep in _beeps(float(read.duration or 0) / 1e6, _SOUND_RATE, 320):
                context = av.CodecContext.create(sound, "w")
                context.sample_rate, context.layout, context.format = _SOUND_RATE, "mono", "s16"
                data = b"".join(bytes(one) for one in context.encode(beep))
                heard = struct.pack("<BBBB", 0x83, 1, codec, 2)
                blocks.append((beep.pts / _SOUND_RATE, 0xF0, heard, data))
    blocks.sort(key=lambda block: block[0])
    with target.open("wb") as file:
        for number, (at_s, kind, extra, data) in enumerate(blocks):
            at = began + timedelta(seconds=at_s)
            file.write(dav_frame(kind, number, at, round(at_s * 1000), extra, data))
    return target


def dav_frame(kind: int, number: int, at: datetime, counter_ms: int, extra: bytes, data: bytes) -> bytes:
    """One frame of DHAV. `kind`: 0xFD a keyframe, 0xFC another picture, 0xF0 sound."""
    date = (at.year - 2000) << 26 | at.month << 22 | at.day << 17 | at.hour << 12 | at.minute << 6 | at.second
    length = 24 + len(extra) + len(data) + 8
    head = b"DHAV" + struct.pack("<BBBBIII", kind, 0, 0, 0, number, length, date)
    head += struct.pack("<HB", counter_ms & 0xFFFF, len(extra))
    return head + bytes([sum(head) & 0xFF]) + extra + data + b"dhav" + struct.pack("<I", length)


def _pictures(read: av.container.InputContainer, form: str) -> Iterator[Packet]:
    """Video packets, with start codes where the container wants them."""
    stream = read.streams.video[0]
    name = stream.codec_context.name
    wants = form in _ANNEX_B and name in ("h264", "hevc") and bool(stream.codec_context.extradata)
    turned = av.BitStreamFilterContext(f"{name}_mp4toannexb", stream) if wants else None
    for packet in read.demux(stream):
        if packet.dts is None and packet.size == 0:
            continue
        yield from turned.filter(packet) if turned is not None else [packet]


def _beeps(seconds: float, rate: int, block: int) -> Iterator[av.AudioFrame]:
    for first in range(0, int(seconds * rate) - block, block):
        wave = 8000 * np.sin(np.arange(first, first + block) * 2 * np.pi * 440 / rate)
        frame = av.AudioFrame.from_ndarray(wave.astype(np.int16)[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, first, Fraction(1, rate)
        yield frame
