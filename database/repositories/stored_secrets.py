"""Secrets of this installation that belong to no row elsewhere, sealed, by name."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from database.engine import Store
from database.tables import stored_secrets


class SecretRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str) -> bytes | None:
        chosen = select(stored_secrets.c.sealed).where(stored_secrets.c.name == name)
        with self._store.read() as connection:
            return connection.execute(chosen).scalar_one_or_none()

    def all(self) -> dict[str, bytes]:
        """Every one by name, for a rotation of the key."""
        with self._store.read() as connection:
            return {row.name: row.sealed for row in connection.execute(select(stored_secrets))}

    def put(self, name: str, sealed: bytes | None, *, now_ms: int) -> None:
        """None: forget it."""
        with self._store.write() as connection:
            if sealed is None:
                connection.execute(delete(stored_secrets).where(stored_secrets.c.name == name))
                return
            values = {"sealed": sealed, "updated_ms": now_ms}
            statement = upsert(stored_secrets).values(name=name, **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))
