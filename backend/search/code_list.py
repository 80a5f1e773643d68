"""Tracking codes out of pasted text, whatever form the list has. PURE.

>>> [code.norm for code in parse_codes("1. spxvn01, 2) spxvn02\\n\\"a,b\\"; spxvn01")]
['SPXVN01', 'SPXVN02', 'A,B']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from backend.domain.code import normal_form
from backend.domain.errors import InvalidInput

MOST_CODES = 200_000
LONGEST_CODE = 512
LONGEST_TEXT = 16 * 1024 * 1024

_OPENING = "\"'`“”„‘’«»"
_SEPARATORS = r",;|，；、"
_SPLIT = re.compile(rf"[{_SEPARATORS}\t\n]+|(?<![.)\]:]) +| +(?=[-–—•*·] )")
_NUMBERING = re.compile(r"^[(\[#]?\d{1,6}(?:[.)\]:]\s+|\)(?=\S)|\.(?=[^\W\d_]))")
"""A running number before a code: "12. X", "12) X", "(12) X", "12: X", "12)X", "12.X" (only before a letter)."""
_QUOTED = re.compile(rf'(?:(?<=^)|(?<=[{_SEPARATORS}\s=.)]))"([^"\n]+)"(?=$|[{_SEPARATORS}\s])', re.MULTILINE)
_NEXT_NUMBER = re.compile(r"(?<=\S) +(?=[(\[#]?\d{1,6}[.)\]] +\S)")
_BULLET = re.compile(r"^[-–—•*·]+\s+")


@dataclass(frozen=True, slots=True)
class QueryCode:
    """A code to look for: as given, and in the form in which codes are compared."""

    text: str
    norm: str


def parse_codes(text: str) -> list[QueryCode]:
    """The codes in `text`, in order, each once.

    Separators are line ends, commas, semicolons, bars, tabs and spaces; running numbers, bullets and quotes around a
    code fall away. What stands between double quotes is one code, whatever it contains. A dot followed by a space
    stays inside a code, except after a running number. Raises InvalidInput for more than MOST_CODES codes or a code
    longer than LONGEST_CODE characters.
    """
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(
            f"The list is longer than {LONGEST_TEXT:,} characters. Search it in parts.", code="list_too_long"
        )
    literal: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literal.append(match.group(1))
        return f"\x00{len(literal) - 1}\x00"

    pieces: list[str] = []
    for line in _without_line_numbers(_QUOTED.sub(keep, _plain(text)).split("\n")):
        for item in _NEXT_NUMBER.sub("\n", _strip_marks(line.strip())).split("\n"):
            pieces.extend(_SPLIT.split(_strip_marks(item)))
    return from_values(_restored(piece, literal) for piece in pieces)


def from_values(values: Iterable[str]) -> list[QueryCode]:
    """Codes that are separate already (a JSON list, the cells of a column): nothing is split. Raises InvalidInput."""
    found: dict[str, QueryCode] = {}
    for value in values:
        norm = normal_form(value)
        if not any(c.isalnum() for c in norm) or norm in found:
            continue
        if len(norm) > LONGEST_CODE:
            raise InvalidInput(
                f"Code {len(found) + 1} has {len(norm):,} characters, starting with {norm[:20]}. "
                f"A code has at most {LONGEST_CODE}; are the codes separated by commas or new lines?"
            )
        if len(found) == MOST_CODES:
            raise InvalidInput(
                f"The list holds more than {MOST_CODES:,} codes. Search it in parts.", code="too_many_codes"
            )
        found[norm] = QueryCode(value.strip(), norm)
    return list(found.values())


def _plain(text: str) -> str:
    """One kind of line end and of space, and no characters that cannot be seen."""
    lines = re.sub(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    if lines.isascii():
        return lines.replace("\x00", "")
    kept = (c for c in lines if c == "\n" or c == "\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return "".join(" " if unicodedata.category(c) == "Zs" else c for c in kept)


def _without_line_numbers(lines: list[str]) -> list[str]:
    """Lines copied from a table with a column that counts up: "1 X", "2 Y". One line alone is not taken for that."""
    filled = [line.split(None, 1) for line in lines if line.strip()]
    if len(filled) < 2 or any(len(line) < 2 or not re.fullmatch(r"\d{1,6}", line[0], re.ASCII) for line in filled):
        return lines
    first = int(filled[0][0])
    counting = all(int(line[0]) == first + place for place, line in enumerate(filled))
    return [line[1] for line in filled] if counting else lines


def _strip_marks(item: str) -> str:
    """Without a bullet or running number in front."""
    without = _NUMBERING.sub("", _BULLET.sub("", item), count=1)
    return without.strip()


def _restored(piece: str, literal: list[str]) -> str:
    piece = _NUMBERING.sub("", piece.strip(), count=1)
    match = re.search(r"\x00(\d+)\x00", piece)
    if match:
        return literal[int(match.group(1))]
    return piece.lstrip("=").strip(_OPENING).rstrip(".").strip()
