"""How many packing events begin in which recording."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import text

from database.engine import Store

# The first part of an event lies in the recording in which it begins.
_BEGUN = text(
    "SELECT recording_id, COUNT(*) FROM event_parts "
    "WHERE recording_id IN (SELECT value FROM json_each(:ids)) AND seq = 0 GROUP BY recording_id"
)


def events_begun(store: Store, recording_ids: Sequence[int]) -> dict[int, int]:
    """Recording id -> how many events begin in it, left out where none does. One query for all. Raises StoreError."""
    with store.read() as connection:
        return {row[0]: row[1] for row in connection.execute(_BEGUN, {"ids": json.dumps(list(recording_ids))})}
