"""What was measured of a camera, by time, each read through the index of its recordings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select, text

from backend.domain.health import HealthFacts
from backend.domain.recording import RecordingStatus
from database.engine import Store
from database.health_rows import facts_of
from database.tables import recording_health, recordings


@dataclass(frozen=True, slots=True)
class MeasuredTime:
    """When a measured recording was."""

    recording_id: int
    start_ms: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class FileRow:
    start_ms: int
    duration_ms: int
    mtime_ns: int
    created_ms: int


class HealthQueries:
    def __init__(self, store: Store) -> None:
        self._store = store

    def first(self, camera_id: int, from_ms: int, most: int) -> list[MeasuredTime]:
        """The first measured recordings that begin at `from_ms` or later."""
        wanted = _times(camera_id).where(recordings.c.start_ms >= from_ms)
        return self._times(wanted.order_by(recordings.c.start_ms, recordings.c.id).limit(most))

    def last(self, camera_id: int, from_ms: int, most: int) -> list[MeasuredTime]:
        """The last measured recordings that begin at `from_ms` or later, in order of start."""
        wanted = _times(camera_id).where(recordings.c.start_ms >= from_ms)
        return self._times(wanted.order_by(recordings.c.start_ms.desc(), recordings.c.id.desc()).limit(most))[::-1]

    def newest(self, camera_id: int) -> int | None:
        """When the last measured recording began."""
        found = self.last(camera_id, 0, 1)
        return found[0].start_ms if found else None

    def facts(self, recording_ids: Collection[int]) -> dict[int, HealthFacts]:
        """What was measured in these recordings, by id; `scene` is left out (see `scenes`)."""
        columns = [column for column in recording_health.c if column.name != "scene"]
        chosen = text("recording_id IN (SELECT value FROM json_each(:ids))")
        with self._store.read() as connection:
            rows = connection.execute(select(*columns).where(chosen), {"ids": str(list(recording_ids))}).all()
        # Plain tuples: SQLAlchemy's rows look each name up anew, and thousands are read for a page.
        names = [column.name for column in columns]
        found = [dict(zip(names, row, strict=True)) for row in rows]
        return {one["recording_id"]: facts_of(one) for one in found}

    def scenes(self, recording_ids: Collection[int]) -> list[bytes]:
        wanted = select(recording_health).where(recording_health.c.recording_id.in_(list(recording_ids)))
        with self._store.read() as connection:
            facts = [facts_of(row._asdict()) for row in connection.execute(wanted)]
        return [one.scene for one in facts if one.scene is not None]

    def stamp(self, camera_id: int) -> tuple[int | None, ...]:
        """Another one whenever a recording of the camera came, went, was analysed or was given another time."""
        of = recordings.c
        columns = (func.count(), func.sum(of.start_ms), func.max(of.done_ms), func.max(of.updated_ms))
        with self._store.read() as connection:
            return tuple(connection.execute(select(*columns).where(of.camera_id == camera_id)).one())

    def without_facts(self, camera_id: int, from_ms: int) -> int:
        """Analysed recordings since `from_ms` of which nothing was measured."""
        joined = recordings.outerjoin(recording_health, recording_health.c.recording_id == recordings.c.id)
        counted = (
            select(func.count())
            .select_from(joined)
            .where(
                recordings.c.camera_id == camera_id,
                recordings.c.start_ms >= from_ms,
                recordings.c.done_ms.is_not(None),
                recording_health.c.recording_id.is_(None),
            )
        )
        with self._store.read() as connection:
            return int(connection.execute(counted).scalar_one())

    def files(self, camera_id: int, most: int) -> list[FileRow]:
        """What the camera's last files say of themselves, in order of start."""
        columns = [recordings.c[name] for name in ("start_ms", "duration_ms", "mtime_ns", "created_ms")]
        wanted = select(*columns).where(
            and_(recordings.c.camera_id == camera_id, recordings.c.status != RecordingStatus.MISSING.value)
        )
        with self._store.read() as connection:
            rows = connection.execute(wanted.order_by(recordings.c.start_ms.desc()).limit(most)).all()
        return [FileRow(*row) for row in reversed(rows)]

    def _times(self, wanted: Select[tuple[int, int, int]]) -> list[MeasuredTime]:
        with self._store.read() as connection:
            rows = connection.execute(wanted).all()
        return [MeasuredTime(row.id, row.start_ms, row.duration_ms) for row in rows]


def _times(camera_id: int) -> Select[tuple[int, int, int]]:
    joined = recordings.join(recording_health, recording_health.c.recording_id == recordings.c.id)
    chosen = select(recordings.c.id, recordings.c.start_ms, recordings.c.duration_ms).select_from(joined)
    return chosen.where(recordings.c.camera_id == camera_id)
