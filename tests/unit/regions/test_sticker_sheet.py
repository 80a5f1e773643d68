"""The printed codes are read, have the size they say, and the sheet speaks both languages."""

from __future__ import annotations

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from backend.detection.codes import CodeReader
from backend.domain.errors import InvalidInput
from backend.printing.fonts import REGULAR
from backend.regions.sticker_sheet import code_matrix, sticker_sheet, sticker_sizes
from backend.regions.sticker_size import SIZES_MM, needed_mm, size_to_print
from backend.regions.sticker_texts import TEXTS
from tests.support.pdf import content_streams, filled_rectangles, picture_of

DPI = 100


@pytest.mark.parametrize("text", ["TimeGo", "Bàn 7 - kho Đông", "x" * 60])
def test_every_code_of_the_sheet_is_read_and_as_large_as_it_says(text: str) -> None:
    pages = content_streams(sticker_sheet(text, "Table 1", "en", 90, 1920))
    assert len(pages) == 3
    sides = []
    for page in pages[1:]:
        rectangles = filled_rectangles(page)
        codes = _read_apart(rectangles)
        assert {found for found, _ in codes} == {text}
        sides += [side for _, side in codes]
    assert sorted(round(side / mm) for side in sides) == sorted(SIZES_MM)


def _read_apart(rectangles: list[tuple[float, float, float, float]]) -> list[tuple[str, float]]:
    """(text, side in points) of each code on the page."""
    picture = picture_of(rectangles, *A4, DPI)
    found = []
    reader = CodeReader(["QRCode"])
    # The reader gives each text once: what was found is painted over until nothing is left.
    while reads := reader.read(picture):
        box = reads[0].box
        inside = [
            r
            for r in rectangles
            if box.x - 3 <= (r[0] + r[2]) / 2 * DPI / 72 <= box.x + box.w + 3
            and box.y - 3 <= (A4[1] - (r[1] + r[3]) / 2) * DPI / 72 <= box.y + box.h + 3
        ]
        found.append((reads[0].text, max(r[2] for r in inside) - min(r[0] for r in inside)))
        picture[max(0, box.y - 4) : box.y + box.h + 4, max(0, box.x - 4) : box.x + box.w + 4] = 255
    return found


def test_everything_stays_on_the_page() -> None:
    for text in ("TimeGo", "x" * 60):
        for page in content_streams(sticker_sheet(text, "T", "vi", 90, None))[1:]:
            for x0, y0, x1, y1 in filled_rectangles(page):
                assert 12 * mm <= x0 < x1 <= A4[0] - 12 * mm
                assert 12 * mm <= y0 < y1 <= A4[1] - 12 * mm


def test_the_rule_of_four_pixels() -> None:
    # 1 m away, 90 degrees: 2 m are seen across, 1.04 mm a pixel of 1920; 21 modules of 4 px.
    assert needed_mm(21, 1000, 90, 1920) == 88
    assert needed_mm(21, 500, 90, 1920) == 44
    assert size_to_print(88) == 100
    assert size_to_print(121) is None


def test_the_cameras_own_width_stands_first_and_once() -> None:
    assert sticker_sizes("TimeGo", 90, 1920).frame_widths == (1920, 1280, 2560, 3840)
    assert sticker_sizes("TimeGo", 90, None).frame_widths == (1280, 1920, 2560, 3840)


def test_names_are_text_and_no_markup() -> None:
    assert sticker_sheet("A&B", "<b>Table</b> & <para>", "en", 90, None).startswith(b"%PDF")


def test_a_text_too_long_to_be_read_is_refused() -> None:
    with pytest.raises(InvalidInput, match="too long"):
        code_matrix("x" * 200)


def test_the_font_has_every_letter() -> None:
    from reportlab.pdfbase import pdfmetrics

    sticker_sheet("TimeGo", "T", "vi", 90, None)
    glyphs = pdfmetrics.getFont(REGULAR).face.charToGlyph
    for words in TEXTS.values():
        text = "".join([words.title, *words.steps, words.table_text, words.too_large, words.scale])
        assert {letter for letter in text if ord(letter) not in glyphs} == set()
