"""One day of one camera: recordings, events and unread labels, each read through an index."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, text, tuple_

from backend.domain.event import EventFlag
from backend.domain.recording import Recording, RecordingStatus
from database.engine import Store
from database.reach import began_in_reach
from database.tables import event_codes, events, recordings, unread_labels

MOST_EVENTS = 5_000
"""In one answer, of one camera: one every 17 seconds around the clock. The others follow page by page."""
Place = tuple[int, int]
"""Where a page ended: start (UTC epoch ms) and row of its last event."""


@dataclass(frozen=True, slots=True)
class DayRecording:
    """A recording on the timeline, UTC epoch ms."""

    id: int
    from_ms: int
    to_ms: int
    status: RecordingStatus
    reason_code: str | None
    reason: str | None
    progress: float
    path: str
    length_known: bool = True
    growing: bool = False
    """Being recorded: it is longer than it was when it was last handed over."""


@dataclass(frozen=True, slots=True)
class DayEvent:
    public_id: str
    start_ms: int
    end_ms: int
    codes: tuple[str, ...]
    flags: tuple[EventFlag, ...]


@dataclass(frozen=True, slots=True)
class DayUnread:
    """Print was in sight and no code read. `best_ms`: when most of it was seen. UTC epoch ms."""

    recording_id: int
    from_ms: int
    to_ms: int
    best_ms: int


class DayQueries:
    def __init__(self, store: Store) -> None:
        self._store = store

    def recordings(self, camera_id: int, from_ms: int, to_ms: int) -> list[DayRecording]:
        """Those that show a part of `from_ms..to_ms`, in order of start."""
        columns = [recordings.c[name] for name in ("id", "start_ms", "duration_ms", "status", "progress", "path")]
        listed = select(*columns, recordings.c.reason_code, recordings.c.reason, recordings.c.live).where(
            _within(camera_id, from_ms, to_ms), _end() >= from_ms
        )
        with self._store.read() as connection:
            rows = connection.execute(listed.order_by(recordings.c.start_ms, recordings.c.id)).all()
        return [
            DayRecording(
                row.id,
                row.start_ms,
                row.start_ms + row.duration_ms,
                RecordingStatus(row.status),
                row.reason_code,
                row.reason,
                row.progress,
                row.path,
                growing=row.live == "growing",
            )
            for row in rows
        ]

    def events(
        self, camera_id: int, from_ms: int, to_ms: int, after: Place | None = None
    ) -> tuple[list[DayEvent], Place | None]:
        """The first that overlap `from_ms..to_ms`, or the first behind `after`, in order of start; and where the page
        ended, None when there are no more."""
        order = (events.c.start_ms, events.c.id)
        listed = (
            select(*order, events.c.public_id, events.c.end_ms, events.c.flags)
            .where(
                events.c.camera_id == camera_id,
                began_in_reach(events.c.start_ms, from_ms) if after is None else events.c.start_ms >= after[0],
                events.c.start_ms < to_ms,
                events.c.end_ms > from_ms,
            )
            .order_by(*order)
            .limit(MOST_EVENTS + 1)
        )
        if after is not None:
            listed = listed.where(tuple_(*order) > after)
        with self._store.read() as connection:
            rows = connection.execute(listed).all()
            more = len(rows) > MOST_EVENTS
            rows = rows[:MOST_EVENTS]
            ids = json.dumps([row.id for row in rows])
            codes: dict[int, list[str]] = defaultdict(list)
            for event_id, code in connection.execute(_CODES, {"ids": ids}):
                codes[event_id].append(code)
        shown = [
            DayEvent(
                row.public_id,
                row.start_ms,
                row.end_ms,
                tuple(codes.get(row.id, ())),
                tuple(EventFlag(flag) for flag in row.flags),
            )
            for row in rows
        ]
        return shown, (rows[-1].start_ms, rows[-1].id) if more else None

    def unread(self, camera_id: int, from_ms: int, to_ms: int) -> list[DayUnread]:
        start = recordings.c.start_ms
        listed = (
            select(unread_labels, start)
            .select_from(recordings.join(unread_labels, unread_labels.c.recording_id == recordings.c.id))
            .where(_within(camera_id, from_ms, to_ms), start + unread_labels.c.to_ms > from_ms)
            .where(start + unread_labels.c.from_ms < to_ms)
            .order_by(start, unread_labels.c.from_ms)
        )
        with self._store.read() as connection:
            rows = connection.execute(listed).all()
        return [
            DayUnread(
                row.recording_id, row.start_ms + row.from_ms, row.start_ms + row.to_ms, row.start_ms + row.best_ms
            )
            for row in rows
        ]

    def stretches(self, camera_id: int, from_ms: int, to_ms: int) -> Sequence[tuple[int, int]]:
        """(start, end) of all recordings that show a part of `from_ms..to_ms`."""
        listed = select(recordings.c.start_ms, _end()).where(_within(camera_id, from_ms, to_ms), _end() >= from_ms)
        with self._store.read() as connection:
            return [(start_ms, end_ms) for start_ms, end_ms in connection.execute(listed)]

    def span(self, camera_id: int) -> tuple[int, int] | None:
        """Start of the camera's first and of its last recording; None when it has none."""
        of_camera = recordings.c.camera_id == camera_id
        with self._store.read() as connection:
            # Two statements: SQLite reads one end of an index for each, but the whole index for both at once.
            first = connection.execute(select(func.min(recordings.c.start_ms)).where(of_camera)).scalar_one()
            last = connection.execute(select(func.max(recordings.c.start_ms)).where(of_camera)).scalar_one()
        return None if first is None else (first, last)

    def at(self, camera_id: int, at_ms: int) -> Recording | None:
        """The recording that shows `at_ms`; where several do the one that began last, as clips have it."""
        showing = and_(_within(camera_id, at_ms, at_ms + 1), _end() > at_ms, _PLAYABLE)
        return self._first(select(recordings).where(showing).order_by(recordings.c.start_ms.desc()))

    def after(self, camera_id: int, at_ms: int) -> Recording | None:
        """The next recording with footage that begins later than `at_ms`."""
        later = and_(recordings.c.camera_id == camera_id, recordings.c.start_ms > at_ms, _PLAYABLE)
        return self._first(select(recordings).where(later).order_by(recordings.c.start_ms))

    def before(self, camera_id: int, at_ms: int) -> Recording | None:
        """The last recording with footage that begins before `at_ms`."""
        earlier = and_(recordings.c.camera_id == camera_id, recordings.c.start_ms < at_ms, _PLAYABLE)
        return self._first(select(recordings).where(earlier).order_by(recordings.c.start_ms.desc()))

    def _first(self, listed: Select[Any]) -> Recording | None:
        with self._store.read() as connection:
            row = connection.execute(listed.limit(1)).one_or_none()
        if row is None:
            return None
        return Recording(row.id, row.camera_id, row.path, row.start_ms, row.duration_ms, RecordingStatus(row.status))


def _end() -> ColumnElement[int]:
    return recordings.c.start_ms + recordings.c.duration_ms


def _within(camera_id: int, from_ms: int, to_ms: int) -> ColumnElement[bool]:
    """May show a part of it, by its start: a range of the index."""
    start = recordings.c.start_ms
    return and_(recordings.c.camera_id == camera_id, began_in_reach(start, from_ms), start < to_ms)


_PLAYABLE = and_(recordings.c.duration_ms > 0, recordings.c.status != RecordingStatus.MISSING.value)
_CODES = (
    select(event_codes.c.event_id, event_codes.c.text)
    .where(event_codes.c.event_id.in_(text("SELECT value FROM json_each(:ids)")))
    .order_by(event_codes.c.event_id, event_codes.c.first_ms, event_codes.c.id)
)
