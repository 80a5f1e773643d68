"""What was seen in recordings, read back for the derivation of events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from backend.domain.observation import Observations, Sighting, Span, SpanKind, SpanState
from backend.domain.recording import Recording, RecordingStatus
from backend.domain.region import Box
from database.engine import Store
from database.reach import overlaps
from database.rows import batches
from database.tables import observation_spans, recordings, sightings


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a camera's timeline, UTC epoch ms."""

    camera_id: int
    from_ms: int
    to_ms: int


class ObservationRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def for_camera(self, camera_id: int, from_ms: int, to_ms: int) -> list[tuple[Recording, Observations]]:
        """The analysed recordings that overlap `from_ms..to_ms`, in order of start, with what was seen in each.

        A recording whose file vanished later still counts: what was seen in it stays true.
        """
        with self._store.read() as connection:
            rows = connection.execute(
                select(recordings)
                .where(
                    recordings.c.camera_id == camera_id,
                    recordings.c.done_ms.is_not(None),
                    overlaps(recordings.c.start_ms, recordings.c.start_ms + recordings.c.duration_ms, from_ms, to_ms),
                )
                .order_by(recordings.c.start_ms, recordings.c.path)
            ).all()
            ids = [row.id for row in rows]
            spans = _spans(connection, ids)
            seen = _sightings(connection, ids)
        return [
            (
                Recording(row.id, row.camera_id, row.path, row.start_ms, _seen_ms(row), RecordingStatus(row.status)),
                Observations(
                    _seen_ms(row),
                    spans.get(row.id, []),
                    seen.get(row.id, []),
                    row.frames_total,
                    row.frames_decoded,
                    row.wall_ms,
                ),
            )
            for row in rows
        ]

    def of_recording(self, recording_id: int) -> Observations | None:
        """What was seen in one recording; None when it was not analysed yet."""
        with self._store.read() as connection:
            row = connection.execute(select(recordings).where(recordings.c.id == recording_id)).one_or_none()
            if row is None or row.done_ms is None:
                return None
            spans = _spans(connection, [recording_id]).get(recording_id, [])
            seen = _sightings(connection, [recording_id]).get(recording_id, [])
        return Observations(_seen_ms(row), spans, seen, row.frames_total, row.frames_decoded, row.wall_ms)


def _seen_ms(row: Any) -> int:
    """How long a recording is as far as it was looked at: one that grows is longer than that."""
    return int(row.duration_ms if row.seen_ms is None else row.seen_ms)


def _spans(connection: Connection, recording_ids: Sequence[int]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    for ids in batches(recording_ids):
        listed = select(observation_spans).where(observation_spans.c.recording_id.in_(ids))
        for row in connection.execute(listed.order_by(observation_spans.c.id)):
            found[row.recording_id].append(Span(SpanKind(row.kind), SpanState(row.state), row.from_ms, row.to_ms))
    return found


def _sightings(connection: Connection, recording_ids: Sequence[int]) -> dict[int, list[Sighting]]:
    found: dict[int, list[Sighting]] = defaultdict(list)
    for ids in batches(recording_ids):
        listed = select(sightings).where(sightings.c.recording_id.in_(ids)).order_by(sightings.c.id)
        for row in connection.execute(listed):
            box = Box(row.x, row.y, row.w, row.h)
            found[row.recording_id].append(
                Sighting(row.text, row.format, row.first_ms, row.last_ms, row.frames, row.confidence, box, row.best_ms)
            )
    return found
