"""What the dashboard shows before anything is cut: the event's footage at once, and single pictures."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.clips.cache import FileCache, file_stamp, source_key
from backend.clips.footage import CutSettings, Footage, Scope, shot
from backend.clips.media.frames import frame_times, jpeg_at, jpeg_strip
from backend.clips.media.playback import Playback, inspect
from backend.clips.media.stream_copy import NotCopyable, copy_spans
from backend.clips.rendition import SUFFIX, Play, PlayStatus, write_playable
from backend.clips.spans import CutSpan
from backend.clips.watch import Watch
from backend.domain.errors import Cancelled, Conflict, EpackError, NotFound
from backend.domain.event import EventPart
from backend.runtime.bell import Bell
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal

log = logging.getLogger(__name__)

_LOOK_AGAIN_S = 5.0
_MOST_STATES = 200
_ORDER = (Playback.AS_IS, Playback.REPACK, Playback.TRANSCODE)


@dataclass(slots=True)
class _Job:
    spans: Sequence[CutSpan]
    play: Play


class EventPreviews:
    """The clip of an event for the player: cut at once (milliseconds) where a browser plays the recording's picture,
    otherwise converted in the background by `run`. Cached; nothing of it is evidence."""

    def __init__(self, footage: Footage, settings: Callable[[], CutSettings], cache: FileCache) -> None:
        self._footage = footage
        self._settings = settings
        self._cache = cache
        self._guard = Guard()
        self._bell = Bell()
        self._jobs: dict[str, _Job] = {}
        self._queue: deque[str] = deque()

    def open(self, event_id: str, scope: Scope | None = None) -> Play:
        """Ready with a file, or on its way. Raises NotFound, InvalidInput, Unreadable, CutFailed."""
        return self.open_spans(shot(self._footage, self._settings, event_id, scope).spans)

    def open_spans(self, spans: Sequence[CutSpan]) -> Play:
        """These stretches of recordings, one after the other. Raises as `open`."""
        key = _key(spans)
        made = self._cache.get(key, SUFFIX)
        if made is not None:
            return Play(PlayStatus.READY, made, 1.0)
        if _playback(spans) is not Playback.TRANSCODE:
            try:
                made = self._cache.make(key, SUFFIX, lambda part: _copy(spans, part))
            except NotCopyable as reason:
                log.info("re-encoding for the player: %s", reason)
            else:
                return Play(PlayStatus.READY, made, 1.0)
        return self._ask(spans, key)

    def frame_times(self, event_id: str, scope: Scope | None = None) -> list[int]:
        """When each frame of the event's video is shown, in microseconds from its beginning. Raises as `open`, Conflict
        while it is not ready."""
        play = self.open(event_id, scope)
        if play.path is None:
            raise Conflict(
                "The video is still being converted, so its frames are not known yet.", code="still_converting"
            )
        return frame_times(play.path)

    def run(self, stop: StopSignal) -> None:
        """Convert what was asked for until stopped."""
        while not stop.is_set():
            rings = self._bell.rings
            with self._guard:
                key = self._queue.popleft() if self._queue else None
            if key is None:
                self._bell.wait(rings, _LOOK_AGAIN_S, stop)
            else:
                self._convert(key, stop)

    def _ask(self, spans: Sequence[CutSpan], key: str) -> Play:
        """Queue the conversion, or tell how far it is. A failure is told once; asking again is a new try."""
        with self._guard:
            job = self._jobs.get(key)
            if job is not None and job.play.status is PlayStatus.FAILED:
                del self._jobs[key]
                return job.play
            if job is None or job.play.status is PlayStatus.READY:  # ready, but evicted from the cache since
                while len(self._jobs) >= _MOST_STATES:
                    self._jobs.pop(next(iter(self._jobs)))
                job = self._jobs[key] = _Job(spans, Play(PlayStatus.QUEUED))
                self._queue.append(key)
        self._bell.ring()
        return job.play

    def _convert(self, key: str, stop: StopSignal) -> None:
        with self._guard:
            job = self._jobs.get(key)
        if job is None:
            return

        def tell(progress: float) -> None:
            job.play = Play(PlayStatus.RUNNING, progress=progress)

        tell(0.0)
        try:
            watch, spans = Watch(stop, tell), job.spans
            path = self._cache.make(key, SUFFIX, lambda part: write_playable(spans, part, Playback.TRANSCODE, watch))
            job.play = Play(PlayStatus.READY, path, 1.0)
        except Cancelled:
            job.play = Play(PlayStatus.QUEUED)
        except EpackError as error:
            job.play = Play(PlayStatus.FAILED, reason_code=error.code, reason=error.message)
        except Exception:
            log.exception("%s could not be made playable", job.spans[0].path)
            reason = "The footage could not be converted because of an internal error."
            job.play = Play(PlayStatus.FAILED, reason_code="not_playable", reason=reason)


class Pictures:
    """Single frames as JPEG files, cached by recording, instant and width."""

    def __init__(self, footage: Footage, cache: FileCache) -> None:
        self._footage = footage
        self._cache = cache

    def of_recording(self, recording_id: int, at_ms: int, width: int | None = None) -> Path:
        """The frame on screen at `at_ms` of the file. Raises NotFound, InvalidInput, Unreadable, CutFailed."""
        recording = self._footage.recording(recording_id)
        key = source_key("frame", recording.id, file_stamp(recording.path), at_ms, width)

        def write(part: Path) -> None:
            part.write_bytes(jpeg_at(recording.path, at_ms, width))

        return self._cache.make(key, ".jpg", write)

    def of_event(self, event_id: str, width: int | None = None) -> Path:
        """The moment a code was read best seen from afar: half-way between its first and last sighting; without a code
        the middle of the event. Raises as `of_recording`."""
        event = self._footage.event(event_id)
        code = max(event.codes, key=lambda seen: seen.confidence, default=None)
        middle_ms = (event.start_ms + event.end_ms) // 2
        wanted_ms = (code.first_ms + code.last_ms) // 2 if code is not None and not code.manual else middle_ms
        recording_id, at_ms = self._place(event.parts, wanted_ms)
        return self.of_recording(recording_id, at_ms, width)

    def of_moment(self, event_id: str, at_ms: int, width: int | None = None) -> Path:
        """The frame at `at_ms` (UTC epoch ms), or the one of the event nearest to it. Raises as `of_recording`."""
        recording_id, inside_ms = self._place(self._footage.event(event_id).parts, at_ms)
        return self.of_recording(recording_id, inside_ms, width)

    def strip_of_event(self, event_id: str, count: int, width: int) -> Path:
        """`count` frames of the event side by side, each `width` px wide, evenly over its time. Raises as
        `of_recording`."""
        event = self._footage.event(event_id)
        slot_ms = max(1, event.end_ms - event.start_ms) / count
        wanted = [event.start_ms + round((place + 0.5) * slot_ms) for place in range(count)]
        places = [self._place(event.parts, at_ms) for at_ms in wanted]
        paths = {recording_id: self._footage.recording(recording_id).path for recording_id, _ in places}
        stamps = [(recording_id, at_ms, file_stamp(paths[recording_id])) for recording_id, at_ms in places]

        def write(part: Path) -> None:
            shown = [(paths[recording_id], at_ms) for recording_id, at_ms in places]
            part.write_bytes(jpeg_strip(shown, width, round(slot_ms / 2)))

        return self._cache.make(source_key("strip", stamps, width), ".jpg", write)

    def _place(self, parts: tuple[EventPart, ...], at_ms: int) -> tuple[int, int]:
        """The recording that shows `at_ms` (UTC epoch ms), or the end of the event nearest to it."""
        best: tuple[int, int, int] | None = None
        for part in parts:
            start_ms = self._footage.recording(part.recording_id).start_ms
            inside_ms = min(max(at_ms - start_ms, part.from_ms), part.to_ms)
            off_ms = abs(start_ms + inside_ms - at_ms)
            if best is None or off_ms < best[0]:
                best = (off_ms, part.recording_id, inside_ms)
        if best is None:
            raise NotFound("This event has no footage, so there is no picture of it.", code="no_picture")
        return best[1], best[2]


def _copy(spans: Sequence[CutSpan], part: Path) -> None:
    copy_spans(spans, part, {}, Watch())


def _playback(spans: Sequence[CutSpan]) -> Playback:
    """The most work that any of the recordings needs."""
    return max((inspect(span.path).playback for span in spans), key=_ORDER.index)


def _key(spans: Sequence[CutSpan]) -> str:
    shown = [(span.recording_id, span.from_ms, span.to_ms, file_stamp(span.path)) for span in spans]
    return source_key("event", shown)
