"""Whole files that ePACK fetched or recorded go straight into the queue: no walk, no wait for them to settle."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Protocol

from backend.domain.camera import Camera
from backend.domain.errors import NotFound
from backend.runtime.clock import Clock
from backend.sources.examine import Examiner
from backend.sources.scanner import Recordings
from backend.sources.walk import SeenFile
from backend.sources.working_hours import WorkingHours


class Cameras(Protocol):
    def get(self, camera_id: int) -> Camera: ...


class Intake:
    """Safe to share between threads."""

    def __init__(
        self,
        cameras: Cameras,
        recordings: Recordings,
        hours: Callable[[], WorkingHours | None],
        clock: Clock,
        *,
        told: Callable[[int], None] = lambda _: None,
        examiner: Examiner | None = None,
    ) -> None:
        """`told(camera_id)` is called after a file is in the queue: whoever works the queue wakes up then."""
        self._cameras = cameras
        self._recordings = recordings
        self._hours = hours
        self._clock = clock
        self._told = told
        self._examine = examiner or Examiner()

    def arrived(self, camera_id: int, path: str) -> int | None:
        """Take in the whole file at `path`, which nobody writes any more; returns the recording's id. Doing it twice
        does nothing the second time. A file that cannot be decoded is stored as failed, with the reason.

        None when the file or the camera has gone meanwhile. Raises StoreError.
        """
        try:
            camera = self._cameras.get(camera_id)
            found = os.stat(path)
        except (NotFound, OSError):
            return None
        seen = SeenFile(path, found.st_size, found.st_mtime_ns)
        examined = self._examine(seen, camera, hours=self._hours())
        stored = self._recordings.upsert_many([examined.found], now_ms=self._clock.now_ms())
        self._told(camera_id)
        return stored[0][0]
