"""Codes over consecutive frames: print that was looked at in vain is not looked at again until it changes.

A single picture is read by `CodeReader.read`. Where many frames of one region follow each other, most of what looks
like print is the same print again (a carton's lettering, tape, the label already read): trying it anew on each frame
costs more than decoding the video. So each print is remembered by its place and its look. The quick reader has a go at
what is new; pictures of what it cannot read are put by, and the dearer steps see only the most promising of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from backend.detection.codes import CodeRead, CodeReader, Effort, moved
from backend.detection.patches import print_like
from backend.domain.region import Box

USUAL_STEP_MS = 200.0
"""A label legible for half a second gets two looks; one read is enough to look closely."""
CLOSE_STEP_MS = 40.0
"""While a code was read too rarely to be certain."""

WHOLE_STEP_MS = 1_000.0
"""The whole region is read this seldom: it finds the rare code that does not stand out as print."""
# Read this often a code is certain: from then on a look now and then tells how long it stays.
_CERTAIN_READS = 4
_CERTAIN_STEP_MS = 400.0
# Print that keeps still and stays unread is tried this often, and then once in a while.
_QUICK_TRIES = 4
_RETRY_MS = 1_000.0
_FORGET_MS = 8_000.0
_SAME_PLACE = 0.4
_SAME_LOOK = 0.92
_SIGNATURE = 16
# Pictures put by of one print, at least this far apart: frames that agree make a code count.
_PICTURES = 3
_PICTURE_STEP_MS = 150.0
_MOST_PUT_BY = 24
# Prints that the dearer steps see: where nothing was read, and where something was (a second label).
_DEAR_PRINTS = 6
_DEAR_PRINTS_BESIDE = 2


@dataclass(slots=True, eq=False)
class _Print:
    """One thing in the region that looks like print. `box` in px of the region."""

    box: Box
    look: np.ndarray
    seen_ms: float
    looks: int = 1
    tried_ms: float = -1e12
    tries: int = 0
    reads: int = 0
    pictures: list[tuple[float, np.ndarray]] = field(default_factory=list)

    @property
    def promise(self) -> float:
        """A label is held still for a moment and is larger than most print."""
        return min(self.looks, 10) * float(self.box.w * self.box.h) ** 0.5


@dataclass(frozen=True, slots=True)
class PutBy:
    """Pictures of one print that the quick reader could not read, each with its time in ms. `box` in px of the full
    frame."""

    box: Box
    pictures: tuple[tuple[float, np.ndarray], ...]

    @property
    def size_bytes(self) -> int:
        return sum(picture.nbytes for _, picture in self.pictures)


@dataclass(frozen=True, slots=True)
class TimedRead:
    """A code read in a picture that was put by."""

    at_ms: float
    code: CodeRead


class LabelWatch:
    """Watches one region in rising time. Not thread safe; make a new one for each stretch of frames."""

    def __init__(
        self,
        reader: CodeReader,
        *,
        origin: tuple[int, int] = (0, 0),
        wanted: Callable[[str], bool] = lambda _: True,
        whole_step_ms: float = WHOLE_STEP_MS,
    ) -> None:
        """`origin`: the region's x, y in the full frame. `wanted` tells tracking codes from others by their text: the
        table's own sticker is read, but it is not what is looked for."""
        self._reader = reader
        self._wanted = wanted
        self._origin = origin
        self._prints: list[_Print] = []
        self._put_by: list[_Print] = []
        self._whole_step_ms = whole_step_ms
        self._whole_ms = -1e12
        self._has_read = False
        self.step_ms = USUAL_STEP_MS
        """When the next look is due, counted from the latest one."""

    def look(self, gray: np.ndarray, at_ms: float) -> list[CodeRead]:
        """Codes the quick reader finds in this frame's region (H x W uint8)."""
        self._prints = [p for p in self._prints if at_ms - p.seen_ms <= _FORGET_MS]
        reads = self._read_whole(gray, at_ms)
        in_sight = self._in_sight(gray, at_ms)
        for seen, keeps_still in in_sight:
            inside = [read for read in reads if _touch(read.box, seen.box)]
            if inside:
                self._count(seen, inside)
            elif _is_worth_a_try(seen, at_ms):
                reads += self._try(gray, seen, at_ms, keeps_still)
        uncertain = any(0 < seen.reads < _CERTAIN_READS for seen, _ in in_sight)
        self.step_ms = CLOSE_STEP_MS if uncertain else USUAL_STEP_MS
        return self._tracking(reads)

    def most_promising(self) -> list[PutBy]:
        """The prints that stayed unread and are worth the dearer steps, best first; to be asked after the last look."""
        unread = sorted((p for p in self._put_by if not p.reads), key=lambda p: -p.promise)
        best = unread[: _DEAR_PRINTS_BESIDE if self._has_read else _DEAR_PRINTS]
        return [PutBy(p.box.moved(*self._origin), tuple(p.pictures)) for p in best]

    def _tracking(self, reads: Sequence[CodeRead]) -> list[CodeRead]:
        found = [read for read in reads if self._wanted(read.text)]
        self._has_read = self._has_read or bool(found)
        return moved(found, self._origin)

    def _count(self, seen: _Print, reads: Sequence[CodeRead]) -> None:
        """What is read and not wanted is certain at once: nothing more is to be learned of it."""
        seen.reads += 1 if any(self._wanted(read.text) for read in reads) else _CERTAIN_READS

    def _read_whole(self, gray: np.ndarray, at_ms: float) -> list[CodeRead]:
        if at_ms - self._whole_ms < self._whole_step_ms:
            return []
        self._whole_ms = at_ms
        reads = self._reader.read(gray, effort=Effort.QUICK)
        for read in reads:
            if not any(_touch(read.box, p.box) for p in self._prints):
                box = _padded(read.box, gray.shape)
                self._prints.append(_Print(box, _signature(gray, box), at_ms))
        return reads

    def _in_sight(self, gray: np.ndarray, at_ms: float) -> list[tuple[_Print, bool]]:
        """The prints in sight, each with whether it keeps still; and codes read a moment ago that do not stand out."""
        found: list[tuple[_Print, bool]] = []
        for patch in print_like(gray):
            known = max(self._prints, key=lambda p: _overlap(p.box, patch), default=None)
            if known is None or _overlap(known.box, patch) < _SAME_PLACE:
                known = _Print(patch, _signature(gray, patch), at_ms)
                self._prints.append(known)
                found.append((known, False))
            elif known not in (other for other, _ in found):
                found.append(self._seen_again(gray, known, patch, at_ms))
        for known in self._prints:
            fresh = known.reads and at_ms - known.seen_ms <= 2 * _CERTAIN_STEP_MS
            if fresh and known not in (other for other, _ in found):
                found.append((known, True))
        return found

    def _seen_again(self, gray: np.ndarray, known: _Print, patch: Box, at_ms: float) -> tuple[_Print, bool]:
        known.seen_ms = at_ms
        if float(np.vdot(_signature(gray, known.box), known.look)) >= _SAME_LOOK:
            known.looks += 1
            return known, True
        # Something else at the same place, or the same thing moved: it gets tries of its own.
        fresh = _Print(patch, _signature(gray, patch), at_ms)
        self._prints = [fresh if p is known else p for p in self._prints]
        return fresh, False

    def _try(self, gray: np.ndarray, seen: _Print, at_ms: float, keeps_still: bool) -> list[CodeRead]:
        seen.tried_ms = at_ms
        seen.tries += keeps_still
        reads = self._reader.read_patch(gray, seen.box, effort=Effort.QUICK)
        if reads:
            self._count(seen, reads)
            seen.seen_ms = at_ms
        elif not seen.reads:
            self._put_picture_by(gray, seen, at_ms)
        return reads

    def _put_picture_by(self, gray: np.ndarray, seen: _Print, at_ms: float) -> None:
        if seen.pictures and at_ms - seen.pictures[-1][0] < _PICTURE_STEP_MS:
            return
        if not seen.pictures:
            self._put_by.append(seen)
        box = seen.box
        seen.pictures.append((at_ms, gray[box.y : box.y + box.h, box.x : box.x + box.w].copy()))
        del seen.pictures[:-_PICTURES]
        if len(self._put_by) > _MOST_PUT_BY:
            self._put_by.remove(min(self._put_by, key=lambda p: p.promise))


