"""Texts found as people read them. SQLite itself knows upper and lower case of ASCII only, and a Mac writes letters and
their marks apart in the names of files."""

from __future__ import annotations

import os
import re
import sqlite3
import unicodedata

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_

_FUNCTION = "epack_contains"
_MARKS = "*[\u0300-\u036f]*"
_LETTERS_WITH_MARKS = "*[\u00c0-\u010f\u0112-\u024f\u1e00-\u1eff]*"
"""Without the letter D with its stroke: that is one sign in either form."""


def contains_text(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether the column contains the text, whatever the case of its letters, each with its marks as one sign or apart.

    Patterns SQLite looks for by itself: a function of Python's takes four times as long on 200,000 rows. It is left to
    what holds both forms: a Mac's file in a folder of Windows, or a letter with one mark in it and one apart.
    """
    if text.isascii():
        return column.icontains(text, autoescape=True)
    # A name that is not UTF-8 is stored as its bytes, to which no pattern is applied.
    shown = cast(column, Text)
    written = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    patterns = dict.fromkeys(pattern for form in written for pattern in _patterns(form))
    # Signs that are wildcards here only let more through, which the patterns then refuse.
    roughly = "%" + re.sub(r"[^\x00-\x7f]+", "%", written[0]) + "%"
    mixed = and_(*(shown.op("GLOB")(pattern) for pattern in (_MARKS, _LETTERS_WITH_MARKS)))
    in_mixed = and_(mixed, getattr(func, _FUNCTION)(column, text) == 1)
    return and_(shown.like(roughly), or_(*(shown.op("GLOB")(pattern) for pattern in patterns), in_mixed))


def teach(raw: sqlite3.Connection) -> None:
    """Give a new connection what `contains_text` asks of it."""
    raw.create_function(_FUNCTION, 2, _contains, deterministic=True)


def _contains(stored: str | bytes | None, text: str) -> bool:
    """`stored`: bytes of a name that is not UTF-8, see column_types.PathText."""
    if stored is None:
        return False
    return _plain(text) in _plain(os.fsdecode(stored) if isinstance(stored, bytes) else stored)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _patterns(text: str) -> list[str]:
    """One for each case of the first sign: SQLite finds a sign quickly where it need not try a set at every place."""
    rest = "".join(_set_of(_cases(sign)) for sign in text[1:])
    return [f"*{_set_of([first])}{rest}*" for first in _cases(text[0])]


def _cases(sign: str) -> list[str]:
    return list(dict.fromkeys(one for one in (sign, sign.lower(), sign.upper()) if len(one) == 1))


def _set_of(signs: list[str]) -> str:
    return signs[0] if len(signs) == 1 and signs[0] not in "*?[" else f"[{''.join(signs)}]"
