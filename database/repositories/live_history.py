"""When live cameras were not recorded and why, and how their streams did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from backend.domain.live import LiveGap, LiveGapCause, LiveMinute
from database.engine import Store
from database.tables import live_gaps, live_minutes

MOST_GAPS = 1_000
"""In one answer: a camera that breaks off every minute for most of a day."""


class LiveGaps:
    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, camera_id: int, cause: LiveGapCause, from_ms: int, details: Mapping[str, Any]) -> int:
        """From now on nothing is recorded; an earlier gap that still lasts ends here."""
        with self._store.write() as connection:
            connection.execute(
                update(live_gaps)
                .where(live_gaps.c.camera_id == camera_id, live_gaps.c.to_ms.is_(None))
                .values(to_ms=func.max(live_gaps.c.from_ms, from_ms))
            )
            new = insert(live_gaps).values(
                camera_id=camera_id, cause=cause.value, from_ms=from_ms, details=dict(details)
            )
            return int(connection.execute(new.returning(live_gaps.c.id)).scalar_one())

    def end(self, gap_id: int, to_ms: int, *, shortest_ms: int) -> None:
        """It is recorded again. A gap shorter than `shortest_ms` was none and is forgotten."""
        with self._store.write() as connection:
            one = live_gaps.c.id == gap_id
            from_ms = connection.execute(select(live_gaps.c.from_ms).where(one)).scalar_one_or_none()
            if from_ms is None:
                return
            if to_ms - from_ms < shortest_ms:
                connection.execute(delete(live_gaps).where(one))
            else:
                connection.execute(update(live_gaps).where(one).values(to_ms=to_ms))

    def note(self, camera_id: int, cause: LiveGapCause, at_ms: int, details: Mapping[str, Any]) -> None:
        """Something to know at an instant, without anything missing: a clock jumped."""
        new = {"cause": cause.value, "from_ms": at_ms, "to_ms": at_ms, "details": dict(details)}
        with self._store.write() as connection:
            connection.execute(insert(live_gaps).values(camera_id=camera_id, **new))

    def open_of(self, camera_id: int) -> LiveGap | None:
        """The one that lasts."""
        wanted = select(live_gaps).where(live_gaps.c.camera_id == camera_id, live_gaps.c.to_ms.is_(None))
        with self._store.read() as connection:
            row = connection.execute(wanted.order_by(live_gaps.c.id.desc()).limit(1)).one_or_none()
        return None if row is None else gap_of(row)

    def within(self, camera_id: int, from_ms: int, to_ms: int) -> list[LiveGap]:
        """Those that touch `from_ms..to_ms`, oldest first, at most MOST_GAPS of the newest."""
        wanted = (
            select(live_gaps)
            .where(
                live_gaps.c.camera_id == camera_id,
                live_gaps.c.from_ms < to_ms,
                or_(live_gaps.c.to_ms.is_(None), live_gaps.c.to_ms >= from_ms),
            )
            .order_by(live_gaps.c.from_ms.desc(), live_gaps.c.id.desc())
            .limit(MOST_GAPS)
        )
        with self._store.read() as connection:
            return [gap_of(row) for row in connection.execute(wanted)][::-1]

    def count(self, from_ms: int) -> dict[int, int]:
        """Camera -> gaps (jumps of clocks apart) that lasted or began after `from_ms`."""
        missing = or_(live_gaps.c.to_ms.is_(None), live_gaps.c.to_ms > live_gaps.c.from_ms)
        after = or_(live_gaps.c.to_ms.is_(None), live_gaps.c.to_ms >= from_ms)
        counted = select(live_gaps.c.camera_id, func.count()).where(missing, after).group_by(live_gaps.c.camera_id)
        with self._store.read() as connection:
            return {camera_id: int(count) for camera_id, count in connection.execute(counted)}

    def forget_before(self, before_ms: int) -> int:
        with self._store.write() as connection:
            return connection.execute(delete(live_gaps).where(live_gaps.c.to_ms < before_ms)).rowcount


class LiveMinutes:
    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, minutes: Mapping[int, LiveMinute]) -> None:
        """Camera -> its last minute."""
        with self._store.write() as connection:
            for camera_id, one in minutes.items():
                new = {name: getattr(one, name) for name in LiveMinute.__dataclass_fields__ if name != "minute_ms"}
                connection.execute(
                    insert(live_minutes)
                    .values(camera_id=camera_id, minute_ms=one.minute_ms, **new)
                    .on_conflict_do_update(index_elements=["camera_id", "minute_ms"], set_=new)
                )

    def of(self, camera_id: int, from_ms: int, to_ms: int) -> Sequence[LiveMinute]:
        wanted = (
            select(live_minutes)
            .where(live_minutes.c.camera_id == camera_id, live_minutes.c.minute_ms.between(from_ms, to_ms - 1))
            .order_by(live_minutes.c.minute_ms)
        )
        names = LiveMinute.__dataclass_fields__
        with self._store.read() as connection:
            return [LiveMinute(**{name: getattr(row, name) for name in names}) for row in connection.execute(wanted)]

    def forget_before(self, before_ms: int) -> int:
        with self._store.write() as connection:
            return connection.execute(delete(live_minutes).where(live_minutes.c.minute_ms < before_ms)).rowcount


def gap_of(row: Any) -> LiveGap:
    return LiveGap(row.id, row.camera_id, LiveGapCause(row.cause), row.from_ms, row.to_ms, dict(row.details or {}))
