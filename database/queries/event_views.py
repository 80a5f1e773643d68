"""Events as people see them: with camera, codes, parts and clips, read a page at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, String, func, literal_column, select, text, type_coerce
from sqlalchemy import cast as sql_cast

from backend.domain.event import EventCode, EventFlag, EventPart
from backend.domain.recording import RecordingStatus
from database.engine import Store
from database.event_tables import FLAGGED
from database.reach import overlaps
from database.repositories.events import event_id_of
from database.rows import Page, batches
from database.tables import cameras, clips, event_codes, event_parts, events, recordings

COUNT_UP_TO = 100_000


@dataclass(frozen=True, slots=True)
class ClipLink:
    public_id: str
    mode: str
    status: str


@dataclass(frozen=True, slots=True)
class EventView:
    """One event for a list or a page. Times UTC epoch ms; part times ms within the file."""

    row_id: int
    public_id: str
    camera_id: int
    camera_name: str
    start_ms: int
    end_ms: int
    flags: tuple[EventFlag, ...]
    note: str
    locked: bool
    updated_ms: int
    codes: tuple[EventCode, ...] = ()
    parts: tuple[EventPart, ...] = ()
    clips: tuple[ClipLink, ...] = ()
    gone: frozenset[int] = frozenset()
    """Recordings of its parts whose files are not there any more."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What a list or a search is limited to; nothing set: everything."""

    camera_ids: tuple[int, ...] = ()
    from_ms: int | None = None
    """Events that start at or after this."""
    to_ms: int | None = None
    """Events that start before this."""
    with_flags: tuple[EventFlag, ...] = ()
    """Events that have any of these."""
    without_flags: tuple[EventFlag, ...] = field(default=())
    """Events that have none of these."""

    @property
    def is_open(self) -> bool:
        return self == EventFilter()


class EventQueries:
    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, public_id: str) -> EventView:
        """Raises NotFound. A former public id finds the event it became part of."""
        with self._store.read() as connection:
            return views(connection, [event_id_of(connection, public_id)])[0]

    def list_page(
        self,
        wanted: EventFilter | None = None,
        *,
        newest_first: bool = True,
        page: int = 1,
        page_size: int = 50,
    ) -> Page[EventView]:
        with self._store.read() as connection:
            return list_events(connection, wanted or EventFilter(), newest_first, page, page_size)

    def around(self, camera_id: int, from_ms: int, to_ms: int) -> list[EventView]:
        """The events of a camera that overlap `from_ms..to_ms`, in order of start."""
        overlapping = select(events.c.id).where(
            events.c.camera_id == camera_id, overlaps(events.c.start_ms, events.c.end_ms, from_ms, to_ms)
        )
        with self._store.read() as connection:
            ids = list(connection.execute(overlapping.order_by(events.c.start_ms)).scalars())
            return views(connection, ids)


def list_events(
    connection: Connection, wanted: EventFilter, newest_first: bool, page: int, page_size: int
) -> Page[EventView]:
    limits = conditions(wanted)
    order = (events.c.start_ms.desc(), events.c.id.desc()) if newest_first else (events.c.start_ms, events.c.id)
    # Counting millions of rows would take longer than reading the page.
    counted = select(events.c.id).where(*limits).limit(COUNT_UP_TO + 1).subquery()
    total = connection.execute(select(func.count()).select_from(counted)).scalar_one()
    listed = select(events.c.id).where(*limits).order_by(*order)
    ids = connection.execute(listed.limit(page_size).offset((page - 1) * page_size)).scalars().all()
    return Page(views(connection, ids), min(total, COUNT_UP_TO), page, page_size, total > COUNT_UP_TO)


