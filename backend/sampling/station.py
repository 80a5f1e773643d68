"""One thread's place at the light table: its own open recording and its own detectors.

Two signals tell busy from free. With a sticker: is it covered? Without: does the table differ from the empty scene?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from backend.detection.codes import CodeReader, Effort
from backend.detection.hands import HandFinder
from backend.detection.motion import changed_fraction, thumbnail
from backend.detection.trigger import HALF_COVERED, StickerReference, TriggerWatcher, same_trigger_text
from backend.domain.camera import Camera
from backend.domain.region import Box, RegionKind, Regions
from backend.runtime.stop import StopSignal
from backend.sampling.consensus import CONFIRMED, Read, sightings
from backend.sampling.frame import Frame
from backend.sampling.gauge import Gauge, Measure
from backend.sampling.pace import Pace
from backend.sampling.plan import Range
from backend.sampling.reader import Reader
from backend.sampling.scene import CHANGED, View
from backend.sampling.vote import Sample

_SIGNAL_STEP_MS = 60.0
_VIEW_STEP_MS = 120.0
_MOTION_STEP_MS = 240.0
_HANDS_STEP_MS = 400.0
_HANDS_BY_STICKER_MS = 2_000.0
# At single looks hands only mark when somebody worked: looking for them costs more than all the rest of a look.
_HANDS_LOOK_MS = 5_500.0
_DECODE_STEP_MS = 200.0
_SETTLED_MS = 800.0
_HARD_STEP_MS = 400.0


@dataclass(slots=True)
class Scene:
    """What the stations of one recording share. Fields are only ever replaced whole, so threads need no lock."""

    camera: Camera
    regions: Regions
    width: int
    height: int
    keyframes: tuple[float, ...] = ()
    """ms from the first frame, rising."""
    every_frame: bool = False
    """Look at every frame for everything: the yardstick that coarse to fine is held against."""
    reference: StickerReference | None = None
    """None until the sticker was read once; as long as it was not, "covered" would mean nothing."""
    gauge: Gauge = field(init=False)
    """Shared, so that each stretch of the recording is measured once."""

    def __post_init__(self) -> None:
        length_ms = self.keyframes[-1] if self.keyframes else 0.0
        self.gauge = Gauge(length_ms, self.camera.trigger_text, self.regions.trigger)

    @property
    def has_sticker(self) -> bool:
        return self.regions.trigger is not None and self.reference is not None


@dataclass(slots=True)
class Look:
    """One frame examined. `busy` is the sticker's word; None: it cannot be told, or there is none. `hands` None: not
    looked for. `moved`: the picture differs from the look before."""

    at_ms: float
    busy: bool | None
    thumb: np.ndarray
    reads: list[Read] = field(default_factory=list)
    print_patches: int = 0
    hands: bool | None = None
    moved: bool = False
    measure: Measure | None = None


@dataclass(slots=True)
class Dense:
    """What decoding a stretch through showed: `samples` with a sticker, `views` without."""

    span: Range
    samples: list[Sample] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    motion: list[tuple[float, bool]] = field(default_factory=list)
    hands: list[tuple[float, bool]] = field(default_factory=list)


class Station:
    """Not thread safe: one a thread. `close` it."""

    def __init__(self, path: str, scene: Scene, stop: StopSignal | None, hands: HandFinder) -> None:
        """`hands` is used by this station alone until it is closed, and is the caller's to close."""
        self.reader = Reader(path, keyframes_ms=scene.keyframes)
        self._scene = scene
        self._stop = stop
        self._codes = CodeReader(scene.camera.symbologies)
        self.hands = hands
        self._hands_ms = -_HANDS_LOOK_MS
        trigger = scene.regions.trigger
        outline = scene.regions.trigger_outline
        self._watcher = TriggerWatcher(scene.camera.trigger_text, trigger, outline=outline) if trigger else None
        whole = Box(0, 0, scene.width, scene.height)
        self._label = scene.regions.label or whole
        self._packing = scene.regions.packing or whole

    def close(self) -> None:
        self.reader.close()

    def find_sticker(self, times: Sequence[float]) -> StickerReference | None:
        """Read the sticker thoroughly at some keyframes; the first reference found."""
        if self._watcher is None:
            return None
        for frame in self.reader.keyframes(times):
            self._check()
            if self._watcher.look(frame.gray, thorough=True).visible:
                return self._watcher.reference
        return None

    def scout(self, times: Sequence[float]) -> list[Look]:
        """Look at single keyframes: the signal, and codes and hands where the table is busy or the picture moves."""
        looks: list[Look] = []
        self._hands_ms = -_HANDS_LOOK_MS
        before: np.ndarray | None = None
        for frame in self.reader.keyframes(times):
            self._check()
            look = self._look(frame, before)
            before = look.thumb
            looks.append(look)
        return looks

    def dense(
        self,
        span: Range,
        *,
        signal: bool,
        codes: bool,
        hands: bool = False,
        until_read: bool = False,
        until_settled: bool = False,
    ) -> Dense:
        """Decode a stretch through. `until_read`: stop as soon as a code is confirmed in it; `until_settled`: once the
        sticker has held its new state for a while."""
        result = Dense(span)
        pace = Pace(every_frame=self._scene.every_frame)
        thumb: np.ndarray | None = None
        for frame in self.reader.frames(span.from_ms, span.to_ms):
            self._check()
            if signal:
                self._take_signal(frame, result, pace)
                pace.sticker_free(frame.at_ms, bool(result.samples) and result.samples[-1].busy is False)
                if until_settled and _has_settled(result.samples):
                    break
            if hands and pace.due("motion", frame.at_ms, _MOTION_STEP_MS):
                fresh = self._thumbnail(frame)
                moving = thumb is not None and changed_fraction(thumb, fresh) > CHANGED
                thumb = fresh
                result.motion.append((frame.at_ms, moving))
                pace.something_happens(frame.at_ms, moving)
                step_ms = _HANDS_BY_STICKER_MS if self._scene.has_sticker else _HANDS_STEP_MS
                if moving and pace.due("hands", frame.at_ms, step_ms):
                    result.hands.append((frame.at_ms, self._find_hands(frame)))
            idle = hands and pace.is_idle(frame.at_ms)
            if codes and not idle and pace.due("codes", frame.at_ms, pace.read_step_ms):
                hard = pace.due("hard", frame.at_ms, _HARD_STEP_MS)
                reads, patches = self._read(frame, Effort.HARD if hard else Effort.NORMAL)
                pace.note(bool(reads), patches)
                result.reads += reads
                if until_read and any(s.confidence >= CONFIRMED for s in sightings(result.reads)):
                    break
        return result

    def read_fully(self, times: Sequence[float]) -> list[Read]:
        """Keyframes at full effort, second reader included: the last resort for a label nothing else could read."""
        reads: list[Read] = []
        for frame in self.reader.keyframes(times):
            self._check()
            reads += self._read(frame, Effort.FULL)[0]
        return reads

    def _look(self, frame: Frame, before: np.ndarray | None) -> Look:
        thumb = self._thumbnail(frame)
        moved = before is not None and changed_fraction(before, thumb) > CHANGED
        look = Look(frame.at_ms, None, thumb, moved=moved)
        if self._watcher is not None:
            self._share_reference(self._watcher)
            seen = self._watcher.look(frame.gray).visible
            self._scene.reference = self._watcher.reference or self._scene.reference
            look.busy = None if seen is None else not seen
        look.measure = self._scene.gauge.measure(frame, sticker_seen=look.busy is False)
        if look.busy is not False and (look.busy or moved or before is None):
            look.reads, look.print_patches = self._read(frame, Effort.HARD)
            if (moved or before is None) and frame.at_ms - self._hands_ms >= _HANDS_LOOK_MS:
                self._hands_ms = frame.at_ms
                look.hands = self._find_hands(frame)
        return look

    def _take_signal(self, frame: Frame, result: Dense, pace: Pace) -> None:
        if self._watcher is not None and self._scene.has_sticker:
            if pace.due("signal", frame.at_ms, _SIGNAL_STEP_MS):
                result.samples.append(Sample(frame.at_ms, self._covered(frame, self._watcher, pace)))
        elif pace.due("signal", frame.at_ms, _VIEW_STEP_MS):
            result.views.append(self._view(frame, result.views))

    def _view(self, frame: Frame, views: list[View]) -> View:
        thumb = self._thumbnail(frame)
        # A picture that stays the same is kept once: a whole night of it must fit into memory.
        same = views and changed_fraction(views[-1].thumb, thumb, levels=3) <= CHANGED
        return View(frame.at_ms, views[-1].thumb if same else thumb)

    def _covered(self, frame: Frame, watcher: TriggerWatcher, pace: Pace) -> bool | None:
        self._share_reference(watcher)
        likeness = watcher.likeness(frame.gray)
        if likeness is not None and likeness >= HALF_COVERED:
            return False
        if likeness is not None and not pace.due("decode", frame.at_ms, _DECODE_STEP_MS):
            return True
        seen = watcher.look(frame.gray).visible
        return None if seen is None else not seen

    def _share_reference(self, watcher: TriggerWatcher) -> None:
        if watcher.reference is None:
            watcher.reference = self._scene.reference

    def _read(self, frame: Frame, effort: Effort) -> tuple[list[Read], int]:
        box = self._label
        part = frame.gray[box.y : box.y + box.h, box.x : box.x + box.w]
        found = self._codes.read(part, origin=(box.x, box.y), effort=effort)
        reads = [
            Read(frame.at_ms, code.text, code.format, code.box, _WEIGHTS.get(code.step, 1.0), code.px_per_module)
            for code in found
            if not same_trigger_text(code.text, self._scene.camera.trigger_text)
            and self._scene.regions.counts(RegionKind.LABEL, code.box)
        ]
        return reads, len(found) or self._codes.print_patches

    def _thumbnail(self, frame: Frame) -> np.ndarray:
        return thumbnail(frame.gray, self._packing, self._scene.regions.packing_outline)

    def _find_hands(self, frame: Frame) -> bool:
        found = self.hands.find(frame.rgb(self._packing), origin=(self._packing.x, self._packing.y))
        return any(self._scene.regions.counts(RegionKind.PACKING, hand) for hand in found)

    def _check(self) -> None:
        if self._stop is not None:
            self._stop.check()


# What the last-resort steps read counts for less: they see what may not be there.
_WEIGHTS: dict[str, float] = {"averaged": 0.8, "zbar": 0.8}


def _has_settled(samples: list[Sample]) -> bool:
    """The state differs from the first sample's and has been the same for long enough that no vote turns it back."""
    if not samples or samples[-1].busy == samples[0].busy:
        return False
    held = next((s for s in reversed(samples) if s.busy != samples[-1].busy), samples[0])
    return samples[-1].at_ms - held.at_ms >= _SETTLED_MS
