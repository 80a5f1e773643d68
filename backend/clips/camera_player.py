"""Playing a camera from any instant: which file shows it, and as what a browser gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from backend.clips.footage import Footage
from backend.clips.media.playback import Playback, inspect
from backend.clips.preview import EventPreviews
from backend.clips.rendition import Play, RenditionWorker
from backend.clips.spans import CutSpan
from backend.domain.errors import InvalidInput, NotFound
from backend.domain.recording import Recording

PIECE_MS = 20_000
"""What no browser plays is converted in pieces of this length: the first is there long before the whole would be."""


class Times(Protocol):
    """The recordings of one camera by time. Only those whose file is there and has a length."""

    def at(self, camera_id: int, at_ms: int) -> Recording | None: ...
    def after(self, camera_id: int, at_ms: int) -> Recording | None: ...
    def before(self, camera_id: int, at_ms: int) -> Recording | None: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant of a camera. All UTC epoch ms."""

    recording: Recording
    at_ms: int
    """The instant asked for; the nearest with footage where there is none."""
    piece: int | None
    """Number of the piece that shows it; None: a browser plays the recording as a whole."""
    video_from_ms: int
    """The instant of the video's first frame."""
    video_to_ms: int
    next_ms: int | None
    """Where to go on when the video ends; None: the camera's footage ends here."""


class CameraPlayer:
    def __init__(self, times: Times, footage: Footage, previews: EventPreviews, renditions: RenditionWorker) -> None:
        self._times = times
        self._footage = footage
        self._previews = previews
        self._renditions = renditions

    def find(self, camera_id: int, at_ms: int) -> Moment:
        """What shows `at_ms` (UTC epoch ms); in a gap the next footage, else the end of the last. Raises NotFound for
        an unknown camera and one without footage, Unreadable for a damaged file."""
        self._footage.camera(camera_id)
        recording = self._times.at(camera_id, at_ms) or self._times.after(camera_id, at_ms)
        if recording is None:
            recording = self._times.before(camera_id, at_ms)
            at_ms = recording.end_ms - 1 if recording is not None else at_ms
        if recording is None:
            raise NotFound("This camera has no footage.")
        at_ms = min(max(at_ms, recording.start_ms), recording.end_ms - 1)
        if self._plays_whole(recording):
            return Moment(recording, at_ms, None, recording.start_ms, recording.end_ms, self._next(recording))
        piece = (at_ms - recording.start_ms) // PIECE_MS
        span = _span(recording, piece)
        end_ms = span.start_ms + span.duration_ms
        next_ms = end_ms if end_ms < recording.end_ms else self._next(recording)
        return Moment(recording, at_ms, piece, span.start_ms, end_ms, next_ms)

    def open_piece(self, recording_id: int, piece: int) -> Play:
        """A piece for the player, or how far it is converted. Raises NotFound, InvalidInput, Unreadable, CutFailed."""
        recording = self._footage.recording(recording_id)
        if piece < 0 or piece * PIECE_MS >= max(1, recording.duration_ms):
            raise InvalidInput("The recording is shorter than that.")
        return self._previews.open_spans([_span(recording, piece)])

    def _plays_whole(self, recording: Recording) -> bool:
        return inspect(recording.path).playback is Playback.AS_IS or self._renditions.made(recording) is not None

    def _next(self, recording: Recording) -> int | None:
        following = self._times.at(recording.camera_id, recording.end_ms)
        following = following or self._times.after(recording.camera_id, recording.end_ms)
        return None if following is None else max(following.start_ms, recording.end_ms)


def _span(recording: Recording, piece: int) -> CutSpan:
    from_ms = piece * PIECE_MS
    to_ms = min(from_ms + PIECE_MS, recording.duration_ms)
    return CutSpan(recording.id, recording.path, from_ms, to_ms, recording.start_ms + from_ms)
