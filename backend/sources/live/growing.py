"""Recordings in the making, for those who look at them before they are whole.

A piece is a file of its own: the description of the growing file, and its fragments from a keyframe on. Fragments never
change once they are written, so a piece can be taken at any time, also while the file goes on or is being closed.
"""

from __future__ import annotations

import secrets
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from backend.sources.live.segment import SegmentFile

SUFFIX = ".piece.mp4"
_KEPT = 4
"""Segments of a camera that are remembered: the growing one, and those whose analysis may still wait."""
_SUB_WAIT_S = 3.0
"""The small stream runs a little behind the main one; so long is waited for it to have caught up."""
_BLOCK_BYTES = 1 << 20


@dataclass(slots=True, eq=False)
class SubSegment:
    file: SegmentFile
    start_ms: int


@dataclass(slots=True, eq=False)
class GrowingSegment:
    """`start_ms`: UTC epoch ms of its first picture. `length_ms` is set once it is whole."""

    recording_id: int
    camera_id: int
    file: SegmentFile
    start_ms: int
    length_ms: int | None = None
    sub: SubSegment | None = None
    sub_expected: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """`offset_ms`: its first picture from the recording's first one. `scale`: see sampling/splice.py."""

    path: Path
    offset_ms: int
    scale: tuple[float, float]


class Growing:
    def __init__(self, folder: Callable[[], Path]) -> None:
        """`folder`: where pieces are put while they are looked at."""
        self._folder = folder
        self._guard = Guard()
        self._by_id: dict[int, GrowingSegment] = {}
        self._rotations: dict[int, GrowingSegment] = {}
        self._with_sub: set[int] = set()

    def expect_sub(self, camera_id: int, expected: bool) -> None:
        """Whether the camera's small stream is being recorded just now."""
        with self._guard:
            (self._with_sub.add if expected else self._with_sub.discard)(camera_id)

    def began(self, segment: GrowingSegment) -> None:
        with self._guard:
            segment.sub_expected = segment.camera_id in self._with_sub
            self._by_id[segment.recording_id] = segment
            self._rotations[segment.camera_id] = segment
            mine = [one for one in self._by_id.values() if one.camera_id == segment.camera_id]
            for old in mine[:-_KEPT]:
                del self._by_id[old.recording_id]

    def closed(self, recording_id: int, length_ms: int) -> None:
        with self._guard:
            segment = self._by_id.get(recording_id)
            if segment is not None:
                segment.length_ms = length_ms
            if length_ms == 0:
                self._by_id.pop(recording_id, None)

    def rotation(self, camera_id: int, last: int | None) -> GrowingSegment | None:
        """The camera's newest main segment, when it is another one than `last`: the small stream begins one too."""
        with self._guard:
            segment = self._rotations.get(camera_id)
        return segment if segment is not None and segment.recording_id != last else None

    @contextmanager
    def piece(self, recording_id: int, from_ms: int, to_ms: int, stop: StopSignal) -> Iterator[Piece | None]:
        """What shows `from_ms..to_ms` of a recording (ms from its first picture), from the keyframe before on; None
        when its file itself is to be looked at. The piece is gone afterwards. Raises OSError."""
        with self._guard:
            segment = self._by_id.get(recording_id)
        if segment is None:
            yield None
            return
        sub = self._sub_of(segment, to_ms, stop)
        if sub is None and from_ms == 0 and segment.length_ms is not None:
            yield None
            return
        target = self._folder() / f"{recording_id}-{secrets.token_hex(4)}{SUFFIX}"
        try:
            if sub is not None:
                ahead_ms = sub.start_ms - segment.start_ms
                offset_ms = ahead_ms + _write(sub.file, from_ms - ahead_ms, to_ms - ahead_ms, target)
                scale = (segment.file.width / sub.file.width, segment.file.height / sub.file.height)
                yield Piece(target, offset_ms, scale)
            else:
                yield Piece(target, _write(segment.file, from_ms, to_ms, target), (1.0, 1.0))
        finally:
            target.unlink(missing_ok=True)

    def clear(self) -> None:
        """At the start: pieces that a crash left."""
        for left in self._folder().glob(f"*{SUFFIX}"):
            left.unlink(missing_ok=True)

    def _sub_of(self, segment: GrowingSegment, to_ms: int, stop: StopSignal) -> SubSegment | None:
        """The small picture of the same time, once it reaches as far; None when there is none."""
        if not segment.sub_expected:
            return None
        waited_s = 0.0
        while waited_s < _SUB_WAIT_S and not stop.is_set():
            sub = segment.sub
            if sub is not None and sub.start_ms + sub.file.flushed_ms >= segment.start_ms + to_ms:
                return sub
            stop.wait(0.1)
            waited_s += 0.1
        return None


def _write(file: SegmentFile, from_ms: int, to_ms: int, target: Path) -> int:
    """Returns where the piece begins, ms from the file's first picture."""
    marks = list(file.marks)
    first = marks[max(0, bisect_right([mark.at_ms for mark in marks], max(0, from_ms)) - 1)]
    later = [mark.offset for mark in marks if mark.at_ms >= to_ms and mark.offset > first.offset]
    end = min([*later[:1], file.fragments_end])
    target.parent.mkdir(parents=True, exist_ok=True)
    with file.path.open("rb") as source, target.open("wb") as piece:
        piece.write(file.head)
        source.seek(first.offset)
        left = end - first.offset
        while left > 0 and (block := source.read(min(left, _BLOCK_BYTES))):
            piece.write(block)
            left -= len(block)
    return first.at_ms
