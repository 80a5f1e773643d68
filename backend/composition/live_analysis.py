"""Looking at recordings in the making: what is new of them, joined to what was seen before."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

from backend.composition.analysing import analysis_hash
from backend.domain.camera import Camera
from backend.domain.errors import Unreadable
from backend.domain.observation import Observations
from backend.domain.recording import RecordingFailure
from backend.runtime.stop import StopSignal
from backend.sampling.frame_sampler import FrameSampler
from backend.sampling.splice import placed, spliced
from backend.scheduling.ports import Analyse, Claimed
from backend.sources.live.growing import Growing
from database.repositories.cameras import CameraRepository
from database.repositories.live_recordings import LiveFacts, LiveRecordings
from database.repositories.observations import ObservationRepository

WHOLE_MS = 90_000
"""A recording up to this long is looked at from its beginning each time: the usual minute then ends with the same
observations as a file of that minute, at the price of looking twice at half of it."""
CONTEXT_MS = 30_000
"""Of a longer one, so much before the new part is looked at again, to know the table; the new look counts from the
middle of it on."""


class LiveAnalysing:
    """Stands before the analysis of files that were found, and takes those that are recorded here."""

    def __init__(
        self,
        files: Analyse,
        cameras: CameraRepository,
        sampler: FrameSampler,
        live: LiveRecordings,
        observations: ObservationRepository,
        growing: Growing,
    ) -> None:
        self._files = files
        self._cameras = cameras
        self._sampler = sampler
        self._live = live
        self._observations = observations
        self._growing = growing

    def __call__(self, claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> Observations:
        """Raises Unreadable and Cancelled."""
        facts = self._live.facts(claimed.recording.id)
        if facts is None:
            return self._files(claimed, stop, progress)
        camera = self._cameras.get(facts.camera_id)
        from_ms = _from_ms(facts, analysis_hash(camera))
        seen = self._look(facts, camera, from_ms, stop, progress)
        if seen is None:
            return self._files(claimed, stop, progress)
        if from_ms > 0:
            earlier = self._observations.of_recording(facts.id)
            if earlier is not None:
                seen = spliced(earlier, seen, from_ms + CONTEXT_MS // 2)
        return replace(seen, settings_hash=analysis_hash(camera))

    def _look(
        self, facts: LiveFacts, camera: Camera, from_ms: int, stop: StopSignal, progress: Callable[[float], None]
    ) -> Observations | None:
        """None: its file itself is whole and is to be looked at."""
        try:
            with self._growing.piece(facts.id, from_ms, facts.duration_ms, stop) as piece:
                if piece is not None:
                    seen = self._sampler.analyse(piece.path, camera, stop=stop, progress=progress)
                    return placed(seen, piece.offset_ms, facts.duration_ms, piece.scale)
        except OSError as error:
            raise Unreadable(
                f"The recording cannot be read while it grows: {error.strerror or 'disk error'}.",
                code=RecordingFailure.CHANGED,
            ) from error
        if facts.analysis_path is None or not os.path.isfile(facts.analysis_path):
            return None
        seen = self._sampler.analyse(facts.analysis_path, camera, stop=stop, progress=progress)
        return placed(seen, facts.analysis_offset_ms, facts.duration_ms)


def _from_ms(facts: LiveFacts, settings_hash: str) -> int:
    """Where looking begins. Everything is looked at again when other things would be seen than before."""
    if facts.seen_ms is None or facts.settings_hash != settings_hash or facts.duration_ms <= WHOLE_MS:
        return 0
    return max(0, facts.seen_ms - CONTEXT_MS)
