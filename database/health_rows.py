"""What an analysis learned about its camera, to rows and back."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert

from backend.domain.health import HealthFacts
from backend.domain.observation import Observations
from backend.domain.region import Box
from database.tables import recording_health, unread_labels

_BOXES = {name: tuple(f"{name}_{side}" for side in ("x", "y", "w", "h")) for name in ("sticker", "region")}
_PLAIN = tuple(name for name in HealthFacts.__dataclass_fields__ if name not in (*_BOXES, "scene"))


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


def facts_of(found: Mapping[str, Any]) -> HealthFacts:
    """The facts of a row by its columns; without `scene` where the row was read without it."""
    values: dict[str, Any] = {name: found[name] for name in _PLAIN}
    for name, sides in _BOXES.items():
        values[name] = None if found[sides[0]] is None else Box(*(found[side] for side in sides))
    scene = found.get("scene")
    values["scene"] = None if scene is None else zlib.decompress(scene)
    return HealthFacts(**values)


def _values(recording_id: int, facts: HealthFacts) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(facts, name) for name in HealthFacts.__dataclass_fields__}
    for name, sides in _BOXES.items():
        box: Box | None = values.pop(name)
        values |= dict(zip(sides, [None] * 4 if box is None else box.as_list(), strict=True))
    if facts.scene is not None:
        values["scene"] = zlib.compress(facts.scene)
    return {"recording_id": recording_id, **values}
