"""Sealed facts about the licence, by name."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from backend.config.secret_box import SecretBox
from backend.domain.errors import StoreError
from database.engine import Store
from database.tables import licence_facts

log = logging.getLogger(__name__)


class LicenceFactsRepository:
    def __init__(self, store: Store, box: SecretBox) -> None:
        self._store = store
        self._box = box

    def get(self, name: str) -> dict[str, Any] | None:
        """None when there is none. Raises StoreError (`secret_unreadable`) when it was edited or the key is another."""
        with self._store.read() as connection:
            sealed = connection.execute(
                select(licence_facts.c.sealed).where(licence_facts.c.name == name)
            ).scalar_one_or_none()
        return None if sealed is None else self._box.open(sealed)

    def readable(self, name: str) -> dict[str, Any] | None:
        """None also when it cannot be opened: it was edited, or the key file is another one."""
        try:
            return self.get(name)
        except StoreError as error:
            if error.code != "secret_unreadable":
                raise
            log.warning("what is stored as %s cannot be opened; it counts as not there", name)
            return None

    def put(self, name: str, value: Mapping[str, Any], *, now_ms: int) -> None:
        new = {"sealed": self._box.seal(value), "updated_ms": now_ms}
        statement = insert(licence_facts).values(name=name, **new)
        with self._store.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=new))

    def remove(self, name: str) -> None:
        with self._store.write() as connection:
            connection.execute(delete(licence_facts).where(licence_facts.c.name == name))

    def reseal_all(self) -> int:
        """Bring everything under the newest key, in one transaction; returns how many. Raises StoreError."""
        with self._store.write() as connection:
            rows = connection.execute(select(licence_facts.c.name, licence_facts.c.sealed)).all()
            for row in rows:
                connection.execute(
                    licence_facts.update()
                    .where(licence_facts.c.name == row.name)
                    .values(sealed=self._box.reseal(row.sealed))
                )
        return len(rows)
