"""The caption of an exact clip: code, station and the running wall-clock time, on a strip below the picture.

Below and not over it, so that nothing of the evidence is covered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from PIL import Image, ImageDraw, ImageFont

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INK, _PAPER = 235, 24
"""Luma of text and ground in video range."""
_SMALLEST_FONT = 9
_SYSTEM_FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "/System/Library/Fonts/Supplemental/Arial.ttf",
)

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, slots=True)
class BurnIn:
    """What the caption says. `timezone` is an IANA name."""

    codes: Sequence[str]
    station: str
    timezone: str


def caption(burn_in: BurnIn, epoch_ms: int) -> str:
    """`code, station, 2026-11-21 14:03:22.1 +07:00`: local time of the camera to a tenth, with its distance to UTC."""
    local = (_EPOCH + timedelta(milliseconds=epoch_ms)).astimezone(ZoneInfo(burn_in.timezone))
    offset = local.strftime("%z")
    when = f"{local:%Y-%m-%d %H:%M:%S}.{local.microsecond // 100_000} {offset[:3]}:{offset[3:5]}"
    who = [_one_line(text) for text in (" ".join(burn_in.codes), burn_in.station)]
    return "   ".join([*(text for text in who if text), when])


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def strip_height(height: int) -> int:
    """Height in px of the strip for a picture of `height`: even, about a twenty-fourth of it."""
    return max(16, height // 24 // 2 * 2)


@dataclass(slots=True)
class Strip:
    """Draws the caption as a `height x width` uint8 luma picture; draws again only when the text changes."""

    burn_in: BurnIn
    width: int
    height: int
    _text: str = ""
    _drawn: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.uint8))
    _font: Font | None = None

    def at(self, epoch_ms: int) -> np.ndarray:
        text = caption(self.burn_in, epoch_ms)
        if text != self._text:
            self._text = text
            self._drawn = self._draw(text)
        return self._drawn

    def _draw(self, text: str) -> np.ndarray:
        image = Image.new("L", (self.width, self.height), _PAPER)
        pen = ImageDraw.Draw(image)
        room = self.width - self.height // 2
        if self._font is None:
            self._font = self._fitting_font(pen, text, room)
        if pen.textlength(text, font=self._font) > room:
            text = _shortened(pen, text, self._font, room)
        pen.text((self.height // 4, self.height // 2), text, fill=_INK, font=self._font, anchor="lm")
        return np.asarray(image)

    def _fitting_font(self, pen: ImageDraw.ImageDraw, text: str, room: int) -> Font:
        size = max(_SMALLEST_FONT, self.height * 5 // 8)
        while size > _SMALLEST_FONT and pen.textlength(text, font=_font(size)) > room:
            size -= 1
        return _font(size)


def _shortened(pen: ImageDraw.ImageDraw, text: str, font: Font, room: int) -> str:
    """Cut the beginning: the time at the end is what a caption is for."""
    while text and pen.textlength("…" + text, font=font) > room:
        text = text[1:]
    return "…" + text


@lru_cache(maxsize=64)
def _font(size: int) -> Font:
    """A font with Vietnamese letters where the machine has one, else Pillow's own."""
    path = font_file()
    return ImageFont.load_default(size) if path is None else ImageFont.truetype(path, size)


def font_file() -> str | None:
    """The font captions are set in; None: this machine has none with Vietnamese letters."""
    return next((path for path in (*_SYSTEM_FONTS, *_bundled_fonts()) if Path(path).is_file()), None)


def _bundled_fonts() -> list[str]:
    """DejaVu Sans comes with matplotlib, which MediaPipe brings along; the file is used without importing it."""
    spec = find_spec("matplotlib")
    places = spec.submodule_search_locations if spec else None
    return [str(Path(place) / "mpl-data/fonts/ttf/DejaVuSans.ttf") for place in places or []]
