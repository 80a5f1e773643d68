"""What keeps the shop from getting its evidence, and the one thing that solves each. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from backend.domain.licence import LicenceState, Standing
from backend.domain.source import Trouble

Severity = Literal["high", "medium", "low"]
Action = Literal[
    "open_setup",
    "open_sources",
    "draw_regions",
    "start_default",
    "retry_failed",
    "open_files",
    "free_space",
    "change_retention",
    "restart",
    "open_logs",
    "open_plan",
    "none",
]

_MOST_LIVE = 5
LOW_BYTES = 1_000_000_000
TIGHT_BYTES = 10_000_000_000
TIGHT_DAYS = 7.0
# Reasons that trying again can mend; the others need another file.
MENDABLE = frozenset({"permission", "not_found", "changed", "timeout", "crashed", "internal", "unreadable", "unknown"})


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` names it, `details` fill its text, `action` is what its button does."""

    code: str
    severity: Severity
    action: Action
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LiveTrouble:
    camera_id: int
    camera: str
    trouble: Trouble
    since_ms: int


@dataclass(frozen=True, slots=True)
class FetchTrouble:
    """A source from which files are fetched, and what went wrong the last time."""

    source_id: int
    name: str
    trouble: str
    """Error code."""
    needs_person: bool
    """It does not mend by itself."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What problems are read from. `failures`: (reason code, count, example file name), most frequent first."""

    cameras: int
    cameras_bare: Sequence[tuple[int, str]]
    """Enabled cameras without any region, by id and name."""
    sources_gone: Sequence[str]
    """Paths of enabled sources that are not there."""
    program_active: bool
    waiting: int
    """Recordings that wait to be analysed."""
    failures: Sequence[tuple[str, int, str]]
    disk_free_bytes: int
    days_left: float | None
    freeable_bytes: int
    """In caches that can be made again."""
    unhealthy: Sequence[str]
    """Threads that are not well."""
    restart_keys: Sequence[str]
    """Settings that wait for a restart."""
    restore_waits: bool
    licence: Standing = field(default_factory=lambda: Standing(LicenceState.UNLIMITED, may_analyse=True))
    live: Sequence[LiveTrouble] = ()
    """Live cameras that are not recorded just now."""
    fetching: Sequence[FetchTrouble] = ()
    """Sources that do not give their files just now."""


def problems(facts: Facts) -> list[Problem]:
    """The worst first."""
    found: list[Problem] = []
    if facts.cameras == 0:
        found.append(Problem("no_camera", "high", "open_setup"))
    found += [Problem("source_gone", "high", "open_sources", {"path": path}) for path in facts.sources_gone]
    if facts.unhealthy:
        found.append(Problem("unhealthy", "high", "open_logs", {"parts": ", ".join(facts.unhealthy)}))
    found += _of_live(facts.live)
    found += [_of_fetching(one) for one in facts.fetching[:_MOST_LIVE]]
    found += _of_space(facts)
    found += _of_licence(facts)
    if facts.restore_waits:
        found.append(Problem("restore_waits", "medium", "restart"))
    if facts.cameras and facts.waiting and not facts.program_active:
        found.append(Problem("not_running", "medium", "start_default", {"count": facts.waiting}))
    found += [
        Problem(
            "failed_files",
            "medium" if reason in MENDABLE else "low",
            "retry_failed" if reason in MENDABLE else "open_files",
            {"count": count, "reason": reason, "example": example},
        )
        for reason, count, example in facts.failures[:5]
    ]
    found += [
        Problem("no_regions", "low", "draw_regions", {"camera_id": camera_id, "camera": name})
        for camera_id, name in facts.cameras_bare[:5]
    ]
    if facts.restart_keys:
        found.append(Problem("restart_needed", "low", "restart", {"count": len(facts.restart_keys)}))
    order = ("high", "medium", "low")
    return sorted(found, key=lambda problem: order.index(problem.severity))


def is_tight(free_bytes: int, days_left: float | None) -> bool:
    """Whether the disk is worth a word."""
    return free_bytes < TIGHT_BYTES or (days_left is not None and days_left < TIGHT_DAYS)


def _of_licence(facts: Facts) -> list[Problem]:
    found: list[Problem] = []
    standing = facts.licence
    if not standing.may_analyse:
        found.append(Problem("licence_stopped", "high", "open_plan", {"state": standing.state.value}))
    elif standing.warn:
        details = {"state": standing.state.value, "days": standing.days_left or 0}
        found.append(Problem("licence_ends", "medium", "open_plan", details))
    if standing.clock_set_back:
        found.append(Problem("clock_set_back", "medium", "open_plan"))
    if standing.cameras is not None and facts.cameras > standing.cameras:
        details = {"cameras": standing.cameras, "over": facts.cameras - standing.cameras}
        found.append(Problem("licence_cameras", "medium", "open_plan", details))
    return found


def _of_live(lost: Sequence[LiveTrouble]) -> list[Problem]:
    """A full disk stops all of them and is told once."""
    found: list[Problem] = []
    full = [one for one in lost if one.trouble is Trouble.DISK_FULL]
    if full:
        found.append(Problem("live_disk_full", "high", "free_space", {"count": len(full)}))
    for one in [one for one in lost if one.trouble is not Trouble.DISK_FULL][:_MOST_LIVE]:
        details = {"camera_id": one.camera_id, "camera": one.camera, "trouble": one.trouble, "since_ms": one.since_ms}
        if one.trouble in (Trouble.CREDENTIALS, Trouble.LOCKED_OUT, Trouble.NOT_ALLOWED):
            found.append(Problem("live_password", "high", "open_sources", details))
        else:
            found.append(Problem("live_lost", "high", "open_sources", details))
    return found


def _of_space(facts: Facts) -> list[Problem]:
    if not is_tight(facts.disk_free_bytes, facts.days_left):
        return []
    low = facts.disk_free_bytes < LOW_BYTES
    action: Action = "free_space" if facts.freeable_bytes >= LOW_BYTES // 10 else "change_retention"
    details = {"free_bytes": facts.disk_free_bytes, "freeable_bytes": facts.freeable_bytes}
    return [Problem("disk_full" if low else "disk_tight", "high" if low else "medium", action, details)]


def _of_fetching(one: FetchTrouble) -> Problem:
    details = {"source_id": one.source_id, "source": one.name, "trouble": one.trouble}
    if one.needs_person:
        return Problem("source_failed", "high", "open_sources", details)
    return Problem("source_waits", "medium", "open_sources", details)
