"""Ways into the code index. Each is bounded: it reads at most a given number of rows, whatever was asked.

For a reader who may see some cameras only (`database.visible`) the bound has to count what is read, not what is seen:
the codes are read from the table itself (`main.event_codes`), and every one of them then has to find its event among
the events that may be seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

from database.code_index import GRAM, SHORTEST_PART, token
from database.engine import Store
from database.queries.event_views import EventFilter, EventView, list_events, views
from database.rows import Page
from database.visible import visible_cameras

Form = Literal["norm", "rev", "folded"]
STEP = 1_000
"""Codes passed in search of a neighbour that may be seen."""


@dataclass(frozen=True, slots=True)
class CodeHit:
    """A code that fits, and the event it belongs to."""

    event_row_id: int
    start_ms: int
    norm: str


@dataclass(frozen=True, slots=True)
class Hits:
    found: list[CodeHit]
    """Newest first."""
    complete: bool
    """False when there may be more than what was read."""


@contextmanager
def looking(store: Store, wanted: EventFilter, limit: int) -> Iterator[CodeLookup]:
    """A lookup within one read transaction. Of `wanted` only cameras and time range count. Raises StoreError."""
    with store.read() as connection:
        yield CodeLookup(connection, wanted, limit)


class CodeLookup:
    """Lookups within one read transaction, limited to `wanted` events and to `limit` codes read each."""

    def __init__(self, connection: Connection, wanted: EventFilter, limit: int) -> None:
        self._connection = connection
        self._wanted = wanted
        self._limit = limit

    @property
    def is_limited(self) -> bool:
        """Whether a time range or cameras are set, or not all events may be seen."""
        return not self._wanted.is_open or visible_cameras() is not None

    def events(self, row_ids: Sequence[int]) -> list[EventView]:
        """The events of these rows, in the order given."""
        return views(self._connection, row_ids)

    def by_time(self, page: int, page_size: int) -> Page[EventView]:
        """The events within the filter, newest first."""
        return list_events(self._connection, self._wanted, True, page, page_size)

    def equal(self, form: Form, value: str) -> Hits:
        # The index holds equal values in order of id, so the newest are read first.
        inner = f"SELECT event_id, norm FROM main.event_codes WHERE {form} = :value ORDER BY id DESC LIMIT :limit"
        return self._hits(inner, {"value": value})

    def starting(self, form: Form, start: str) -> Hits:
        """Codes whose normal (or reversed, folded) form begins with `start` and goes on."""
        inner = f"SELECT event_id, norm FROM main.event_codes WHERE {form} > :value AND {form} < :beyond LIMIT :limit"
        return self._hits(inner, {"value": start, "beyond": after(start)})

    def containing(self, part: str) -> Hits:
        """Codes with `part` anywhere. Parts shorter than SHORTEST_PART find nothing."""
        if len(part) < SHORTEST_PART:
            return Hits([], True)
        # The inner LIMIT bounds the work: the gram index proposes the newest rows, the comparison has the last word.
        inner = (
            "SELECT c.event_id, c.norm FROM "
            "(SELECT rowid FROM code_grams WHERE code_grams MATCH :match ORDER BY rowid DESC LIMIT :limit) g "
            "CROSS JOIN main.event_codes c ON c.id = g.rowid"
        )
        hits = self._hits(inner, {"match": _match(part)})
        return Hits([hit for hit in hits.found if part in hit.norm], hits.complete)

    def existing(self, form: Form, values: Iterable[str]) -> list[str]:
        """Those of `values` that some code has, one index probe each, however often a code occurs."""
        sql = (
            f"SELECT v.value FROM json_each(:values) v "
            f"WHERE EXISTS (SELECT 1 FROM event_codes c WHERE c.{form} = v.value)"
        )
        return [value for (value,) in self._rows(sql, {"values": json.dumps(sorted(values))})]

    def found_exactly(self, norms: Sequence[str]) -> set[str]:
        """Those normal forms that an event within the filter has."""
        if self._wanted.is_open:
            return set(self.existing("norm", norms))
        condition, values = _filter_sql(self._wanted)
        sql = (
            "SELECT v.value FROM json_each(:values) v WHERE EXISTS (SELECT 1 FROM "
            "(SELECT event_id FROM event_codes WHERE norm = v.value ORDER BY id DESC LIMIT :limit) c "
            f"JOIN events e ON e.id = c.event_id WHERE {condition})"
        )
        parameters = {"values": json.dumps(norms), "limit": self._limit} | values
        return {value for (value,) in self._rows(sql, parameters)}

    def neighbours(self, form: Form, value: str, count: int) -> list[str]:
        """The normal forms just before and after `value` in the order of `form`, `count` different ones each way; fewer
        where STEP codes in a row belong to events that may not be seen."""
        found: list[str] = []
        at_most = 1 if visible_cameras() is None else STEP
        for comparison, order in (("<", "DESC"), (">", "ASC")):
            # One step at a time: a code that occurs a million times is then passed in one step like any other.
            step = (
                f"SELECT c.form, c.norm FROM (SELECT {form} AS form, norm, event_id FROM main.event_codes "
                f"WHERE {form} {comparison} :value ORDER BY {form} {order} LIMIT :step) c "
                "WHERE EXISTS (SELECT 1 FROM events e WHERE e.id = c.event_id) LIMIT 1"
            )
            at = value
            for _ in range(count):
                next_one = self._rows(step, {"value": at, "step": at_most})
                if not next_one:
                    break
                at, norm = next_one[0]
                found.append(norm)
        return list(dict.fromkeys(found))

    def newest(self, contains: str, rows: int) -> Hits:
        """Looks through the newest `rows` events within the filter, for parts too common for the index to narrow.

        Complete when the filter leaves fewer events than that.
        """
        condition, values = _filter_sql(self._wanted)
        sql = (
            "SELECT e.id, e.start_ms, c.norm FROM "
            f"(SELECT e.id, e.start_ms FROM events e WHERE {condition} ORDER BY e.start_ms DESC LIMIT :rows) e "
            "JOIN event_codes c ON c.event_id = e.id WHERE instr(c.norm, :value) > 0 LIMIT :limit"
        )
        parameters = values | {"rows": rows, "value": contains, "limit": self._limit}
        found = [CodeHit(*row) for row in self._rows(sql, parameters)]
        counted = f"SELECT count(*) FROM (SELECT 1 FROM events e WHERE {condition} LIMIT :rows)"
        ((looked_at,),) = self._rows(counted, values | {"rows": rows})
        complete = looked_at < rows and len(found) < self._limit
        return Hits(sorted(found, key=lambda hit: -hit.start_ms), complete)

    def _hits(self, inner: str, values: dict[str, Any]) -> Hits:
        """The codes `inner` reads, with their events; those within the filter, newest first."""
        condition, limits = _filter_sql(self._wanted)
        # LEFT JOIN keeps the order: first the bounded read, then one event for each code of it, none for one that may
        # not be seen.
        joined = f"({inner}) c LEFT JOIN events e ON e.id = c.event_id"
        sql = f"SELECT e.id, e.start_ms, c.norm, {condition} FROM {joined}"
        rows = self._rows(sql, values | limits | {"limit": self._limit})
        found = [CodeHit(row_id, start_ms, norm) for row_id, start_ms, norm, within in rows if within and row_id]
        found.sort(key=lambda hit: (-hit.start_ms, hit.norm))
        return Hits(found, len(rows) < self._limit)

    def _rows(self, sql: str, values: dict[str, Any]) -> Sequence[Any]:
        # Straight to SQLite: an exact search takes a third of a millisecond, and `text` would add as much again for
        # looking through a statement that stays the same.
        return self._connection.exec_driver_sql(sql, values).all()


def after(start: str) -> str:
    """The least string above all that begin with `start`, in the order of UTF-8 bytes."""
    return start + "\U0010ffff"


def _match(part: str) -> str:
    """An FTS5 query: grams that cover the part without gaps, all of which a code with the part has."""
    plain = token(part)
    if len(plain) < GRAM:
        return f'"{plain}"*'
    starts = [*range(0, len(plain) - GRAM, GRAM), len(plain) - GRAM]
    return " AND ".join(dict.fromkeys(f'"{plain[start : start + GRAM]}"' for start in starts))


def _filter_sql(wanted: EventFilter) -> tuple[str, dict[str, Any]]:
    parts: list[str] = []
    values: dict[str, Any] = {}
    if wanted.camera_ids:
        parts.append("e.camera_id IN (SELECT value FROM json_each(:cameras))")
        values["cameras"] = json.dumps(list(wanted.camera_ids))
    if wanted.from_ms is not None:
        parts.append("e.start_ms >= :from_ms")
        values["from_ms"] = wanted.from_ms
    if wanted.to_ms is not None:
        parts.append("e.start_ms < :to_ms")
        values["to_ms"] = wanted.to_ms
    return " AND ".join(parts) or "1", values
