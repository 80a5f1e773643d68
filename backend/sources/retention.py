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

    def run(self, stop: StopSignal | None = None) -> int:
        """Delete what is due; returns how many recordings."""
        keeping = self._keeping()
        deleted = 0
        if keeping.days > 0:
            before_ms = self._clock.now_ms() - keeping.days * DAY_MS
            reason = f"Deleted after {keeping.days} days, as the settings say."
            while not _stopped(stop) and (old := self._footage.oldest(_AT_ONCE, ended_before_ms=before_ms)):
                done = self._delete(old, reason)
                deleted += done
                if done < len(old):
                    break
        if keeping.most_bytes > 0:
            deleted += self._make_room(keeping.most_bytes, stop)
        return deleted

    def _make_room(self, most_bytes: int, stop: StopSignal | None) -> int:
        reason = f"Deleted because footage took more than {most_bytes / 1e9:g} GB, as the settings say."
        deleted = 0
        excess = self._footage.total_bytes() - most_bytes
        while excess > 0 and not _stopped(stop):
            oldest = self._footage.oldest(_AT_ONCE)
            chosen: list[BroughtFile] = []
            for one in oldest:
                if excess <= 0:
                    break
                chosen.append(one)
                excess -= one.size_bytes
            done = self._delete(chosen, reason)
            deleted += done
            if done < len(chosen) or not chosen:
                if not chosen:
                    log.warning("retention: what is left is locked or in use, and takes more than %d bytes", most_bytes)
                break
        return deleted

    def _delete(self, files: Sequence[BroughtFile], reason: str) -> int:
        """Files first, then the note; a crash in between is put right by the next run."""
        roots = [str(root.resolve()) for root in self._roots()]
        done: list[BroughtFile] = []
        for one in files:
            path = Path(one.path)
            if not is_inside(str(path.parent.resolve()), roots):
                log.warning("retention: %s lies outside the downloads and is left alone", path)
                continue
            try:
                path.unlink(missing_ok=True)
                if one.analysis_path is not None:
                    Path(one.analysis_path).unlink(missing_ok=True)
            except OSError as error:
                log.warning("retention: %s could not be deleted: %s", path, error.strerror)
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


def _stopped(stop: StopSignal | None) -> bool:
    return stop is not None and stop.is_set()
