"""From a claimed recording to observations, and from observations to stored events."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace

from backend.domain.camera import Camera
from backend.domain.errors import Unreadable
from backend.domain.observation import Observations
from backend.domain.recording import RecordingFailure
from backend.events.event_detector import derive
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.sampling.frame_sampler import FrameSampler
from backend.scheduling.ports import Claimed, Window
from backend.sources.probe import probe
from database.repositories.cameras import CameraRepository
from database.repositories.events import EventRepository
from database.repositories.observations import ObservationRepository

# Raised when the same file and regions would give other observations than before.
_ANALYSIS_VERSION = 6
# Observations this far around a window are read, so that an event reaching into it is seen whole; doubled while one is
# still cut by the edge of what was read.
_AROUND_MS = 10 * 60_000
_WIDEST_MS = 160 * 60_000


class Analysing:
    """Looks at claimed recordings, with the camera's regions as they are now."""

    def __init__(self, cameras: CameraRepository, sampler: FrameSampler) -> None:
        self._cameras = cameras
        self._sampler = sampler

    def __call__(self, claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> Observations:
        """Raises Unreadable (code `changed` when the file was written to meanwhile) and Cancelled."""
        recording = claimed.recording
        camera = self._cameras.get(recording.camera_id)
        with unchanged(recording.path):
            seen = self._sampler.analyse(recording.path, camera, stop=stop, progress=progress)
        return replace(seen, settings_hash=analysis_hash(camera))


class Deriving:
    """Replaces the events of a dirty window by what the observations say now."""

    def __init__(
        self, cameras: CameraRepository, observations: ObservationRepository, events: EventRepository, clock: Clock
    ) -> None:
        self._cameras = cameras
        self._observations = observations
        self._events = events
        self._clock = clock

    def __call__(self, window: Window) -> int:
        """Returns how many events the window has now."""
        camera = self._cameras.get(window.camera_id)
        around_ms = _AROUND_MS
        while True:
            read_from, read_to = window.from_ms - around_ms, window.to_ms + around_ms
            seen = self._observations.for_camera(window.camera_id, read_from, read_to)
            found = derive(camera, seen)
            inside = [e for e in found if e.end_ms >= window.from_ms and e.start_ms <= window.to_ms]
            cut = any(e.start_ms <= read_from or e.end_ms >= read_to for e in inside)
            if not cut or around_ms >= _WIDEST_MS:
                break
            around_ms *= 2
        from_ms = min([window.from_ms, *(e.start_ms for e in inside)])
        to_ms = max([window.to_ms, *(e.end_ms for e in inside)])
        self._events.replace_window(
            window.camera_id, from_ms, to_ms, inside, now_ms=self._clock.now_ms(), cleared=window.ids
        )
        return len(inside)


@contextmanager
def unchanged(path: str) -> Iterator[None]:
    """Around looking at a file. Raises Unreadable when it was written to meanwhile, or with the probe's reason why it
    could not be looked at."""
    before = _stamp(path)
    try:
        yield
    except Unreadable as error:
        raise _explained(path, error) from error
    if _stamp(path) != before:
        raise Unreadable(
            "The file was written to while it was analysed; it will be looked at again once it is at rest.",
            code=RecordingFailure.CHANGED,
        )


def analysis_hash(camera: Camera) -> str:
    """Equal as long as an analysis of the same file would look for the same things in the same places."""
    # Rectangles have no outline; leaving that out keeps what was analysed before there were polygons.
    regions = {name: value for name, value in asdict(camera.regions).items() if value or not name.endswith("_outline")}
    depends_on = [_ANALYSIS_VERSION, regions, camera.trigger_text, sorted(camera.symbologies)]
    return hashlib.sha256(json.dumps(depends_on, sort_keys=True).encode()).hexdigest()


def _explained(path: str, error: Unreadable) -> Unreadable:
    """The reason that the probe gives, which looks closer; the sampler's own when the probe finds nothing wrong."""
    try:
        probe(path)
    except Unreadable as closer:
        return closer
    return error


def _stamp(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except FileNotFoundError as error:
        raise Unreadable("The file is no longer there.", code=RecordingFailure.NOT_FOUND) from error
    except OSError as error:
        raise Unreadable(
            f"The file cannot be reached: {error.strerror or 'unknown error'}.", code=RecordingFailure.PERMISSION
        ) from error
    return found.st_size, found.st_mtime_ns
