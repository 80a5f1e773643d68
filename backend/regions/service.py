"""Regions per camera: kept, checked, shown on real frames, tried out with the real detectors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from backend.domain.camera import Camera
from backend.domain.errors import InvalidInput, NotFound
from backend.domain.recording import RecordingStatus
from backend.domain.region import Regions
from backend.regions.checks import check_regions
from backend.regions.ports import PictureOf
from backend.regions.preview import Preview, Previewer
from backend.runtime.clock import Clock
from database.repositories.cameras import CameraRepository
from database.repositories.recordings import RecordingDetails, RecordingFilter, RecordingRepository

_USABLE = (RecordingStatus.DONE, RecordingStatus.CLAIMED, RecordingStatus.PENDING, RecordingStatus.SKIPPED)
# Enough to get past files that were deleted since the last scan.
_NEWEST = 20


@dataclass(frozen=True, slots=True)
class RecordingPreview:
    """What was seen, and in which recording."""

    recording_id: int
    regions: Regions
    preview: Preview


class RegionService:
    """Thread safe: everything it opens lives for one call."""

    def __init__(
        self,
        cameras: CameraRepository,
        recordings: RecordingRepository,
        picture_of: PictureOf,
        previewer: Previewer,
        clock: Clock,
    ) -> None:
        self._cameras = cameras
        self._recordings = recordings
        self._picture_of = picture_of
        self._previewer = previewer
        self._clock = clock

    def save(self, camera_id: int, regions: Regions) -> Camera:
        """Check and store the regions of a camera. Raises InvalidInput, NotFound."""
        check_regions(regions)
        self._cameras.save_regions(camera_id, regions, now_ms=self._clock.now_ms())
        return self._cameras.get(camera_id)

    def camera_frame(self, camera_id: int, recording_id: int | None, at_ms: int, width: int | None) -> Path:
        """A JPEG file of what the camera sees, from the given or its newest recording. Raises NotFound, Unreadable."""
        recording = self._recording_of(self._cameras.get(camera_id), recording_id)
        return self._picture_of(recording.id, at_ms, width)

    def preview(
        self, camera_id: int | None, recording_id: int | None, at_ms: int, regions: Regions | None
    ) -> RecordingPreview:
        """Run the detectors on 8 s of a recording from `at_ms` on, in the given or the camera's own regions.

        Raises InvalidInput (neither camera nor recording given), NotFound, Unreadable.
        """
        if camera_id is None:
            if recording_id is None:
                raise InvalidInput("Say which camera or which recording to look at: camera_id or recording_id.")
            camera_id = self._recordings.get(recording_id).camera_id
        camera = self._cameras.get(camera_id)
        recording = self._recording_of(camera, recording_id)
        return self.preview_file(recording.path, camera, at_ms, regions, recording_id=recording.id)

    def preview_file(
        self, path: str, camera: Camera, at_ms: int, regions: Regions | None, *, recording_id: int = 0
    ) -> RecordingPreview:
        """The same on a file that need not be in the store. The caller has checked that it may be read."""
        if regions is None:
            regions = camera.regions
        else:
            check_regions(_with_frame_size(regions, camera))
        seen = self._previewer.look(path, camera, regions, at_ms)
        fitted = replace(
            regions.fitted(seen.frame_width, seen.frame_height),
            frame_width=seen.frame_width,
            frame_height=seen.frame_height,
        )
        return RecordingPreview(recording_id, fitted, seen)

    def newest_recording(self, camera: Camera) -> RecordingDetails:
        """The camera's newest recording whose file is there. Raises NotFound."""
        return self._recording_of(camera, None)

    def _recording_of(self, camera: Camera, recording_id: int | None) -> RecordingDetails:
        if recording_id is not None:
            recording = self._recordings.get(recording_id)
            if recording.camera_id != camera.id:
                raise InvalidInput(f"The recording {recording_id} is not one of the camera {camera.name}.")
            return recording
        newest = self._recordings.list_page(
            RecordingFilter(statuses=_USABLE, camera_ids=(camera.id,)), sort="start_ms", page_size=_NEWEST
        )
        for recording in newest.items:
            if Path(recording.path).is_file():
                return recording
        raise NotFound(
            f"The camera {camera.name} has no recording yet. Scan its source first.", code="camera_without_recording"
        )


def _with_frame_size(regions: Regions, camera: Camera) -> Regions:
    if regions.frame_width is not None and regions.frame_height is not None:
        return regions
    known = camera.regions
    # Boxes without a frame size are taken as px of the recording's own frame; they are clipped to it later.
    return replace(regions, frame_width=known.frame_width or 16_384, frame_height=known.frame_height or 16_384)
