"""Personal keys for programs. The key itself comes as a hash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from backend.domain.account import Permission, User
from backend.domain.errors import Conflict, NotFound
from database.engine import Store
from database.repositories.users import user_of
from database.tables import api_keys

MOST_KEYS = 50


@dataclass(frozen=True, slots=True)
class ApiKey:
    id: int
    user_id: int
    name: str
    prefix: str
    scopes: frozenset[Permission]
    created_ms: int
    expires_ms: int | None
    used_ms: int | None


class ApiKeyRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, user_id: int, name: str, prefix: str, key_hash: str, scopes: Iterable[Permission], *,
        now_ms: int, expires_ms: int | None,
    ) -> ApiKey:  # fmt: skip
        """Raises Conflict when the user has too many."""
        values = {
            "user_id": user_id, "name": name, "prefix": prefix, "key_hash": key_hash,
            "scopes": sorted(scope.value for scope in scopes), "created_ms": now_ms, "expires_ms": expires_ms,
        }  # fmt: skip
        with self._store.write() as connection:
            count = select(func.count()).select_from(api_keys).where(api_keys.c.user_id == user_id)
            if connection.execute(count).scalar_one() >= MOST_KEYS:
                raise Conflict(f"At most {MOST_KEYS} keys a person. Revoke one first.")
            made = connection.execute(insert(api_keys).values(**values).returning(api_keys.c.id)).scalar_one()
            return _key(connection.execute(select(api_keys).where(api_keys.c.id == made)).one())

    def of_user(self, user_id: int) -> list[ApiKey]:
        """Newest first."""
        chosen = select(api_keys).where(api_keys.c.user_id == user_id).order_by(api_keys.c.id.desc())
        with self._store.read() as connection:
            return [_key(row) for row in connection.execute(chosen)]

    def by_hash(self, key_hash: str, *, now_ms: int) -> tuple[ApiKey, User] | None:
        """The key with its owner, unless it has ended or the owner may not sign in any more."""
        alive = api_keys.c.expires_ms.is_(None) | (api_keys.c.expires_ms > now_ms)
        with self._store.read() as connection:
            row = connection.execute(select(api_keys).where(api_keys.c.key_hash == key_hash, alive)).one_or_none()
            if row is None:
                return None
            user = user_of(connection, row.user_id)
            return (_key(row), user) if user.enabled else None

    def touch(self, key_id: int, *, now_ms: int) -> None:
        with self._store.write() as connection:
            connection.execute(update(api_keys).where(api_keys.c.id == key_id).values(used_ms=now_ms))

    def remove(self, user_id: int, key_id: int) -> None:
        """Raises NotFound."""
        chosen = delete(api_keys).where(api_keys.c.user_id == user_id, api_keys.c.id == key_id)
        with self._store.write() as connection:
            if not connection.execute(chosen).rowcount:
                raise NotFound("There is no such key (any more).")


def _key(row: Row[Any]) -> ApiKey:
    scopes = frozenset(Permission(scope) for scope in row.scopes)
    return ApiKey(row.id, row.user_id, row.name, row.prefix, scopes, row.created_ms, row.expires_ms, row.used_ms)
