"""Searches kept under a name."""

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


SHARED = 0
"""Owner of the searches of everybody who sees all cameras."""
_COLUMNS = (saved_searches.c.id, saved_searches.c.name, saved_searches.c.address, saved_searches.c.saved_ms)


class SavedSearchRepository:
    """A search says codes and cameras, so that whoever sees some cameras only has searches of their own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, owner_id: int) -> list[SavedSearch]:
        """By name."""
        wanted = select(*_COLUMNS).where(saved_searches.c.owner_id == owner_id)
        with self._store.read() as connection:
            rows = connection.execute(wanted.order_by(func.lower(saved_searches.c.name)))
            return [SavedSearch(*row) for row in rows]

    def save(self, owner_id: int, name: str, address: str, *, now_ms: int) -> SavedSearch:
        """Keep a search; one of the same name is replaced. Raises Conflict when there are too many."""
        values = {"address": address, "saved_ms": now_ms}
        statement = insert(saved_searches).values(owner_id=owner_id, name=name, **values)
        mine = saved_searches.c.owner_id == owner_id
        with self._store.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["owner_id", "name"], set_=values))
            count = connection.execute(select(func.count()).select_from(saved_searches).where(mine)).scalar_one()
            if count > MOST_SAVED:
                raise Conflict(f"At most {MOST_SAVED} searches are kept. Remove one first.")
            row = connection.execute(select(*_COLUMNS).where(mine, saved_searches.c.name == name)).one()
        return SavedSearch(*row)

    def remove(self, owner_id: int, search_id: int) -> None:
        """Raises NotFound."""
        gone = delete(saved_searches).where(saved_searches.c.id == search_id, saved_searches.c.owner_id == owner_id)
        with self._store.write() as connection:
            if not connection.execute(gone).rowcount:
                raise NotFound("There is no such saved search.")
