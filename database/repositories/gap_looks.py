"""Gaps of live cameras that a source which keeps recordings of them may fill: which to look for, what was found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from backend.domain.live import NOT_MISSED, GapOutcome, LiveGap
from database.engine import Store
from database.reach import overlaps
from database.repositories.live_history import gap_of
from database.tables import downloaded_files, gap_looks, live_gaps, recordings, source_cameras

_OPEN = ("wanted", "partial")
Stretch = tuple[int, int]


class GapLooks:
    def __init__(self, store: Store) -> None:
        self._store = store

    def due(
        self, source_id: int, cameras: Collection[int], *, after_ms: int, before_ms: int, now_ms: int, limit: int
    ) -> list[tuple[LiveGap, int]]:
        """Gaps that ended in `after_ms..before_ms` and are to be looked for now, newest first; with how often this
        source was asked for each before."""
        wanted = (
            _gaps(source_id, cameras, after_ms)
            .add_columns(func.coalesce(gap_looks.c.looks, 0).label("looks"))
            .where(
                live_gaps.c.to_ms <= before_ms,
                or_(gap_looks.c.gap_id.is_(None), gap_looks.c.next_ms <= now_ms),
            )
            .order_by(live_gaps.c.to_ms.desc(), live_gaps.c.id)
            .limit(limit)
        )
        with self._store.read() as connection:
            return [(gap_of(row), int(row.looks)) for row in connection.execute(wanted)]

    def next_ms(self, source_id: int, cameras: Collection[int], *, after_ms: int, settle_ms: int) -> int | None:
        """When the first of them is due: those never looked for `settle_ms` after their end."""
        due_ms = func.coalesce(gap_looks.c.next_ms, live_gaps.c.to_ms + settle_ms)
        open_ones = or_(gap_looks.c.gap_id.is_(None), gap_looks.c.next_ms.is_not(None))
        first = _gaps(source_id, cameras, after_ms).where(open_ones).with_only_columns(func.min(due_ms))
        with self._store.read() as connection:
            found: int | None = connection.execute(first).scalar_one()
            return found

    def covered(self, camera_id: int, from_ms: int, to_ms: int) -> Sequence[Stretch]:
        """What of this time was recorded or fetched, deleted later or not, or is being fetched from any source."""
        files, cameras = downloaded_files.c, source_cameras.c
        end = recordings.c.start_ms + recordings.c.duration_ms
        here = select(recordings.c.start_ms, end).where(
            recordings.c.camera_id == camera_id, overlaps(recordings.c.start_ms, end, from_ms, to_ms)
        )
        coming = (
            select(files.start_ms, files.start_ms + files.duration_ms)
            .select_from(source_cameras)
            .join(
                downloaded_files,
                and_(files.source_id == cameras.source_id, files.camera_key == cameras.remote_key),
            )
            .where(
                cameras.camera_id == camera_id,
                files.state.in_(_OPEN),
                overlaps(files.start_ms, files.start_ms + files.duration_ms, from_ms, to_ms),
            )
        )
        with self._store.read() as connection:
            return [(row[0], row[1]) for wanted in (here, coming) for row in connection.execute(wanted)]

    def looked(self, gap_id: int, source_id: int, outcome: GapOutcome, *, now_ms: int, next_ms: int | None) -> None:
        """`next_ms`: when it is looked for again, None: never. What was found once counts as found."""
        with self._store.write() as connection:
            if connection.execute(select(live_gaps.c.id).where(live_gaps.c.id == gap_id)).scalar_one_or_none() is None:
                return  # its camera went meanwhile
            new = {"looks": 1, "looked_ms": now_ms, "next_ms": next_ms, "outcome": outcome.value}
            again: dict[str, Any] = {**new, "looks": gap_looks.c.looks + 1}
            if outcome is not GapOutcome.FOUND:
                again.pop("outcome")
            connection.execute(
                insert(gap_looks)
                .values(gap_id=gap_id, source_id=source_id, **new)
                .on_conflict_do_update(index_elements=["gap_id", "source_id"], set_=again)
            )

    def in_vain(self, camera_id: int, from_ms: int, to_ms: int) -> set[int]:
        """Gaps within this time of which no source has anything, though one was asked."""
        outcomes = func.group_concat(gap_looks.c.outcome)
        wanted = (
            select(live_gaps.c.id, outcomes)
            .join(gap_looks, gap_looks.c.gap_id == live_gaps.c.id)
            .where(live_gaps.c.camera_id == camera_id, live_gaps.c.from_ms < to_ms, live_gaps.c.to_ms > from_ms)
            .group_by(live_gaps.c.id)
        )
        with self._store.read() as connection:
            rows = connection.execute(wanted).all()
        return {row[0] for row in rows if GapOutcome.NOTHING in row[1] and GapOutcome.FOUND not in row[1]}


def _gaps(source_id: int, cameras: Collection[int], after_ms: int) -> Any:
    """Missed ones that ended since, with the source's look at each where there was one."""
    missed = live_gaps.c.cause.not_in([cause.value for cause in NOT_MISSED])
    return (
        select(live_gaps)
        .outerjoin(gap_looks, and_(gap_looks.c.gap_id == live_gaps.c.id, gap_looks.c.source_id == source_id))
        .where(
            live_gaps.c.camera_id.in_(cameras),
            live_gaps.c.to_ms > live_gaps.c.from_ms,
            live_gaps.c.to_ms >= after_ms,
            missed,
        )
    )
