"""The set-up of a camera's regions in the steps of the 2.1.1 reference, without windows on the server.

Regions come from the request, or are found on real frames; nothing is remembered between the steps except pictures.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from backend.domain.camera import Camera
from backend.domain.errors import InvalidInput, NotFound
from backend.domain.region import Box, RegionKind, Regions
from backend.regions.checks import suggested_packing
from backend.regions.drawing import drawn
from backend.regions.ports import OpenVideo, Picture
from backend.regions.preview import Preview
from backend.regions.region_pictures import RegionPictures
from backend.regions.service import RegionService
from backend.runtime.clock import Clock

# Clipped to the frame, whatever its size.
WHOLE_FRAME = Box(0, 0, 16_384, 16_384)
_FIRST_PICTURE_MS = 10_000


@dataclass(frozen=True, slots=True)
class PackingStep:
    """`picture` is the file name of the frame with the region drawn on it."""

    region: Box
    picture: str
    hands_seen: bool


@dataclass(frozen=True, slots=True)
class LabelStep:
    label: Box | None
    trigger: Box | None
    picture: str
    label_codes: tuple[str, ...]
    trigger_seen: bool


class RegionWizard:
    def __init__(self, open_video: OpenVideo, regions: RegionService, pictures: RegionPictures, clock: Clock) -> None:
        self._open_video = open_video
        self._regions = regions
        self.pictures = pictures
        self._clock = clock

    def select_packing(self, camera: Camera, path: Path, region: Box | None, at_ms: int) -> PackingStep:
        """Take the packing region, or suggest one around the hands that are seen from `at_ms` on.

        Raises InvalidInput when none is given and no hands are seen, NotFound, Unreadable.
        """
        seen = self._look(camera, path, Regions(packing=region), at_ms)
        chosen = region or suggested_packing(seen.hands.boxes, seen.frame_width, seen.frame_height)
        if chosen is None:
            raise InvalidInput(
                "No hands were seen, so no packing region can be suggested. Choose a moment at which somebody packs "
                "(at_ms), or draw the region and send it as roi."
            )
        self._draw(camera, path, at_ms, {}, "original.jpg")
        picture = self._draw(camera, path, at_ms, {RegionKind.PACKING: chosen}, "roi_packing.jpg")
        return PackingStep(chosen, picture, seen.hands.found > 0)

    def select_trigger(self, camera: Camera, path: Path, region: Box | None, at_ms: int) -> PackingStep:
        """Take the trigger region, or suggest one around the sticker. Raises as `select_packing`."""
        seen = self._look(camera, path, Regions(trigger=region or WHOLE_FRAME), at_ms)
        chosen = region or _widened(seen.trigger.box, seen)
        if chosen is None:
            raise InvalidInput(
                f"The sticker {camera.trigger_text!r} was not seen. Choose a moment at which it lies free (at_ms), or "
                "draw the region and send it as roi."
            )
        picture = self._draw(camera, path, at_ms, {RegionKind.TRIGGER: chosen}, "roi_trigger.jpg")
        return PackingStep(chosen, picture, seen.hands.found > 0)

    def select_label(self, camera: Camera, path: Path, label: Box | None, trigger: Box | None, at_ms: int) -> LabelStep:
        """Look for codes in the label region and for the sticker in the trigger region, or for both everywhere.

        Raises NotFound, Unreadable.
        """
        seen = self._look(camera, path, Regions(trigger=trigger or WHOLE_FRAME, label=label), at_ms)
        chosen_trigger = trigger or _widened(seen.trigger.box, seen)
        around = None
        for code in seen.codes:
            around = code.box if around is None else around.union(code.box)
        chosen_label = label or _widened(around, seen)
        boxes = {RegionKind.LABEL: chosen_label, RegionKind.TRIGGER: chosen_trigger}
        picture = self._draw(camera, path, at_ms, {k: b for k, b in boxes.items() if b is not None}, "roi_MVD.jpg")
        codes = tuple(code.text for code in seen.codes)
        return LabelStep(chosen_label, chosen_trigger, picture, codes, seen.trigger.read > 0)

    def finalise(self, camera: Camera, path: Path, regions: Regions) -> str:
        """Store the regions, drawn on a frame of the recording at `path`; returns the name of the picture.

        Raises InvalidInput when a region reaches out of the frame, NotFound, Unreadable.
        """
        picture = self._picture(path, 0)
        height, width = picture.gray.shape[:2]
        self._regions.save(camera.id, replace(regions, frame_width=width, frame_height=height))
        boxes = {
            RegionKind.PACKING: regions.packing,
            RegionKind.LABEL: regions.label,
            RegionKind.TRIGGER: regions.trigger,
        }
        data = drawn(picture, {kind: box for kind, box in boxes.items() if box is not None})
        return self.pictures.save_final(camera.id, data, self._clock.now_ms())

    def _look(self, camera: Camera, path: Path, regions: Regions, at_ms: int) -> Preview:
        return self._regions.preview_file(str(path), camera, at_ms, regions).preview

    def _draw(self, camera: Camera, path: Path, at_ms: int, boxes: dict[RegionKind, Box], step: str) -> str:
        return self.pictures.save(camera.id, step, drawn(self._picture(path, at_ms), boxes))

    def _picture(self, path: Path, at_ms: int) -> Picture:
        with closing(self._open_video(str(path))) as video:
            for picture in video.frames(at_ms, at_ms + _FIRST_PICTURE_MS):
                return picture
        raise NotFound(
            "The recording shows nothing at that moment. Choose one within its length.", code="nothing_at_moment"
        )


def _widened(box: Box | None, seen: Preview) -> Box | None:
    """Half as much again on each side: the label and the sticker are never in exactly the same place."""
    if box is None:
        return None
    margin_x, margin_y = max(8, box.w // 2), max(8, box.h // 2)
    wide = Box(box.x - margin_x, box.y - margin_y, box.w + 2 * margin_x, box.h + 2 * margin_y)
    return wide.clipped(seen.frame_width, seen.frame_height)
