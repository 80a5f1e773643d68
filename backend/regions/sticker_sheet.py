"""The sticker sheet: an A4 PDF with the table's code in several sizes as vectors, and how to choose and use them."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape

import segno
from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table, TableStyle

from backend.domain.errors import InvalidInput
from backend.domain.language import Language
from backend.printing.fonts import BOLD, REGULAR, register_fonts
from backend.regions.sticker_size import (
    LEAST_PX,
    MODULE_PX,
    QUIET_MODULES,
    SIZES_MM,
    SizeTable,
    size_table,
    size_to_print,
)
from backend.regions.sticker_texts import TEXTS, SheetTexts

_MARGIN = 16 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_INK, _MUTED, _LINE, _TINT = HexColor("#1C1B18"), HexColor("#57544C"), HexColor("#9E9A8F"), HexColor("#EDF7F4")
# Larger codes have modules so small that no usual size of print can be read from a camera.
_MOST_MODULES = 45
# Which sizes stand beside each other, row by row, page by page. With their borders they just fit.
_PAGES = (((120,), (60, 40, 30)), ((100,), (80,)))
_STICKER_MARGIN, _GAP = 12 * mm, 3 * mm
_CAPTION = 4 * mm


def code_matrix(text: str) -> list[list[bool]]:
    """The code's modules, row by row, True where black, without its border. Raises InvalidInput for a long text."""
    matrix = [[bool(module) for module in row] for row in segno.make_qr(text, error="m").matrix]
    if len(matrix) > _MOST_MODULES:
        raise InvalidInput("This text is too long for a sticker that a camera can read. Choose a shorter one.")
    return matrix


def sticker_sizes(text: str, view_deg: int, frame_width: int | None) -> SizeTable:
    """How large this text's code has to be. Raises InvalidInput for a long text."""
    return size_table(len(code_matrix(text)), view_deg, frame_width)


def sticker_sheet(text: str, camera: str, language: Language, view_deg: int, frame_width: int | None) -> bytes:
    """The PDF: a page that says how, a page with the stickers. Raises InvalidInput for a long text."""
    matrix, words = code_matrix(text), TEXTS[language]
    register_fonts()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True, lang=language)
    canvas.setTitle(f"{words.title} - {text}")
    canvas.setAuthor("ePACK")
    _instructions(canvas, words, text, camera, size_table(len(matrix), view_deg, frame_width), frame_width)
    canvas.showPage()
    for rows in _PAGES:
        _stickers(canvas, words, matrix, rows)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _instructions(
    canvas: Canvas, words: SheetTexts, text: str, camera: str, table: SizeTable, frame_width: int | None
) -> None:
    y = A4[1] - _MARGIN
    y = _write(canvas, escape(words.title), y, size=18, bold=True)
    y = _write(canvas, escape(words.camera.format(camera=camera, text=text)), y - 2 * mm, color=_MUTED)
    for number, step in enumerate(words.steps, 1):
        y = _write(canvas, f"{number}.&nbsp; {escape(step)}", y - 3.5 * mm)
    y = _write(canvas, escape(words.table_title), y - 9 * mm, size=13, bold=True)
    about = words.table_text.format(view=table.view_deg, px=round(MODULE_PX), least=round(LEAST_PX))
    y = _write(canvas, escape(about), y - 2 * mm, color=_MUTED, size=9)
    _draw_table(canvas, words, table, frame_width, y - 4 * mm)


def _draw_table(canvas: Canvas, words: SheetTexts, table: SizeTable, frame_width: int | None, top: float) -> None:
    head = [words.distance] + [
        words.own_width.format(width=width) if width == frame_width else f"{width} px" for width in table.frame_widths
    ]
    largest = SIZES_MM[-1]
    rows = [
        [f"{row.distance_cm / 100:g} m"] + [str(need) if size_to_print(need) else f"{need} *" for need in row.needed_mm]
        for row in table.rows
    ]
    drawn = Table([head, *rows], colWidths=[_WIDTH / len(head)] * len(head))
    style = [
        ("FONT", (0, 0), (-1, -1), REGULAR, 9),
        ("FONT", (0, 0), (-1, 0), BOLD, 8),
        ("TEXTCOLOR", (0, 0), (-1, -1), _INK),
        ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
    ]
    if frame_width is not None:
        style.append(("BACKGROUND", (1, 0), (1, -1), _TINT))
    drawn.setStyle(TableStyle(style))
    _, height = drawn.wrapOn(canvas, _WIDTH, top)
    drawn.drawOn(canvas, _MARGIN, top - height)
    _write(canvas, escape(f"* {words.too_large.format(size=largest)}"), top - height - 2 * mm, color=_MUTED, size=9)


def _stickers(canvas: Canvas, words: SheetTexts, matrix: list[list[bool]], rows: tuple[tuple[int, ...], ...]) -> None:
    y = A4[1] - _STICKER_MARGIN
    for row in rows:
        x = _STICKER_MARGIN
        for size in row:
            side = size * mm
            border = side / len(matrix) * QUIET_MODULES
            outer = side + 2 * border
            canvas.setStrokeColor(_LINE)
            canvas.setLineWidth(0.25)
            canvas.rect(x, y - outer, outer, outer)
            draw_code(canvas, matrix, x + border, y - outer + border, side)
            _note(canvas, words.caption.format(size=size), x, y - outer - 3 * mm)
            x += outer + _GAP
        y -= row[0] * mm * (1 + 2 * QUIET_MODULES / len(matrix)) + _CAPTION + _GAP
    canvas.setStrokeColor(black)
    canvas.setLineWidth(0.5)
    canvas.line(_STICKER_MARGIN, 10 * mm, _STICKER_MARGIN + 100 * mm, 10 * mm)
    _note(canvas, words.scale, _STICKER_MARGIN, 6.5 * mm)


def _note(canvas: Canvas, text: str, x: float, y: float) -> None:
    canvas.setFillColor(_MUTED)
    canvas.setFont(REGULAR, 7)
    canvas.drawString(x, y, text)


def draw_code(canvas: Canvas, matrix: list[list[bool]], x: float, y: float, side: float) -> None:
    """The code as filled rectangles, one a run of black modules in a row, so that no seams show; lower left at x, y."""
    module = side / len(matrix)
    canvas.setFillColor(black)
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        column = 0
        while column < len(modules):
            run = column
            while run < len(modules) and modules[run]:
                run += 1
            if run > column:
                path.rect(x + column * module, y + side - (row + 1) * module, (run - column) * module, module)
            column = run + 1
    canvas.drawPath(path, stroke=0, fill=1)


def _write(
    canvas: Canvas, text: str, top: float, *, size: int = 10, bold: bool = False, color: HexColor = _INK
) -> float:
    """A paragraph below `top` (markup of reportlab); returns where it ends."""
    style = ParagraphStyle(
        "sheet", fontName=BOLD if bold else REGULAR, fontSize=size, leading=size * 1.4, textColor=color
    )
    paragraph = Paragraph(text, style)
    _, height = paragraph.wrapOn(canvas, _WIDTH, top)
    paragraph.drawOn(canvas, _MARGIN, top - height)
    return float(top - height)
