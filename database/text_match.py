"""Texts found as people read them. SQLite itself knows upper and lower case of ASCII only, and a Mac writes letters and
their marks apart in the names of files."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import ColumnElement, and_, or_


def contains_text(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether the column contains the text, whatever the case of its letters, each with its marks as one sign or apart.

    Patterns SQLite looks for by itself: a function of Python's takes four times as long on 200,000 rows.
    """
    if text.isascii():
        return column.icontains(text, autoescape=True)
    written = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    patterns = dict.fromkeys(pattern for form in written for pattern in _patterns(form))
    # Signs that are wildcards here only let more through, which the patterns then refuse.
    roughly = "%" + re.sub(r"[^\x00-\x7f]+", "%", written[0]) + "%"
    return and_(column.like(roughly), or_(*(column.op("GLOB")(pattern) for pattern in patterns)))


def _patterns(text: str) -> list[str]:
    """One for each case of the first sign: SQLite finds a sign quickly where it need not try a set at every place."""
    rest = "".join(_set_of(_cases(sign)) for sign in text[1:])
    return [f"*{_set_of([first])}{rest}*" for first in _cases(text[0])]


def _cases(sign: str) -> list[str]:
    return list(dict.fromkeys(one for one in (sign, sign.lower(), sign.upper()) if len(one) == 1))


def _set_of(signs: list[str]) -> str:
    return signs[0] if len(signs) == 1 and signs[0] not in "*?[" else f"[{''.join(signs)}]"
