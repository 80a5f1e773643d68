"""How each source is, in one line: for the dashboard that asks, and for the one that listens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from backend.domain.source import SourceState
from backend.runtime.broadcast import Broadcast
from backend.runtime.clock import Clock
from backend.sources.sync.progress import Figures
from database.repositories.sync_status import SyncStatus, SyncStatusRepository

TOPIC = "source"
TELL_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class SourceLine:
    source_id: int
    state: SourceState
    paused: bool
    started_ms: int | None
    ended_ms: int | None
    succeeded_ms: int | None
    next_ms: int | None
    failures: int
    trouble: str | None
    message: str | None
    details: dict[str, Any]
    files: int
    bytes: int
    running: Figures | None


class SourceLines:
    def __init__(
        self,
        status: SyncStatusRepository,
        broadcast: Broadcast,
        clock: Clock,
        running: Callable[[int], Figures | None],
    ) -> None:
        """`running` gives the figures of a source's run that is under way."""
        self._status = status
        self._broadcast = broadcast
        self._clock = clock
        self._running = running
        self._told_s: dict[int, float] = {}

    def of(self, source_id: int) -> SourceLine:
        return self._line(self._status.get(source_id))

    def all(self, source_ids: list[int]) -> list[SourceLine]:
        known = self._status.all()
        return [self._line(known.get(one) or SyncStatus(one)) for one in source_ids]

    def publish(self, source_id: int) -> None:
        self._told_s[source_id] = self._clock.monotonic()
        self._broadcast.publish(TOPIC, asdict(self.of(source_id)))

    def tick(self, source_id: int) -> None:
        """Publish when the last time is a while ago."""
        if self._clock.monotonic() - self._told_s.get(source_id, float("-inf")) >= TELL_EVERY_S:
            self.publish(source_id)

    def publish_removed(self, source_id: int) -> None:
        self._told_s.pop(source_id, None)
        self._broadcast.publish(TOPIC, {"source_id": source_id, "removed": True})

    def _line(self, status: SyncStatus) -> SourceLine:
        figures = self._running(status.source_id)
        return SourceLine(
            status.source_id, status.state, status.paused, status.started_ms, status.ended_ms, status.succeeded_ms,
            status.next_ms, status.failures, status.trouble, status.message, status.details, status.files,
            status.bytes, figures if status.state is SourceState.RUNNING else None,
        )  # fmt: skip
