"""One thread's place at the light table: its own open recording and its own detectors.

Two signals tell busy from free. With a sticker: is it covered? Without: does the table differ from the empty scene?
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from backend.detection.codes import CodeRead, CodeReader, Effort
from backend.detection.hands import HandFinder
from backend.detection.label_watch import WHOLE_STEP_MS, LabelWatch, PutBy, try_pictures
from backend.detection.motion import changed_fraction, thumbnail
from backend.detection.trigger import StickerReference, TriggerWatcher, same_trigger_text
from backend.domain.region import Box, RegionKind
from backend.runtime.stop import StopSignal
from backend.sampling.consensus import CONFIRMED, sightings
from backend.sampling.frame import Frame
from backend.sampling.look import Dense, Look
from backend.sampling.pace import HANDS_AT_LOOKS_MS, HANDS_BY_STICKER_MS, Pace
from backend.sampling.plan import Range
from backend.sampling.reader import Reader
from backend.sampling.reads import Read
from backend.sampling.restless import without
from backend.sampling.scene import CHANGED, View
from backend.sampling.shared_scene import Scene
from backend.sampling.vote import SETTLED_MS, Sample, has_flipped, held, state_since

_SIGNAL_STEP_MS = 100.0
_VIEW_STEP_MS = 120.0
_MOTION_STEP_MS = 400.0
_DECODE_STEP_MS = 200.0
_STICKER_STEP_MS = 300.0
# Without a sticker a hand that only reaches over the table makes it look busy: work is believed after this long.
_AT_WORK_MS = 2_000.0
_MOST_PUT_BY_BYTES = 64 << 20
_WHOLE_STEP_CURSORY_MS = 2_000.0


class Station:
    """Not thread safe: one a thread. `close` it."""

    def __init__(self, path: str, scene: Scene, stop: StopSignal | None, hands: HandFinder) -> None:
        """`hands` is used by this station alone until it is closed, and is the caller's to close."""
        self.reader = Reader(path, keyframes_ms=scene.keyframes)
        self._scene = scene
        self._stop = stop
        self._codes = CodeReader(scene.camera.symbologies)
        self.hands = hands
        self._hands_ms = -math.inf
        self._thumb: tuple[float, np.ndarray] | None = None
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

    def find_sticker_in(self, span: Range) -> Dense | None:
        """Decode a stretch until the sticker is read; that one sample, and the reference is known from then on."""
        watcher, tried_ms = self._watcher, -math.inf
        for frame in self.reader.frames(span.from_ms, span.to_ms) if watcher is not None else ():
            self._check()
            if watcher is None or frame.at_ms - tried_ms < _STICKER_STEP_MS:
                continue
            tried_ms = frame.at_ms
            if watcher.look(frame.gray).visible:
                self._scene.reference = watcher.reference
                return Dense(Range(tried_ms, tried_ms), samples=[Sample(tried_ms, False)])
        return None

    def scout(self, times: Sequence[float]) -> list[Look]:
        """Look at single keyframes: the signal, and codes and hands where the table is busy or the picture moves."""
        looks: list[Look] = []
        self._hands_ms = -math.inf
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
        cursory: bool = False,
        views: bool = False,
    ) -> Dense:
        """Decode a stretch through. `until_read`: stop as soon as a code is confirmed in it; `until_settled`: once the
        sticker has held its new state for a while. `cursory`: where work that stays without a code is searched
        again, the dearer steps on unread print are left to `read_put_by`, as far as memory allows. `views`: keep how
        the table looks where a sticker tells, too."""
        result = Dense(span)
        scene = self._scene
        pace = Pace(every_frame=scene.every_frame, sticker=scene.has_sticker)
        pace.hands_around(*(at_ms if at_ms in scene.hands_at_ms else None for at_ms in (span.from_ms, span.to_ms)))
        watch = LabelWatch(
            self._codes,
            origin=(self._label.x, self._label.y),
            wanted=self._is_tracking_code,
            whole_step_ms=_WHOLE_STEP_CURSORY_MS if cursory else WHOLE_STEP_MS,
        )
        thumb: np.ndarray | None = None

        # An edge is looked for frame by frame.
        signal_ms = 0.0 if until_settled else _SIGNAL_STEP_MS if scene.has_sticker else _VIEW_STEP_MS

        def due(at_ms: float) -> bool:
            reads = codes and not (hands and pace.is_idle(at_ms)) and pace.is_due("codes", at_ms, watch.step_ms)
            return reads or (signal and pace.is_due("signal", at_ms, signal_ms))

        for frame in self.reader.frames(span.from_ms, span.to_ms, due=due):
            self._check()
            if signal:
                if pace.due("signal", frame.at_ms, signal_ms):
                    self._take_signal(frame, result, pace, views=views)
                pace.sticker_free(frame.at_ms, bool(result.samples) and result.samples[-1].busy is False)
                if until_settled and has_flipped(result.samples):
                    break
                if self._knows_the_rest(frame.at_ms, result):
                    break
            if hands and pace.due("motion", frame.at_ms, _MOTION_STEP_MS):
                thumb = self._take_motion(frame, result, pace, thumb)
            idle = hands and pace.is_idle(frame.at_ms)
            result.read_to_ms = frame.at_ms if codes else -math.inf
            if codes and not idle and pace.due("codes", frame.at_ms, watch.step_ms):
                result.reads += self._watch(frame, watch)
                if until_read and any(s.confidence >= CONFIRMED for s in sightings(result.reads)):
                    return result
        put_by = watch.most_promising()
        if cursory and scene.put_by_bytes < _MOST_PUT_BY_BYTES:
            scene.put_by_bytes += sum(one.size_bytes for one in put_by)
            result.put_by = put_by
        else:
            result.reads += self.read_put_by(put_by)
        return result

    def read_put_by(self, put_by: Sequence[PutBy]) -> list[Read]:
        """The dearer steps on pictures that were put by."""
        found = [late for one in put_by for late in try_pictures(self._codes, one, self._is_tracking_code)]
        return [read for late in found for read in self._tracking_codes(late.at_ms, [late.code])]

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
            step_ms = HANDS_BY_STICKER_MS if self._scene.has_sticker else HANDS_AT_LOOKS_MS
            if (moved or before is None) and frame.at_ms - self._hands_ms >= step_ms:
                self._hands_ms = frame.at_ms
                look.hands = self._find_hands(frame)
        return look

    def _take_motion(self, frame: Frame, result: Dense, pace: Pace, before: np.ndarray | None) -> np.ndarray:
        """Whether something moves, and hands where it does; returns the thumbnail to compare the next frame with."""
        fresh = self._thumbnail(frame)
        moving = before is not None and changed_fraction(before, fresh) > CHANGED
        result.motion.append((frame.at_ms, moving))
        pace.something_happens(frame.at_ms, moving)
        if moving and pace.hands_due(frame.at_ms):
            result.hands.append((frame.at_ms, self._find_hands(frame)))
            pace.hands_seen(result.hands[-1][1])
        return fresh

    def _take_signal(self, frame: Frame, result: Dense, pace: Pace, *, views: bool) -> None:
        if self._watcher is not None and self._scene.has_sticker:
            before = result.samples[-1].busy if result.samples else False
            result.samples.append(Sample(frame.at_ms, self._covered(frame, self._watcher, pace, before)))
            if views:
                result.views.append(self._view(frame, result.views))
            return
        result.views.append(view := self._view(frame, result.views))
        if self._scene.empty is not None:
            (calm,) = without(self._scene.restless, [view])
            changed = changed_fraction(calm.thumb, self._scene.empty.at(view.at_ms)) > CHANGED
            result.occupied.append(Sample(view.at_ms, changed))

    def _view(self, frame: Frame, views: list[View]) -> View:
        thumb = self._thumbnail(frame)
        # A picture that stays the same is kept once: a whole night of it must fit into memory.
        same = views and changed_fraction(views[-1].thumb, thumb, levels=3) <= CHANGED
        return View(frame.at_ms, views[-1].thumb if same else thumb)

    def _covered(self, frame: Frame, watcher: TriggerWatcher, pace: Pace, before: bool | None) -> bool | None:
        """`before`: the word of the sample before. The sticker is decoded now and then only: it may have been moved."""
        self._share_reference(watcher)
        if watcher.shows_half(frame.gray):
            return False
        if not pace.due("decode", frame.at_ms, _DECODE_STEP_MS):
            return None if before is None else True
        if watcher.is_blind(frame.gray):
            return None
        if not self._scene.every_frame and not watcher.may_show_it(frame.gray):
            return True
        return not watcher.look(frame.gray).visible

    def _share_reference(self, watcher: TriggerWatcher) -> None:
        if watcher.reference is None:
            watcher.reference = self._scene.reference

    def _read(self, frame: Frame, effort: Effort) -> tuple[list[Read], int]:
        found = self._codes.read(self._label_part(frame), origin=(self._label.x, self._label.y), effort=effort)
        return self._tracking_codes(frame.at_ms, found), len(found) or self._codes.print_patches

    def _watch(self, frame: Frame, watch: LabelWatch) -> list[Read]:
        if self._scene.every_frame:
            return self._read(frame, Effort.HARD)[0]
        return self._tracking_codes(frame.at_ms, watch.look(self._label_part(frame), frame.at_ms))

    def _label_part(self, frame: Frame) -> np.ndarray:
        box = self._label
        return frame.gray[box.y : box.y + box.h, box.x : box.x + box.w]

    def _tracking_codes(self, at_ms: float, found: Sequence[CodeRead]) -> list[Read]:
        return [
            Read(at_ms, code.text, code.format, code.box, _WEIGHTS.get(code.step, 1.0), code.px_per_module)
            for code in found
            if self._is_tracking_code(code.text) and self._scene.regions.counts(RegionKind.LABEL, code.box)
        ]

    def _is_tracking_code(self, text: str) -> bool:
        return not same_trigger_text(text, self._scene.camera.trigger_text)

    def _thumbnail(self, frame: Frame) -> np.ndarray:
        """Asked for twice where the signal and the motion of a frame are due."""
        if self._thumb is None or self._thumb[0] != frame.at_ms:
            self._thumb = frame.at_ms, thumbnail(frame.gray, self._packing, self._scene.regions.packing_outline)
        return self._thumb[1]

    def _find_hands(self, frame: Frame) -> bool:
        found = self.hands.find(frame.rgb(self._packing), origin=(self._packing.x, self._packing.y))
        return any(self._scene.regions.counts(RegionKind.PACKING, hand) for hand in found)

    def _knows_the_rest(self, at_ms: float, result: Dense) -> bool:
        """The table has been as the stretch ends for long enough that no vote turns it back, and what is left is too
        short to hide anything."""
        span = result.span
        if at_ms < min(span.sure_from_ms, span.unbroken_from_ms):
            return False
        samples = result.samples if self._scene.has_sticker else result.occupied
        least_ms = SETTLED_MS if self._scene.has_sticker or span.ends_free else _AT_WORK_MS
        if not held(samples, not span.ends_free, least_ms=least_ms):
            return False
        return at_ms >= span.sure_from_ms or state_since(samples) >= span.unbroken_from_ms

    def _check(self) -> None:
        if self._stop is not None:
            self._stop.check()


# What the last-resort steps read counts for less: they see what may not be there.
_WEIGHTS: dict[str, float] = {"averaged": 0.8, "zbar": 0.8}
