"""Dirty windows: stretches of a camera's timeline whose events have to be derived again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert

from database.tables import dirty_windows


@dataclass(frozen=True, slots=True)
class DirtyWindow:
    """`from_ms..to_ms` in UTC epoch ms. `ids` go back into `EventRepository.replace_window(cleared=...)`."""

    camera_id: int
    from_ms: int
    to_ms: int
    ids: tuple[int, ...]


def mark_dirty(connection: Connection, camera_id: int, from_ms: int, to_ms: int, now_ms: int) -> None:
    """Within the transaction that changed what the events are derived from."""
    values = {"camera_id": camera_id, "from_ms": from_ms, "to_ms": max(from_ms, to_ms), "created_ms": now_ms}
    connection.execute(insert(dirty_windows).values(values))
