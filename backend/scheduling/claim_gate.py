"""ClaimGate: which recordings workers may take now. Programs turn it; workers ask it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend.runtime.bell import Bell
from backend.runtime.guard import Guard


@dataclass(frozen=True, slots=True)
class ClaimRule:
    open: bool
    run_id: int | None = None
    """Only recordings of this run; None: any."""


@dataclass(frozen=True, slots=True)
class Permit:
    """What the licence lets workers do, whatever a program asks for."""

    analyse: bool = True
    barred_cameras: frozenset[int] = frozenset()
    """Cameras beyond the number that the licence covers."""


NOTHING = ClaimRule(open=False)
EVERYTHING = ClaimRule(open=True)


class ClaimGate:
    def __init__(self, bell: Bell, permit: Callable[[], Permit] = Permit) -> None:
        self._bell = bell
        self.permit = permit
        self._guard = Guard()
        self._rule = NOTHING

    @property
    def rule(self) -> ClaimRule:
        with self._guard:
            return self._rule

    def turn(self, rule: ClaimRule) -> None:
        with self._guard:
            self._rule = rule
        self._bell.ring()
