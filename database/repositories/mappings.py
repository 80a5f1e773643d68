"""Which column of each marketplace's export holds the tracking codes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from backend.domain.errors import InvalidInput, NotFound
from database.engine import Store
from database.tables import platform_column_mappings as mappings


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    platform_name: str
    column_header: str
    """Empty when the table had no header."""
    column_letter: str
    """Spreadsheet letter: A, B, ... AA."""


class MappingRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[ColumnMapping]:
        with self._store.read() as connection:
            rows = connection.execute(select(mappings).order_by(func.lower(mappings.c.platform_name))).all()
        return [ColumnMapping(row.platform_name, row.column_header, row.column_letter) for row in rows]

    def get(self, platform_name: str) -> ColumnMapping | None:
        """Upper and lower case are the same platform."""
        wanted = platform_name.strip().casefold()
        return next((one for one in self.all() if one.platform_name.casefold() == wanted), None)

    def save(self, mapping: ColumnMapping, *, now_ms: int) -> ColumnMapping:
        """Remember a column. Raises InvalidInput for an empty name or a letter that is none."""
        known = self.get(mapping.platform_name)
        name = known.platform_name if known else mapping.platform_name.strip()
        letter = mapping.column_letter.strip().upper()
        if not name or len(name) > 100:
            raise InvalidInput("A platform needs a name of 1 to 100 characters.")
        if not (1 <= len(letter) <= 3 and letter.isascii() and letter.isalpha()):
            raise InvalidInput("A column letter is A to ZZZ, as in a spreadsheet.")
        values = {"column_header": mapping.column_header, "column_letter": letter, "updated_ms": now_ms}
        statement = upsert(mappings).values(platform_name=name, created_ms=now_ms, **values)
        with self._store.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["platform_name"], set_=values))
        return ColumnMapping(name, mapping.column_header, letter)

    def remove(self, platform_name: str) -> None:
        """Raises NotFound."""
        known = self.get(platform_name)
        if known is None:
            raise NotFound(f"No column is remembered for {platform_name!r}.")
        with self._store.write() as connection:
            connection.execute(delete(mappings).where(mappings.c.platform_name == known.platform_name))
