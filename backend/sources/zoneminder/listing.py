"""Which events of which monitors are new, page by page in the order of their numbers.

Going on after the last number seen, and not by page number, nothing is skipped when events are deleted meanwhile. An
event that is still being written is left for the next time; one that ZoneMinder will never finish (it was interrupted)
is told as it is, so that nothing waits for it for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from backend.domain.source import RemoteRecording
from backend.runtime.stop import StopSignal
from backend.sources.protocol import NextCursor
from backend.sources.zoneminder import answers, times
from backend.sources.zoneminder.answers import Event
from backend.sources.zoneminder.session import Session

PAGE = 100
"""More is not given by its API."""
MOST_EVENTS = 500_000
"""In one listing, over all monitors: twenty years of ten-minute events."""
LOOK_BACK_MS = 25 * 3_600_000
"""A first listing begins this much before what is wanted: an event that began earlier may reach into it, a wall clock
may have been put back, and the events before tell which of two equal wall times one means."""
STILL_MS = 15 * 60_000
"""An event that did not grow for so long, and has one after it, is finished, whatever ZoneMinder's books say."""
DEAD_MS = 25 * 3_600_000
"""The same for the newest event of a monitor."""


@dataclass(slots=True)
class Listing:
    session: Session
    zone: ZoneInfo
    now_ms: int
    stop: StopSignal
    told: int = 0
    monitors: dict[str, dict[str, int]] = field(default_factory=dict)
    """The cursor: per monitor the number and the start (UTC epoch ms) of the last event that need not be told again."""

    def run(
        self, camera_keys: Sequence[str], since_ms: int, cursor: Mapping[str, Any] | None
    ) -> Iterator[RemoteRecording | NextCursor]:
        """Raises SourceTrouble, Cancelled."""
        before = cursor.get("monitors", {}) if cursor else {}
        # Cameras that are not asked for now keep their place for when they are chosen again.
        self.monitors = {key: dict(place) for key, place in before.items()}
        for key in camera_keys:
            yield from self._monitor(key, since_ms)
        yield NextCursor({"monitors": self.monitors})

    def _monitor(self, key: str, since_ms: int) -> Iterator[RemoteRecording]:
        place = self.monitors.get(key)
        place_of_last: dict[str, int] = dict(place or {"id": 0})
        waits = False
        held: Event | None = None
        """Unfinished and still: dead if another one follows."""
        after_ms = place_of_last.get("start_ms")
        for event in self._events(key, place_of_last["id"], None if place else since_ms - LOOK_BACK_MS):
            ready = [held] if held is not None else []
            held = None
            if event.end is None:
                if self._is_still(event, STILL_MS):
                    held = event
                else:
                    waits = True
            else:
                ready.append(event)
            for one in ready:
                found = self._recording(one, after_ms)
                if found.start_ms is not None:
                    after_ms = found.start_ms
                if not waits:
                    place_of_last = {"id": one.id} | ({} if after_ms is None else {"start_ms": after_ms})
                if place is not None or _ends_ms(found) >= since_ms:
                    yield found
        if held is not None and self._is_still(held, DEAD_MS):
            yield self._recording(held, after_ms)
        if place_of_last["id"]:  # nothing yet: the next listing is a first one again
            self.monitors[key] = place_of_last

    def _events(self, monitor: str, last: int, from_ms: int | None) -> Iterator[Event]:
        times_name = "StartTime" if self.session.has_old_times else "StartDateTime"
        while True:
            self.stop.check()
            filters = [f"MonitorId:{int(monitor)}", f"Id >:{last}"]
            if from_ms is not None:
                filters.append(f"{times_name} >=:{times.wall_time(max(0, from_ms), self.zone)}")
            answer = self.session.ask(
                "events/index/" + "/".join(quote(one, safe=":") for one in filters) + ".json",
                self.stop,
                {"sort": "Id", "direction": "asc", "limit": PAGE},
            )
            page = list(answers.events(answer))
            for event in page:
                if event.id <= last or event.monitor_id != int(monitor):
                    raise answers.strange()  # a filter that is not obeyed
                last = event.id
                self.told += 1
                if self.told > MOST_EVENTS:
                    raise answers.strange()
                yield event
            if len(page) < PAGE:
                return

    def _is_still(self, event: Event, for_ms: int) -> bool:
        begun = times.start_ms(event.start, None, event.length_s, self.zone, after_ms=None, now_ms=self.now_ms)
        return begun is None or begun + event.length_s * 1000 < self.now_ms - for_ms

    def _recording(self, event: Event, after_ms: int | None) -> RemoteRecording:
        start_ms = times.start_ms(
            event.start, event.end, event.length_s, self.zone, after_ms=after_ms, now_ms=self.now_ms
        )
        duration_ms = round(event.length_s * 1000)
        return RemoteRecording(
            key=str(event.id),
            camera_key=str(event.monitor_id),
            name=event.video or f"{event.id}-pictures",
            version=f"{event.end or 'unfinished'} {event.length_s:.2f}",
            start_ms=start_ms,
            duration_ms=duration_ms or None,
            modified_ms=None if start_ms is None else start_ms + duration_ms,
            details={"video": bool(event.video), "finished": event.end is not None},
        )


def _ends_ms(found: RemoteRecording) -> int:
    """Far in the future when nobody knows when it was: such a one is rather fetched than lost."""
    return 2**62 if found.start_ms is None else found.start_ms + (found.duration_ms or 0)
