"""From an uploaded table to the codes of its column: header found, column suggested or remembered per marketplace."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from backend.domain.caution import Caution
from backend.domain.errors import InvalidInput
from backend.search.code_list import QueryCode, from_values
from backend.search.table_file import Rows, read_rows
from database.repositories.mappings import ColumnMapping, MappingRepository

SAMPLES = 5
_HEADER_WITHIN = 15
"""Rows from the top in which a header is looked for; exports put titles and hints above it."""

_TRACKING = (
    "ma van don", "van don", "tracking", "waybill", "awb", "ma kien", "bill code", "shipment", "parcel", "ma buu gui",
)  # fmt: skip
_ORDER = ("ma don hang", "ma don", "order id", "order sn", "order no", "order number", "ma gui")
_CODE = re.compile(r"(?=(?:.*\d){4})[A-Za-z0-9][A-Za-z0-9._/#-]{5,63}")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")


class Clock(Protocol):
    def now_ms(self) -> int: ...


@dataclass(frozen=True, slots=True)
class TableColumn:
    letter: str
    """A, B, ... as in a spreadsheet."""
    header: str
    """Empty when the table has none."""
    samples: tuple[str, ...]
    filled: int
    """Cells that hold something."""
    code_like: float
    """Share of those that look like tracking codes, 0..1."""


@dataclass(frozen=True, slots=True)
class TableCodes:
    columns: tuple[TableColumn, ...]
    suggested_column: str | None
    """Letter of the column that most likely holds the codes."""
    column: str | None
    """Letter of the column the codes were taken from: chosen, remembered or suggested."""
    codes: tuple[QueryCode, ...]
    rows: int
    platform_saved: bool
    """The chosen column was remembered for the platform by this call."""
    warnings: tuple[Caution, ...]


class TableUpload:
    def __init__(self, mappings: MappingRepository, clock: Clock) -> None:
        self._mappings = mappings
        self._clock = clock

    def read(self, data: bytes, *, platform: str | None = None, column: str | None = None) -> TableCodes:
        """Read an uploaded file. A chosen `column` (letter or header) is remembered for `platform`; without one the
        platform's remembered column is used, else the suggested one. Raises InvalidInput saying what to do."""
        rows = read_rows(data, holds_codes)
        header_at = find_header(rows)
        columns = describe(rows, header_at)
        suggested = suggest(columns)
        chosen = self._chosen(columns, platform, column) or suggested
        saved = False
        if column and platform and chosen is not None:
            self._mappings.save(ColumnMapping(platform, chosen.header, chosen.letter), now_ms=self._clock.now_ms())
            saved = True
        body = rows if header_at is None else rows[header_at + 1 :]
        cells = [] if chosen is None else [row[columns.index(chosen)] for row in body]
        return TableCodes(
            columns=tuple(columns),
            suggested_column=suggested.letter if suggested else None,
            column=chosen.letter if chosen else None,
            codes=tuple(from_values(part for cell in cells for part in split_cell(cell))),
            rows=len(body),
            platform_saved=saved,
            warnings=tuple(_warnings(cells)),
        )

    def _chosen(self, columns: Sequence[TableColumn], platform: str | None, column: str | None) -> TableColumn | None:
        if column:
            return _named(columns, column)
        remembered = self._mappings.get(platform) if platform else None
        if remembered is None:
            return None
        # A column that moved still has its header; a header that changed may still be in its place.
        if remembered.column_header:
            wanted = _plain(remembered.column_header)
            found = next((one for one in columns if _plain(one.header) == wanted), None)
            if found is not None:
                return found
        return next((one for one in columns if one.letter == remembered.column_letter), None)


def holds_codes(rows: Rows) -> bool:
    """A workbook may begin with a cover or a summary: the sheet that is meant is the one with a column of codes."""
    return suggest(describe(rows, find_header(rows))) is not None


def find_header(rows: Rows) -> int | None:
    """The row that names the columns: within the first rows, nearly as full as those below, and no code in it."""
    usual = sorted(sum(1 for cell in row if cell) for row in rows[:200])[len(rows[:200]) // 2]
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        filled = [cell for cell in row if cell]
        if any(_is_code(cell) for cell in filled):
            return None
        named = all(any(c.isalpha() for c in cell) for cell in filled)
        if named and len(filled) * 10 >= usual * 6 and index + 1 < len(rows):
            return index
    return None


def describe(rows: Rows, header_at: int | None) -> list[TableColumn]:
    body = rows if header_at is None else rows[header_at + 1 :]
    columns = []
    for index in range(len(rows[0])):
        cells = [row[index] for row in body if row[index]]
        looked_at = cells[:2_000]
        like = sum(1 for cell in looked_at if all(map(_is_code, split_cell(cell)))) / len(looked_at) if cells else 0.0
        header = "" if header_at is None else rows[header_at][index]
        columns.append(TableColumn(letter_of(index), header, tuple(cells[:SAMPLES]), len(cells), round(like, 3)))
    return columns


def suggest(columns: Sequence[TableColumn]) -> TableColumn | None:
    """By its header (tracking before order number) and by how many cells look like codes; None when none do."""

    def score(column: TableColumn) -> float:
        header = _plain(column.header)
        named = 2.0 if any(word in header for word in _TRACKING) else 1.0 if any(w in header for w in _ORDER) else 0.0
        return named + column.code_like if column.filled else 0.0

    best = max(columns, key=score, default=None)
    return best if best is not None and score(best) >= 0.5 else None


def split_cell(cell: str) -> list[str]:
    """Several codes may stand in one cell, between commas, semicolons, bars or line ends."""
    return [part.strip() for part in re.split(r"[,;|\n\r]", cell) if part.strip()]


def letter_of(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _named(columns: Sequence[TableColumn], column: str) -> TableColumn:
    by_header = [one for one in columns if one.header and _plain(one.header) == _plain(column)]
    by_letter = [one for one in columns if one.letter == column.strip().upper()]
    found = by_header or by_letter
    if not found:
        raise InvalidInput(f"The table has no column {column!r}; it has {columns[0].letter} to {columns[-1].letter}.")
    return found[0]


def _is_code(cell: str) -> bool:
    return _CODE.fullmatch(cell) is not None and re.fullmatch(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}", cell) is None


def _plain(text: str) -> str:
    """Lower case without accents, so that 'Mã vận đơn' and 'MA VAN DON' are the same."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).replace("_", " ").split())


def _warnings(cells: Sequence[str]) -> list[Caution]:
    found = []
    rounded = sum(1 for cell in cells if _ROUNDED.fullmatch(cell))
    if rounded:
        message = f"{rounded:,} cells hold numbers like 1.2E+12: digits were lost when the file was saved."
        found.append(Caution("cells_rounded", message, {"count": rounded}))
    long = sum(1 for cell in cells if cell.isdecimal() and len(cell) > 15 and cell.endswith("0" * (len(cell) - 15)))
    if long:
        message = f"{long:,} numbers have more than 15 digits and end in zeros: a spreadsheet program rounded them."
        found.append(Caution("numbers_rounded", message, {"count": long}))
    return found
