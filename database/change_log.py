"""The log of what people change of events: written in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update

from backend.domain.code import normal_form
from backend.domain.event import EventCode, EventFlag
from database.tables import event_changes, event_codes, events

ChangedField = Literal["note", "locked", "code"]


def log_change(
    connection: Connection, event_id: int, field: ChangedField, before: Any, after: Any, now_ms: int
) -> None:
    """Remember a change; codes as `code_value` gives them. A change to the same is none."""
    if before != after:
        values = {"event_id": event_id, "field": field, "before": before, "after": after, "at_ms": now_ms}
        connection.execute(insert(event_changes).values(values))


def code_value(code: EventCode | Row[Any]) -> dict[str, Any]:
    """All that is known of a code, so that it can be brought back."""
    return {name: getattr(code, name) for name in EventCode.__dataclass_fields__}


def code_of(value: dict[str, Any]) -> EventCode:
    return EventCode(**{name: value[name] for name in EventCode.__dataclass_fields__ if name in value})


def taken_away(connection: Connection, event_id: int) -> set[str]:
    """Normal forms of read codes that a person took away or corrected; a new derivation leaves them out."""
    listed = select(event_changes.c.before).where(
        event_changes.c.event_id == event_id, event_changes.c.field == "code", event_changes.c.undone_ms.is_(None)
    )
    befores = connection.execute(listed).scalars()
    return {normal_form(value["text"]) for value in befores if value and not value.get("manual")}


def changed_by_hand(connection: Connection, event_ids: Iterable[int]) -> set[int]:
    """Those of the events of which a change still holds."""
    chosen = select(event_changes.c.event_id).where(
        event_changes.c.event_id.in_(list(event_ids)), event_changes.c.undone_ms.is_(None)
    )
    return set(connection.execute(chosen).scalars())


def move_changes(connection: Connection, event_id: int, into: int) -> None:
    """An event became part of another: so did what was changed of it."""
    connection.execute(update(event_changes).where(event_changes.c.event_id == event_id).values(event_id=into))


def codes_changed(connection: Connection, event_id: int, now_ms: int) -> None:
    """Bring the flag that says whether an event has a code up to date."""
    has_code = connection.execute(select(event_codes.c.id).where(event_codes.c.event_id == event_id)).first()
    flags = connection.execute(select(events.c.flags).where(events.c.id == event_id)).scalar_one()
    kept = [flag for flag in flags if flag != EventFlag.NO_CODE.value]
    values = {"flags": kept if has_code else [*kept, EventFlag.NO_CODE.value], "updated_ms": now_ms}
    connection.execute(update(events).where(events.c.id == event_id).values(values))
