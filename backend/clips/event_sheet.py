"""The evidence sheet of an event: an A4 PDF for a dispute, with codes, times, pictures and the hashes of its clips."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from xml.sax.saxutils import escape

from PIL import Image as Photo
from PIL import ImageDraw
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, Image, KeepTogether, PageTemplate, Paragraph, Table

from backend.clips.event_sheet_texts import WORDS, SheetWords
from backend.domain.language import Language
from backend.domain.region import Box
from backend.domain.spreadsheet import local_time
from backend.printing.fonts import BOLD, MONO, REGULAR, register_fonts

_MARGIN = 16 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_GAP = 4 * mm
_HALF = (_WIDTH - _GAP) / 2
_INK, _MUTED, _LINE = HexColor("#1C1B18"), HexColor("#57544C"), HexColor("#D4D1C8")
_BOX_COLOR = "#F0A500"
_SHOWN_PX = 1000
"""Of a picture half a page wide: sharp in print, and the file stays small enough to be mailed."""
_ENLARGED = 1.5
"""How much wider and higher than a code the part of its frame is that shows it closely."""


@dataclass(frozen=True, slots=True)
class SheetCode:
    text: str
    format: str
    frames: int
    manual: bool


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """A whole frame (JPEG) at `at_ms` (UTC epoch ms). `box`: where in it `code` was read, px of the frame."""

    kind: Literal["start", "label", "end"]
    at_ms: int
    jpeg: bytes = b""
    code: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class SheetClip:
    file_name: str
    mode: str
    from_ms: int
    to_ms: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Times are UTC epoch ms; they are shown as the clock of `timezone` (IANA) with its distance to UTC."""

    brand: str
    camera: str
    timezone: str
    event_id: str
    start_ms: int
    end_ms: int
    codes: Sequence[SheetCode]
    flags: Sequence[str]
    recordings: Sequence[str]
    pictures: Sequence[SheetPicture]
    clips: Sequence[SheetClip]
    made_ms: int
    made_by: str
    version: str


def event_sheet(facts: SheetFacts, language: Language) -> bytes:
    """The PDF. What people wrote of the event is not in it: the sheet leaves the house."""
    register_fonts()
    words = WORDS[language]
    title = f"{words.title} - {' '.join(code.text for code in facts.codes) or words.no_code}"
    buffer = io.BytesIO()
    document = BaseDocTemplate(
        buffer, pagesize=A4, title=title[:200], author=facts.brand or "ePACK", lang=language, invariant=True
    )
    frame = Frame(_MARGIN, _MARGIN, _WIDTH, A4[1] - 2 * _MARGIN, 0, 0, 0, 0)

    def foot(canvas: Canvas, page: BaseDocTemplate) -> None:
        canvas.setFont(REGULAR, 7)
        canvas.setFillColor(_MUTED)
        canvas.drawString(_MARGIN, 9 * mm, facts.event_id)
        canvas.drawRightString(A4[0] - _MARGIN, 9 * mm, words.page.format(page=page.page))

    document.addPageTemplates(PageTemplate(frames=[frame], onPage=foot))
    document.build(story(facts, words))
    return buffer.getvalue()


def story(facts: SheetFacts, words: SheetWords) -> list[Flowable]:
    """What stands on the sheet, in order. The fonts have to be registered."""
    return [*_head(facts, words), *_pictures(facts, words), *_clips(facts, words), *_end(facts, words)]


def _head(facts: SheetFacts, words: SheetWords) -> list[Flowable]:
    shown: list[Flowable] = []
    if facts.brand:
        shown.append(_text(facts.brand, color=_MUTED))
    shown.append(_text(words.title, size=18, bold=True, after=3 * mm))
    for code in facts.codes:
        how = words.by_hand if code.manual else words.read.format(format=code.format, frames=code.frames)
        shown.append(_text(code.text, size=13, mono=True))
        shown.append(_text(how, size=8, color=_MUTED, after=1.5 * mm))
    if not facts.codes:
        shown.append(_text(words.no_code, size=13, after=1.5 * mm))
    lines = [
        (words.camera, facts.camera),
        (words.start, _when(facts, facts.start_ms)),
        (words.end, _when(facts, facts.end_ms)),
        (words.duration, words.seconds.format(seconds=f"{(facts.end_ms - facts.start_ms) / 1000:.1f}")),
        (words.recordings, ", ".join(facts.recordings)),
        (words.event, facts.event_id),
        (words.remarks, "; ".join(words.flags.get(flag, flag) for flag in facts.flags)),
    ]
    shown.append(_table([[_text(name, size=9, color=_MUTED), _text(value, size=9)] for name, value in lines if value]))
    return shown


