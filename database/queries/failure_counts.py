"""Why recordings failed, counted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from backend.domain.recording import RecordingStatus
from database.engine import Store
from database.tables import recordings


@dataclass(frozen=True, slots=True)
class FailureCount:
    reason_code: str
    count: int
    example: str
    """Path of one of them."""


def failure_counts(store: Store) -> list[FailureCount]:
    """Failed recordings by reason, the most frequent first. Raises StoreError."""
    count = func.count()
    listed = (
        select(recordings.c.reason_code, count, func.min(recordings.c.path, type_=recordings.c.path.type))
        .where(recordings.c.status == RecordingStatus.FAILED.value)
        .group_by(recordings.c.reason_code)
        .order_by(count.desc(), recordings.c.reason_code)
    )
    with store.read() as connection:
        return [FailureCount(code or "unknown", n, path) for code, n, path in connection.execute(listed)]
