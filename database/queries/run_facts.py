"""How far a run is: files and footage, from which progress and time left are worked out."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, or_, select

from backend.domain.recording import RecordingStatus
from database.engine import Store
from database.tables import recordings

_OPEN = (RecordingStatus.PENDING.value, RecordingStatus.CLAIMED.value)
_DONE = (RecordingStatus.DONE.value, RecordingStatus.SKIPPED.value, RecordingStatus.MISSING.value)
_LOOKED_AT = (RecordingStatus.DONE.value, RecordingStatus.FAILED.value)


@dataclass(frozen=True, slots=True)
class RunFacts:
    """Footage counts pending, claimed, done and failed recordings: what is skipped or gone is no work."""

    files_total: int
    files_done: int
    """Analysed, skipped or missing."""
    files_failed: int
    media_total_ms: int
    media_looked_at_ms: int
    """Of what is done or failed, and of what is claimed as far as it is."""
    files_before: int = 0
    """Of `files_done`: those whose analysis was stored before."""
    media_before_ms: int = 0
    """The footage of `files_before`."""


class RunFactsQuery:
    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, run_id: int | None, since_ms: int) -> RunFacts:
        """Of the recordings of a run that began at `since_ms`; None: of all that are queued, or were done or failed
        since then."""
        status, length = recordings.c.status, recordings.c.duration_ms
        looked_at = case((status.in_(_LOOKED_AT), length), (status.in_(_OPEN), length * recordings.c.progress), else_=0)
        before = (status == RecordingStatus.DONE.value) & (recordings.c.done_ms < since_ms)
        counted = select(
            func.count(),
            func.sum(case((status.in_(_DONE), 1), else_=0)),
            func.sum(case((status == RecordingStatus.FAILED.value, 1), else_=0)),
            func.sum(case((status.in_(_OPEN + _LOOKED_AT), length), else_=0)),
            func.sum(looked_at),
            func.sum(case((before, 1), else_=0)),
            func.sum(case((before, length), else_=0)),
        ).select_from(recordings)
        if run_id is not None:
            counted = counted.where(recordings.c.run_id == run_id)
        else:
            recent = status.in_(_LOOKED_AT) & (recordings.c.updated_ms >= since_ms)
            counted = counted.where(or_(status.in_(_OPEN), recent))
        with self._store.read() as connection:
            total, *sums = connection.execute(counted).one()
        return RunFacts(total, *(round(one or 0) for one in sums))
