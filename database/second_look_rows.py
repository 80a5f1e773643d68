"""The queue of second looks, from the side of the first analysis."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert

from backend.domain.observation import Observations
from database.tables import second_looks


def queue_second_look(connection: Connection, recording_id: int, seen: Observations, now_ms: int) -> None:
    """Within the transaction that stores the observations: a new analysis ends whatever second look there was, and
    asks for one unless it saw everything itself."""
    connection.execute(delete(second_looks).where(second_looks.c.recording_id == recording_id))
    if not seen.thorough:
        row = {"recording_id": recording_id, "status": "waiting", "updated_ms": now_ms}
        connection.execute(insert(second_looks).values(row))
