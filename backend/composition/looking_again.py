"""Second looks at analysed recordings, with the camera's regions as they are now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backend.composition.analysing import Analysing, unchanged
from backend.composition.live_analysis import LiveAnalysing
from backend.config.settings import Settings
from backend.domain.errors import NotFound
from backend.domain.observation import Observations
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.sampling.frame_sampler import FrameSampler
from backend.scheduling.ports import Claimed
from backend.scheduling.recovery import RecoveryStep
from backend.scheduling.work import Work
from backend.sources.live.growing import Growing
from database.engine import Store
from database.repositories.cameras import CameraRepository
from database.repositories.live_recordings import LiveRecordings
from database.repositories.observations import ObservationRepository
from database.repositories.second_looks import SecondLookRepository


class LookingAgain:
    def __init__(self, cameras: CameraRepository, observations: ObservationRepository, sampler: FrameSampler) -> None:
        self._cameras = cameras
        self._observations = observations
        self._sampler = sampler

    def __call__(self, claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> Observations:
        """What was seen before, with what is seen now among its sightings. Raises like Analysing."""
        recording = claimed.recording
        camera = self._cameras.get(recording.camera_id)
        before = self._observations.of_recording(recording.id)
        if before is None:
            raise NotFound("The recording is to be analysed anew.")
        with unchanged(recording.path):
            found = self._sampler.look_again(recording.path, camera, before, stop=stop, progress=progress)
        return replace(before, sightings=found)


def looks(
    store: Store,
    cameras: CameraRepository,
    sampler: FrameSampler,
    growing: Growing,
    settings: Callable[[], Settings],
    clock: Clock,
) -> tuple[LiveAnalysing, Work, RecoveryStep]:
    """First looks, second looks, and what puts the queue of the second ones right at the start. Both share the hand
    models of `sampler`."""
    queue = SecondLookRepository(store)

    def give_back() -> int:
        return len(queue.release_all(clock.now_ms(), max_attempts=settings().max_attempts))

    observations = ObservationRepository(store)
    again = LookingAgain(cameras, observations, sampler)
    found = Analysing(cameras, sampler)
    first = LiveAnalysing(found, cameras, sampler, LiveRecordings(store), observations, growing)
    step = RecoveryStep("second looks given back", give_back)
    return first, Work(queue, again, queue.put_off), step
