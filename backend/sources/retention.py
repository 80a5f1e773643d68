"""Deletes footage that ePACK recorded or fetched, once it is too old or takes too much space. Nothing else, ever.

Oldest first. What belongs to locked events and clips stays. Each deletion is logged; events stay and are found, and say
that their footage is gone.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.sources.roots import is_inside
from database.queries.brought_footage import BroughtFile

log = logging.getLogger(__name__)

DAY_MS = 86_400_000
_AT_ONCE = 200
_MOST_STUCK = 5_000
"""So many that cannot be deleted: a disk that takes no more changes, and trying them all would take for ever."""


class Footage(Protocol):
    """database.queries.brought_footage.BroughtFootage"""

    def total_bytes(self) -> int: ...
    def oldest(self, limit: int, *, ended_before_ms: int | None = None) -> list[BroughtFile]: ...
    def gone(self, files: Sequence[BroughtFile], reason: str, *, now_ms: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long and how much. 0: no limit."""

    days: int
    most_bytes: int


class Retention:
    def __init__(
        self, footage: Footage, keeping: Callable[[], Keeping], roots: Callable[[], Sequence[Path]], clock: Clock
    ) -> None:
        """`roots`: the folders that ePACK brings footage to; nothing outside of them is touched."""
        self._footage = footage
        self._keeping = keeping
        self._roots = roots
        self._clock = clock
        self._told: set[int] = set()
        """Recordings that could not be deleted, each told once."""

    def run(self, stop: StopSignal | None = None) -> int:
        """Delete what is due; returns how many recordings. What cannot be deleted holds up nothing else."""
        keeping = self._keeping()
        deleted = 0
        stuck: set[int] = set()
        if keeping.days > 0:
            before_ms = self._clock.now_ms() - keeping.days * DAY_MS
            reason = f"Deleted after {keeping.days} days, as the settings say."
            while not _stopped(stop) and (old := self._oldest(stuck, before_ms)):
                deleted += self._delete(old, reason, stuck)
        if keeping.most_bytes > 0:
            deleted += self._make_room(keeping.most_bytes, stuck, stop)
        self._told &= stuck
        return deleted

    def _oldest(self, stuck: set[int], before_ms: int | None = None) -> list[BroughtFile]:
        if len(stuck) >= _MOST_STUCK:
            return []
        listed = self._footage.oldest(_AT_ONCE + len(stuck), ended_before_ms=before_ms)
        return [one for one in listed if one.recording_id not in stuck]

    def _make_room(self, most_bytes: int, stuck: set[int], stop: StopSignal | None) -> int:
        reason = f"Deleted because footage took more than {most_bytes / 1e9:g} GB, as the settings say."
        deleted = 0
        excess = self._footage.total_bytes() - most_bytes
        while excess > 0 and not _stopped(stop):
            chosen: list[BroughtFile] = []
            for one in self._oldest(stuck):
                if excess <= 0:
                    break
                chosen.append(one)
                excess -= one.size_bytes
            if not chosen:
                log.warning("retention: what is left is locked or in use, and takes more than %d bytes", most_bytes)
                break
            deleted += self._delete(chosen, reason, stuck)
            excess += sum(one.size_bytes for one in chosen if one.recording_id in stuck)
        return deleted

    def _delete(self, files: Sequence[BroughtFile], reason: str, stuck: set[int]) -> int:
        """Files first, then the note; a crash in between is put right by the next run. `stuck` takes in the others."""
        roots = [str(root.resolve()) for root in self._roots()]
        done: list[BroughtFile] = []
        for one in files:
            path = Path(one.path)
            if not is_inside(str(path.parent.resolve()), roots):
                self._stays(one, stuck, "it lies outside the downloads")
                continue
            try:
                path.unlink(missing_ok=True)
                if one.analysis_path is not None:
                    Path(one.analysis_path).unlink(missing_ok=True)
            except OSError as error:
                self._stays(one, stuck, str(error.strerror))
                continue
            done.append(one)
            log.info(
                "retention: deleted %s (recording %d, %d bytes): %s", path, one.recording_id, one.size_bytes, reason
            )
            for folder in {path.parent, *([Path(one.analysis_path).parent] if one.analysis_path else [])}:
                with contextlib.suppress(OSError):
                    folder.rmdir()  # a day's folder goes with its last file
        self._footage.gone(done, reason, now_ms=self._clock.now_ms())
        return len(done)

    def _stays(self, one: BroughtFile, stuck: set[int], why: str) -> None:
        stuck.add(one.recording_id)
        if one.recording_id not in self._told:
            self._told.add(one.recording_id)
            log.warning("retention: %s could not be deleted: %s", one.path, why)


def _stopped(stop: StopSignal | None) -> bool:
    return stop is not None and stop.is_set()
