"""Personal API keys: `epk_` and 256 random bits, in the header `Authorization: Bearer`."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from backend.accounts.notices import Notices
from backend.accounts.tokens import new_token, token_hash
from backend.domain.account import PERMITTED, SCOPES, Caller, Permission, User
from backend.domain.errors import Forbidden, InvalidInput, StoreError
from backend.runtime.clock import Clock
from database.repositories.api_keys import ApiKey, ApiKeyRepository

log = logging.getLogger(__name__)

MARK = "epk_"
"""What every key begins with, so that it is recognised where it does not belong."""
_SHOWN = len(MARK) + 6
_DAY_MS = 24 * 3600 * 1000
_TOUCH_EVERY_MS = 5 * 60 * 1000
LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class MadeKey:
    """`secret` is shown once and kept nowhere."""

    key: ApiKey
    secret: str


class Keys:
    def __init__(self, keys: ApiKeyRepository, notices: Notices, clock: Clock) -> None:
        self._keys = keys
        self._notices = notices
        self._clock = clock

    def make(self, user: User, name: str, scopes: Iterable[Permission], days: int | None) -> MadeKey:
        """`days` None: it does not end by itself. Raises InvalidInput, Forbidden for a scope beyond the user's role."""
        wanted = frozenset(scopes)
        if not name.strip():
            raise InvalidInput("Give the key a name that says what it is for.")
        if not wanted or not wanted <= frozenset(SCOPES):
            raise InvalidInput(f"A key needs at least one of: {', '.join(SCOPES)}.")
        if beyond := sorted(wanted - PERMITTED[user.role]):
            raise Forbidden(
                f"Your role does not allow {beyond[0]}.", code="scope_beyond_role", details={"scope": beyond[0]}
            )
        if days is not None and not 1 <= days <= LONGEST_DAYS:
            raise InvalidInput(f"A key holds for 1 to {LONGEST_DAYS} days.")
        now_ms, secret = self._clock.now_ms(), MARK + new_token()
        ends = None if days is None else now_ms + days * _DAY_MS
        key = self._keys.add(
            user.id, name.strip(), secret[:_SHOWN], token_hash(secret), wanted, now_ms=now_ms, expires_ms=ends
        )
        self._notices.tell("key", user.id, what=key.name)
        return MadeKey(key, secret)

    def of_user(self, user_id: int) -> list[ApiKey]:
        return self._keys.of_user(user_id)

    def revoke(self, user_id: int, key_id: int) -> None:
        """Raises NotFound."""
        self._keys.remove(user_id, key_id)

    def caller(self, secret: str) -> Caller | None:
        """Whose key this is; None for one that is unknown or over."""
        now_ms = self._clock.now_ms()
        found = self._keys.by_hash(token_hash(secret), now_ms=now_ms)
        if found is None:
            return None
        key, user = found
        if key.used_ms is None or abs(now_ms - key.used_ms) > _TOUCH_EVERY_MS:
            try:
                self._keys.touch(key.id, now_ms=now_ms)
            except StoreError as error:
                log.warning("could not note the use of a key: %s", error.message)
        return Caller(user.id, user.name, user.role, user.cameras, key.scopes)
