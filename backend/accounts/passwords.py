"""Passwords: hashed with argon2id, a bounded number at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from backend.accounts.password_rules import normal
from backend.domain.errors import TooSoon
from backend.runtime.guard import Guard
from backend.runtime.turnstile import TurnedAway, Turnstile

Made = TypeVar("Made")

AT_ONCE = 2
WAITING = 8
PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class HashCost:
    """What one hash costs whoever makes it, and so whoever guesses."""

    memory_mib: float
    passes: int
    lanes: int


class Passwords:
    """Safe to share between threads."""

    def __init__(self, cost: Callable[[], HashCost], gate: Turnstile | None = None) -> None:
        self._cost = cost
        self._gate = gate or Turnstile(AT_ONCE, WAITING)
        self._guard = Guard()
        self._decoys: dict[HashCost, str] = {}

    def hash(self, password: str) -> str:
        """Raises TooSoon when too many are being hashed."""
        return self._bounded(lambda: self._hasher().hash(normal(password)))

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether it is the password of this hash. Without one it takes as long and is false. Raises TooSoon."""
        known = stored or self._decoy()
        return self._bounded(lambda: _verified(self._hasher(), known, normal(password))) and stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether it was made at another cost than hashes are made at now."""
        return self._hasher().check_needs_rehash(stored)

    def _bounded(self, work: Callable[[], Made]) -> Made:
        try:
            with self._gate.passage(PATIENCE_S):
                return work()
        except TurnedAway as error:
            raise TooSoon("Too many people sign in at this moment. Try again in a few seconds.", 5) from error

    def _hasher(self) -> PasswordHasher:
        cost = self._cost()
        return PasswordHasher(
            time_cost=cost.passes,
            memory_cost=max(8 * cost.lanes, round(cost.memory_mib * 1024)),
            parallelism=cost.lanes,
        )

    def _decoy(self) -> str:
        """A hash nobody knows the password of, at the present cost: what unknown names are compared with."""
        cost = self._cost()
        with self._guard:
            known = self._decoys.get(cost)
        if known is None:
            known = self.hash("nobody's password")
            with self._guard:
                self._decoys = {cost: known}
        return known


def _verified(hasher: PasswordHasher, stored: str, password: str) -> bool:
    try:
        return hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
