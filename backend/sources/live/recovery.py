"""What a crash left of recordings in the making: each becomes an ordinary MP4 and is put in its place."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import av
import av.error
from av.container import InputContainer

from backend.domain.recording import FileIdentity
from database.repositories.live_recordings import Growth, LiveFacts

log = logging.getLogger(__name__)

PART_SUFFIX = ".recovered.part"


class Left(Protocol):
    """database.repositories.live_recordings.LiveRecordings"""

    def growing(self) -> Sequence[LiveFacts]: ...
    def small_left_open(self) -> Sequence[LiveFacts]: ...
    def set_analysis(self, recording_id: int, path: str | None, offset_ms: int) -> None: ...
    def close(
        self, recording_id: int, growth: Growth, identity: FileIdentity, mtime_ns: int, *, now_ms: int
    ) -> None: ...
    def discard(self, recording_id: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Whole:
    """What is left of a file."""

    length_ms: int
    frames: int


def recover_recordings(
    left: Left,
    identify: Callable[[str], FileIdentity],
    wanted: Callable[[int, int], bool],
    now_ms: Callable[[], int],
) -> int:
    """Before anything is recorded or scanned. Returns how many recordings were saved."""
    saved = 0
    for one in left.growing():
        try:
            saved += _recover(one, left, identify, wanted, now_ms())
        except Exception:
            # Still marked as growing: the next start tries again, and nothing is deleted meanwhile.
            log.exception("what was recorded into %s could not be recovered", one.path)
    for one in left.small_left_open():
        _drop_small(one, left)
    return saved


def make_whole(path: Path) -> Whole:
    """Turn what a killed program left into an ordinary MP4, in place. Raises OSError, av.error.FFmpegError."""
    part = path.with_name(path.name + PART_SUFFIX)
    try:
        found = _copy(path, part)
        if found.frames:
            os.replace(part, path)
        return found
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _recover(
    one: LiveFacts,
    left: Left,
    identify: Callable[[str], FileIdentity],
    wanted: Callable[[int, int], bool],
    now_ms: int,
) -> bool:
    path = Path(one.path)
    found = Whole(0, 0)
    if path.exists():
        with contextlib.suppress(av.error.InvalidDataError, av.error.EOFError):
            found = make_whole(path)
    _drop_small(one, left)
    if not found.frames:
        log.warning("nothing was left of %s", path)
        left.discard(one.id)
        return False
    growth = Growth(
        found.length_ms, path.stat().st_size, found.frames, wanted(one.start_ms, one.start_ms + found.length_ms)
    )
    left.close(one.id, growth, identify(one.path), path.stat().st_mtime_ns, now_ms=now_ms)
    log.warning("%s was cut off by the end of the program: %.1f s are saved", path, found.length_ms / 1000)
    return True


def _drop_small(one: LiveFacts, left: Left) -> None:
    """The small picture has no end that matches; the recording itself is looked at from now on."""
    if one.analysis_path is None:
        return
    left.set_analysis(one.id, None, 0)
    with contextlib.suppress(OSError):
        Path(one.analysis_path).unlink()


def _copy(path: Path, part: Path) -> Whole:
    frames, end = 0, Fraction(0)
    with _opened(path) as source:
        shown = source.streams.video[0]
        heard = source.streams.audio[0] if _has_sound(path) else None
        step = 1 / Fraction(shown.average_rate or 25)
        with av.open(str(part), "w", format="mp4", options={"movflags": "faststart"}) as target:
            streams = [shown] if heard is None else [shown, heard]
            copied = {stream.index: target.add_stream_from_template(stream) for stream in streams}
            try:
                for packet in source.demux(streams):
                    if packet.size == 0 or packet.is_corrupt or packet.dts is None:
                        continue
                    index, base = packet.stream_index, packet.time_base or Fraction(1, 90_000)
                    at, length = Fraction(packet.pts or 0) * base, Fraction(packet.duration or 0) * base
                    packet.stream = copied[index]
                    target.mux_one(packet)
                    if index == shown.index:
                        frames, end = frames + 1, max(end, at + (length or step))
            except av.error.FFmpegError:
                log.info("%s ends with a torn fragment", path)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
    return Whole(round(end * 1000), frames)


def _has_sound(path: Path) -> bool:
    """Whether any came before the end: players stumble over an empty track."""
    with _opened(path) as source, contextlib.suppress(av.error.FFmpegError):
        return bool(source.streams.audio) and any(packet.size for packet in source.demux(source.streams.audio[0]))
    return False


def _opened(path: Path) -> InputContainer:
    return av.open(f"file:{path}", options={"protocol_whitelist": "file", "format_whitelist": "mov"})
