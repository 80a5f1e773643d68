"""The record of who did what: lines are appended, read, checked, and deleted by age."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, Select, Text, cast, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from backend.config.secret_box import SecretBox
from backend.domain.audit import AuditEnds, AuditEntry, AuditLine, chained, first_break
from database.engine import Store
from database.tables import audit_ends, audit_lines

_BLOCK = 2_000


@dataclass(frozen=True, slots=True)
class AuditFilter:
    from_ms: int | None = None
    to_ms: int | None = None
    """Exclusive."""
    actor: str | None = None
    action: str | None = None
    """The action itself, or the part before its dot."""
    text: str | None = None
    """Anywhere in the details."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    items: list[AuditLine]
    total: int


class AuditRepository:
    def __init__(self, store: Store, box: SecretBox) -> None:
        self._store = store
        self._box = box

    def append(self, entry: AuditEntry) -> None:
        """Raises StoreError; nothing is written then."""
        with self._store.write() as connection:
            ends = self._ends(connection)
            seq = ends.last_seq + 1
            digest = chained(ends.last_hash, seq, entry)
            connection.execute(
                insert(audit_lines).values(**{**asdict(entry), "details": dict(entry.details)}, seq=seq, hash=digest)
            )
            self._keep(connection, replace(ends, last_seq=seq, last_hash=digest))

    def page(self, wanted: AuditFilter, page: int, page_size: int) -> AuditPage:
        """Newest first."""
        with self._store.read() as connection:
            total = connection.execute(
                select(func.count()).select_from(_narrowed(select(audit_lines.c.seq), wanted).subquery())
            ).scalar_one()
            rows = connection.execute(
                _narrowed(select(audit_lines), wanted)
                .order_by(audit_lines.c.seq.desc())
                .limit(page_size)
                .offset((page - 1) * page_size)
            )
            return AuditPage([_line(row) for row in rows], int(total))

    def lines(self, wanted: AuditFilter | None = None) -> Iterator[AuditLine]:
        """All of them, oldest first, read in blocks so that any number fits into memory."""
        after = 0
        while True:
            statement = _narrowed(select(audit_lines), wanted or AuditFilter())
            with self._store.read() as connection:
                block = [
                    _line(row)
                    for row in connection.execute(
                        statement.where(audit_lines.c.seq > after).order_by(audit_lines.c.seq).limit(_BLOCK)
                    )
                ]
            yield from block
            if len(block) < _BLOCK:
                return
            after = block[-1].seq

    def names(self) -> tuple[list[str], list[str]]:
        """Actors and actions that occur, for choosing among them."""
        with self._store.read() as connection:
            actors = connection.execute(select(audit_lines.c.actor).distinct().order_by(audit_lines.c.actor).limit(500))
            actions = connection.execute(select(audit_lines.c.action).distinct().order_by(audit_lines.c.action))
            return [str(row[0]) for row in actors], [str(row[0]) for row in actions]

    def first_break(self) -> str | None:
        """Where the record is not what was written; None when it is whole. Raises StoreError when its ends do not
        open."""
        with self._store.read() as connection:
            ends = self._ends(connection)
        broken = first_break((line for line in self.lines() if line.seq <= ends.last_seq), ends)
        if broken is not None:
            return broken
        with self._store.read() as connection:
            # Both in one look: lines that were added meanwhile are in the ends too.
            newest = connection.execute(select(func.max(audit_lines.c.seq))).scalar_one_or_none() or 0
            last = self._ends(connection).last_seq
        return f"line {last + 1} is one too many" if newest > last else None

    def count(self) -> int:
        with self._store.read() as connection:
            ends = self._ends(connection)
        return ends.last_seq - ends.first_seq + 1

    def delete_before(self, at_ms: int) -> int:
        """Delete the oldest lines, up to the first that is not older than `at_ms`; returns how many."""
        with self._store.write() as connection:
            ends = self._ends(connection)
            kept = connection.execute(
                select(func.min(audit_lines.c.seq)).where(audit_lines.c.at_ms >= at_ms)
            ).scalar_one_or_none()
            first = int(kept) if kept is not None else ends.last_seq + 1
            if first <= ends.first_seq:
                return 0
            before = connection.execute(select(audit_lines.c.hash).where(audit_lines.c.seq == first - 1)).scalar_one()
            deleted = connection.execute(delete(audit_lines).where(audit_lines.c.seq < first)).rowcount
            self._keep(connection, replace(ends, first_seq=first, before=str(before)))
        return int(deleted)

    def reseal_all(self) -> int:
        """Bring the sealed ends under the newest key. Raises StoreError."""
        with self._store.write() as connection:
            self._keep(connection, self._ends(connection))
        return 1

    def _ends(self, connection: Connection) -> AuditEnds:
        sealed = connection.execute(select(audit_ends.c.sealed)).scalar_one_or_none()
        return AuditEnds() if sealed is None else AuditEnds(**self._box.open(sealed))

    def _keep(self, connection: Connection, ends: AuditEnds) -> None:
        new = {"sealed": self._box.seal(asdict(ends))}
        statement = upsert(audit_ends).values(id=1, **new)
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=new))


def _narrowed(statement: Select[Any], wanted: AuditFilter) -> Select[Any]:
    line = audit_lines.c
    if wanted.from_ms is not None:
        statement = statement.where(line.at_ms >= wanted.from_ms)
    if wanted.to_ms is not None:
        statement = statement.where(line.at_ms < wanted.to_ms)
    if wanted.actor is not None:
        statement = statement.where(line.actor == wanted.actor)
    if wanted.action is not None:
        below = line.action.startswith(f"{wanted.action}.", autoescape=True)
        statement = statement.where((line.action == wanted.action) | below)
    if wanted.text is not None:
        # Details lie in the store as ASCII: other letters, and quotes, stand there as JSON escapes.
        escaped = json.dumps(wanted.text)[1:-1]
        statement = statement.where(cast(line.details, Text).contains(escaped, autoescape=True))
    return statement


def _line(row: Row[Any]) -> AuditLine:
    entry = AuditEntry(
        row.at_ms, row.actor, row.actor_id, row.role, row.address, row.action, row.outcome, dict(row.details)
    )
    return AuditLine(row.seq, entry, row.hash)