def try_pictures(reader: CodeReader, put_by: PutBy, wanted: Callable[[str], bool] = lambda _: True) -> list[TimedRead]:
    """The dearer steps, with `reader`: all pictures of a print once one of them was read; the rest are spared when the
    first two were not. Boxes are in px of the full frame."""
    found: list[TimedRead] = []
    for number, (at_ms, picture) in enumerate(reversed(put_by.pictures)):
        if number == 2 and not found:
            break
        effort = Effort.HARD if number == 0 else Effort.NORMAL
        whole = Box(0, 0, picture.shape[1], picture.shape[0])
        reads = moved(reader.read_patch(picture, whole, effort=effort), (put_by.box.x, put_by.box.y))
        found += [TimedRead(at_ms, read) for read in reads if wanted(read.text)]
    return found


def _is_worth_a_try(seen: _Print, at_ms: float) -> bool:
    since_ms = at_ms - seen.tried_ms
    if seen.reads >= _CERTAIN_READS:
        return since_ms >= _CERTAIN_STEP_MS
    return bool(seen.reads) or seen.tries < _QUICK_TRIES or since_ms >= _RETRY_MS


def _signature(gray: np.ndarray, box: Box) -> np.ndarray:
    """16 x 16 float32 of zero mean and unit length: the inner product of two is their correlation."""
    part = gray[box.y : box.y + box.h, box.x : box.x + box.w]
    step = 2 if min(part.shape) >= 4 * _SIGNATURE else 1
    part = np.ascontiguousarray(part[::step, ::step])
    small = cv2.resize(part, (_SIGNATURE, _SIGNATURE), interpolation=cv2.INTER_AREA)
    look = small.astype(np.float32)
    look -= look.mean()
    return look / max(float(np.linalg.norm(look)), 1e-6)


def _padded(box: Box, shape: tuple[int, ...]) -> Box:
    pad_x, pad_y = max(16, box.w // 4), max(16, box.h // 4)
    wide = Box(box.x - pad_x, box.y - pad_y, box.w + 2 * pad_x, box.h + 2 * pad_y)
    return wide.clipped(shape[1], shape[0]) or box


def _touch(a: Box, b: Box) -> bool:
    return _common(a, b) > 0


def _overlap(a: Box, b: Box) -> float:
    """Intersection over union, 0..1."""
    common = _common(a, b)
    return common / max(1, a.w * a.h + b.w * b.h - common)


def _common(a: Box, b: Box) -> int:
    w = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    h = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    return w * h if w > 0 and h > 0 else 0
