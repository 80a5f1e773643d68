"""What was measured of a camera, by time, each read through the index of its recordings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select

from backend.domain.health import HealthFacts
from backend.domain.recording import RecordingStatus
from database.engine import Store
from database.health_rows import facts_of
from database.tables import recording_health, recordings


@dataclass(frozen=True, slots=True)
class HealthRow:
    """The facts of one recording; `facts.scene` is left out (see `scenes`)."""

    recording_id: int
    start_ms: int
    duration_ms: int
    facts: HealthFacts


@dataclass(frozen=True, slots=True)
class FileRow:
    start_ms: int
    duration_ms: int
    mtime_ns: int
    created_ms: int


class HealthQueries:
    def __init__(self, store: Store) -> None:
        self._store = store

    def first(self, camera_id: int, from_ms: int, most: int) -> list[HealthRow]:
        """The first measured recordings that begin at `from_ms` or later."""
        wanted = _facts(camera_id).where(recordings.c.start_ms >= from_ms)
        return self._rows(wanted.order_by(recordings.c.start_ms, recordings.c.id).limit(most))

    def last(self, camera_id: int, from_ms: int, most: int) -> list[HealthRow]:
        """The last measured recordings that begin at `from_ms` or later, in order of start."""
        wanted = _facts(camera_id).where(recordings.c.start_ms >= from_ms)
        return self._rows(wanted.order_by(recordings.c.start_ms.desc(), recordings.c.id.desc()).limit(most))[::-1]

    def newest(self, camera_id: int) -> int | None:
        """When the last measured recording began."""
        found = self.last(camera_id, 0, 1)
        return found[0].start_ms if found else None

    def scenes(self, recording_ids: Collection[int]) -> list[bytes]:
        wanted = select(recording_health).where(recording_health.c.recording_id.in_(list(recording_ids)))
        with self._store.read() as connection:
            facts = [facts_of(row) for row in connection.execute(wanted)]
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

    def _rows(self, wanted: Select[tuple[int, ...]]) -> list[HealthRow]:
        with self._store.read() as connection:
            rows: Sequence[object] = connection.execute(wanted).all()
        return [HealthRow(row.recording_id, row.start_ms, row.duration_ms, facts_of(row)) for row in rows]  # type: ignore[attr-defined, arg-type]


def _facts(camera_id: int) -> Select[tuple[int, ...]]:
    columns = [column for column in recording_health.c if column.name != "scene"]
    joined = recordings.join(recording_health, recording_health.c.recording_id == recordings.c.id)
    chosen = select(*columns, recordings.c.start_ms, recordings.c.duration_ms).select_from(joined)
    return chosen.where(recordings.c.camera_id == camera_id)
