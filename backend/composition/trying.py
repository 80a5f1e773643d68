"""Trying regions out: a stretch of footage analysed as a program would, with regions that are not saved."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.domain.camera import Camera
from backend.domain.observation import Observations, Span
from backend.domain.recording import Recording, RecordingStatus
from backend.events.cautions import cautions
from backend.events.event_detector import derive
from backend.regions.cut_out import cut_out, suffix_for
from backend.regions.trial import Piece, Trial, TrialCode
from backend.runtime.stop import StopSignal
from backend.sampling.frame_sampler import FrameSampler
from database.queries.event_views import EventQueries
from database.repositories.recordings import RecordingDetails

# A keyframe further before the asked start than this is not worth a copy: the whole of a short file is analysed.
_NEARLY_ALL_MS = 2_000
_PREFIX = "trial-"
_STALE_S = 3600
"""No trial takes as long."""


class Trying:
    """Keeps nothing but the sampler's models. Copies of stretches lie in `scratch` while they are analysed."""

    def __init__(self, sampler: FrameSampler, events: EventQueries, scratch: Callable[[], Path]) -> None:
        self._sampler = sampler
        self._events = events
        self._scratch = scratch

    def __call__(
        self,
        camera: Camera,
        recordings: Sequence[RecordingDetails],
        from_ms: int,
        to_ms: int,
        stop: StopSignal,
        tell: Callable[[float], None],
    ) -> Trial:
        """See `TryOut`."""
        seen: list[tuple[Recording, Observations]] = []
        pieces: list[Piece] = []
        sweep_trials(self._scratch())
        with TemporaryDirectory(prefix=_PREFIX, dir=self._scratch()) as folder:
            for number, recording in enumerate(recordings):

                def told(share: float, number: int = number) -> None:
                    tell((number + share) / len(recordings))

                one = self._analyse(camera, recording, from_ms, to_ms, Path(folder), stop, told)
                seen.append(one)
                pieces.append(Piece(recording.id, one[0].start_ms, one[0].end_ms))
        events = [event for event in derive(camera, seen) if event.start_ms < to_ms and event.end_ms > from_ms]
        known = all(recording.status is RecordingStatus.DONE for recording in recordings)
        return Trial(
            max(from_ms, min(piece.from_ms for piece in pieces)),
            min(to_ms, max(piece.to_ms for piece in pieces)),
            tuple(pieces),
            tuple(events),
            tuple(_on_timeline(recording, span) for recording, found in seen for span in found.spans),
            tuple(code for recording, found in seen for code in _codes(recording, found)),
            tuple(caution for _, caution in cautions(camera, seen)),
            tuple(self._events.around(camera.id, from_ms, to_ms)) if known else None,
        )

    def _analyse(
        self,
        camera: Camera,
        recording: RecordingDetails,
        from_ms: int,
        to_ms: int,
        folder: Path,
        stop: StopSignal,
        tell: Callable[[float], None],
    ) -> tuple[Recording, Observations]:
        begin_ms, end_ms = max(0, from_ms - recording.start_ms), to_ms - recording.start_ms
        path, offset_ms = recording.path, 0
        if begin_ms > _NEARLY_ALL_MS or end_ms < recording.duration_ms - _NEARLY_ALL_MS:
            target = folder / f"{recording.id}{suffix_for(recording.codec)}"
            offset_ms = round(cut_out(recording.path, begin_ms, end_ms, target, stop))
            path = str(target)
        found = self._sampler.analyse(path, camera, stop=stop, progress=tell)
        start_ms, length_ms = recording.start_ms + offset_ms, max(found.duration_ms, 1)
        return Recording(recording.id, camera.id, recording.path, start_ms, length_ms), found


def _on_timeline(recording: Recording, span: Span) -> Span:
    return replace(span, from_ms=recording.start_ms + span.from_ms, to_ms=recording.start_ms + span.to_ms)


def _codes(recording: Recording, found: Observations) -> list[TrialCode]:
    start_ms = recording.start_ms
    return [
        TrialCode(
            one.text,
            one.format,
            start_ms + one.first_ms,
            start_ms + one.last_ms,
            start_ms + one.best_ms,
            one.confidence,
        )
        for one in found.sightings
    ]


def sweep_trials(scratch: Path) -> None:
    """Delete the copies of trials that a crash broke off."""
    for folder in scratch.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.is_dir() and time.time() - folder.stat().st_mtime > _STALE_S:
                shutil.rmtree(folder)
