"""Tables in every form that marketplaces hand them out, as text and nothing but text."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
import xlsxwriter

from backend.domain.errors import InvalidInput
from backend.search import table_file
from backend.search.table_file import decode, read_rows
from backend.search.table_upload import describe, find_header, letter_of, split_cell, suggest


def workbook(rows: list[list[object]], *, empty_sheet_first: bool = False) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    if empty_sheet_first:
        book.add_worksheet("Notes")
    sheet = book.add_worksheet("Orders")
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(y, x, cell)
            elif isinstance(cell, datetime):
                sheet.write_datetime(y, x, cell, book.add_format({"num_format": "yyyy-mm-dd"}))
            elif cell is not None:
                sheet.write(y, x, cell)
    book.close()
    return held.getvalue()


def test_numbers_in_a_sheet_stay_as_they_are_read() -> None:
    rows = read_rows(workbook([["Code", "n"], [893123456789.0, 1.5], ["000123", True], [None, None], [7, None]]))
    assert rows == [["Code", "n"], ["893123456789", "1.5"], ["000123", "TRUE"], ["7", ""]]


def test_a_long_number_is_not_written_in_powers_of_ten() -> None:
    assert read_rows(workbook([[123456789012345678901.0]]))[0][0].isdecimal()


def test_the_first_sheet_that_holds_something_is_read() -> None:
    assert read_rows(workbook([["A1"]], empty_sheet_first=True)) == [["A1"]]


def test_a_date_in_a_sheet_is_read_as_a_date() -> None:
    naive = datetime(2026, 1, 2, tzinfo=UTC).replace(tzinfo=None)
    assert read_rows(workbook([["x", naive]]))[0][1].startswith("2026-01-02")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_vietnamese_headers_survive_every_encoding(encoding: str) -> None:
    text = "Mã đơn,SĐT\r\n0012,09\r\n"
    assert read_rows(text.encode(encoding)) == [["Mã đơn", "SĐT"], ["0012", "09"]]


def test_vietnamese_windows_writes_letter_and_tone_apart() -> None:
    apart = "Ma\u0303 đơn,SĐT\r\n0012,09\r\n".encode("cp1258")
    assert read_rows(apart) == [["Mã đơn", "SĐT"], ["0012", "09"]]


def test_western_letters_are_the_last_resort() -> None:
    assert decode(b"caf\xe9 \xd2\xaa\x8a") != ""


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in (["code", "a b", "c"], ["001", "x", "1.5"], ["002", "y", "2.5"]))
    assert read_rows(text.encode()) == [["code", "a b", "c"], ["001", "x", "1.5"], ["002", "y", "2.5"]]


def test_commas_within_cells_do_not_beat_the_real_delimiter() -> None:
    text = "code;name\n001;Tee, black\n002;Mug, blue\n003;Pen, red, thin\n"
    assert read_rows(text.encode())[3] == ["003", "Pen, red, thin"]


def test_the_delimiter_line_of_spreadsheet_programs_is_understood() -> None:
    assert read_rows(b"sep=;\r\na;b\r\n1;2\r\n") == [["a", "b"], ["1", "2"]]


def test_quotes_line_ends_and_protected_numbers_in_cells() -> None:
    text = 'code,note\r\n="000123","two\nlines, ""quoted"""\r\n\'0456,x\r\n'
    assert read_rows(text.encode()) == [["code", "note"], ["000123", 'two\nlines, "quoted"'], ["0456", "x"]]


def test_ragged_rows_keep_their_columns() -> None:
    assert read_rows(b"a,b,c\n1\n1,2,3\n1,2\n") == [["a", "b", "c"], ["1", "", ""], ["1", "2", "3"], ["1", "2", ""]]


def test_one_column_needs_no_delimiter() -> None:
    assert read_rows(b"SPX1\nSPX2\n") == [["SPX1"], ["SPX2"]]


def test_tab_separated_text_named_xls_is_a_table() -> None:
    assert read_rows("Mã vận đơn\tTên\n0001\tx\n".encode("utf-16")) == [["Mã vận đơn", "Tên"], ["0001", "x"]]


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    with pytest.raises(InvalidInput, match="unpacks to far more"):
        read_rows(held.getvalue())


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    true_size = (30_000_000).to_bytes(4, "little")
    lying = held.getvalue().replace(true_size, (1_000).to_bytes(4, "little"))
    assert lying != held.getvalue()
    with pytest.raises(InvalidInput, match="unpacks to far more"):
        read_rows(lying)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "damaged or no spreadsheet"),
        (b"PK\x03\x04" + b"x" * 100, "damaged"),
        (b"<html><table><tr><td>1</td></tr></table>", "document"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "neither a table nor text"),
        (b",,,\n,,\n", "no rows"),
    ],
)
def test_what_is_no_table_is_refused_with_advice(data: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_rows(data)


def test_limits_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidInput, match="columns"):
        read_rows(",".join("x" * 600).encode() + b"\n")
    monkeypatch.setattr(table_file, "MOST_ROWS", 3)
    with pytest.raises(InvalidInput, match="more than 3 rows"):
        read_rows(b"a\nb\nc\nd\n")
    monkeypatch.setattr(table_file, "LARGEST_FILE", 3)
    with pytest.raises(InvalidInput, match="larger than"):
        read_rows(b"abcd")


def test_the_header_below_titles_is_found_and_tracking_beats_order() -> None:
    rows = read_rows(
        "Báo cáo đơn hàng,,,\nTừ ngày đến ngày,,,\nMã đơn hàng,Sản phẩm,Mã vận đơn,Giá\n"
        "2401019ABC123,Áo,SPXVN0123456789,12000\n2401019ABC124,Mũ,SPXVN0123456790,9000\n".encode()
    )
    assert find_header(rows) == 2
    best = suggest(describe(rows, 2))
    assert best is not None
    assert (best.letter, best.header, best.filled, best.code_like) == ("C", "Mã vận đơn", 2, 1.0)


def test_a_table_without_header_is_suggested_by_its_cells() -> None:
    rows = read_rows(b"red,SPXVN0123456789\nblue,SPXVN0123456790\n")
    assert find_header(rows) is None
    best = suggest(describe(rows, None))
    assert best is not None
    assert best.letter == "B"


def test_nothing_is_suggested_where_nothing_looks_like_codes() -> None:
    assert suggest(describe([["name"], ["red"], ["blue"]], 0)) is None


def test_letters_of_columns() -> None:
    assert [letter_of(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_cell_may_hold_several_codes() -> None:
    assert split_cell("A1, B2;C3\nD4") == ["A1", "B2", "C3", "D4"]
