"""Reads a CSV, XLSX or XLS file into rows of text: nothing is turned into a number and back.

The content decides what a file is, not its name: marketplaces hand out tab-separated text named .xls.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from backend.domain.errors import InvalidInput

LARGEST_FILE = 25 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
LARGEST_RATIO = 200
"""Real sheets unpack to 5 to 30 times their size; a file made to fill the memory to 1,000 times."""
MOST_ROWS = 300_000
MOST_COLUMNS = 500
LONGEST_CELL = 32_767
DELIMITERS = ",;\t|"

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ADVICE = "Open it in a spreadsheet program and save it as XLSX or CSV."

Rows = list[list[str]]


def read_rows(data: bytes, wanted: Callable[[Rows], bool] = bool) -> Rows:
    """The rows of the first sheet that is `wanted`, or else of the first that holds anything, all of the same length.

    Raises InvalidInput.
    """
    if not data.strip():
        raise InvalidInput("The file is empty.", code="table_empty")
    if len(data) > LARGEST_FILE:
        raise InvalidInput(
            f"The file is larger than {LARGEST_FILE // 2**20} MB. Split it, or keep only the column.",
            code="table_too_large",
        )
    if data.startswith(_ZIP):
        _refuse_bomb(data)
        sheets = _sheets(data)
    elif data.startswith(_OLE):
        sheets = _sheets(data)
    else:
        sheets = iter([_text_rows(decode(data))])
    first: Rows | None = None
    for sheet in sheets:
        if not (rows := [row for row in sheet if any(row)]):
            continue
        rows = _squared(rows)
        if wanted(rows):
            return rows
        first = first or rows
    if first is None:
        raise InvalidInput("The file holds no rows.", code="table_empty")
    return first


def _squared(rows: Rows) -> Rows:
    """Within the bounds, and all of the same length. Raises InvalidInput."""
    if len(rows) > MOST_ROWS:
        raise InvalidInput(f"The table has more than {MOST_ROWS:,} rows. Split it.", code="table_too_long")
    width = max(map(len, rows))
    if width > MOST_COLUMNS:
        raise InvalidInput(
            f"The table has {width:,} columns; at most {MOST_COLUMNS} are read. Keep only the codes.",
            code="table_too_wide",
        )
    return [row + [""] * (width - len(row)) for row in rows]


def decode(data: bytes) -> str:
    """Text in UTF-8, UTF-16, Vietnamese Windows or, at last, Western letters. Raises InvalidInput for anything else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    sample = data[:2000]
    if sample.count(0) * 3 > len(sample):
        # UTF-16 without its mark: every second byte of plain text is zero.
        little = sample[1::2].count(0) > sample[::2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", "replace")
    if 0 in sample:
        raise InvalidInput(f"The file is neither a table nor text. {_ADVICE}", code="table_unreadable")
    for encoding in ("utf-8-sig", "cp1258"):
        try:
            # Vietnamese Windows writes a letter and its tone apart.
            return unicodedata.normalize("NFC", data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _text_rows(text: str) -> Rows:
    start = text.lstrip()[:500].lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<table", "{\\rtf", "%pdf")):
        raise InvalidInput(
            f"The file is a document, not a table, whatever its name says. {_ADVICE}", code="table_unreadable"
        )
    declared = re.match(r"\s*\"?sep=(.)\"?\r?\n", text)
    if declared:
        text = text[declared.end() :]
    delimiter = declared.group(1) if declared else _delimiter(text)
    csv.field_size_limit(LARGEST_FILE)
    lines = io.StringIO(text.replace("\x00", ""), newline="")
    try:
        reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
        rows = []
        for row in reader:
            rows.append([_clean(cell) for cell in row])
            if len(rows) > MOST_ROWS * 2:
                break
        return rows
    except csv.Error as error:
        raise InvalidInput(
            f"The table cannot be read near line {reader.line_num}. {_ADVICE}", code="table_unreadable"
        ) from error


def _delimiter(text: str) -> str:
    """The delimiter that splits the first lines into the most equal rows of more than one column."""
    sample = text[:64_000].splitlines()[:60]

    def score(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        if not widths:
            return (0.0, 0)
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        return (widths.count(usual) / len(widths), usual) if usual > 1 else (0.0, 0)

    return max(DELIMITERS, key=score)


def _sheets(data: bytes) -> Iterator[Rows]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield [[_clean(_cell_text(cell)) for cell in row] for row in values]
    except (CalamineError, OSError, ValueError) as error:
        secret = "password" in str(error).lower() or "encrypt" in str(error).lower()
        why = "is protected by a password" if secret else "is damaged or no spreadsheet"
        raise InvalidInput(f"The file {why}. {_ADVICE}", code="table_unreadable") from error


def _cell_text(cell: object) -> str:
    """A cell as a person reads it: 123, never 123.0 or 1.23e+20."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return ""


def _clean(cell: str) -> str:
    """Trimmed, without the ="..." that protects a number in a CSV from a spreadsheet program."""
    cell = cell.strip().strip("\ufeff\u200b")
    protected = re.fullmatch(r'="?([^"]*)"?', cell)
    return (protected.group(1) if protected else cell.removeprefix("'")).strip()[:LONGEST_CELL]


def _refuse_bomb(data: bytes) -> None:
    """Unpack piece by piece and count, trusting no size that the file states about itself. Raises InvalidInput."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InvalidInput(f"The file is damaged. {_ADVICE}", code="table_unreadable") from error
    if len(entries) > 10_000:
        raise InvalidInput(f"The file holds too many parts to be a table. {_ADVICE}", code="table_unreadable")
    allowed = min(LARGEST_UNPACKED, max(1_000_000, len(data) * LARGEST_RATIO))
    for entry in entries:
        allowed -= _unpacked_size(data, entry, allowed)
        if allowed < 0:
            raise InvalidInput(
                f"The file unpacks to far more than a table of its size does. {_ADVICE}", code="table_unreadable"
            )


def _unpacked_size(data: bytes, entry: zipfile.ZipInfo, allowed: int) -> int:
    """Bytes the entry really unpacks to; counting stops above `allowed`."""
    name_size, extra_size = (int.from_bytes(data[entry.header_offset + at :][:2], "little") for at in (26, 28))
    start = entry.header_offset + 30 + name_size + extra_size
    if entry.compress_type == zipfile.ZIP_STORED:
        return min(entry.compress_size, len(data) - start)
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise InvalidInput(f"The file is packed in a way spreadsheets do not use. {_ADVICE}", code="table_unreadable")
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes = data[start:]
    size = 0
    try:
        while rest and not unpacker.eof and size <= allowed:
            size += len(unpacker.decompress(rest, 1 << 20))
            rest = unpacker.unconsumed_tail
    except zlib.error as error:
        raise InvalidInput(f"The file is damaged. {_ADVICE}", code="table_unreadable") from error
    return size
