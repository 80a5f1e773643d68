"""All live cameras: those that are wanted are recorded, the others are not, and everybody may ask how they are."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Protocol

from backend.domain.live import LiveGap, LiveMinute, LiveStatus
from backend.domain.source import SourceState
from backend.runtime.bell import Bell
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from backend.runtime.watchdog import Watchdog
from backend.runtime.worker import Worker, stop_all
from backend.sources.live.camera import CameraRecording
from backend.sources.live.growing import Growing
from backend.sources.live.ports import LiveTools, WantedCamera
from backend.sources.live.state import CameraState
from backend.sources.live.tap import Tap

log = logging.getLogger(__name__)

TOPIC = "live"
STOP_WITHIN_S = 4.0
LOOK_S = 1.0
REFRESH_S = 30.0
MINUTES_KEPT_MS = 31 * 86_400_000
GAPS_KEPT_MS = 400 * 86_400_000
_FORGET_S = 3_600.0


class Starts(Protocol):
    """database.repositories.live_recordings.LiveRecordings"""

    def last_end_ms(self, camera_id: int) -> int | None: ...


class GapHistory(Protocol):
    """database.repositories.live_history.LiveGaps"""

    def open_of(self, camera_id: int) -> LiveGap | None: ...
    def forget_before(self, before_ms: int) -> int: ...


class Minutes(Protocol):
    """database.repositories.live_history.LiveMinutes"""

    def put(self, minutes: Mapping[int, LiveMinute]) -> None: ...
    def forget_before(self, before_ms: int) -> int: ...


class LiveCameras:
    def __init__(
        self,
        wanted: Callable[[], Sequence[WantedCamera]],
        tools: LiveTools,
        growing: Growing,
        starts: Starts,
        gaps: GapHistory,
        minutes: Minutes,
        publish: Callable[[str, Mapping[str, Any]], None],
    ) -> None:
        self._wanted = wanted
        self._tools = tools
        self._growing = growing
        self._starts = starts
        self._gaps = gaps
        self._minutes = minutes
        self._publish = publish
        self._guard = Guard()
        self._bell = Bell()
        self._watchdog = Watchdog(tools.clock)
        self._cameras: dict[int, CameraRecording] = {}
        self._refreshed_s: float | None = None
        self._forgot_s: float | None = None

    def refresh_soon(self) -> None:
        """A source, its cameras or its settings changed."""
        self._refreshed_s = None
        self._bell.ring()

    def run(self, stop: StopSignal) -> None:
        """Record until stopped: the target of a thread."""
        try:
            while not stop.is_set():
                rings = self._bell.rings
                try:
                    self.look(stop)
                except Exception:
                    log.exception("live cameras could not be looked after")
                    stop.wait(LOOK_S)
                self._bell.wait(rings, LOOK_S, stop)
        finally:
            self._end()

    def look(self, stop: StopSignal) -> None:
        """One round: start and stop recordings, restart dead threads, keep the last minute's figures."""
        now_s = self._tools.clock.monotonic()
        if self._refreshed_s is None or now_s - self._refreshed_s >= REFRESH_S:
            self._refreshed_s = now_s
            self._refresh(stop)
        self._watchdog.check()
        now_ms = self._tools.clock.now_ms()
        cameras = self._recorded()
        for camera in cameras:
            camera.look()
        found = {camera.wanted.camera_id: one for camera in cameras if (one := camera.state.minute(now_ms)) is not None}
        if found:
            self._minutes.put(found)
        if self._forgot_s is None or now_s - self._forgot_s >= _FORGET_S:
            self._forgot_s = now_s
            self._minutes.forget_before(now_ms - MINUTES_KEPT_MS)
            self._gaps.forget_before(now_ms - GAPS_KEPT_MS)

    def statuses(self) -> list[LiveStatus]:
        """Of every camera that is recorded, by id."""
        return [camera.state.status() for camera in self._recorded()]

    def status(self, camera_id: int) -> LiveStatus | None:
        with self._guard:
            camera = self._cameras.get(camera_id)
        return camera.state.status() if camera is not None else None

    def tap_of(self, camera_id: int) -> Tap | None:
        """Where a preview takes its pictures from: the small stream while it is recorded, else the main one. None: the
        camera is not recorded."""
        with self._guard:
            camera = self._cameras.get(camera_id)
        if camera is None:
            return None
        state = camera.state
        return state.sub_tap if state.sub_state is SourceState.RUNNING else state.tap

    def _recorded(self) -> list[CameraRecording]:
        with self._guard:
            return [self._cameras[camera_id] for camera_id in sorted(self._cameras)]

    def _refresh(self, stop: StopSignal) -> None:
        wanted = {one.camera_id: one for one in self._wanted()}
        for camera in self._recorded():
            now = wanted.get(camera.wanted.camera_id)
            if now == camera.wanted:
                camera.want_sound(now.sound)
                continue
            with self._guard:
                del self._cameras[camera.wanted.camera_id]
            self._let_go([camera])
            if now is None:
                camera.switched_off()
                self._publish(TOPIC, {"camera_id": camera.wanted.camera_id, "state": SourceState.PAUSED.value})
        for camera_id, one in wanted.items():
            if camera_id not in self._cameras:
                self._begin(one, stop)

    def _begin(self, one: WantedCamera, stop: StopSignal) -> None:
        camera = CameraRecording(one, self._tools, self._growing, self._tell, self._watchdog, stop)
        gap = self._gaps.open_of(one.camera_id)
        # First: where the store has no time for it, the next look begins anew.
        camera.start(self._starts.last_end_ms(one.camera_id), gap.id if gap is not None else None)
        with self._guard:
            self._cameras[one.camera_id] = camera
        log.info("camera %d is recorded from source %d", one.camera_id, one.source_id)

    def _end(self) -> None:
        with self._guard:
            cameras, self._cameras = list(self._cameras.values()), {}
        self._let_go(cameras)

    def _let_go(self, cameras: Sequence[CameraRecording]) -> None:
        workers: list[Worker] = [worker for camera in cameras for worker in camera.ask_to_stop()]
        left = stop_all(workers, STOP_WITHIN_S)
        if left:
            log.warning("still recording after %.0f s: %s", STOP_WITHIN_S, ", ".join(one.name for one in left))

    def _tell(self, state: CameraState) -> None:
        self._publish(TOPIC, as_message(state.status()))


def as_message(status: LiveStatus) -> dict[str, Any]:
    """A change of state, for listeners. Figures are asked for."""
    body = asdict(status)
    body.pop("figures")
    return {**body, "state": status.state.value, "trouble": status.trouble.value if status.trouble else None}
