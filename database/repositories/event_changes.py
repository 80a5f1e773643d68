"""Codes corrected by hand, and every change by hand taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, update

from backend.domain.code import LONGEST_CODE, normal_form
from backend.domain.errors import Conflict, InvalidInput, NotFound
from backend.domain.event import EventCode
from database.change_log import ChangedField, code_of, code_value, codes_changed, log_change
from database.code_index import add_codes, remove_code
from database.engine import Store
from database.repositories.events import MANUAL_FORMAT, event_id_of
from database.tables import event_changes, event_codes, events


@dataclass(frozen=True, slots=True)
class EventChangeRecord:
    """One change: a note, a lock or a code before and after (None: there was or is none)."""

    id: int
    field: ChangedField
    before: str | bool | None
    after: str | bool | None
    at_ms: int
    undone_ms: int | None


class EventChanges:
    def __init__(self, store: Store) -> None:
        self._store = store

    def of_event(self, public_id: str) -> list[EventChangeRecord]:
        """Newest first. Raises NotFound."""
        with self._store.read() as connection:
            event_id = event_id_of(connection, public_id)
            listed = select(event_changes).where(event_changes.c.event_id == event_id)
            rows = connection.execute(listed.order_by(event_changes.c.id.desc())).all()
        return [
            EventChangeRecord(row.id, row.field, _shown(row.before), _shown(row.after), row.at_ms, row.undone_ms)
            for row in rows
        ]

    def correct_code(self, public_id: str, wrong: str, right: str | None, *, now_ms: int) -> None:
        """Put `right` in the place of the code `wrong`; None takes it away. What was read wrongly stays away when the
        event is derived again. Raises NotFound, InvalidInput; Conflict when the event has the right code already."""
        norm = None if right is None else normal_form(right)
        if right is not None and (not norm or len(right) > LONGEST_CODE):
            raise InvalidInput(f"A code has 1 to {LONGEST_CODE:,} characters.")
        with self._store.write() as connection:
            event_id = event_id_of(connection, public_id)
            row = _code_row(connection, event_id, normal_form(wrong))
            if row is None:
                raise NotFound("This event has no such code.")
            if norm is not None and (norm == row.norm or _code_row(connection, event_id, norm) is not None):
                raise Conflict("This event has this code already.")
            before = code_value(row)
            remove_code(connection, row.id)
            after = None
            if right is not None:
                # Where it stands in time is still known; that a person says it makes it certain.
                made = EventCode(right.strip(), MANUAL_FORMAT, row.first_ms, row.last_ms, 0, 1.0, manual=True)
                add_codes(connection, event_id, [made])
                after = code_value(made)
            log_change(connection, event_id, "code", before, after, now_ms)
            codes_changed(connection, event_id, now_ms)

    def undo(self, public_id: str, change_id: int, *, now_ms: int) -> None:
        """Take one change back; it stays in the log as undone. Raises NotFound, Conflict when it was undone before."""
        with self._store.write() as connection:
            event_id = event_id_of(connection, public_id)
            chosen = select(event_changes).where(event_changes.c.id == change_id, event_changes.c.event_id == event_id)
            row = connection.execute(chosen).one_or_none()
            if row is None:
                raise NotFound("This event has no such change.")
            if row.undone_ms is not None:
                raise Conflict("This change was taken back before.")
            connection.execute(update(event_changes).where(event_changes.c.id == change_id).values(undone_ms=now_ms))
            if row.field == "code":
                _undo_code(connection, event_id, row.before, row.after)
                codes_changed(connection, event_id, now_ms)
            else:
                values = {row.field: row.before, "updated_ms": now_ms}
                connection.execute(update(events).where(events.c.id == event_id).values(values))


def _undo_code(connection: Connection, event_id: int, before: dict[str, Any] | None, after: Any) -> None:
    if after:
        placed = _code_row(connection, event_id, normal_form(after["text"]))
        if placed is not None and placed.manual:
            remove_code(connection, placed.id)
    if before and _code_row(connection, event_id, normal_form(before["text"])) is None:
        add_codes(connection, event_id, [code_of(before)])


def _code_row(connection: Connection, event_id: int, norm: str) -> Row[Any] | None:
    chosen = select(event_codes).where(event_codes.c.event_id == event_id, event_codes.c.norm == norm)
    return connection.execute(chosen).first()


def _shown(value: Any) -> str | bool | None:
    return str(value["text"]) if isinstance(value, dict) else value
