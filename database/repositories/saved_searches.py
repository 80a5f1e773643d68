"""Searches kept under a name, for everybody who uses this ePACK."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert

from backend.domain.errors import Conflict, NotFound
from database.engine import Store
from database.tables import saved_searches

MOST_SAVED = 200


@dataclass(frozen=True, slots=True)
class SavedSearch:
    id: int
    name: str
    address: str
    """The query part of the dashboard's address, without the question mark."""
    saved_ms: int


class SavedSearchRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[SavedSearch]:
        """By name."""
        with self._store.read() as connection:
            rows = connection.execute(select(saved_searches).order_by(func.lower(saved_searches.c.name)))
            return [SavedSearch(*row) for row in rows]

    def save(self, name: str, address: str, *, now_ms: int) -> SavedSearch:
        """Keep a search; one of the same name is replaced. Raises Conflict when there are too many."""
        values = {"address": address, "saved_ms": now_ms}
        statement = insert(saved_searches).values(name=name, **values)
        with self._store.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))
            if connection.execute(select(func.count()).select_from(saved_searches)).scalar_one() > MOST_SAVED:
                raise Conflict(f"At most {MOST_SAVED} searches are kept. Remove one first.")
            row = connection.execute(select(saved_searches).where(saved_searches.c.name == name)).one()
        return SavedSearch(*row)

    def remove(self, search_id: int) -> None:
        """Raises NotFound."""
        with self._store.write() as connection:
            if not connection.execute(delete(saved_searches).where(saved_searches.c.id == search_id)).rowcount:
                raise NotFound("There is no such saved search.")
