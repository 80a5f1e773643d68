"""What an analysis learned about its camera, to rows and back."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, delete, insert

from backend.domain.health import HealthFacts
from backend.domain.observation import Observations
from backend.domain.region import Box
from database.tables import recording_health, unread_labels

_BOXES = {name: tuple(f"{name}_{side}" for side in ("x", "y", "w", "h")) for name in ("sticker", "region")}
_PLAIN = tuple(name for name in HealthFacts.__dataclass_fields__ if name not in (*_BOXES, "scene"))
FACTS_COLUMNS = [recording_health.c[name] for name in (*_PLAIN, *chain.from_iterable(_BOXES.values()))]
"""What `facts_of` takes, in its order."""
_by_place: Callable[..., HealthFacts] = HealthFacts


def replace_health(connection: Connection, recording_id: int, seen: Observations) -> None:
    """Within the transaction that stores the observations: a new analysis measures anew."""
    for table in (recording_health, unread_labels):
        connection.execute(delete(table).where(table.c.recording_id == recording_id))
    if seen.health:
        connection.execute(insert(recording_health), [_values(recording_id, one) for one in seen.health])
    rows = [
        {"recording_id": recording_id, "from_ms": one.from_ms, "to_ms": one.to_ms, "best_ms": one.best_ms}
        for one in seen.unread
    ]
    if rows:
        connection.execute(insert(unread_labels), rows)


def facts_of(row: Sequence[Any]) -> HealthFacts:
    """The facts of a row of FACTS_COLUMNS, without their `scene` (see `scene_of`). Thousands are made for a page: they
    are filled by place, so the fields of HealthFacts stand in this order."""
    *plain, sx, sy, sw, sh, rx, ry, rw, rh = row
    sticker = None if sx is None else Box(sx, sy, sw, sh)
    region = None if rx is None else Box(rx, ry, rw, rh)
    return _by_place(*plain, sticker, region, None)


def scene_of(packed: bytes) -> bytes:
    """rows x SCENE_COLS mean luma values, as `HealthFacts.scene`."""
    return zlib.decompress(packed)


def _values(recording_id: int, facts: HealthFacts) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(facts, name) for name in HealthFacts.__dataclass_fields__}
    for name, sides in _BOXES.items():
        box: Box | None = values.pop(name)
        values |= dict(zip(sides, [None] * 4 if box is None else box.as_list(), strict=True))
    if facts.scene is not None:
        values["scene"] = zlib.compress(facts.scene)
    return {"recording_id": recording_id, **values}
