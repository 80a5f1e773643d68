"""What an analysis learned about its camera, to rows and back."""

from __future__ import annotations

import zlib
from typing import Any

from sqlalchemy import Connection, Row, delete, insert

from backend.domain.health import HealthFacts
from backend.domain.observation import Observations
from backend.domain.region import Box
from database.tables import recording_health, unread_labels

_BOXES = ("sticker", "region")
_SIDES = ("x", "y", "w", "h")


def replace_health(connection: Connection, recording_id: int, seen: Observations) -> None:
    """Within the transaction that stores the observations: a new analysis measures anew."""
    for table in (recording_health, unread_labels):
        connection.execute(delete(table).where(table.c.recording_id == recording_id))
    if seen.health is not None:
        connection.execute(insert(recording_health), [_values(recording_id, seen.health)])
    rows = [
        {"recording_id": recording_id, "from_ms": one.from_ms, "to_ms": one.to_ms, "best_ms": one.best_ms}
        for one in seen.unread
    ]
    if rows:
        connection.execute(insert(unread_labels), rows)


def facts_of(row: Row[Any]) -> HealthFacts:
    """The facts of a row; without `scene` where the row was read without it."""
    values: dict[str, Any] = {name: getattr(row, name, None) for name in HealthFacts.__dataclass_fields__}
    for name in _BOXES:
        sides = [getattr(row, f"{name}_{side}") for side in _SIDES]
        values[name] = None if sides[0] is None else Box(*sides)
    if values["scene"] is not None:
        values["scene"] = zlib.decompress(values["scene"])
    return HealthFacts(**values)


def _values(recording_id: int, facts: HealthFacts) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(facts, name) for name in HealthFacts.__dataclass_fields__}
    for name in _BOXES:
        box: Box | None = values.pop(name)
        values |= {f"{name}_{side}": None if box is None else getattr(box, side) for side in _SIDES}
    if facts.scene is not None:
        values["scene"] = zlib.compress(facts.scene)
    return {"recording_id": recording_id, **values}
