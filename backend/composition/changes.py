"""What has to follow when a camera or a setting changes: start times, packing times, events, and a new analysis."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from backend.composition.analysing import analysis_hash
from backend.config.settings import Settings
from backend.domain.camera import Camera
from backend.domain.errors import Unreadable
from backend.domain.recording import RecordingStatus
from backend.runtime.clock import Clock
from backend.scheduling.batch_scheduler import BatchScheduler
from backend.sources.probe import probe
from backend.sources.start_time import resolve
from database.repositories.cameras import CameraRepository
from database.repositories.events import EventRepository
from database.repositories.recording_rows import RecordingDetails, RecordingFilter
from database.repositories.recordings import RecordingRepository

log = logging.getLogger(__name__)

# A change of these moves recordings on the timeline: nothing has to be decoded again.
_DATING = frozenset({"timezone", "start_time_rule", "filename_pattern", "container_time_is_local", "clock_offset_ms"})
# A change of these means that other things would be seen: what was analysed is looked at again.
_LOOKING = frozenset({"regions", "trigger_text", "symbologies"})
# Settings that every camera's packing times follow.
_TIMES = frozenset({"min_packing_s", "max_packing_s", "continuous_gap_s"})
# A change of these changes what is recorded live.
_RECORDING = frozenset({"enabled", "source_id", "folder", "name", "record_sound"})
_PAGE = 200
_PROBE_TIMEOUT_S = 20.0
_ALL_TIME = (0, 253_402_300_799_000)


class Changes:
    """Told by the API after the change is stored."""

    def __init__(
        self,
        cameras: CameraRepository,
        recordings: RecordingRepository,
        events: EventRepository,
        scheduler: BatchScheduler,
        clock: Clock,
    ) -> None:
        self.recorders: Callable[[], None] = lambda: None
        """Set by whoever records live: it looks at what changed."""
        self._cameras = cameras
        self._recordings = recordings
        self._events = events
        self._scheduler = scheduler
        self._clock = clock

    def camera_changed(self, camera_id: int, fields: frozenset[str]) -> None:
        if fields & _DATING:
            self._date_again(camera_id)
        if fields & _LOOKING:
            wanted = analysis_hash(self._cameras.get(camera_id))
            again = self._recordings.analyse_again(camera_id, wanted, now_ms=self._clock.now_ms())
            log.info("camera %d changed: %d recordings will be analysed again", camera_id, again)
        if fields & _RECORDING:
            self.recorders()
        self._scheduler.wake()

    def settings_changed(self, settings: Settings, keys: frozenset[str]) -> None:
        if not keys & _TIMES:
            return
        for camera in self._cameras.all():
            times = replace(
                camera.times,
                min_ms=round(settings.min_packing_s * 1000),
                max_ms=round(settings.max_packing_s * 1000),
                continuous_gap_ms=round(settings.continuous_gap_s * 1000),
            )
            self._cameras.save_times(camera.id, times, now_ms=self._clock.now_ms())
            self._events.mark_dirty(camera.id, *_ALL_TIME, now_ms=self._clock.now_ms())
        self._scheduler.wake()

    def _date_again(self, camera_id: int) -> None:
        camera = self._cameras.get(camera_id)
        page = 1
        while True:
            found = self._recordings.list_page(RecordingFilter(camera_ids=(camera_id,)), page=page, page_size=_PAGE)
            starts = {one.id: self._start_of(one, camera) for one in found.items}
            self._recordings.set_start(starts, now_ms=self._clock.now_ms())
            if page * _PAGE >= found.total:
                return
            page += 1

    def _start_of(self, recording: RecordingDetails, camera: Camera) -> tuple[int, str]:
        container_ms, is_local = None, False
        if recording.status is not RecordingStatus.MISSING:
            try:
                facts = probe(recording.path, _PROBE_TIMEOUT_S)
                container_ms, is_local = facts.container_start_ms, facts.container_start_is_local
            except Unreadable:
                # Its name and its date still tell when it was made.
                log.info("recording %d cannot be opened to read its container time", recording.id)
        mtime_ms = recording.mtime_ns // 1_000_000
        start_ms, rule = resolve(
            recording.path, container_ms, mtime_ms, recording.duration_ms, camera, container_is_local=is_local
        )
        return start_ms, rule.value
