"""Packing events: read, changed by hand, and replaced by a new derivation without losing what people added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

from backend.domain.code import LONGEST_CODE, normal_form
from backend.domain.errors import Conflict, InvalidInput, NotFound
from backend.domain.event import LONGEST_NOTE, EventCode, PackingEvent
from database.change_log import code_value, codes_changed, log_change
from database.code_index import add_codes, remove_code, remove_codes
from database.dirty import DirtyWindow, mark_dirty
from database.engine import Store
from database.replace_events import ReplaceResult, replace_events
from database.tables import clips, dirty_windows, event_aliases, event_codes, events

MANUAL_FORMAT = "Manual"


@dataclass(frozen=True, slots=True)
class EventChange:
    """What a person may change of an event; None leaves it."""

    note: str | None = None
    locked: bool | None = None


class EventRepository:
    """Lists and single events for reading are in `database.queries.events`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def replace_window(
        self,
        camera_id: int,
        from_ms: int,
        to_ms: int,
        derived: Sequence[PackingEvent],
        *,
        now_ms: int,
        cleared: Iterable[int] = (),
    ) -> ReplaceResult:
        """Make `derived` the events of a camera in `from_ms..to_ms` (UTC epoch ms), in one transaction.

        An event that overlaps a former one keeps its public id, note, lock, clips and codes set by hand; of several
        former ones the best overlapping gives the id and the others become its aliases. A former event that nothing
        overlaps goes, unless a person locked it, noted, coded or cut it. `cleared` are the ids of the dirty windows
        this answers. An unchanged event is not written again.
        """
        with self._store.write() as connection:
            result = replace_events(connection, camera_id, from_ms, to_ms, derived, now_ms)
            ids = list(cleared)
            if ids:
                connection.execute(delete(dirty_windows).where(dirty_windows.c.id.in_(ids)))
        return result

    def dirty_windows(self, *, camera_id: int | None = None) -> list[DirtyWindow]:
        """Stretches whose events have to be derived again, one per camera, covering all its marks.

        They stay until `replace_window(cleared=window.ids)`, so that a crash in between loses nothing.
        """
        listed = select(dirty_windows).order_by(dirty_windows.c.camera_id, dirty_windows.c.from_ms)
        if camera_id is not None:
            listed = listed.where(dirty_windows.c.camera_id == camera_id)
        found: list[DirtyWindow] = []
        with self._store.read() as connection:
            for row in connection.execute(listed):
                last = found[-1] if found else None
                if last is not None and last.camera_id == row.camera_id and row.from_ms <= last.to_ms:
                    to_ms = max(last.to_ms, row.to_ms)
                    found[-1] = DirtyWindow(row.camera_id, last.from_ms, to_ms, (*last.ids, row.id))
                else:
                    found.append(DirtyWindow(row.camera_id, row.from_ms, row.to_ms, (row.id,)))
        return found

    def mark_dirty(self, camera_id: int, from_ms: int, to_ms: int, *, now_ms: int) -> None:
        """Ask for a new derivation: changed settings or a corrected clock."""
        with self._store.write() as connection:
            mark_dirty(connection, camera_id, from_ms, to_ms, now_ms)

    def change(self, public_id: str, change: EventChange, *, now_ms: int) -> None:
        """Set the note or the lock. Raises NotFound, InvalidInput."""
        values: dict[str, Any] = {"updated_ms": now_ms}
        if change.note is not None:
            if len(change.note) > LONGEST_NOTE:
                raise InvalidInput(f"A note has at most {LONGEST_NOTE:,} characters.")
            values["note"] = change.note
        if change.locked is not None:
            values["locked"] = change.locked
        with self._store.write() as connection:
            event_id = event_id_of(connection, public_id)
            before = connection.execute(select(events.c.note, events.c.locked).where(events.c.id == event_id)).one()
            connection.execute(update(events).where(events.c.id == event_id).values(values))
            if change.note is not None:
                log_change(connection, event_id, "note", before.note, change.note, now_ms)
            if change.locked is not None:
                log_change(connection, event_id, "locked", before.locked, change.locked, now_ms)

    def add_manual_code(self, public_id: str, text: str, *, now_ms: int) -> None:
        """Give an event a code by hand. Raises NotFound, InvalidInput; Conflict when it has this code already."""
        norm = normal_form(text)
        if not norm or len(text) > LONGEST_CODE:
            raise InvalidInput(f"A code has 1 to {LONGEST_CODE:,} characters.")
        with self._store.write() as connection:
            event_id = event_id_of(connection, public_id)
            same = select(func.count()).where(event_codes.c.event_id == event_id, event_codes.c.norm == norm)
            if connection.execute(same).scalar_one():
                raise Conflict("This event has this code already.")
            row = connection.execute(select(events).where(events.c.id == event_id)).one()
            code = EventCode(text.strip(), MANUAL_FORMAT, row.start_ms, row.end_ms, 0, 1.0, manual=True)
            add_codes(connection, event_id, [code])
            log_change(connection, event_id, "code", None, code_value(code), now_ms)
            codes_changed(connection, event_id, now_ms)

    def remove_manual_code(self, public_id: str, text: str, *, now_ms: int) -> None:
        """Take back a code set by hand. Raises NotFound; Conflict for one that was read from the footage."""
        with self._store.write() as connection:
            event_id = event_id_of(connection, public_id)
            of_event = select(event_codes).where(event_codes.c.event_id == event_id)
            row = connection.execute(of_event.where(event_codes.c.norm == normal_form(text))).first()
            if row is None:
                raise NotFound("This event has no such code.")
            if not row.manual:
                raise Conflict("This code was read from the footage; only codes set by hand can be taken back.")
            remove_code(connection, row.id)
            log_change(connection, event_id, "code", code_value(row), None, now_ms)
            codes_changed(connection, event_id, now_ms)

    def remove_ended_before(self, before_ms: int, most: int) -> int:
        """Delete the `most` oldest events that ended before `before_ms` for good (retention), but for those that are
        locked or have clips. Returns how many were deleted."""
        has_clip = select(clips.c.id).where(clips.c.event_id == events.c.id).exists()
        chosen = (
            select(events.c.id)
            .where(events.c.start_ms < before_ms, events.c.end_ms < before_ms, events.c.locked.is_(False), ~has_clip)
            .order_by(events.c.start_ms)
            .limit(most)
        )
        with self._store.write() as connection:
            ids = list(connection.execute(chosen).scalars())
            remove_codes(connection, ids)
            connection.execute(delete(events).where(events.c.id.in_(ids)))
        return len(ids)


def event_id_of(connection: Connection, public_id: str) -> int:
    """The row of a public id, also of one that became part of another event. Raises NotFound."""
    aliased = select(event_aliases.c.event_id).where(event_aliases.c.public_id == public_id).scalar_subquery()
    chosen = select(events.c.id).where(or_(events.c.public_id == public_id, events.c.id == aliased))
    found = connection.execute(chosen).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no event {public_id}.")
    return int(found)