def conditions(wanted: EventFilter) -> list[ColumnElement[bool]]:
    limits: list[ColumnElement[bool]] = []
    if wanted.camera_ids:
        limits.append(events.c.camera_id.in_(wanted.camera_ids))
    if wanted.from_ms is not None:
        limits.append(events.c.start_ms >= wanted.from_ms)
    if wanted.to_ms is not None:
        limits.append(events.c.start_ms < wanted.to_ms)
    # The flags are a short JSON array of fixed words, so looking for the quoted word is exact.
    flags = sql_cast(events.c.flags, String)
    if wanted.with_flags:
        some: ColumnElement[bool] = flags.like(f'%"{wanted.with_flags[0].value}"%')
        for flag in wanted.with_flags[1:]:
            some = some | flags.like(f'%"{flag.value}"%')
        limits += [literal_column(f"events.{FLAGGED}"), some]
    limits.extend(flags.not_like(f'%"{flag.value}"%') for flag in wanted.without_flags)
    return limits


def views(connection: Connection, event_ids: Sequence[int]) -> list[EventView]:
    """The events of these rows, in the order given."""
    found: dict[int, EventView] = {}
    for ids in batches(event_ids):
        chosen = {"ids": json.dumps(list(ids))}
        codes: dict[int, list[EventCode]] = defaultdict(list)
        for event_id, *values in connection.execute(_CODES, chosen).all():
            codes[event_id].append(EventCode(*values))
        parts: dict[int, list[EventPart]] = defaultdict(list)
        gone: dict[int, set[int]] = defaultdict(set)
        for event_id, status, *values in connection.execute(_PARTS, chosen).all():
            parts[event_id].append(EventPart(*values))
            if status == RecordingStatus.MISSING.value:
                gone[event_id].add(values[0])
        cut: dict[int, list[ClipLink]] = defaultdict(list)
        for event_id, *values in connection.execute(_CLIPS, chosen).all():
            cut[event_id].append(ClipLink(*values))
        for row_id, public_id, camera_id, name, start_ms, end_ms, flags, note, locked, updated_ms in connection.execute(
            _EVENTS, chosen
        ).all():
            found[row_id] = EventView(
                row_id, public_id, camera_id, name, start_ms, end_ms, _flags(flags), note, locked, updated_ms,
                tuple(codes.get(row_id, ())), tuple(parts.get(row_id, ())), tuple(cut.get(row_id, ())),
                frozenset(gone.get(row_id, ())),
            )  # fmt: skip
    return [found[event_id] for event_id in event_ids if event_id in found]


@lru_cache(maxsize=64)
def _flags(stored: str) -> tuple[EventFlag, ...]:
    """The flags of a stored array; there are few different ones, and most are empty."""
    return tuple(EventFlag(flag) for flag in json.loads(stored))


# Built once: a search that takes a millisecond would spend most of it on putting these together.
# One parameter whatever the number of ids, so that each statement is compiled once.
_IDS = text("SELECT value FROM json_each(:ids)")
_EVENTS = (
    select(
        events.c.id,
        events.c.public_id,
        events.c.camera_id,
        cameras.c.name,
        events.c.start_ms,
        events.c.end_ms,
        type_coerce(events.c.flags, String),
        events.c.note,
        events.c.locked,
        events.c.updated_ms,
    )
    .select_from(events.join(cameras, cameras.c.id == events.c.camera_id))
    .where(events.c.id.in_(_IDS))
)
_CODES = (
    select(
        event_codes.c.event_id,
        event_codes.c.text,
        event_codes.c.format,
        event_codes.c.first_ms,
        event_codes.c.last_ms,
        event_codes.c.frames,
        event_codes.c.confidence,
        event_codes.c.manual,
    )
    .where(event_codes.c.event_id.in_(_IDS))
    .order_by(event_codes.c.first_ms, event_codes.c.id)
)
_PARTS = (
    select(
        event_parts.c.event_id,
        recordings.c.status,
        event_parts.c.recording_id,
        recordings.c.path,
        event_parts.c.from_ms,
        event_parts.c.to_ms,
    )
    .select_from(event_parts.join(recordings, recordings.c.id == event_parts.c.recording_id))
    .where(event_parts.c.event_id.in_(_IDS))
    .order_by(event_parts.c.event_id, event_parts.c.seq)
)
_CLIPS = (
    select(clips.c.event_id, clips.c.public_id, clips.c.mode, clips.c.status)
    .where(clips.c.event_id.in_(_IDS))
    .order_by(clips.c.id)
)
