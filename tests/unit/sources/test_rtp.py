"""RTP of a replay is put together into pictures, and what is no RTP is refused and no more."""

from __future__ import annotations

import random
import struct

import pytest

from backend.sources.onvif.rtp import Broken, Depacketizer, Picture

SPS, PPS, IDR, SLICE = b"\x67sps", b"\x68pps", b"\x65" + bytes(range(200)), b"\x41slice"
START = b"\0\0\0\1"


def packet(
    payload: bytes, sequence: int, *, time: int = 9000, mark: bool = True, at_ms: int | None = None, kind: int = 96
) -> bytes:
    extension = b""
    if at_ms is not None:
        seconds, left = divmod(at_ms, 1000)
        extension = struct.pack(">HHIIBBH", 0xABAC, 3, seconds + 2_208_988_800, left * 2**32 // 1000, 0, 0, 0)
    head = struct.pack(">BBHII", 0x90 if extension else 0x80, (128 if mark else 0) | kind, sequence & 0xFFFF, time, 1)
    return head + extension + payload


def pushed(*packets: bytes, codec: str = "h264") -> list[Picture]:
    made = Depacketizer(codec, 96)
    return [picture for one in packets for picture in made.push(one)] + list(made.flush())


def test_an_aggregate_and_single_units_make_a_keyframe_with_its_time() -> None:
    aggregate = b"\x78" + b"".join(struct.pack(">H", len(one)) + one for one in (SPS, PPS))
    [picture] = pushed(packet(aggregate, 65_535, mark=False, at_ms=1_770_000_000_123), packet(IDR, 0))
    assert picture == Picture(1_770_000_000_123, 9000, True, START + SPS + START + PPS + START + IDR)


def test_fragments_are_joined() -> None:
    cuts = [IDR[1:80], IDR[80:150], IDR[150:]]
    marks = [0x85, 0x05, 0x45]
    packets = [
        packet(bytes([0x7C, mark]) + cut, n, mark=n == 2) for n, (mark, cut) in enumerate(zip(marks, cuts, strict=True))
    ]
    [picture] = pushed(*packets)
    assert (picture.data, picture.key) == (START + IDR, True)


def test_pictures_without_a_marker_end_with_their_time() -> None:
    first, second = pushed(packet(IDR, 1, mark=False), packet(SLICE, 2, time=12_600, mark=False))
    assert (first.key, second.key) == (True, False)
    assert (first.rtp_time, second.rtp_time) == (9000, 12_600)


def test_h265_fragments_and_aggregates() -> None:
    idr = bytes([19 << 1, 1]) + bytes(range(100))
    halves = [
        packet(bytes([49 << 1, 1, 0x80 | 19]) + idr[2:50], 1, mark=False),
        packet(bytes([49 << 1, 1, 0x40 | 19]) + idr[50:], 2),
    ]
    [picture] = pushed(*halves, codec="hevc")
    assert (picture.data, picture.key) == (START + idr, True)


def test_padding_other_media_and_sets_alone_are_left_aside() -> None:
    padded = bytearray(packet(SLICE + b"\0\0\0\4", 1))
    padded[0] |= 32
    [picture] = pushed(packet(b"sound", 500, kind=0), bytes(padded), packet(SPS, 2, time=1))
    assert picture.data == START + SLICE


@pytest.mark.parametrize(
    "packets",
    [
        (b"short",),
        (packet(SLICE, 1), packet(SLICE, 3)),
        (packet(bytes([0x7C, 0x05]) + b"middle", 1),),
        (packet(bytes([0x7C, 0x85]) + b"begin", 1),),
        (packet(b"\x78\xff\xff" + SPS, 1),),
        (packet(SLICE, 1, at_ms=1)[:14],),
    ],
)
def test_holes_are_told(packets: tuple[bytes, ...]) -> None:
    with pytest.raises(Broken):
        pushed(*packets)


def test_a_picture_without_end_is_given_up() -> None:
    packets = (
        packet(bytes([0x7C, 0x85 if number == 0 else 5]) + bytes(65_000), number, mark=False) for number in range(300)
    )
    with pytest.raises(Broken, match="larger"):
        pushed(*packets)


@pytest.mark.parametrize("codec", ["h264", "hevc"])
def test_whatever_comes_it_is_pictures_or_broken(codec: str) -> None:
    noise = random.Random(11)
    for _ in range(3000):
        content = bytearray(noise.randbytes(noise.randrange(40)))
        if len(content) > 1:
            content[0], content[1] = 0x80 | content[0] & 63, content[1] & 128 | 96
        try:
            pushed(bytes(content), codec=codec)
        except Broken:
            continue
