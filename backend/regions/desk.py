"""The desk of the region editor: checks, suggestions and trials as jobs, each on the camera as it is now."""

from __future__ import annotations

from dataclasses import replace

from backend.domain.camera import Camera
from backend.domain.errors import NotFound
from backend.domain.region import Regions
from backend.regions.checks import check_regions
from backend.regions.moments import Moments
from backend.regions.verdict import Checker
from backend.runtime.jobs import Job, Jobs
from database.repositories.cameras import CameraRepository


class RegionDesk:
    """Thread safe. `quick` and `long` are queues of their own, so that a check never waits for a trial."""

    def __init__(self, cameras: CameraRepository, moments: Moments, checker: Checker) -> None:
        self.quick = Jobs()
        self.long = Jobs()
        self._cameras = cameras
        self._moments = moments
        self._checker = checker

    def check(self, camera_id: int, regions: Regions, shown: tuple[int, int] | None) -> Job:
        """What the detectors see in these regions; the result is a Verdict. `shown`: recording and ms in it.

        Raises NotFound, InvalidInput, Conflict (too many checks are waiting).
        """
        camera = self._camera(camera_id, regions)
        moments = self._moments.to_check(camera, shown)
        return self.quick.submit(
            "check", lambda stop, tell: self._checker.check(moments, camera, camera.regions, stop, tell)
        )

    def get(self, job_id: str) -> Job:
        """Raises NotFound."""
        try:
            return self.quick.get(job_id)
        except NotFound:
            return self.long.get(job_id)

    def cancel(self, job_id: str) -> Job:
        """Raises NotFound."""
        return (self.quick if self.get(job_id).kind == "check" else self.long).cancel(job_id)

    def _camera(self, camera_id: int, regions: Regions) -> Camera:
        """The camera with regions that need not be saved."""
        check_regions(regions)
        return replace(self._cameras.get(camera_id), regions=regions)
