"""What ZoneMinder's API answers, read with suspicion. PURE.

Seen with 1.36 (tests/support/zoneminder holds recorded answers); older versions write numbers as text and call the two
times StartTime and EndTime.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backend.domain.source import RemoteCamera, SourceTrouble, Trouble

RENAMED_TIMES = (1, 35, 13)
"""From this version on, StartTime is called StartDateTime."""
LONGEST_NAME = 200
_VIDEO_NAME = re.compile(r"[^/\\\x00-\x1f]{1,200}\.[A-Za-z0-9]{2,4}")

SWITCHED_OFF = (
    "ZoneMinder's API is switched off. In ZoneMinder open Options, System, and switch on OPT_USE_API (Enable "
    "ZoneMinder APIs)."
)
NO_RIGHTS = (
    "This user may not see the recordings. In ZoneMinder open Options, Users, and give the user View for Events and "
    "for Monitors."
)


class SignedOut(SourceTrouble):
    """The sign-in is not valid (any more); signing in again may help."""

    def __init__(self) -> None:
        super().__init__(Trouble.CREDENTIALS, "ZoneMinder wants a user name and a password.")


@dataclass(frozen=True, slots=True)
class Event:
    """One event. Times are the server's wall clock, as told; `end` is None while it is being written."""

    id: int
    monitor_id: int
    start: str
    end: str | None
    length_s: float
    video: str
    """File name of its video; empty when only pictures were stored."""


def refusal(answer: Any, user: str) -> SourceTrouble:
    """What a 401 means; ZoneMinder answers every kind of refusal with that status and only the words differ."""
    data = answer.get("data") if isinstance(answer, Mapping) else None
    said = str(data.get("name", "")).lower() if isinstance(data, Mapping) else ""
    if said == "api disabled":
        return SourceTrouble(Trouble.NOT_ALLOWED, SWITCHED_OFF)
    if said.startswith("api disabled for"):
        return SourceTrouble(
            Trouble.NOT_ALLOWED,
            f"The user {user} may not use ZoneMinder's API. In ZoneMinder open Options, Users, {user}, and set API "
            "Enabled to yes.",
        )
    if said == "insufficient privileges":
        return SourceTrouble(Trouble.NOT_ALLOWED, NO_RIGHTS)
    if said.startswith(("login denied", "could not retrieve user")):
        return SourceTrouble(Trouble.CREDENTIALS, "ZoneMinder refuses the user name or the password.")
    return SignedOut()


def version(answer: Mapping[str, Any]) -> tuple[int, ...]:
    """`1.36.33` as numbers; empty when it is not told."""
    return tuple(int(part) for part in re.findall(r"\d+", str(answer.get("version", "")))[:3])


def cameras(answer: Mapping[str, Any]) -> list[RemoteCamera]:
    """Raises SourceTrouble ANSWER."""
    found = []
    for item in _items(answer, "monitors"):
        monitor = _part(item, "Monitor")
        if monitor.get("Deleted") in (1, "1", True):
            continue
        status = item.get("Monitor_Status")
        # Path, User and Pass of a monitor hold the camera's own password and are left behind.
        details: dict[str, Any] = {
            "width": number(monitor, "Width", 0),
            "height": number(monitor, "Height", 0),
            "function": str(monitor.get("Function") or monitor.get("Recording") or "")[:40],
            "status": str(status.get("Status") or "")[:40] if isinstance(status, Mapping) else "",
        }
        if "VideoWriter" in monitor:
            details["stores_video"] = number(monitor, "VideoWriter", 0) > 0
        monitor_id = number(monitor, "Id")
        name = " ".join(str(monitor.get("Name") or "").split())[:LONGEST_NAME]
        found.append(RemoteCamera(str(monitor_id), name or f"Monitor {monitor_id}", details))
    return found


def records(camera: RemoteCamera) -> bool:
    """False for a monitor that is only looked at."""
    return str(camera.details.get("function", "")).lower() not in ("none", "monitor")


def events(answer: Mapping[str, Any]) -> Iterator[Event]:
    """Raises SourceTrouble ANSWER."""
    for item in _items(answer, "events"):
        told = _part(item, "Event")
        start = told.get("StartDateTime") or told.get("StartTime")
        end = told.get("EndDateTime") or told.get("EndTime")
        video = str(told.get("DefaultVideo") or "")
        yield Event(
            number(told, "Id"),
            number(told, "MonitorId"),
            str(start or "")[:40],
            None if not end or str(end).startswith("0000") else str(end)[:40],
            _seconds(told.get("Length")),
            video if _VIDEO_NAME.fullmatch(video) else "",
        )


def number(told: Mapping[str, Any], name: str, default: int | None = None) -> int:
    """Raises SourceTrouble ANSWER when it is none and there is no default."""
    try:
        return int(told[name])
    except (KeyError, TypeError, ValueError, OverflowError):
        if default is not None:
            return default
        raise strange() from None


def strange() -> SourceTrouble:
    return SourceTrouble(
        Trouble.ANSWER,
        "ZoneMinder answers in a way that ePACK does not understand. Is it version 1.30 or newer, and is this really "
        "its address?",
    )


def _items(answer: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    items = answer.get(name)
    if not isinstance(items, list) or not all(isinstance(one, Mapping) for one in items):
        raise strange()
    return items


def _part(item: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = item.get(name)
    if not isinstance(part, Mapping):
        raise strange()
    return part


def _seconds(told: Any) -> float:
    try:
        found = float(told or 0)
    except (TypeError, ValueError):
        return 0.0
    return found if 0 <= found < 864_000 else 0.0
