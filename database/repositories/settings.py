"""Small key-value tables: settings that differ from their default, facts about the shop, facts programs remember."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from database.engine import Store
from database.tables import general_info, processing_config, program_status


class _KeyValues:
    """One table of key, value and time of change."""

    table: Table

    def __init__(self, store: Store) -> None:
        self._store = store

    def values(self) -> dict[str, Any]:
        with self._store.read() as connection:
            return {row.key: row.value for row in connection.execute(select(self.table))}

    def set(self, values: Mapping[str, Any], *, now_ms: int) -> None:
        """Store these keys, all or none, and leave the others alone."""
        with self._store.write() as connection:
            for key, value in values.items():
                new = {"value": value, "updated_ms": now_ms}
                statement = upsert(self.table).values(key=key, **new)
                connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=new))

    def remove(self, keys: Iterable[str]) -> None:
        with self._store.write() as connection:
            connection.execute(delete(self.table).where(self.table.c.key.in_(list(keys))))


class SettingsRepository(_KeyValues):
    """Values (JSON) of settings that differ from their default; what a key means stands in `backend.config`."""

    table = processing_config


class GeneralInfoRepository(_KeyValues):
    """Facts about the shop (JSON): brand, country, time zone, working days and hours."""

    table = general_info


class ProgramStatusRepository(_KeyValues):
    """Facts (text) the programs remember across restarts."""

    table = program_status

    def get(self, key: str) -> str | None:
        with self._store.read() as connection:
            found = connection.execute(select(self.table.c.value).where(self.table.c.key == key)).scalar_one_or_none()
        return None if found is None else str(found)
