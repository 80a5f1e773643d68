"""The first result on the owner's own footage: its newest minutes are analysed before everything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from backend.runtime.clock import Clock
from backend.site.progress import Memory
from database.queries.site_facts import SiteFacts
from database.repositories.recordings import RecordingRepository

WANTED_MS = 20 * 60_000
MOST_FILES = 12
PRIORITY = 50
"""Before what programs ask for in the background, after a custom run."""

_CHOSEN = "first_result.recordings"
_ASKED = "first_result.asked_ms"

Phase = Literal["not_asked", "looking", "no_footage", "analysing", "done"]


@dataclass(frozen=True, slots=True)
class FirstResult:
    """`from_ms..to_ms`: when the footage was filmed (UTC epoch ms); `media_ms`: how much of it there is."""

    phase: Phase
    from_ms: int = 0
    to_ms: int = 0
    media_ms: int = 0
    files: int = 0
    files_done: int = 0
    files_failed: int = 0
    progress: float = 0.0
    event_ids: tuple[str, ...] = ()


class FirstResults:
    def __init__(
        self,
        facts: SiteFacts,
        recordings: RecordingRepository,
        memory: Memory,
        clock: Clock,
        *,
        found_all: Callable[[], bool],
    ) -> None:
        """`found_all`: whether the program that runs has looked through the folders."""
        self._facts = facts
        self._recordings = recordings
        self._memory = memory
        self._clock = clock
        self._found_all = found_all

    def ask(self) -> None:
        """Begin anew: what was chosen before no longer counts. The caller sees to it that a program runs."""
        self._memory.remove([_CHOSEN])
        now_ms = self._clock.now_ms()
        self._memory.set({_ASKED: str(now_ms)}, now_ms=now_ms)

    def state(self) -> FirstResult:
        """How far it is. Chooses the recordings once some were found."""
        known = self._memory.values()
        if _ASKED not in known:
            return FirstResult("not_asked")
        ids = json.loads(known[_CHOSEN]) if _CHOSEN in known else self._choose()
        if ids is None:
            return FirstResult("looking")
        if not ids:
            return FirstResult("no_footage")
        seen = self._facts.looked_at(ids)
        over = seen.settled and not seen.deriving
        return FirstResult(
            "done" if over else "analysing",
            seen.from_ms,
            seen.to_ms,
            seen.media_ms,
            seen.total,
            seen.done,
            seen.failed,
            seen.progress,
            tuple(self._facts.events_in(ids)) if over else (),
        )

    def _choose(self) -> list[int] | None:
        """The newest recordings, put first in the queue; empty when a look found none, None before it came by."""
        if not self._found_all():
            return None
        ids = self._facts.newest(WANTED_MS, MOST_FILES)
        if ids:
            now_ms = self._clock.now_ms()
            self._recordings.prioritise(ids, PRIORITY, now_ms=now_ms)
            self._memory.set({_CHOSEN: json.dumps(ids)}, now_ms=now_ms)
        return ids
