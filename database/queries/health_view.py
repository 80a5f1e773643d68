"""What was measured of a camera, by time, each read through the index of its recordings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select, text

from backend.domain.health import HealthFacts, StretchTime
from backend.domain.recording import RecordingStatus
from database.engine import Store
from database.health_rows import FACTS_COLUMNS, facts_of, scene_of
from database.reach import began_in_reach
from database.tables import recording_health, recordings

Stretch = tuple[int, int]
"""A recording's id, and where in it the stretch begins, ms from its first frame."""


@dataclass(frozen=True, slots=True)
class FileRow:
    start_ms: int
    duration_ms: int
    mtime_ns: int
    created_ms: int


class HealthQueries:
    def __init__(self, store: Store) -> None:
        self._store = store

    def first(self, camera_id: int, from_ms: int, most: int) -> list[StretchTime]:
        """The first measured stretches that begin at `from_ms` or later."""
        return self._times(_times(camera_id, from_ms).order_by(*_ORDER).limit(most))

    def last(self, camera_id: int, from_ms: int, most: int) -> list[StretchTime]:
        """The last measured stretches that begin at `from_ms` or later, in order of start."""
        latest_first = [column.desc() for column in _ORDER]
        return self._times(_times(camera_id, from_ms).order_by(*latest_first).limit(most))

    def newest(self, camera_id: int) -> int | None:
        """When the last measured stretch began."""
        found = self.last(camera_id, 0, 1)
        return found[0].start_ms if found else None

    def facts(self, recording_ids: Collection[int]) -> dict[Stretch, HealthFacts]:
        """What was measured in these recordings; `scene` is left out (see `scenes`)."""
        columns = [recording_health.c.recording_id, *FACTS_COLUMNS]
        chosen = text("recording_id IN (SELECT value FROM json_each(:ids))")
        with self._store.read() as connection:
            rows = connection.execute(select(*columns).where(chosen), {"ids": str(sorted(set(recording_ids)))}).all()
        found = {}
        for recording_id, *values in rows:
            facts = facts_of(values)
            found[recording_id, facts.from_ms] = facts
        return found

    def scenes(self, stretches: Collection[Stretch]) -> list[bytes]:
        """The empty scenes of these, rows x SCENE_COLS mean luma values each; stretches without one are left out."""
        of, wanted = recording_health.c, set(stretches)
        chosen = of.recording_id.in_([recording_id for recording_id, _ in wanted]) & of.scene.is_not(None)
        with self._store.read() as connection:
            rows = connection.execute(select(of.recording_id, of.from_ms, of.scene).where(chosen)).all()
        return [scene_of(scene) for recording_id, from_ms, scene in rows if (recording_id, from_ms) in wanted]

    def stamp(self, camera_id: int, from_ms: int, recent_ms: int, first: int) -> tuple[int | None, ...]:
        """Another one whenever a recording of the camera came or went, or when one of those since `recent_ms`, or of
        the `first` ones since `from_ms`, was analysed or given another time."""
        of = recordings.c
        whole = select(of.start_ms, of.done_ms, of.updated_ms).where(of.camera_id == camera_id)
        begun = whole.where(of.start_ms >= from_ms).order_by(of.start_ms).limit(first)
        parts = begun, whole.where(of.start_ms >= recent_ms)
        wanted = [select(func.count()).where(of.camera_id == camera_id)]
        for part in (one.subquery().c for one in parts):
            wanted.append(select(func.sum(part.start_ms), func.max(part.done_ms), func.max(part.updated_ms)))
        with self._store.read() as connection:
            return tuple(value for one in wanted for value in connection.execute(one).one())

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

    def _times(self, wanted: Select[Any]) -> list[StretchTime]:
        with self._store.read() as connection:
            rows = connection.execute(wanted).all()
        # Recordings that overlap each other interleave.
        return sorted((StretchTime(*row) for row in rows), key=lambda one: one.start_ms)


_ORDER = (recordings.c.start_ms, recordings.c.id, recording_health.c.from_ms)


def _times(camera_id: int, since_ms: int) -> Select[Any]:
    stretch, whole = recording_health.c, recordings.c
    start_ms, length_ms = whole.start_ms + stretch.from_ms, stretch.to_ms - stretch.from_ms
    joined = recordings.join(recording_health, stretch.recording_id == whole.id)
    chosen = select(whole.id, stretch.from_ms, start_ms, length_ms).select_from(joined)
    # The second condition only lets the index of starts be used.
    return chosen.where(whole.camera_id == camera_id, start_ms >= since_ms, began_in_reach(whole.start_ms, since_ms))
