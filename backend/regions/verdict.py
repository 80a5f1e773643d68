"""The verdict while regions are drawn: what the real detectors see in them at moments of several recordings."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from backend.domain.camera import Camera
from backend.domain.errors import NotFound, Unreadable
from backend.domain.region import Box, RegionKind, Regions
from backend.regions.moments import Moment, Why
from backend.regions.ports import CodeFinder, HandDetector, OpenVideo, Picture, Pixels, StickerWatch, StickerWatcher
from backend.regions.preview import (
    CodePreview,
    CodeTally,
    HandsPreview,
    TriggerPreview,
    advise,
    label_width,
    median,
    read_in,
)
from backend.runtime.stop import StopSignal

# Less like the sticker than this: something lies on it. More, and unread: it is there but cannot be read.
_COVERED_LIKENESS = 0.5
# An exact frame is looked for this far behind the moment.
_FORWARD_MS = 1_500


@dataclass(slots=True)
class SeenMoment:
    """One look. `sticker`: read, covered, missed; None without a region for it, or when the picture is dark."""

    moment: Moment
    sticker: str | None = None
    codes: int = 0
    hands: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Boxes in px of a frame of `frame_width` x `frame_height`."""

    frame_width: int
    frame_height: int
    looks: tuple[SeenMoment, ...]
    trigger: TriggerPreview
    codes: tuple[CodePreview, ...]
    hands: HandsPreview
    advice: tuple[str, ...]

    @property
    def label_px_per_module(self) -> float | None:
        """Of the usual label; None when none was seen or its size cannot be told."""
        return label_width(self.codes)


@dataclass(slots=True)
class _Sticker:
    """One sticker region on frames of one size. Looks before the first read are judged once it is known."""

    watch: StickerWatch
    unjudged: list[tuple[SeenMoment, Pixels]] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)

    def look(self, seen: SeenMoment, gray: Pixels) -> None:
        look = self.watch.look(gray, thorough=True)
        if look.visible is None:
            return
        if look.visible:
            seen.sticker = "read"
            self.widths += [] if look.px_per_module is None else [look.px_per_module]
        elif look.likeness is None:
            seen.sticker = "missed"
            self.unjudged.append((seen, gray))
        else:
            seen.sticker = "covered" if look.likeness < _COVERED_LIKENESS else "missed"

    def judge(self) -> None:
        for seen, gray in self.unjudged:
            likeness = self.watch.likeness(gray)
            if likeness is not None and likeness < _COVERED_LIKENESS:
                seen.sticker = "covered"
        self.unjudged.clear()


class Checker:
    """Safe to use from several threads: each call has detectors of its own. Hand models are kept for the next call,
    since loading one takes longer than all its looks."""

    def __init__(
        self,
        open_video: OpenVideo,
        code_finder: Callable[[Sequence[str]], CodeFinder],
        hand_detector: Callable[[], HandDetector],
        sticker_watcher: StickerWatcher,
        same_trigger_text: Callable[[str, str], bool],
    ) -> None:
        self._open_video = open_video
        self._code_finder = code_finder
        self._hand_detector = hand_detector
        self.sticker_watcher = sticker_watcher
        self.same_trigger_text = same_trigger_text
        self._idle_hands: deque[HandDetector] = deque()

    def check(
        self,
        moments: Sequence[Moment],
        camera: Camera,
        regions: Regions,
        stop: StopSignal,
        tell: Callable[[float], None],
    ) -> Verdict:
        """Look at every moment that can be decoded. Raises NotFound when none can, Cancelled."""
        try:
            hands = self._idle_hands.pop()
        except IndexError:
            hands = self._hand_detector()
        try:
            return self._check(moments, camera, regions, hands, stop, tell)
        finally:
            self._idle_hands.append(hands)

    def _check(
        self,
        moments: Sequence[Moment],
        camera: Camera,
        regions: Regions,
        hands: HandDetector,
        stop: StopSignal,
        tell: Callable[[float], None],
    ) -> Verdict:
        session = _Session(camera, regions, self._code_finder(camera.symbologies), hands, self)
        for number, moment in enumerate(moments):
            stop.check()
            if moment.why is not Why.SPARE or session.lacks_sticker:
                picture = self._picture(moment)
                if picture is not None:
                    session.look(moment, picture)
            tell((number + 1) / len(moments))
        return session.verdict()

    def _picture(self, moment: Moment) -> Picture | None:
        """Spread looks take the keyframe nearby, which is cheap; the others the very frame."""
        try:
            with closing(self._open_video(moment.path)) as video:
                if moment.why in (Why.SPREAD, Why.FREE, Why.SPARE):
                    return next(video.keyframes([moment.at_ms]), None)
                return next(video.frames(moment.at_ms, moment.at_ms + _FORWARD_MS), None)
        except Unreadable:
            return None


