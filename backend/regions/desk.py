"""The desk of the region editor: checks, suggestions and trials as jobs, each on the camera as it is now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backend.domain.camera import Camera
from backend.domain.errors import InvalidInput, NotFound
from backend.domain.region import Regions
from backend.regions.checks import check_regions
from backend.regions.moments import Moments
from backend.regions.ports import OpenVideo
from backend.regions.scout import FOOTAGE_MS, Scout
from backend.regions.stretch import STRETCH_MS, busiest
from backend.regions.suggestion import Suggestion, suggest
from backend.regions.trial import LONGEST_MS, SHORTEST_MS, Trial, TryOut
from backend.regions.verdict import Checker
from backend.runtime.jobs import Job, Jobs
from backend.runtime.stop import StopSignal
from database.repositories.cameras import CameraRepository

CHECK, SUGGESTION, TRIAL = "check", "suggestion", "trial"


class RegionDesk:
    """Thread safe. `quick` and `long` are queues of their own, so that a check never waits for a trial."""

    def __init__(
        self,
        cameras: CameraRepository,
        moments: Moments,
        checker: Checker,
        scout: Scout,
        try_out: TryOut,
        open_video: OpenVideo,
    ) -> None:
        self.quick = Jobs()
        self.long = Jobs()
        self._cameras = cameras
        self._moments = moments
        self._checker = checker
        self._scout = scout
        self._try_out = try_out
        self._open_video = open_video

    def check(self, camera_id: int, regions: Regions, shown: tuple[int, int] | None) -> Job:
        """What the detectors see in these regions; the result is a Verdict. `shown`: recording and ms in it.

        Raises NotFound, InvalidInput, Conflict (too many checks are waiting).
        """
        camera = self._camera(camera_id, regions)
        moments = self._moments.to_check(camera, shown)
        return self.quick.submit(
            CHECK,
            lambda stop, tell: self._checker.check(moments, camera, camera.regions, stop, tell),
            about=camera_id,
        )

    def suggest(self, camera_id: int) -> Job:
        """Regions from up to an hour of the newest footage; the result is a Suggestion. Raises NotFound, Conflict."""
        camera = self._cameras.get(camera_id)
        self._moments.recordings_of(camera, 1)

        def work(stop: StopSignal, tell: Callable[[float], None]) -> Suggestion:
            footage = self._moments.footage_of(camera, FOOTAGE_MS)
            return suggest(self._scout.look(footage, camera, stop, tell))

        return self.long.submit(SUGGESTION, work, about=camera_id)

    def try_out(self, camera_id: int, regions: Regions, from_ms: int | None, to_ms: int | None) -> Job:
        """Analyse a stretch (UTC ms; without one: the busiest five minutes) with these regions; the result is a Trial.

        Raises NotFound, InvalidInput, Conflict.
        """
        camera = self._camera(camera_id, regions)
        if from_ms is not None:
            to_ms = from_ms + STRETCH_MS if to_ms is None else to_ms
            if not SHORTEST_MS <= to_ms - from_ms <= LONGEST_MS:
                raise InvalidInput(
                    f"A stretch to try on is {SHORTEST_MS // 1000} s to {LONGEST_MS // 60_000} minutes long.",
                    code="stretch_length",
                )
        self._moments.recordings_of(camera, 1)

        def work(stop: StopSignal, tell: Callable[[float], None]) -> Trial:
            if from_ms is None or to_ms is None:
                recordings, seen = self._moments.with_observations(camera)
                chosen = busiest(recordings, seen, self._open_video)
            else:
                chosen = from_ms, to_ms
            return self._try_out(camera, self._moments.within(camera, *chosen), *chosen, stop, tell)

        return self.long.submit(TRIAL, work, about=camera_id)

    def get(self, job_id: str) -> Job:
        """Raises NotFound, also when its camera is not among those that may be seen here and now."""
        try:
            job = self.quick.get(job_id)
        except NotFound:
            job = self.long.get(job_id)
        if job.about is not None:
            self._cameras.get(job.about)
        return job

    def cancel(self, job_id: str) -> Job:
        """Raises NotFound."""
        return (self.quick if self.get(job_id).kind == CHECK else self.long).cancel(job_id)

    def _camera(self, camera_id: int, regions: Regions) -> Camera:
        """The camera with regions that need not be saved."""
        check_regions(regions)
        return replace(self._cameras.get(camera_id), regions=regions)
