"""Uploaded tables: the column chosen once is remembered for the marketplace."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from backend.domain.errors import InvalidInput
from backend.runtime.clock import ManualClock
from backend.search.table_upload import TableUpload
from database.engine import Store
from database.repositories.mappings import ColumnMapping, MappingRepository

TABLE = 'Mã đơn hàng;Mã vận đơn;Ghi chú\n2401019ABC123;SPXVN0123456789;\n2401019ABC124;="0012345678";gift\n'.encode()
MOVED = "Ngày;Mã đơn hàng;Mã vận đơn\n1;2401019ABC125;SPXVN0000000001\n".encode()


@pytest.fixture
def upload(store: Store) -> TableUpload:
    return TableUpload(MappingRepository(store), ManualClock())


def norms(upload: TableUpload, data: bytes, **wanted: str) -> list[str]:
    return [code.norm for code in upload.read(data, **wanted).codes]


def test_the_tracking_column_is_suggested_and_read_as_text(upload: TableUpload) -> None:
    read = upload.read(TABLE)
    assert [code.norm for code in read.codes] == ["SPXVN0123456789", "0012345678"]
    assert (read.suggested_column, read.column, read.rows, read.platform_saved) == ("B", "B", 2, False)
    assert [column.header for column in read.columns] == ["Mã đơn hàng", "Mã vận đơn", "Ghi chú"]
    assert read.columns[2].filled == 1


def test_a_choice_is_remembered_for_the_platform_by_header(upload: TableUpload, store: Store) -> None:
    assert upload.read(TABLE, platform="Shopee", column="A").platform_saved
    assert MappingRepository(store).all() == [ColumnMapping("Shopee", "Mã đơn hàng", "A")]
    assert norms(upload, MOVED, platform="shopee") == ["2401019ABC125"]
    assert norms(upload, MOVED, platform="Lazada") == ["SPXVN0000000001"]


def test_a_renamed_header_falls_back_to_the_letter(upload: TableUpload) -> None:
    upload.read(TABLE, platform="Shopee", column="mã vận đơn")
    assert norms(upload, b"x;y\nred;CODE12345\n", platform="Shopee") == ["CODE12345"]


def test_a_column_that_is_not_there_is_said(upload: TableUpload) -> None:
    with pytest.raises(InvalidInput, match="has A to C"):
        upload.read(TABLE, column="Q")


def test_cells_with_several_codes_and_doubles(upload: TableUpload) -> None:
    data = b'code\n"SPX000001, SPX000002"\nspx000001\n"SPX000003;SPX000004"\n'
    assert norms(upload, data) == ["SPX000001", "SPX000002", "SPX000003", "SPX000004"]


def test_digits_lost_before_are_warned_of(upload: TableUpload) -> None:
    read = upload.read(b"tracking,n\n1.23E+12,1\n12345678901234500000,2\n", column="A")
    assert [one.code for one in read.warnings] == ["cells_rounded", "numbers_rounded"]


def test_a_table_without_codes_suggests_nothing(upload: TableUpload) -> None:
    read = upload.read(b"name,colour\nhat,red\nscarf,blue\n")
    assert (read.suggested_column, read.column, read.codes) == (None, None, ())


def test_a_cover_sheet_is_passed_over_for_the_one_with_codes(upload: TableUpload) -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        book.add_worksheet("Cover").write_column(0, 0, ["Orders of the shop", "November"])
        book.add_worksheet("Orders").write_column(0, 0, ["Mã vận đơn", "SPXVN0123456789", "SPXVN0123456790"])
        book.add_worksheet("Old").write_column(0, 0, ["Mã vận đơn", "SPXVN0000000001"])
    assert norms(upload, held.getvalue()) == ["SPXVN0123456789", "SPXVN0123456790"]
    # Where no sheet has any, the first one is shown, so that a column can be chosen.
    with xlsxwriter.Workbook(bare := io.BytesIO(), {"in_memory": True}) as book:
        book.add_worksheet("Cover").write_column(0, 0, ["Names", "An", "Binh"])
        book.add_worksheet("Other").write_column(0, 0, ["Towns", "Hue"])
    assert [column.header for column in upload.read(bare.getvalue()).columns] == ["Names"]
