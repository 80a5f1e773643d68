"""The whole program with live cameras, and when what they show can be found."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.bootstrap import Application
from backend.commands.profile import camera_from
from backend.domain.event import EventFlag
from backend.domain.source import RemoteCamera
from backend.sources.remote import Draft


def add_live_camera(
    application: Application, name: str, profile: Mapping[str, Any], main: str, sub: str | None = None
) -> int:
    """A source of the kind `rtsp` with one camera, chosen and with its regions; returns the camera's id."""
    ours = application.services
    config = {"cameras": [{"key": "one", "name": name, "main": main, "sub": sub}]}
    source = ours.remote.add(f"Source of {name}", Draft("rtsp", config, {}))
    camera_id = ours.cameras.add(
        camera_from(profile, name), now_ms=ours.clock.now_ms(), source_id=source.id, folder="table"
    )
    ours.remote.attach(source.id, RemoteCamera("one", name), camera_id)
    ours.remote.tell_changed(source.id)
    return camera_id


@dataclass
class Watched:
    """An event as it came to be known. Times UTC epoch ms."""

    first_seen_ms: int
    ends: list[tuple[int, int, bool]] = field(default_factory=list)
    """(seen at, its end then, whether it was over)."""

    @property
    def delay_ms(self) -> int | None:
        """From its end until it could be found as a whole; None: not yet over."""
        over = [(at_ms, end_ms) for at_ms, end_ms, is_over in self.ends if is_over]
        if not over or not self.ends[-1][2]:
            return None
        last_end_ms = self.ends[-1][1]
        at_ms = next(at_ms for at_ms, end_ms in over if abs(end_ms - last_end_ms) <= 500)
        return at_ms - last_end_ms


@dataclass
class EventWatch:
    """Looks which events with codes can be found, again and again."""

    application: Application
    events: dict[str, Watched] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def look(self) -> None:
        now_ms = self.application.services.clock.now_ms()
        listed = self.application.services.event_queries.list_page(page_size=200).items
        found = {one.public_id: one for one in listed}
        self.gone |= {public_id for public_id in self.events if public_id not in found}
        for public_id, one in found.items():
            watched = self.events.setdefault(public_id, Watched(now_ms))
            over = EventFlag.CUT_SHORT not in one.flags and bool(one.codes)
            state = (one.end_ms, over)
            if not watched.ends or watched.ends[-1][1:] != state:
                watched.ends.append((now_ms, *state))

    def run(self, seconds: float, enough: int = 10**9) -> None:
        """Until so many events are over, at most so long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and len(self.delays_ms()) < enough:
            self.look()
            time.sleep(0.25)

    def delays_ms(self) -> list[int]:
        return [delay for one in self.events.values() if (delay := one.delay_ms) is not None]
