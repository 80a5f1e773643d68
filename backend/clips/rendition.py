"""Recordings a browser cannot play, as H.264 for the player. The recording itself, the evidence, is never touched."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from backend.clips.cache import FileCache, file_stamp, source_key
from backend.clips.footage import Footage
from backend.clips.jobs import Publish, Running, Teller, store_end
from backend.clips.media.playback import Playback, inspect
from backend.clips.media.stream_copy import NotCopyable, copy_spans
from backend.clips.media.transcode import PLAYER, transcode_spans
from backend.clips.spans import CutSpan
from backend.clips.watch import Watch
from backend.domain.errors import Cancelled, EpackError
from backend.domain.recording import Recording
from backend.runtime.bell import Bell
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from database.repositories.clips import RenditionRepository

log = logging.getLogger(__name__)

TOPIC = "rendition"
SUFFIX = ".mp4"
_LOOK_AGAIN_S = 5.0


class PlayStatus(StrEnum):
    READY = "ready"
    QUEUED = "queued"
    RUNNING = "running"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Play:
    """What the player gets: a file when `status` is ready, else how far it is (0..1) or why there is none."""

    status: PlayStatus
    path: Path | None = None
    progress: float = 0.0
    reason_code: str | None = None
    reason: str | None = None
    original: bool = False
    """The file is the recording itself."""


def write_playable(spans: Sequence[CutSpan], part: Path, playback: Playback, watch: Watch) -> None:
    """Write `spans` as a file every browser plays: packets copied where the picture allows it, else re-encoded.

    Raises Unreadable, Cancelled, OSError.
    """
    if playback is not Playback.TRANSCODE:
        try:
            copy_spans(spans, part, {}, watch)
        except NotCopyable as reason:
            log.info("re-encoding for the player: %s", reason)
        else:
            return
    transcode_spans(spans, part, {}, PLAYER, watch)


class RenditionWorker:
    """`open` answers at once; `run` makes what was asked for, one recording after the other."""

    def __init__(
        self, jobs: RenditionRepository, footage: Footage, cache: FileCache, *, publish: Publish, clock: Clock
    ) -> None:
        self._jobs = jobs
        self._footage = footage
        self._cache = cache
        self._publish = publish
        self._clock = clock
        self._running = Running()
        self._bell = Bell()

    def recover(self) -> int:
        """At start, before `run`: renditions that a crash interrupted begin again; returns how many."""
        return self._jobs.requeue_running()

    def open(self, recording_id: int) -> Play:
        """The recording for the player; asks for a rendition when it needs one. Raises NotFound, Unreadable."""
        recording = self._footage.recording(recording_id)
        if inspect(recording.path).playback is Playback.AS_IS:
            return Play(PlayStatus.READY, Path(recording.path), 1.0, original=True)
        made = self._cache.get(_key(recording), SUFFIX)
        if made is not None:
            return Play(PlayStatus.READY, made, 1.0)
        job = self._jobs.get(recording_id)
        if job is not None and job.status == "failed":
            return Play(PlayStatus.FAILED, reason_code=job.reason_code, reason=job.reason)
        if job is not None and job.status == "done":
            self._jobs.remove(recording_id)  # made once, gone from the cache since, or the recording changed
        job = self._jobs.request(recording_id, now_ms=self._clock.now_ms())
        self._bell.ring()
        return Play(PlayStatus(job.status), progress=job.progress)

    def made(self, recording: Recording) -> Path | None:
        """The rendition, when there is one already; nothing is asked for."""
        return self._cache.get(_key(recording), SUFFIX)

    def retry(self, recording_id: int) -> Play:
        """Forget a failed attempt and ask again. Raises NotFound, Unreadable."""
        self._jobs.remove(recording_id)
        return self.open(recording_id)

    def run(self, stop: StopSignal) -> None:
        """Make what is queued until stopped."""
        while not stop.is_set():
            rings = self._bell.rings
            job = self._jobs.take_next()
            if job is None:
                self._bell.wait(rings, _LOOK_AGAIN_S, stop)
            else:
                self.make(job.recording_id, stop)

    def make(self, recording_id: int, stop: StopSignal) -> None:
        """Make one rendition that was taken from the queue and store what became of it."""
        signal = self._running.begin(str(recording_id), stop)
        try:
            recording = self._footage.recording(recording_id)
            watch = Watch(signal, Teller(self._clock, self._keeper(recording_id), self._teller(recording_id), signal))
            span = CutSpan(recording.id, recording.path, 0, max(1, recording.duration_ms), recording.start_ms)
            playback = inspect(recording.path).playback
            path = self._cache.make(_key(recording), SUFFIX, lambda part: write_playable([span], part, playback, watch))
            size = path.stat().st_size
            self._jobs.change(recording_id, status="done", progress=1.0, path=str(path), size_bytes=size)
            self._tell(recording_id, "done", 1.0)
        except Cancelled:
            return  # the server goes down: `recover` queues it again
        except EpackError as error:
            self._fail(recording_id, error.code, error.message, stop)
        except Exception:
            log.exception("recording %s could not be made playable", recording_id)
            why = "The recording could not be converted because of an internal error."
            self._fail(recording_id, "not_playable", why, stop)
        finally:
            self._running.end(str(recording_id))

    def _keeper(self, recording_id: int) -> Callable[[float], bool]:
        def keep(progress: float) -> bool:
            self._jobs.change(recording_id, progress=progress)
            return True

        return keep

    def _teller(self, recording_id: int) -> Callable[[float], None]:
        return lambda progress: self._tell(recording_id, "running", progress)

    def _fail(self, recording_id: int, code: str, reason: str, stop: StopSignal) -> None:
        store_end(lambda: self._jobs.change(recording_id, status="failed", reason_code=code, reason=reason), stop)
        self._tell(recording_id, "failed", 0.0, reason)

    def _tell(self, recording_id: int, status: str, progress: float, reason: str | None = None) -> None:
        told = {"recording_id": recording_id, "status": status, "progress": progress, "reason": reason}
        self._publish(TOPIC, told)


def _key(recording: Recording) -> str:
    return source_key("recording", recording.id, recording.duration_ms, file_stamp(recording.path))
