"""One derivation replaces the events of a window; identities and what people added go over to the new ones."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from backend.domain.code import normal_form
from backend.domain.event import EventFlag, PackingEvent
from database.change_log import changed_by_hand, move_changes, taken_away
from database.code_index import add_codes, remove_codes
from database.reach import overlaps
from database.rows import batches
from database.tables import clips, event_aliases, event_codes, event_parts, events


@dataclass(frozen=True, slots=True)
class ReplaceResult:
    """Public ids by what happened to them."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    """Gone, or now an alias of another event."""


@dataclass(slots=True)
class _Pairing:
    heir: dict[int, int]
    """Former row id -> index of the derived event that takes its identity."""
    merged: dict[int, int]
    """Former row id -> index of the derived event it becomes an alias of."""
    left: list[int]
    """Former rows that nothing derived overlaps."""


def replace_events(
    connection: Connection, camera_id: int, from_ms: int, to_ms: int, derived: Sequence[PackingEvent], now_ms: int
) -> ReplaceResult:
    """See `EventRepository.replace_window`."""
    former = _former(connection, camera_id, from_ms, to_ms, derived)
    pairing = _pair(former, derived)
    by_id = {row.id: row for row in former}
    touched = _touched(connection, former)
    added: list[str] = []
    changed: list[str] = []
    removed = [by_id[row_id].public_id for row_id in pairing.left if row_id not in touched]
    _delete(connection, [row_id for row_id in pairing.left if row_id not in touched])
    owner_of = {index: row_id for row_id, index in pairing.heir.items()}
    new_ids: dict[int, int] = {}
    for index, one in enumerate(derived):
        row = by_id.get(owner_of.get(index, -1))
        if row is None:
            new_ids[index], public_id = _insert(connection, camera_id, one, now_ms)
            added.append(public_id)
        else:
            new_ids[index] = row.id
            if _rewrite(connection, row, one, now_ms):
                changed.append(row.public_id)
    for row_id, index in pairing.merged.items():
        _merge(connection, by_id[row_id], new_ids[index], now_ms)
        removed.append(by_id[row_id].public_id)
    return ReplaceResult(tuple(added), tuple(changed), tuple(removed))


def _former(
    connection: Connection, camera_id: int, from_ms: int, to_ms: int, derived: Sequence[PackingEvent]
) -> list[Any]:
    """Stored events that overlap the window or, so that nothing is doubled, one of the derived events."""
    begin_ms = min([from_ms, *(one.start_ms for one in derived)])
    end_ms = max([to_ms, *(one.end_ms for one in derived)])
    in_reach = select(events).where(
        events.c.camera_id == camera_id,
        overlaps(events.c.start_ms, events.c.end_ms, begin_ms, end_ms),
    )
    rows = connection.execute(in_reach.order_by(events.c.start_ms, events.c.id)).all()
    return [
        row
        for row in rows
        if (row.start_ms < to_ms and row.end_ms > from_ms) or any(_overlap(row, one) > 0 for one in derived)
    ]


def _overlap(row: Any, one: PackingEvent) -> int:
    return int(min(row.end_ms, one.end_ms) - max(row.start_ms, one.start_ms))


def _pair(former: Sequence[Any], derived: Sequence[PackingEvent]) -> _Pairing:
    overlaps: list[tuple[int, int, int, int]] = []
    by_row: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in former:
        for index, one in enumerate(derived):
            shared_ms = _overlap(row, one)
            if shared_ms > 0:
                overlaps.append((-shared_ms, abs(row.start_ms - one.start_ms), row.id, index))
                by_row[row.id].append((-shared_ms, index))
    heir: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, row_id, index in sorted(overlaps):
        if row_id not in heir and index not in taken:
            heir[row_id] = index
            taken.add(index)
    merged = {row_id: min(shared)[1] for row_id, shared in by_row.items() if row_id not in heir}
    return _Pairing(heir, merged, [row.id for row in former if row.id not in by_row])


def _touched(connection: Connection, former: Iterable[Any]) -> set[int]:
    """Events a person locked, noted, coded or cut: a derivation never makes those vanish."""
    rows = list(former)
    ids = [row.id for row in rows]
    found = {row.id for row in rows if row.locked or row.note}
    coded = select(event_codes.c.event_id).where(event_codes.c.event_id.in_(ids), event_codes.c.manual)
    cut = select(clips.c.event_id).where(clips.c.event_id.in_(ids))
    found.update(connection.execute(coded).scalars())
    found.update(connection.execute(cut).scalars())
    found.update(changed_by_hand(connection, ids))
    return found


def _insert(connection: Connection, camera_id: int, one: PackingEvent, now_ms: int) -> tuple[int, str]:
    public_id = one.id or uuid.uuid4().hex[:16]
    # A derivation may propose the id of an event that moved elsewhere; links must not change their meaning.
    known = select(events.c.id).where(events.c.public_id == public_id)
    alias = select(event_aliases.c.event_id).where(event_aliases.c.public_id == public_id)
    if connection.execute(known).first() or connection.execute(alias).first():
        public_id = uuid.uuid4().hex[:16]
    values = {
        "public_id": public_id,
        "camera_id": camera_id,
        "start_ms": one.start_ms,
        "end_ms": one.end_ms,
        "flags": [flag.value for flag in one.flags],
        "created_ms": now_ms,
        "updated_ms": now_ms,
    }
    event_id = int(connection.execute(insert(events).values(values).returning(events.c.id)).scalar_one())
    _insert_parts(connection, event_id, one)
    add_codes(connection, event_id, one.codes)
    return event_id, public_id


def _rewrite(connection: Connection, row: Any, one: PackingEvent, now_ms: int) -> bool:
    """Bring a stored event to its new derivation; False when it says the same already."""
    codes = connection.execute(select(event_codes).where(event_codes.c.event_id == row.id)).all()
    by_hand = {code.norm for code in codes if code.manual}
    not_wanted = by_hand | taken_away(connection, row.id)
    fresh = [code for code in one.codes if normal_form(code.text) not in not_wanted]
    flags = [flag.value for flag in one.flags if flag is not EventFlag.NO_CODE]
    if not (fresh or by_hand):
        flags.append(EventFlag.NO_CODE.value)
    parts = connection.execute(
        select(event_parts).where(event_parts.c.event_id == row.id).order_by(event_parts.c.seq)
    ).all()
    stored = (
        (row.start_ms, row.end_ms, list(row.flags)),
        [(part.recording_id, part.from_ms, part.to_ms) for part in parts],
        sorted((c.text, c.format, c.first_ms, c.last_ms, c.frames, c.confidence) for c in codes if not c.manual),
    )
    wanted = (
        (one.start_ms, one.end_ms, flags),
        [(part.recording_id, part.from_ms, part.to_ms) for part in one.parts],
        sorted((c.text, c.format, c.first_ms, c.last_ms, c.frames, c.confidence) for c in fresh),
    )
    if stored == wanted:
        return False
    values = {"start_ms": one.start_ms, "end_ms": one.end_ms, "flags": flags, "updated_ms": now_ms}
    connection.execute(update(events).where(events.c.id == row.id).values(values))
    if stored[1] != wanted[1]:
        connection.execute(delete(event_parts).where(event_parts.c.event_id == row.id))
        _insert_parts(connection, row.id, one)
    if stored[2] != wanted[2]:
        remove_codes(connection, [row.id], manual_too=False)
        add_codes(connection, row.id, fresh)
    return True


def _merge(connection: Connection, row: Any, into: int, now_ms: int) -> None:
    """Give what people added to `row` to the event `into`, make its public id an alias, and delete it."""
    target = connection.execute(select(events).where(events.c.id == into)).one()
    notes = [note for note in (target.note, row.note) if note]
    values = {"note": "\n".join(dict.fromkeys(notes)), "locked": target.locked or row.locked}
    if values != {"note": target.note, "locked": target.locked}:
        connection.execute(update(events).where(events.c.id == into).values(values | {"updated_ms": now_ms}))
    connection.execute(update(clips).where(clips.c.event_id == row.id).values(event_id=into))
    move_changes(connection, row.id, into)
    known = set(connection.execute(select(event_codes.c.norm).where(event_codes.c.event_id == into)).scalars())
    by_hand = select(event_codes).where(event_codes.c.event_id == row.id, event_codes.c.manual)
    for code in connection.execute(by_hand).all():
        if code.norm not in known:
            connection.execute(update(event_codes).where(event_codes.c.id == code.id).values(event_id=into))
            flags = [flag for flag in target.flags if flag != EventFlag.NO_CODE.value]
            connection.execute(update(events).where(events.c.id == into).values(flags=flags))
    connection.execute(update(event_aliases).where(event_aliases.c.event_id == row.id).values(event_id=into))
    _delete(connection, [row.id])
    connection.execute(insert(event_aliases).values(public_id=row.public_id, event_id=into))


def _insert_parts(connection: Connection, event_id: int, one: PackingEvent) -> None:
    rows = [
        {
            "event_id": event_id,
            "seq": seq,
            "recording_id": part.recording_id,
            "from_ms": part.from_ms,
            "to_ms": part.to_ms,
        }
        for seq, part in enumerate(one.parts)
    ]
    if rows:
        connection.execute(insert(event_parts), rows)


def _delete(connection: Connection, event_ids: Sequence[int]) -> None:
    remove_codes(connection, event_ids)
    for ids in batches(event_ids):
        connection.execute(delete(events).where(events.c.id.in_(ids)))
