"""Addresses that set a password once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import delete, insert, select

from database.engine import Store
from database.tables import one_time_addresses

AddressKind = Literal["setup", "invitation", "reset"]


@dataclass(frozen=True, slots=True)
class OneTimeAddress:
    kind: AddressKind
    user_id: int | None
    expires_ms: int


class OneTimeAddressRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, address: OneTimeAddress, token_hash: str, *, now_ms: int) -> None:
        """Store an address; former ones of the same user (or of the set-up) and those that are over end."""
        same = one_time_addresses.c.user_id.is_not_distinct_from(address.user_id)
        values = {
            "kind": address.kind,
            "token_hash": token_hash,
            "user_id": address.user_id,
            "created_ms": now_ms,
            "expires_ms": address.expires_ms,
        }
        with self._store.write() as connection:
            connection.execute(delete(one_time_addresses).where(same | (one_time_addresses.c.expires_ms <= now_ms)))
            connection.execute(insert(one_time_addresses).values(**values))

    def find(self, token_hash: str, *, now_ms: int) -> OneTimeAddress | None:
        """Only one that still holds."""
        chosen = select(one_time_addresses.c.kind, one_time_addresses.c.user_id, one_time_addresses.c.expires_ms).where(
            one_time_addresses.c.token_hash == token_hash, one_time_addresses.c.expires_ms > now_ms
        )
        with self._store.read() as connection:
            row = connection.execute(chosen).one_or_none()
            return None if row is None else OneTimeAddress(*row)

    def use_up(self, token_hash: str) -> bool:
        """Whether it was there; of two who use it at once only one is told so."""
        chosen = delete(one_time_addresses).where(one_time_addresses.c.token_hash == token_hash)
        with self._store.write() as connection:
            return connection.execute(chosen).rowcount == 1

    def waiting(self, *, now_ms: int) -> dict[int, int]:
        """When the open address of each user ends, by user id."""
        chosen = select(one_time_addresses.c.user_id, one_time_addresses.c.expires_ms).where(
            one_time_addresses.c.user_id.is_not(None), one_time_addresses.c.expires_ms > now_ms
        )
        with self._store.read() as connection:
            return {row.user_id: row.expires_ms for row in connection.execute(chosen)}
