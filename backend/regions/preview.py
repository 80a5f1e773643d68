"""Will these regions work? Runs the real detectors over several frames of a recording and says what they found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from backend.domain.camera import Camera
from backend.domain.errors import NotFound
from backend.domain.region import Box, RegionKind, Regions
from backend.regions.ports import Code, CodeFinder, HandDetector, OpenVideo, Picture
from backend.regions.sticker_size import LEAST_PX

WINDOW_MS = 8_000
LOOKS = 12
GOOD_RATE = 0.85


@dataclass(frozen=True, slots=True)
class TriggerPreview:
    """How often the sticker was read. `box` is where it was last seen."""

    set: bool
    looks: int = 0
    read: int = 0
    px_per_module: float | None = None
    box: Box | None = None
    covered: int = 0
    """Looks besides these at which something lay on it."""

    @property
    def read_rate(self) -> float:
        return self.read / self.looks if self.looks else 0.0


@dataclass(frozen=True, slots=True)
class CodePreview:
    text: str
    format: str
    box: Box
    frames: int
    px_per_module: float | None


@dataclass(frozen=True, slots=True)
class HandsPreview:
    looks: int
    found: int
    boxes: tuple[Box, ...]
    """All hands found, to suggest a packing region from."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Times in ms from the recording's first frame, boxes in px of its frame."""

    from_ms: int
    to_ms: int
    frame_width: int
    frame_height: int
    looks: int
    trigger: TriggerPreview
    codes: tuple[CodePreview, ...]
    hands: HandsPreview
    advice: tuple[str, ...] = field(default_factory=tuple)


class Previewer:
    """Makes its detectors anew for each call, since they are not shared between threads."""

    def __init__(
        self,
        open_video: OpenVideo,
        code_finder: Callable[[Sequence[str]], CodeFinder],
        hand_detector: Callable[[], HandDetector],
        same_trigger_text: Callable[[str, str], bool],
    ) -> None:
        self._open_video = open_video
        self._code_finder = code_finder
        self._hand_detector = hand_detector
        self._same_trigger_text = same_trigger_text

    def look(self, path: str, camera: Camera, regions: Regions, at_ms: int) -> Preview:
        """Look at about 12 frames of the 8 s from `at_ms` on. Raises Unreadable, NotFound (nothing there)."""
        with closing(self._open_video(path)) as video:
            pictures = spread(video.frames(at_ms, at_ms + WINDOW_MS), WINDOW_MS, LOOKS)
            return self._judge(pictures, camera, regions)

    def _judge(self, pictures: Iterable[Picture], camera: Camera, regions: Regions) -> Preview:
        labels = self._code_finder(camera.symbologies)
        stickers = self._code_finder(("QRCode",))
        trigger = _TriggerTally()
        tally = CodeTally()
        hand_boxes: list[Box] = []
        with_hands = looks = 0
        times: list[float] = []
        size = (0, 0)
        with self._hand_detector() as hands:
            for picture in pictures:
                size = (picture.gray.shape[1], picture.gray.shape[0])
                fitted = regions.fitted(*size)
                whole = Box(0, 0, *size)
                if fitted.trigger is not None:
                    trigger.add(self._sticker(stickers, picture, fitted.trigger, camera.trigger_text))
                found = read_in(labels, picture, fitted.label or whole)
                tally.add(
                    c
                    for c in found
                    if not self._same_trigger_text(c.text, camera.trigger_text)
                    and fitted.counts(RegionKind.LABEL, c.box)
                )
                packing = fitted.packing or whole
                boxes = hands.find(picture.rgb(packing), origin=(packing.x, packing.y))
                boxes = [box for box in boxes if fitted.counts(RegionKind.PACKING, box)]
                hand_boxes += boxes
                with_hands += bool(boxes)
                times.append(picture.at_ms)
                looks += 1
        if not looks:
            raise NotFound(
                "The recording shows nothing at that moment. Choose one within its length.", code="nothing_at_moment"
            )
        sticker = trigger.result(is_set=regions.trigger is not None)
        codes = tally.result()
        seen_hands = HandsPreview(looks, with_hands, tuple(hand_boxes))
        advice = advise(sticker, codes, seen_hands)
        return Preview(round(times[0]), round(times[-1]), *size, looks, sticker, codes, seen_hands, advice)

    def _sticker(self, reader: CodeFinder, picture: Picture, region: Box, wanted: str) -> Code | None:
        for code in read_in(reader, picture, region):
            if self._same_trigger_text(code.text, wanted):
                return code
        return None


class _TriggerTally:
    def __init__(self) -> None:
        self._looks = 0
        self._reads: list[Code] = []

    def add(self, code: Code | None) -> None:
        self._looks += 1
        if code is not None:
            self._reads.append(code)

    def result(self, *, is_set: bool) -> TriggerPreview:
        widths = [code.px_per_module for code in self._reads if code.px_per_module is not None]
        box = self._reads[-1].box if self._reads else None
        return TriggerPreview(is_set, self._looks, len(self._reads), median(widths), box)


class CodeTally:
    """Counts in how many looks each code was read."""

    def __init__(self) -> None:
        self._reads: dict[tuple[str, str], list[Code]] = {}

    def add(self, codes: Iterable[Code]) -> None:
        for code in codes:
            self._reads.setdefault((code.text, code.format), []).append(code)

    def result(self) -> tuple[CodePreview, ...]:
        found = []
        for (text, symbology), reads in self._reads.items():
            widths = [code.px_per_module for code in reads if code.px_per_module is not None]
            found.append(CodePreview(text, symbology, reads[-1].box, len(reads), median(widths)))
        return tuple(sorted(found, key=lambda code: (-code.frames, code.text)))


def spread(pictures: Iterable[Picture], window_ms: int, looks: int) -> Iterable[Picture]:
    """At most `looks` of the pictures, evenly over `window_ms` from the first one."""
    due_ms: float | None = None
    for picture in pictures:
        if due_ms is None or picture.at_ms >= due_ms:
            due_ms = picture.at_ms + window_ms / looks
            yield picture


def advise(trigger: TriggerPreview, codes: Sequence[CodePreview], hands: HandsPreview) -> tuple[str, ...]:
    """What to change, as stable words that the dashboard puts into sentences."""
    found = []
    if trigger.set and trigger.read == 0:
        found.append("trigger_not_read")
    elif trigger.set and trigger.read_rate < GOOD_RATE:
        found.append("trigger_often_unread")
    if trigger.px_per_module is not None and trigger.px_per_module < LEAST_PX:
        found.append("trigger_too_small")
    width = label_width(codes)
    if width is not None and width < LEAST_PX:
        found.append("label_too_small")
    if not codes:
        found.append("no_label_seen")
    if hands.found == 0:
        found.append("no_hands_seen")
    return tuple(found)


def read_in(reader: CodeFinder, picture: Picture, region: Box) -> Sequence[Code]:
    """The codes in that part of the picture; their boxes are px of the whole."""
    part = picture.gray[region.y : region.y + region.h, region.x : region.x + region.w]
    return reader.read(part, origin=(region.x, region.y))


def label_width(codes: Iterable[CodePreview]) -> float | None:
    """px per module of the labels that were read: what is shown and what is advised go by the same number."""
    return median([code.px_per_module for code in codes if code.px_per_module is not None])


def median(values: Sequence[float]) -> float | None:
    """To two decimals; None of nothing."""
    ordered = sorted(values)
    return round(ordered[len(ordered) // 2], 2) if ordered else None
