"""Writing codes into `event_codes` and its gram index, always together and in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select, text

from backend.domain.code import folded, normal_form
from backend.domain.event import EventCode
from database.rows import batches
from database.tables import event_codes

GRAM = 5
"""Characters a gram has. Five digits split ten million codes into lists of some hundreds; three would leave 100,000."""

SHORTEST_PART = 3
"""The shortest part of a code that can be looked up: the gram index keeps prefixes of 3 and 4 characters."""

_ADD = text("INSERT INTO code_grams (rowid, grams) VALUES (:id, :grams)")
_REMOVE = text("INSERT INTO code_grams (code_grams, rowid, grams) VALUES ('delete', :id, :grams)")


def token(run: str) -> str:
    """`run` as the gram tokenizer keeps it whole: characters that it would split on move to the private-use area."""
    if run.isascii() and run.isalnum():
        return run
    return "".join(c if (c.isascii() and c.isalnum()) else chr(0xE000 + (ord(c) & 0x0FFF)) for c in run)


def grams(norm: str) -> str:
    """Every run of five characters of a normal form, and the shorter runs at its end, as words."""
    plain = token(norm)
    last = max(1, len(plain) - SHORTEST_PART + 1)
    return " ".join(dict.fromkeys(plain[i : i + GRAM] for i in range(last)))


def add_codes(connection: Connection, event_id: int, codes: Iterable[EventCode]) -> None:
    for code in codes:
        norm = normal_form(code.text)
        values: dict[str, Any] = {
            "event_id": event_id,
            "text": code.text,
            "norm": norm,
            "rev": norm[::-1],
            "folded": folded(norm),
            "format": code.format,
            "first_ms": code.first_ms,
            "last_ms": code.last_ms,
            "frames": code.frames,
            "confidence": code.confidence,
            "manual": code.manual,
        }
        code_id = connection.execute(insert(event_codes).values(values).returning(event_codes.c.id)).scalar_one()
        connection.execute(_ADD, {"id": code_id, "grams": grams(norm)})


def remove_codes(connection: Connection, event_ids: Sequence[int], *, manual_too: bool = True) -> None:
    """Take the codes of these events out of the table and the index."""
    for ids in batches(event_ids):
        kept = () if manual_too else (event_codes.c.manual.is_(False),)
        chosen = and_(event_codes.c.event_id.in_(ids), *kept)
        _unindex(connection, connection.execute(select(event_codes.c.id, event_codes.c.norm).where(chosen)).all())
        connection.execute(delete(event_codes).where(chosen))


def remove_code(connection: Connection, code_id: int) -> None:
    one = event_codes.c.id == code_id
    _unindex(connection, connection.execute(select(event_codes.c.id, event_codes.c.norm).where(one)).all())
    connection.execute(delete(event_codes).where(one))


def _unindex(connection: Connection, rows: Sequence[Any]) -> None:
    if rows:
        connection.execute(_REMOVE, [{"id": row.id, "grams": grams(row.norm)} for row in rows])
