"""A stretch of a fetched file as a file of its own: packets copied from the keyframe before it to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.container import InputContainer
from av.packet import Packet

from backend.containers.opening import open_timed
from backend.domain.source import OF_THE_FILE, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal

_MOST_HELD = 128 * 1024 * 1024
"""Of one keyframe and what follows it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """UTC epoch ms. `whole_ms`: when the first picture of the file was taken."""

    whole_ms: int
    from_ms: int
    to_ms: int


def cut_out(path: Path, target: Path, wanted: Wanted, stop: StopSignal) -> int:
    """Write the picture of `wanted` (its sound stays behind) to the MP4 `target`; returns when its first picture was
    taken, UTC epoch ms. Raises SourceTrouble, OSError, Cancelled."""
    try:
        container, _ = open_timed(path)
        with container:
            return _copied(container, target, wanted, stop)
    except (av.error.FFmpegError, ValueError, IndexError) as error:
        if isinstance(error, OSError) and not isinstance(error, av.error.InvalidDataError):
            raise
        raise SourceTrouble(
            Trouble.UNSUPPORTED,
            "The part of this recording that is missing here could not be cut out of it.",
            details={OF_THE_FILE: True, "reason": str(error)[:200]},
        ) from error


def _copied(container: InputContainer, target: Path, wanted: Wanted, stop: StopSignal) -> int:
    video = container.streams.video[0]
    scale = Fraction(video.time_base or Fraction(1, 90_000)) * 1000
    zero = video.start_time if video.start_time is not None else 0

    def at_ms(ticks: int) -> float:
        return wanted.whole_ms + float((ticks - zero) * scale)

    with av.open(str(target), "w", format="mp4") as out:
        copy = out.add_stream_from_template(video)
        first: int | None = None
        for packet in _stretch(container, video, at_ms, wanted, stop):
            if packet.pts is None or packet.dts is None:
                continue
            first = packet.pts if first is None else first
            packet.pts -= first
            packet.dts -= first
            packet.stream = copy
            out.mux(packet)
    if first is None:
        raise SourceTrouble(Trouble.NOT_FOUND, "The recording shows nothing of the time that is missing here.")
    return round(at_ms(first))


def _stretch(
    container: InputContainer, video: av.VideoStream, at_ms: Callable[[int], float], wanted: Wanted, stop: StopSignal
) -> Iterator[Packet]:
    """Packets from the last keyframe at or before the begin (else the first one after it) to the end. Read from the
    file's beginning: not every form can be sought in, and nothing is decoded."""
    held: list[Packet] = []
    held_bytes, begun = 0, False
    for number, packet in enumerate(container.demux(video)):
        if number % 64 == 0:
            stop.check()
        if packet.dts is None or not packet.size:
            continue
        if at_ms(packet.dts) >= wanted.to_ms:
            return
        if begun:
            yield packet
            continue
        if packet.is_keyframe:
            held, held_bytes = [], 0
        if packet.is_keyframe or held:
            held.append(packet)
            held_bytes += packet.size
        if held_bytes > _MOST_HELD:
            held, held_bytes = [], 0
        if held and at_ms(packet.pts if packet.pts is not None else packet.dts) >= wanted.from_ms:
            begun = True
            yield from held
            held = []
