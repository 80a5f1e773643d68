"""Recovery codes: what stands in for a lost second factor."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, func, insert, select

from database.engine import Store
from database.tables import recovery_codes


class RecoveryCodeRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def replace(self, user_id: int, hashes: Iterable[str]) -> None:
        """These, and no others."""
        with self._store.write() as connection:
            connection.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
            for code_hash in hashes:
                connection.execute(insert(recovery_codes).values(user_id=user_id, code_hash=code_hash))

    def use_up(self, user_id: int, code_hash: str) -> bool:
        """Whether it was one of them; it is none any more."""
        chosen = delete(recovery_codes).where(
            recovery_codes.c.user_id == user_id, recovery_codes.c.code_hash == code_hash
        )
        with self._store.write() as connection:
            return connection.execute(chosen).rowcount == 1

    def left(self, user_id: int) -> int:
        chosen = select(func.count()).select_from(recovery_codes).where(recovery_codes.c.user_id == user_id)
        with self._store.read() as connection:
            return int(connection.execute(chosen).scalar_one())