def _pictures(facts: SheetFacts, words: SheetWords) -> list[Flowable]:
    shown: list[Flowable] = [_heading(words.pictures)]
    if not facts.pictures:
        return [*shown, _text(words.no_pictures, size=9)]
    ends = [one for one in facts.pictures if one.kind != "label"]
    captions = {"start": words.at_start, "end": words.at_end}
    shown.append(_side_by_side([_framed(one, captions[one.kind], _when(facts, one.at_ms)) for one in ends]))
    for one in facts.pictures:
        if one.kind == "label":
            caption = words.at_label.format(code=one.code)
            whole = _framed(one, caption, _when(facts, one.at_ms))
            close = [_image(enlarged(one)), _text(words.enlarged, size=8, color=_MUTED)]
            shown.append(_side_by_side([whole, close]))
    return shown


def _clips(facts: SheetFacts, words: SheetWords) -> list[Flowable]:
    shown: list[Flowable] = [_heading(words.clips)]
    if not facts.clips:
        shown.append(_text(words.no_clips, size=9))
    for clip in facts.clips:
        mode = words.exact if clip.mode == "exact" else words.fast
        span = f"{local_time(clip.from_ms, facts.timezone)} – {_when(facts, clip.to_ms)}"
        about = f"{mode} · {span} · {clip.size_bytes:,} B".replace(",", " ")
        shown.append(
            KeepTogether(
                [
                    _text(clip.file_name, size=9, mono=True),
                    _text(about, size=8, color=_MUTED),
                    _text(f"SHA-256 {clip.sha256}", size=7.5, mono=True, after=2 * mm),
                ]
            )
        )
    return shown


def _end(facts: SheetFacts, words: SheetWords) -> list[Flowable]:
    made = words.made.format(when=_when(facts, facts.made_ms), who=facts.made_by, version=facts.version)
    notes = [_text(words.hash_note, size=8, color=_MUTED, before=4 * mm)] if facts.clips else []
    return [*notes, _text(made, size=8, color=_MUTED, before=2 * mm)]


def _when(facts: SheetFacts, at_ms: int) -> str:
    return f"{local_time(at_ms, facts.timezone)} ({facts.timezone})"


def _text(
    text: str,
    *,
    size: float = 10,
    bold: bool = False,
    mono: bool = False,
    color: HexColor = _INK,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    style = ParagraphStyle(
        "sheet",
        # The font of equal widths tells 0 from O, but has not every Vietnamese letter.
        fontName=BOLD if bold else MONO if mono and text.isascii() else REGULAR,
        fontSize=size,
        leading=size * 1.4,
        textColor=color,
        spaceBefore=before,
        spaceAfter=after,
    )
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return Paragraph(escape(printable), style)


def _heading(text: str) -> Paragraph:
    heading = _text(text, size=12, bold=True, before=5 * mm, after=2 * mm)
    heading.keepWithNext = True
    return heading


def _table(rows: list[list[Paragraph]]) -> Table:
    first = 32 * mm
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
    ]
    return Table(rows, colWidths=[first, _WIDTH - first], style=style, spaceBefore=2 * mm)


def _side_by_side(cells: list[list[Flowable]]) -> Table:
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3 * mm),
    ]
    widths = [_HALF + _GAP, _HALF][: len(cells)]
    return Table([cells], colWidths=widths, style=style, hAlign="LEFT")


def _framed(one: SheetPicture, caption: str, when: str) -> list[Flowable]:
    return [_image(marked(one)), _text(caption, size=8), _text(when, size=7, color=_MUTED)]


def marked(one: SheetPicture) -> Photo.Image:
    """The frame with the box around its code."""
    photo = Photo.open(io.BytesIO(one.jpeg)).convert("RGB")
    if one.box is not None:
        line = max(3, photo.width // 160)
        x, y, w, h = one.box.as_list()
        around = (x - line, y - line, x + w + line, y + h + line)
        ImageDraw.Draw(photo).rectangle(around, outline=_BOX_COLOR, width=line)
    return photo


def enlarged(one: SheetPicture) -> Photo.Image:
    """What is in the box with a little around it, in the shape of a frame."""
    photo = Photo.open(io.BytesIO(one.jpeg)).convert("RGB")
    x, y, w, h = one.box.as_list() if one.box is not None else [0, 0, photo.width, photo.height]
    width = min(photo.width, _ENLARGED * max(w, h * photo.width / photo.height))
    height = width * photo.height / photo.width
    left = min(max(0.0, x + w / 2 - width / 2), photo.width - width)
    top = min(max(0.0, y + h / 2 - height / 2), photo.height - height)
    return photo.crop((round(left), round(top), round(left + width), round(top + height)))


def _image(photo: Photo.Image) -> Image:
    """Half a page wide."""
    if photo.width > _SHOWN_PX:
        photo = photo.resize((_SHOWN_PX, round(photo.height * _SHOWN_PX / photo.width)), Photo.Resampling.LANCZOS)
    packed = io.BytesIO()
    photo.save(packed, "JPEG", quality=85)
    return Image(packed, width=_HALF, height=_HALF * photo.height / photo.width)
