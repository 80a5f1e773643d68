"""Passwords and tokens of sources, sealed. What is opened here is never logged and never answered by the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from backend.config.secret_box import SecretBox
from database.engine import Store
from database.tables import source_secrets


class SourceSecrets:
    def __init__(self, store: Store, box: SecretBox) -> None:
        self._store = store
        self._box = box

    def get(self, source_id: int) -> dict[str, Any]:
        """Empty when none are kept. Raises StoreError (`secret_unreadable`) when the key file is another one."""
        with self._store.read() as connection:
            sealed = connection.execute(
                select(source_secrets.c.sealed).where(source_secrets.c.source_id == source_id)
            ).scalar_one_or_none()
        return self._box.open(sealed) if sealed is not None else {}

    def put(self, source_id: int, secrets: Mapping[str, Any], *, now_ms: int) -> None:
        """Keep exactly these; none: forget them."""
        with self._store.write() as connection:
            if not secrets:
                connection.execute(delete(source_secrets).where(source_secrets.c.source_id == source_id))
                return
            new = {"sealed": self._box.seal(secrets), "updated_ms": now_ms}
            connection.execute(
                insert(source_secrets)
                .values(source_id=source_id, **new)
                .on_conflict_do_update(index_elements=["source_id"], set_=new)
            )

    def renew(self, source_id: int, before: Mapping[str, Any], after: Mapping[str, Any], *, now_ms: int) -> bool:
        """Keep what the other side renewed, unless a person entered something else, or took them away, meanwhile.
        Raises StoreError."""
        ours = source_secrets.c.source_id == source_id
        with self._store.write() as connection:
            sealed = connection.execute(select(source_secrets.c.sealed).where(ours)).scalar_one_or_none()
            if sealed is None or self._box.open(sealed) != dict(before):
                return False
            new = {"sealed": self._box.seal(after), "updated_ms": now_ms}
            connection.execute(source_secrets.update().where(ours).values(new))
        return True

    def reseal_all(self) -> int:
        """Bring everything under the newest key, in one transaction; returns how many. Raises StoreError."""
        with self._store.write() as connection:
            rows = connection.execute(select(source_secrets.c.source_id, source_secrets.c.sealed)).all()
            for row in rows:
                connection.execute(
                    source_secrets.update()
                    .where(source_secrets.c.source_id == row.source_id)
                    .values(sealed=self._box.reseal(row.sealed))
                )
        return len(rows)
