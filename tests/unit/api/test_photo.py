"""A photograph is checked before it is unpacked."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
import segno
from PIL import Image

from backend.api.photo import MAX_BYTES, TooLarge, read_photo
from backend.detection.codes import CodeReader
from backend.domain.errors import InvalidInput


def picture_of(text: str, *, scale: int = 6, kind: str = "PNG", **save: object) -> bytes:
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="png", scale=scale, border=4)
    image = Image.open(drawn).convert("L")
    out = io.BytesIO()
    image.save(out, kind, **save)  # type: ignore[arg-type]
    return out.getvalue()


def reader() -> CodeReader:
    return CodeReader(["QRCode", "Code128"])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP"])
def test_codes_are_read_from_usual_pictures(kind: str) -> None:
    found = read_photo(picture_of("SPXVN0123456789", kind=kind), reader())
    assert [(code.text, code.format) for code in found.codes] == [("SPXVN0123456789", "QRCode")]
    assert found.width > 100


def test_a_photo_taken_sideways_gives_boxes_of_the_upright_picture() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    wide = Image.new("L", (900, 300), 255)
    wide.paste(Image.open(io.BytesIO(picture_of("SIDE", scale=4))), (600, 50))
    out = io.BytesIO()
    wide.save(out, "JPEG", exif=exif)
    found = read_photo(out.getvalue(), reader())
    assert (found.width, found.height) == (300, 900)
    assert found.codes[0].box.y > 500


def test_what_is_transparent_counts_as_paper() -> None:
    drawn = io.BytesIO()
    segno.make_qr("CLEAR").save(drawn, kind="png", scale=6, border=4, light=None)
    assert [code.text for code in read_photo(drawn.getvalue(), reader()).codes] == ["CLEAR"]


def test_a_picture_of_nothing_has_no_codes() -> None:
    out = io.BytesIO()
    Image.new("L", (200, 200), 200).save(out, "PNG")
    assert read_photo(out.getvalue(), reader()).codes == ()


@pytest.mark.parametrize("data", [b"", b"hello", b"GIF89a" + b"\0" * 40, picture_of("X")[:60], b"<svg></svg>"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_photo(data, reader())


def test_too_many_bytes_are_refused_before_unpacking() -> None:
    with pytest.raises(TooLarge, match="10 MB"):
        read_photo(picture_of("X") + b"\0" * MAX_BYTES, reader())


@pytest.mark.parametrize("side", [7_000, 30_000, 1_000_000])
def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused(side: int) -> None:
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")):
        bomb += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    with pytest.raises(TooLarge, match="40 megapixels"):
        read_photo(bomb, reader())


def test_a_photo_of_an_iphone_is_named_with_what_to_do() -> None:
    heic = struct.pack(">I", 24) + b"ftypheic" + bytes(12) + b"mdat" * 50
    with pytest.raises(InvalidInput, match=r"HEIC photo.*screenshot") as refused:
        read_photo(heic, reader())
    assert refused.value.code == "photo_heic"
