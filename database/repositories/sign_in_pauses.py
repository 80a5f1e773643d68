"""Failed sign-ins, and how long the next attempt has to wait. Keys come as hashes: a name typed may be a password."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from database.engine import Store
from database.tables import sign_in_pauses


@dataclass(frozen=True, slots=True)
class Pause:
    failures: int
    last_ms: int
    until_ms: int


class PauseRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, keys: Iterable[str]) -> dict[str, Pause]:
        """What is known of these keys."""
        with self._store.read() as connection:
            return _found(connection, keys)

    def change(self, keys: Iterable[str], decide: Callable[[Mapping[str, Pause]], Mapping[str, Pause]]) -> None:
        """Store what `decide` makes of what is known; nothing else is counted in between."""
        with self._store.write() as connection:
            for key, pause in decide(_found(connection, keys)).items():
                values = {"failures": pause.failures, "last_ms": pause.last_ms, "until_ms": pause.until_ms}
                statement = insert(sign_in_pauses).values(key=key, **values)
                connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))

    def forget(self, keys: Iterable[str]) -> None:
        with self._store.write() as connection:
            connection.execute(delete(sign_in_pauses).where(sign_in_pauses.c.key.in_(list(keys))))

    def purge(self, *, before_ms: int) -> int:
        """Forget what nobody tried since."""
        with self._store.write() as connection:
            return int(connection.execute(delete(sign_in_pauses).where(sign_in_pauses.c.last_ms < before_ms)).rowcount)


def _found(connection: Connection, keys: Iterable[str]) -> dict[str, Pause]:
    chosen = select(sign_in_pauses).where(sign_in_pauses.c.key.in_(list(keys)))
    return {row.key: Pause(row.failures, row.last_ms, row.until_ms) for row in connection.execute(chosen)}
