"""What one settled video file is: its identity, its facts, when it began, and whether it is to be analysed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass

from backend.domain.camera import Camera
from backend.domain.errors import Unreadable
from backend.domain.recording import FileIdentity, MediaFacts, RecordingStatus
from backend.sources.identity import identify
from backend.sources.probe import probe
from backend.sources.start_time import resolve
from backend.sources.walk import SeenFile
from backend.sources.working_hours import WorkingHours
from database.repositories.recordings import FoundRecording

UNREAD_MTIME_NS = 0
"""Stored for a file that could not be read, so that the next scan takes it for changed and tries again."""


@dataclass(frozen=True, slots=True)
class Examined:
    found: FoundRecording
    failure: Unreadable | None
    was_read: bool
    """False: not even its identity is known."""


@dataclass(frozen=True, slots=True)
class Examiner:
    """Opens files one at a time; safe to share between threads."""

    identify: Callable[[str], FileIdentity] = identify
    probe: Callable[[str, float], MediaFacts] = probe

    def __call__(
        self,
        file: SeenFile,
        camera: Camera,
        *,
        hours: WorkingHours | None = None,
        priority: int = 0,
        run_id: int | None = None,
        probe_timeout_s: float = 20.0,
    ) -> Examined:
        """Whatever is wrong with the file is said by the status of what was found; nothing is raised."""
        failure: Unreadable | None = None
        facts: MediaFacts | None = None
        identity: FileIdentity | None = None
        try:
            identity = self.identify(file.path)
            facts = self.probe(file.path, probe_timeout_s)
        except Unreadable as error:
            failure = error
        duration_ms = facts.duration_ms if facts else 0
        container_ms = facts.container_start_ms if facts else None
        start_ms, rule = resolve(
            file.path,
            container_ms,
            file.mtime_ns // 1_000_000,
            duration_ms,
            camera,
            container_is_local=facts is not None and facts.container_start_is_local,
        )
        status, code, reason = _verdict(failure, hours, start_ms, duration_ms)
        found = FoundRecording(
            camera_id=camera.id,
            path=file.path,
            identity=identity or _unread_identity(file),
            mtime_ns=file.mtime_ns if identity else UNREAD_MTIME_NS,
            start_ms=start_ms,
            start_rule=rule.value,
            facts=facts,
            status=status,
            reason_code=code,
            reason=reason,
            priority=priority,
            run_id=run_id,
        )
        return Examined(found, failure, identity is not None)


def _verdict(
    failure: Unreadable | None, hours: WorkingHours | None, start_ms: int, duration_ms: int
) -> tuple[RecordingStatus, str | None, str | None]:
    if failure is not None:
        return RecordingStatus.FAILED, failure.code, failure.message
    if hours is not None and not hours.overlaps(start_ms, start_ms + duration_ms):
        return RecordingStatus.SKIPPED, "outside_hours", "Recorded outside the working hours of the site."
    return RecordingStatus.PENDING, None, None


def grows(file: SeenFile) -> bool:
    """True when the file changed, or went, while it was looked at."""
    try:
        now = os.stat(file.path)
    except OSError:
        return True
    return (now.st_size, now.st_mtime_ns) != (file.size_bytes, file.mtime_ns)


def _unread_identity(file: SeenFile) -> FileIdentity:
    """Stands for the content of a file that may not be read; no two files share it, so none is taken for another."""
    return FileIdentity(file.size_bytes, "unread-" + hashlib.sha256(os.fsencode(file.path)).hexdigest())
