"""Signed-in browsers, and the browsers somebody signed in with before. Tokens come as hashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from backend.domain.account import User
from backend.domain.errors import NotFound
from database.engine import Store
from database.repositories.users import user_of
from database.tables import known_devices, user_sessions

MOST_DEVICES = 20
"""Known browsers kept of one user; the ones longest away go first."""
MOST_SESSIONS = 50
"""Likewise, sessions."""


@dataclass(frozen=True, slots=True)
class Session:
    id: int
    public_id: str
    user_id: int
    provider: str
    factor_due: bool
    created_ms: int
    seen_ms: int
    expires_ms: int
    user_agent: str
    address: str


class SessionRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, session: Session, token_hash: str) -> Session:
        """`session.id` is given here."""
        values = _columns(session) | {"session_token": token_hash}
        with self._store.write() as connection:
            made = connection.execute(insert(user_sessions).values(**values).returning(user_sessions.c.id)).scalar_one()
            newest = (
                select(user_sessions.c.id)
                .where(user_sessions.c.user_id == session.user_id)
                .order_by(user_sessions.c.last_accessed.desc(), user_sessions.c.id.desc())
                .limit(MOST_SESSIONS)
            )
            connection.execute(
                delete(user_sessions).where(
                    user_sessions.c.user_id == session.user_id, user_sessions.c.id.not_in(newest)
                )
            )
            row = connection.execute(select(user_sessions).where(user_sessions.c.id == made)).one()
            return _session(row)

    def by_token(self, token_hash: str, *, now_ms: int, seen_after_ms: int) -> tuple[Session, User] | None:
        """The session with its user, unless it has ended, was not seen after `seen_after_ms`, or the user may not sign
        in any more."""
        alive = (user_sessions.c.expires_at > now_ms, user_sessions.c.last_accessed > seen_after_ms)
        with self._store.read() as connection:
            row = connection.execute(
                select(user_sessions).where(user_sessions.c.session_token == token_hash, *alive)
            ).one_or_none()
            if row is None:
                return None
            user = user_of(connection, row.user_id)
            return (_session(row), user) if user.enabled else None

    def of_user(self, user_id: int, *, now_ms: int, seen_after_ms: int) -> list[Session]:
        """Sessions that are alive, last seen first."""
        chosen = select(user_sessions).where(
            user_sessions.c.user_id == user_id,
            user_sessions.c.expires_at > now_ms,
            user_sessions.c.last_accessed > seen_after_ms,
        )
        with self._store.read() as connection:
            return [_session(row) for row in connection.execute(chosen.order_by(user_sessions.c.last_accessed.desc()))]

    def touch(self, session_id: int, *, now_ms: int, address: str) -> None:
        chosen = update(user_sessions).where(user_sessions.c.id == session_id)
        with self._store.write() as connection:
            connection.execute(chosen.values(last_accessed=now_ms, ip_address=address))

    def rotate(self, public_id: str, token_hash: str, *, now_ms: int) -> None:
        """Another token for the session. Raises NotFound."""
        values = {"session_token": token_hash, "last_accessed": now_ms}
        with self._store.write() as connection:
            chosen = update(user_sessions).where(user_sessions.c.public_id == public_id)
            if not connection.execute(chosen.values(**values)).rowcount:
                raise NotFound("This session has ended.")

    def end(self, user_id: int, public_id: str) -> None:
        """Raises NotFound."""
        chosen = (user_sessions.c.user_id == user_id, user_sessions.c.public_id == public_id)
        if not self._delete(*chosen):
            raise NotFound("This session has ended already.")

    def end_all(self, user_id: int, *, but: str | None = None) -> int:
        """Every session of the user, `but` the one with this public id; how many there were."""
        kept = (user_sessions.c.public_id != but,) if but else ()
        return self._delete(user_sessions.c.user_id == user_id, *kept)

    def purge(self, *, now_ms: int, seen_after_ms: int) -> int:
        """Forget sessions that are over."""
        return self._delete(or_(user_sessions.c.expires_at <= now_ms, user_sessions.c.last_accessed <= seen_after_ms))

    def is_known_device(self, user_id: int, token_hash: str) -> bool:
        chosen = select(known_devices.c.id).where(
            known_devices.c.user_id == user_id, known_devices.c.token_hash == token_hash
        )
        with self._store.read() as connection:
            return connection.execute(chosen).first() is not None

    def is_device_of_somebody(self, token_hash: str) -> bool:
        chosen = select(known_devices.c.id).where(known_devices.c.token_hash == token_hash).limit(1)
        with self._store.read() as connection:
            return connection.execute(chosen).first() is not None

    def know_device(self, user_id: int, token_hash: str, *, now_ms: int) -> None:
        values = {"user_id": user_id, "token_hash": token_hash, "seen_ms": now_ms}
        statement = upsert(known_devices).values(**values)
        newest = (
            select(known_devices.c.id)
            .where(known_devices.c.user_id == user_id)
            .order_by(known_devices.c.seen_ms.desc(), known_devices.c.id.desc())
            .limit(MOST_DEVICES)
        )
        with self._store.write() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["user_id", "token_hash"], set_={"seen_ms": now_ms})
            )
            connection.execute(
                delete(known_devices).where(known_devices.c.user_id == user_id, known_devices.c.id.not_in(newest))
            )

    def _delete(self, *which: ColumnElement[bool]) -> int:
        with self._store.write() as connection:
            return int(connection.execute(delete(user_sessions).where(*which)).rowcount)


def _columns(session: Session) -> dict[str, Any]:
    return {
        "public_id": session.public_id,
        "user_id": session.user_id,
        "provider": session.provider,
        "factor_due": session.factor_due,
        "created_at": session.created_ms,
        "last_accessed": session.seen_ms,
        "expires_at": session.expires_ms,
        "user_agent": session.user_agent,
        "ip_address": session.address,
    }


def _session(row: Any) -> Session:
    return Session(
        row.id, row.public_id, row.user_id, row.provider, row.factor_due, row.created_at, row.last_accessed,
        row.expires_at, row.user_agent, row.ip_address,
    )  # fmt: skip
