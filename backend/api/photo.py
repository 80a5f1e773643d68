"""A photograph of a label, checked before it is unpacked, and the codes in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from backend.api.bodies import TooLarge
from backend.detection.codes import CodeRead, CodeReader, Effort
from backend.domain.errors import InvalidInput
from backend.domain.region import Box

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
Gray = NDArray[np.uint8]
_OF_PHONES = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})
"""What the head of a picture says that phones pack like a video."""
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP")
# Photographs are often larger than sharp: what the full size hides, a smaller one may show.
_SMALLER_SIDE = 1600


@dataclass(frozen=True, slots=True)
class PhotoRead:
    """Boxes in px of the upright photograph of `width` x `height`."""

    codes: tuple[CodeRead, ...]
    width: int
    height: int


def read_photo(data: bytes, reader: CodeReader) -> PhotoRead:
    """All codes in a photograph. Raises TooLarge, InvalidInput when it is no picture."""
    gray = _opened(data)
    height, width = gray.shape
    codes: Sequence[CodeRead] = reader.read(gray, effort=Effort.FULL)
    if not codes and max(height, width) > _SMALLER_SIDE:
        codes = _read_smaller(gray, reader)
    return PhotoRead(tuple(codes), width, height)


def _opened(data: bytes) -> Gray:
    if len(data) > MAX_BYTES:
        raise TooLarge(
            f"The photo is larger than {MAX_BYTES // 1024 // 1024} MB. Send a smaller one.", code="photo_too_large"
        )
    if not data:
        raise InvalidInput("The photo is empty. Choose a PNG or JPG file.", code="photo_empty")
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise _too_many_pixels()
            upright = ImageOps.exif_transpose(picture)
            if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
                upright = upright.convert("RGBA")
                paper = Image.new("RGBA", upright.size, "white")
                upright = Image.alpha_composite(paper, upright)
            return np.ascontiguousarray(np.asarray(upright.convert("L"), dtype=np.uint8))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        if data[4:8] == b"ftyp" and data[8:12] in _OF_PHONES:
            raise InvalidInput(
                "This is a HEIC photo, as iPhones take them; it cannot be read here. Send a screenshot of it, or "
                "choose Most Compatible under Settings, Camera, Formats on the phone.",
                code="photo_heic",
            ) from error
        raise InvalidInput(
            "This is not a picture that can be read. Send a PNG or JPG file.", code="photo_unreadable"
        ) from error


def _too_many_pixels() -> TooLarge:
    return TooLarge(
        f"The photo has more than {MAX_PIXELS // 1_000_000} megapixels. Send a smaller one.",
        code="photo_too_many_pixels",
    )


def _read_smaller(gray: Gray, reader: CodeReader) -> Sequence[CodeRead]:
    factor = max(gray.shape) / _SMALLER_SIDE
    size = (round(gray.shape[1] / factor), round(gray.shape[0] / factor))
    small = np.asarray(Image.fromarray(gray).resize(size, Image.Resampling.LANCZOS))
    return [
        CodeRead(
            read.text,
            read.format,
            Box(
                round(read.box.x * factor),
                round(read.box.y * factor),
                max(1, round(read.box.w * factor)),
                max(1, round(read.box.h * factor)),
            ),
            read.step,
        )
        for read in reader.read(small, effort=Effort.FULL)
    ]
