"""What happens once a night without anybody asking: clips and events past their time are deleted, and each deletion is
logged. Recordings ePACK did not make are never touched; what is locked is kept for ever."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from backend.config.settings import Settings
from backend.runtime.clock import Clock
from database.queries.event_views import EventFilter, EventQueries
from database.repositories.audit import AuditRepository
from database.repositories.clips import Clip, ClipRepository
from database.repositories.events import EventRepository

log = logging.getLogger(__name__)

_DAY_MS = 86_400_000
_HOUR_OF_NIGHT = 3
_PAGE = 200
_ROOM_MINUTES = 5
"""Live cameras fill a disk quickly, so room for them is made more often than once a night."""


class Housekeeping:
    def __init__(
        self,
        clips: ClipRepository,
        events: EventRepository,
        views: EventQueries,
        audit: AuditRepository,
        settings: Callable[[], Settings],
        clock: Clock,
        *,
        brought: Callable[[], object],
        forget: Callable[[], object],
    ) -> None:
        """`brought` deletes footage that ePACK brought here, where it is due; `forget` lets go of ended sessions."""
        self._brought = brought
        self._clips = clips
        self._events = events
        self._views = views
        self._audit = audit
        self._settings = settings
        self._clock = clock
        self._forget = forget
        self._timer = BackgroundScheduler(timezone=settings().timezone)

    def start(self) -> None:
        self._timer.add_job(self.run, "cron", hour=_HOUR_OF_NIGHT, coalesce=True, misfire_grace_time=6 * 3600)
        self._timer.add_job(self.make_room, "interval", minutes=_ROOM_MINUTES, coalesce=True, max_instances=1)
        self._timer.start()

    def stop(self) -> None:
        if self._timer.running:
            self._timer.shutdown(wait=False)

    def make_room(self) -> None:
        try:
            self._brought()
        except Exception:
            log.exception("deleting old footage failed; it is tried again soon")

    def run(self) -> None:
        """One night's work. A failure of one part does not keep the others from theirs."""
        settings = self._settings()
        try:
            self._forget()
        except Exception:
            log.exception("forgetting ended sessions failed; it is tried again tomorrow")
        for name, days, part in (
            ("clips", settings.retention_clips_days, self.delete_old_clips),
            ("events", settings.retention_events_days, self.delete_old_events),
            ("lines of the record", settings.retention_audit_days, self.delete_old_lines),
        ):
            try:
                if days > 0:
                    part(self._clock.now_ms() - days * _DAY_MS)
            except Exception:
                log.exception("deleting old %s failed; it is tried again tomorrow", name)

    def delete_old_clips(self, before_ms: int) -> int:
        """Delete unlocked clips made before this, files first; returns how many."""
        old: list[Clip] = []
        page = 1
        while True:
            found = self._clips.list_page(status="done", page=page, page_size=_PAGE)
            old += [c for c in found.items if not c.locked and (c.done_ms or c.created_ms) < before_ms]
            if page * _PAGE >= found.total:
                break
            page += 1
        for clip in old:
            if clip.path:
                Path(clip.path).unlink(missing_ok=True)
        self._clips.remove([clip.public_id for clip in old])
        for clip in old:
            log.info("retention: deleted clip %s of event %s (%s)", clip.public_id, clip.event_public_id, clip.path)
        return len(old)

    def delete_old_events(self, before_ms: int) -> int:
        """Delete unlocked events without clips that ended before this; returns how many."""
        deleted = 0
        page = 1
        while True:
            found = self._views.list_page(EventFilter(to_ms=before_ms), page=page, page_size=_PAGE)
            ids = [event.public_id for event in found.items if event.end_ms < before_ms]
            gone = self._events.remove(ids)
            deleted += len(gone)
            log.info("retention: deleted %d events that ended before %d", len(gone), before_ms)
            if len(gone) == 0:
                page += 1
            if page * _PAGE >= found.total or not found.items:
                return deleted

    def delete_old_lines(self, before_ms: int) -> int:
        """Delete lines of the record of who did what that were written before this; returns how many."""
        deleted = self._audit.delete_before(before_ms)
        if deleted:
            log.info("retention: deleted %d lines of the record written before %d", deleted, before_ms)
        return deleted
