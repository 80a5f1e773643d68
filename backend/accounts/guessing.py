"""Slows guessing down: every attempt is counted before it is looked at, so that many at once gain nothing."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Mapping

from backend.accounts.pauses import DAY_MS, PauseRule
from backend.accounts.tokens import token_hash
from backend.domain.errors import TooSoon
from backend.runtime.clock import Clock
from database.repositories.sign_in_pauses import Pause, PauseRepository

Keys = Mapping[str, PauseRule]


class Guessing:
    def __init__(self, pauses: PauseRepository, clock: Clock) -> None:
        self._pauses = pauses
        self._clock = clock

    def attempt(self, keys: Keys) -> None:
        """Count an attempt against every key. Raises TooSoon, and counts nothing, while one of them has to wait."""
        hashed = {token_hash(key): rule for key, rule in keys.items()}
        now_ms = self._clock.now_ms()
        # Looked at without writing first: whoever hammers at a pause costs no write.
        self._check(hashed, self._pauses.read(hashed), now_ms)
        self._pauses.change(hashed, lambda known: self._counted(hashed, known, now_ms))

    def succeeded(self, cleared: Keys, *, refunded: Keys) -> None:
        """The attempt was right: `cleared` begin anew, `refunded` lose the one attempt."""
        self._pauses.forget([token_hash(key) for key in cleared])
        hashed = {token_hash(key): rule for key, rule in refunded.items()}

        def one_less(known: Mapping[str, Pause]) -> dict[str, Pause]:
            return {key: Pause(max(0, pause.failures - 1), pause.last_ms, 0) for key, pause in known.items()}

        self._pauses.change(hashed, one_less)

    def forgive(self, *keys: str) -> None:
        """Begin anew for these."""
        self._pauses.forget([token_hash(key) for key in keys])

    def purge(self) -> int:
        return self._pauses.purge(before_ms=self._clock.now_ms() - 2 * DAY_MS)

    def _check(self, keys: Keys, known: Mapping[str, Pause], now_ms: int) -> None:
        left_ms = max((keys[key].left_ms(pause.until_ms, now_ms) for key, pause in known.items()), default=0)
        if left_ms:
            wait_s = math.ceil(left_ms / 1000)
            raise TooSoon(
                f"There were too many wrong attempts. Try again in {wait_s} seconds.", wait_s, code="sign_in_paused"
            )

    def _counted(self, keys: Keys, known: Mapping[str, Pause], now_ms: int) -> dict[str, Pause]:
        self._check(keys, known, now_ms)
        counted = {}
        for key, rule in keys.items():
            before = known.get(key, Pause(0, now_ms, 0))
            failures, until_ms = rule.after(before.failures, before.last_ms, now_ms)
            counted[key] = Pause(failures, now_ms, until_ms)
        return counted


def account_key(name: str) -> str:
    return f"account {name}"


def device_key(user_id: int, device: str) -> str:
    return f"device {user_id} {device}"


def factor_key(user_id: int) -> str:
    return f"factor {user_id}"


def address_key(address: str) -> str:
    """One key for all of an IPv6 site: who has one address there has all of them."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return f"address {address}"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return f"address {found.ipv4_mapped}"
        return f"address {ipaddress.ip_network((found, 64), strict=False)}"
    return f"address {found}"
