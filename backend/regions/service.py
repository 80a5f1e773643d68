"""Regions per camera: kept, checked, shown on real frames, tried out with the real detectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from backend.domain.camera import Camera
from backend.domain.errors import Conflict, InvalidInput, NotFound
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

    def copy(self, camera_id: int, targets: Sequence[int], *, overwrite: bool) -> dict[int, Regions]:
        """Give the regions of a camera to others, scaled to their frames; returns what each had before, by its id.

        Raises NotFound, InvalidInput (nothing to copy, onto itself), Conflict when one has regions already and
        `overwrite` is not set; nothing is changed then.
        """
        source = self._cameras.get(camera_id)
        if not source.regions.shapes():
            raise InvalidInput("This camera has no regions to copy. Draw and save them first.")
        if camera_id in targets:
            raise InvalidInput("Regions cannot be copied onto the camera they come from.")
        cameras = [self._cameras.get(target) for target in dict.fromkeys(targets)]
        taken = [camera.name for camera in cameras if camera.regions.shapes()]
        if taken and not overwrite:
            raise Conflict(
                f"{', '.join(taken)} already has regions. Say that they may be overwritten (overwrite: true).",
                details={"cameras": taken},
            )
        copies = {camera.id: self._scaled(source.regions, camera) for camera in cameras}
        for regions in copies.values():
            check_regions(regions)
        for target, regions in copies.items():
            self._cameras.save_regions(target, regions, now_ms=self._clock.now_ms())
        return {camera.id: camera.regions for camera in cameras}

    def frame_width(self, camera_id: int) -> int | None:
        """How wide the camera's picture is, as far as that is known. Raises NotFound."""
        size = self._frame_size(self._cameras.get(camera_id))
        return size[0] if size else None

    def _scaled(self, regions: Regions, camera: Camera) -> Regions:
        size = self._frame_size(camera)
        return regions.fitted(*size) if size is not None and regions.frame_width is not None else regions

    def _frame_size(self, camera: Camera) -> tuple[int, int] | None:
        if camera.regions.frame_width is not None and camera.regions.frame_height is not None:
            return camera.regions.frame_width, camera.regions.frame_height
        try:
            newest = self._recording_of(camera, None)
        except NotFound:
            return None
        return (newest.width, newest.height) if newest.width and newest.height else None

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
