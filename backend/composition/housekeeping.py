"""What happens once a night without anybody asking: clips and events past their time are deleted, and each deletion is
logged. Recordings ePACK did not make are never touched; what is locked is kept for ever."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from backend.config.settings import Settings
from backend.runtime.clock import Clock
from database.repositories.audit import AuditRepository
from database.repositories.clips import Clip, ClipRepository
from database.repositories.events import EventRepository

log = logging.getLogger(__name__)

_DAY_MS = 86_400_000
_HOUR_OF_NIGHT = 3
_PAGE = 200
_OVER = ("done", "failed", "cancelled")
_ROOM_MINUTES = 5
"""Live cameras fill a disk quickly, so room for them is made more often than once a night."""


class Housekeeping:
    def __init__(
        self,
        clips: ClipRepository,
        events: EventRepository,
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
        self._audit = audit
        self._settings = settings
        self._clock = clock
        self._forget = forget
        self._zone = settings().timezone
        self._timer = BackgroundScheduler(timezone=self._zone)

    def start(self) -> None:
        self._night = self._timer.add_job(self.run, _night_in(self._zone), coalesce=True, misfire_grace_time=6 * 3600)
        self._timer.add_job(self.keep_up, "interval", minutes=_ROOM_MINUTES, coalesce=True, max_instances=1)
        self._timer.start()

    def stop(self) -> None:
        if self._timer.running:
            self._timer.shutdown(wait=False)

    def next_night(self) -> datetime:
        """When the next night's work begins."""
        moment: datetime = self._night.next_run_time
        return moment

    def keep_up(self) -> None:
        """What does not wait for the night: room on the disk, and the night itself where the site's clock changed."""
        zone = self._settings().timezone
        if zone != self._zone:
            self._night.reschedule(_night_in(zone))
            self._zone = zone
        self.make_room()

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
        """Delete unlocked clips made before this, and what is left of cuts that failed; returns how many. One whose
        file cannot be deleted stays, and is tried again the next night."""
        old: list[Clip] = []
        page = 1
        while True:
            found = self._clips.list_page(page=page, page_size=_PAGE)
            over = [c for c in found.items if c.status in _OVER and not c.locked]
            old += [c for c in over if (c.done_ms or c.created_ms) < before_ms]
            if page * _PAGE >= found.total:
                break
            page += 1
        return sum(self._delete_clip(clip) for clip in old)

    def _delete_clip(self, clip: Clip) -> bool:
        folder = Path(clip.path).parent if clip.path else None
        if folder is not None and folder.exists() and not _may_write(folder):
            log.warning("retention: clip %s stays: %s may not be written", clip.public_id, folder)
            return False
        if clip.path is None:  # a cut that failed: as long as its row is there, its event stays
            self._clips.remove([clip.public_id])
            return True
        # The row first: it refuses when somebody locked the clip meanwhile, whose file has to stay then.
        for path in self._clips.remove([clip.public_id]):
            try:
                Path(path).unlink(missing_ok=True)
            except OSError as error:
                log.warning("retention: %s could not be deleted (%s); please delete it", path, error.strerror)
            log.info("retention: deleted clip %s of event %s (%s)", clip.public_id, clip.event_public_id, path)
            return True
        return False

    def delete_old_events(self, before_ms: int) -> int:
        """Delete unlocked events without clips that ended before this; returns how many."""
        deleted = 0
        while gone := self._events.remove_ended_before(before_ms, _PAGE):
            deleted += gone
        if deleted:
            log.info("retention: deleted %d events that ended before %d", deleted, before_ms)
        return deleted

    def delete_old_lines(self, before_ms: int) -> int:
        """Delete lines of the record of who did what that were written before this; returns how many."""
        deleted = self._audit.delete_before(before_ms)
        if deleted:
            log.info("retention: deleted %d lines of the record written before %d", deleted, before_ms)
        return deleted


def _night_in(zone: str) -> CronTrigger:
    return CronTrigger(hour=_HOUR_OF_NIGHT, timezone=zone)


def _may_write(folder: Path) -> bool:
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
