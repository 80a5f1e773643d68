"""Looks through an hour of a camera's footage for what tells where its regions are. Keyframes only, since decoding is
what costs; what earlier analyses have seen is taken as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from backend.domain.camera import Camera
from backend.domain.errors import NotFound, Unreadable
from backend.domain.observation import Observations
from backend.domain.region import Box
from backend.regions.ports import CodeFinder, HandDetector, OpenVideo, Picture, Thumbnails
from backend.regions.suggestion import Evidence
from backend.runtime.stop import StopSignal
from database.repositories.recordings import RecordingDetails

FOOTAGE_MS = 3_600_000
_LOOKS = 180
_BUSY_LOOKS = 90
_STICKER_LOOKS = 24
_ENOUGH_STICKERS = 6
# A cell of the thumbnail has changed, and a picture is busy, from these on; the sampler's own measures.
_CELL_LEVELS = 9
_BUSY_SHARE = 0.012
# Sightings of earlier analyses that are looked at again, to measure how large the label is.
_SEEN_BEFORE = 6

Cells = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Footage:
    """Recordings of one frame size, and what was seen in each (None: not analysed yet)."""

    recordings: Sequence[RecordingDetails]
    seen: Sequence[Observations | None]
    stretches: Sequence[tuple[int, int]]
    """From and to of the part of each that is looked through, in ms of the recording."""

    @property
    def length_ms(self) -> int:
        return sum(to_ms - from_ms for from_ms, to_ms in self.stretches)


@dataclass(slots=True)
class _Look:
    number: int
    """Which recording."""
    at_ms: float
    cells: Cells
    changed: NDArray[np.bool_]
    """Which cells differ from the empty table; none until that is known."""


@dataclass(slots=True)
class _Pass:
    """The state of one search."""

    camera: Camera
    footage: Footage
    stop: StopSignal
    tell: Callable[[float], None]
    evidence: Evidence
    looks: list[_Look] = field(default_factory=list)


class Scout:
    """Safe to use from several threads: each call makes detectors of its own."""

    def __init__(
        self,
        open_video: OpenVideo,
        code_finder: Callable[[Sequence[str]], CodeFinder],
        hand_detector: Callable[[], HandDetector],
        thumbnails: Thumbnails,
        same_trigger_text: Callable[[str, str], bool],
    ) -> None:
        self._open_video = open_video
        self._code_finder = code_finder
        self._hand_detector = hand_detector
        self._thumbnails = thumbnails
        self._same_trigger_text = same_trigger_text

    def look(self, footage: Footage, camera: Camera, stop: StopSignal, tell: Callable[[float], None]) -> Evidence:
        """Raises NotFound when no recording shows a picture, Cancelled."""
        first = footage.recordings[0]
        evidence = Evidence(first.width, first.height, footage.length_ms)
        work = _Pass(camera, footage, stop, tell, evidence)
        self._see_the_table(work)
        busy = self._find_busy(work)
        self._find_sticker(work)
        self._add_seen_before(work)
        with self._hand_detector() as hands:
            self._look_closer(work, busy, hands)
        return evidence

    def _see_the_table(self, work: _Pass) -> None:
        """One small picture of each keyframe, evenly over the footage."""
        total_ms = work.footage.length_ms
        step_ms = max(1_000.0, total_ms / _LOOKS)
        done_ms = 0.0
        for number, (from_ms, to_ms) in enumerate(work.footage.stretches):
            times = np.arange(from_ms + step_ms / 2, to_ms, step_ms).tolist() or [float(from_ms)]
            for picture in self._keyframes(work, number, times):
                # A seek may land on the same keyframe twice where they lie far apart.
                if work.looks and work.looks[-1].number == number and work.looks[-1].at_ms == picture.at_ms:
                    continue
                _fit_size(work.evidence, picture)
                cells = self._thumbnails.thumbnail(picture.gray, None)
                work.looks.append(_Look(number, picture.at_ms, cells, np.zeros(cells.shape, np.bool_)))
                work.tell(0.4 * min(1.0, (done_ms + picture.at_ms - from_ms) / total_ms))
            done_ms += to_ms - from_ms
        work.evidence.looks = len(work.looks)
        if not work.looks:
            raise NotFound(
                "None of the recordings shows a picture. Choose another camera, or scan its source again.",
                code="no_picture_there",
            )

    def _find_busy(self, work: _Pass) -> list[_Look]:
        """Looks that differ from the empty table, and where."""
        empty = self._thumbnails.empty_scene(np.stack([look.cells for look in work.looks])).astype(np.int16)
        busy = []
        for look in work.looks:
            look.changed = np.abs(look.cells.astype(np.int16) - empty) > _CELL_LEVELS
            if float(look.changed.mean()) > _BUSY_SHARE:
                busy.append(look)
        if busy:
            work.evidence.busy = np.mean([look.changed for look in busy], axis=0)
        return busy

    def _find_sticker(self, work: _Pass) -> None:
        """At the looks that are most like the empty table."""
        reader = self._code_finder(("QRCode",))
        calm = sorted(work.looks, key=lambda look: float(np.mean(look.changed)))[: len(work.looks) // 2 + 1]
        spread = sorted(calm[:: max(1, len(calm) // _STICKER_LOOKS)], key=lambda look: (look.number, look.at_ms))
        for done, (_, picture) in enumerate(self._again(work, spread)):
            work.evidence.sticker_looks += 1
            for code in reader.read(picture.gray):
                if self._same_trigger_text(code.text, work.camera.trigger_text):
                    work.evidence.stickers.append(code.box)
                    work.evidence.sticker_px += [] if code.px_per_module is None else [code.px_per_module]
                    break
            work.tell(0.4 + 0.15 * done / len(spread))
            if len(work.evidence.stickers) >= _ENOUGH_STICKERS:
                return

    def _add_seen_before(self, work: _Pass) -> None:
        """Labels that were read when these recordings were analysed; a few are read again, to be measured."""
        reader = self._code_finder(work.camera.symbologies)
        measured = 0
        footage = work.footage
        for recording, seen, (from_ms, to_ms) in zip(footage.recordings, footage.seen, footage.stretches, strict=True):
            for sighting in seen.sightings if seen is not None else ():
                work.stop.check()
                if not from_ms <= sighting.best_ms < to_ms:
                    continue
                work.evidence.labels.append(sighting.box)
                work.evidence.label_looks += 1
                if measured >= _SEEN_BEFORE:
                    continue
                measured += 1
                picture = self._frame(recording.path, sighting.best_ms)
                codes = reader.read(picture.gray) if picture is not None else ()
                work.evidence.label_px += [
                    code.px_per_module
                    for code in codes
                    if code.text == sighting.text and code.px_per_module is not None
                ]

    def _look_closer(self, work: _Pass, busy: Sequence[_Look], hands: HandDetector) -> None:
        """Hands and labels at busy looks."""
        reader = self._code_finder(work.camera.symbologies)
        spread = busy[:: max(1, -(-len(busy) // _BUSY_LOOKS))]
        evidence = work.evidence
        for done, (look, picture) in enumerate(self._again(work, spread)):
            evidence.label_looks += 1
            evidence.hand_looks += 1
            for code in reader.read(picture.gray):
                if not self._same_trigger_text(code.text, work.camera.trigger_text):
                    evidence.labels.append(code.box)
                    evidence.label_px += [] if code.px_per_module is None else [code.px_per_module]
            found = self._hands_in(picture, look, hands)
            evidence.hands += found
            evidence.with_hands += bool(found)
            work.tell(0.55 + 0.45 * (done + 1) / len(spread))

    def _hands_in(self, picture: Picture, look: _Look, hands: HandDetector) -> list[Box]:
        """In the whole frame, then, larger, in the part of it that differs from the empty table."""
        height, width = picture.gray.shape
        found = hands.find(picture.rgb(Box(0, 0, width, height)))
        if found or not look.changed.any():
            return found
        ys, xs = np.nonzero(look.changed)
        rows, cols = look.changed.shape
        x0, x1 = int((xs.min() - 2) * width / cols), int((xs.max() + 3) * width / cols)
        y0, y1 = int((ys.min() - 2) * height / rows), int((ys.max() + 3) * height / rows)
        part = Box(x0, y0, x1 - x0, y1 - y0).clipped(width, height)
        return [] if part is None else hands.find(picture.rgb(part), origin=(part.x, part.y))

    def _again(self, work: _Pass, looks: Sequence[_Look]) -> Iterator[tuple[_Look, Picture]]:
        """The pictures of these looks (in order of recording and time), decoded once more."""
        for number in range(len(work.footage.recordings)):
            mine = {look.at_ms: look for look in looks if look.number == number}
            for picture in self._keyframes(work, number, sorted(mine)):
                if picture.at_ms in mine:
                    yield mine[picture.at_ms], picture

    def _keyframes(self, work: _Pass, number: int, times: Sequence[float]) -> Iterator[Picture]:
        """Of one recording; nothing when it cannot be opened (any more)."""
        if not times:
            return
        try:
            video = self._open_video(work.footage.recordings[number].path)
        except Unreadable:
            return
        with closing(video):
            for picture in video.keyframes(times):
                work.stop.check()
                # Pictures of another size would put everything elsewhere.
                if work.looks and picture.gray.shape != (work.evidence.frame_height, work.evidence.frame_width):
                    return
                yield picture

    def _frame(self, path: str, at_ms: int) -> Picture | None:
        try:
            with closing(self._open_video(path)) as video:
                return next(video.frames(at_ms, at_ms + 500), None)
        except Unreadable:
            return None


def _fit_size(evidence: Evidence, picture: Picture) -> None:
    evidence.frame_height, evidence.frame_width = picture.gray.shape[:2]
