"""How long to wait before a camera is tried again. PURE.

A camera that is away is tried often at first and then every half minute. A wrong password is tried rarely: cameras
lock out whoever hammers, and only a person can put it right.
"""

from __future__ import annotations

from collections.abc import Callable

from backend.domain.source import Trouble

FIRST_S = 1.0
LONGEST_S = 30.0
NEEDS_A_PERSON_S = 300.0
FULL_DISK_S = 5.0
_NEEDS_A_PERSON = frozenset(
    {
        Trouble.CREDENTIALS, Trouble.LOCKED_OUT, Trouble.NOT_ALLOWED, Trouble.ADDRESS_REFUSED, Trouble.REDIRECTED,
        Trouble.UNSUPPORTED,
    }
)  # fmt: skip


def needs_a_person(trouble: Trouble) -> bool:
    """It will not go away by itself. It is tried all the same, rarely: somebody may put the camera right."""
    return trouble in _NEEDS_A_PERSON


def pause_s(trouble: Trouble, failures: int, chance: Callable[[], float]) -> float:
    """After `failures` in a row, 1 or more. `chance()` in 0..1 spreads the tries of many cameras."""
    if trouble in (Trouble.DISK_FULL, Trouble.DISK):
        return FULL_DISK_S
    longest = NEEDS_A_PERSON_S if needs_a_person(trouble) else LONGEST_S
    first = NEEDS_A_PERSON_S / 5 if needs_a_person(trouble) else FIRST_S
    doubled = min(longest, first * 2.0 ** min(failures - 1, 20))
    return doubled * (0.75 + 0.5 * chance())
