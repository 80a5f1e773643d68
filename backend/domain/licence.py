"""A licence, and what it permits on a given day. PURE.

Evidence is never hostage: whatever the state, search, playing, cutting and recording go on. Only the analysis of new
recordings ends, after warnings and, for a licence that was paid for, a grace time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

DAY_MS = 86_400_000
TRIAL_MS = 14 * DAY_MS
WARN_MS = 7 * DAY_MS
GRACE_MS = 30 * DAY_MS
CLOCK_TOLERANCE_MS = DAY_MS
"""A clock set back by less is daylight saving, a wrong zone, or a battery; more is said."""


class LicenceState(StrEnum):
    UNLIMITED = "unlimited"
    """This copy of the program knows no vendor: nothing is sold, nothing ends."""
    TRIAL = "trial"
    TRIAL_ENDED = "trial_ended"
    VALID = "valid"
    GRACE = "grace"
    """Ended, but analysis goes on for some days."""
    ENDED = "ended"
    OTHER_MACHINE = "other_machine"
    """Made out for another machine: this one was cloned, or the parts were changed."""
    REVOKED = "revoked"
    DAMAGED = "damaged"
    """What is stored is not what the vendor signed."""


@dataclass(frozen=True, slots=True)
class Licence:
    """What the vendor signed. Times are UTC epoch ms."""

    id: str
    key: str
    """The short form for people, EPACK-XXXX-XXXX-XXXX-XXXX."""
    product: str
    customer: str
    issued_ms: int
    expires_ms: int | None
    """None: for ever."""
    email: str = ""
    features: tuple[str, ...] = ()
    cameras: int | None = None
    """Most cameras that are analysed; None: no limit."""
    machine: tuple[str, ...] = ()
    """Marks of the machine it is made out for; empty: any machine."""
    activations: int = 1
    """On how many machines it may be activated."""


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """Everything that the standing of this installation follows from."""

    now_ms: int
    latest_ms: int
    """The latest time this installation has ever seen."""
    trial_started_ms: int
    sold: bool = True
    """A vendor's public key is part of this program."""
    licence: Licence | None = None
    damaged: bool = False
    revoked: bool = False
    fits_machine: bool = True
    moved_ms: int | None = None
    """Since when the machine is another one."""


@dataclass(frozen=True, slots=True)
class Standing:
    state: LicenceState
    may_analyse: bool
    ends_ms: int | None = None
    """When the present state ends by itself: the trial, the licence, the grace time."""
    days_left: int | None = None
    """Whole days until then, rounded up."""
    warn: bool = False
    clock_set_back: bool = False
    cameras: int | None = None
    features: tuple[str, ...] = field(default=())


def assess(facts: LicenceFacts) -> Standing:
    """What is permitted now. A clock that was set back does not lengthen anything: the latest time seen counts."""
    if not facts.sold:
        return Standing(LicenceState.UNLIMITED, may_analyse=True)
    set_back = facts.latest_ms - facts.now_ms > CLOCK_TOLERANCE_MS
    now_ms = max(facts.now_ms, facts.latest_ms)
    licence = facts.licence
    if facts.damaged:
        return Standing(LicenceState.DAMAGED, may_analyse=False, warn=True, clock_set_back=set_back)
    if licence is None:
        return _trial(facts.trial_started_ms, now_ms, set_back)

    def stands(state: LicenceState, may: bool, ends_ms: int | None, warn: bool) -> Standing:
        days = None if ends_ms is None else days_until(ends_ms, now_ms)
        return Standing(state, may, ends_ms, days, warn, set_back, licence.cameras, licence.features)

    if facts.revoked:
        return stands(LicenceState.REVOKED, False, None, True)
    if not facts.fits_machine:
        ends_ms = (facts.moved_ms if facts.moved_ms is not None else now_ms) + GRACE_MS
        return stands(LicenceState.OTHER_MACHINE, now_ms < ends_ms, ends_ms, True)
    if licence.expires_ms is None:
        return stands(LicenceState.VALID, True, None, False)
    if now_ms < licence.expires_ms:
        return stands(LicenceState.VALID, True, licence.expires_ms, licence.expires_ms - now_ms <= WARN_MS)
    grace_ms = licence.expires_ms + GRACE_MS
    if now_ms < grace_ms:
        return stands(LicenceState.GRACE, True, grace_ms, True)
    return stands(LicenceState.ENDED, False, None, True)


def _trial(started_ms: int, now_ms: int, set_back: bool) -> Standing:
    ends_ms = started_ms + TRIAL_MS
    if now_ms >= ends_ms:
        return Standing(LicenceState.TRIAL_ENDED, may_analyse=False, warn=True, clock_set_back=set_back)
    return Standing(
        LicenceState.TRIAL,
        may_analyse=True,
        ends_ms=ends_ms,
        days_left=days_until(ends_ms, now_ms),
        warn=ends_ms - now_ms <= WARN_MS,
        clock_set_back=set_back,
    )


def days_until(end_ms: int, now_ms: int) -> int:
    return max(0, -(-(end_ms - now_ms) // DAY_MS))


def fits(licensed: Sequence[str], here: Sequence[str]) -> bool:
    """True when a licence made out for marks `licensed` may run on a machine with marks `here`.

    Each mark is `kind:hash`. A mark that one side lacks says nothing. Of those that both have, at least half must be
    equal, and one of the strong ones (`machine`, `board`, `disk`): an exchanged network card or disk changes nothing,
    a copy of the disk in another computer does.
    """
    if not licensed:
        return True
    there, now = _by_kind(licensed), _by_kind(here)
    shared = there.keys() & now.keys()
    equal = {kind for kind in shared if there[kind] & now[kind]}
    strong = {"machine", "board", "disk"} & there.keys()
    return bool(shared) and 2 * len(equal) >= len(shared) and (not strong or bool(equal & strong))


def _by_kind(marks: Sequence[str]) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for mark in marks:
        kind, _, value = mark.partition(":")
        kinds.setdefault(kind, set()).add(value)
    return kinds