class _Session:
    """The looks of one check."""

    def __init__(
        self, camera: Camera, regions: Regions, labels: CodeFinder, hands: HandDetector, checker: Checker
    ) -> None:
        self._camera = camera
        self._regions = regions
        self._labels = labels
        self._hands = hands
        self._checker = checker
        self._stickers: dict[tuple[int, int], _Sticker] = {}
        self._tally = CodeTally()
        self._looks: list[SeenMoment] = []
        self._size = (0, 0)

    def look(self, moment: Moment, picture: Picture) -> None:
        self._size = (picture.gray.shape[1], picture.gray.shape[0])
        fitted = self._regions.fitted(*self._size)
        whole = Box(0, 0, *self._size)
        seen = SeenMoment(moment)
        self._look_at_sticker(seen, picture, fitted)
        if moment.why is not Why.SPARE:
            self._look_at_work(seen, picture, fitted, whole)
        self._looks.append(seen)

    @property
    def lacks_sticker(self) -> bool:
        """There is a region for it, and it was not read yet: covered or missed cannot be told apart."""
        return self._regions.trigger is not None and all(look.sticker != "read" for look in self._looks)

    def _look_at_work(self, seen: SeenMoment, picture: Picture, fitted: Regions, whole: Box) -> None:
        codes = [
            code
            for code in read_in(self._labels, picture, fitted.label or whole)
            if not self._checker.same_trigger_text(code.text, self._camera.trigger_text)
            and fitted.counts(RegionKind.LABEL, code.box)
        ]
        seen.codes = len(codes)
        self._tally.add(codes)
        packing = fitted.packing or whole
        found = self._hands.find(picture.rgb(packing), origin=(packing.x, packing.y))
        seen.hands = tuple(box for box in found if fitted.counts(RegionKind.PACKING, box))

    def verdict(self) -> Verdict:
        """Raises NotFound when there was no look."""
        if not self._looks:
            raise NotFound(
                "None of the recordings shows a picture at the chosen moments. Choose another recording.",
                code="no_picture_there",
            )
        for sticker in self._stickers.values():
            sticker.judge()
        trigger = _trigger(self._looks, self._stickers, is_set=self._regions.trigger is not None)
        codes, hands = self._tally.result(), _hands(self._looks)
        return Verdict(*self._size, tuple(self._looks), trigger, codes, hands, advise(trigger, codes, hands))

    def _look_at_sticker(self, seen: SeenMoment, picture: Picture, fitted: Regions) -> None:
        if fitted.trigger is None:
            return
        sticker = self._stickers.get(self._size)
        if sticker is None:
            text, outline = self._camera.trigger_text, fitted.trigger_outline
            watch = self._checker.sticker_watcher(text, fitted.trigger, outline=outline)
            sticker = self._stickers[self._size] = _Sticker(watch)
        sticker.look(seen, picture.gray)


def _trigger(looks: Sequence[SeenMoment], stickers: dict[tuple[int, int], _Sticker], *, is_set: bool) -> TriggerPreview:
    states = [look.sticker for look in looks]
    widths = [width for sticker in stickers.values() for width in sticker.widths]
    read, covered = states.count("read"), states.count("covered")
    return TriggerPreview(is_set, read + states.count("missed"), read, median(widths), covered=covered)


def _hands(looks: Sequence[SeenMoment]) -> HandsPreview:
    """Of the looks at which hands can be expected; where nothing is known of the camera yet, of all."""
    looks = [look for look in looks if look.moment.why is not Why.SPARE]
    expected = [look for look in looks if look.moment.why not in (Why.SPREAD, Why.FREE) or look.hands]
    known = any(look.moment.why in (Why.LABEL, Why.HANDS) for look in looks)
    counted = expected if known else looks
    boxes = tuple(box for look in looks for box in look.hands)
    return HandsPreview(len(counted), sum(bool(look.hands) for look in counted), boxes)
