"""Joins encoded blocks without encoding again: packets with rewritten times, any block any number of times."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av

_Packet = tuple[bytes, int, int, bool]


def _read(path: Path) -> tuple[list[_Packet], int, Fraction]:
    """Packets (bytes, pts, dts, keyframe) of the first video stream, the block's length, and the time base of both."""
    with av.open(str(path)) as source:
        stream = source.streams.video[0]
        base = stream.time_base
        packets = [
            (bytes(p), p.pts, p.dts, p.is_keyframe)
            for p in source.demux(stream)
            if p.pts is not None and p.dts is not None
        ]
        rate = stream.average_rate
    period = round(1 / (rate * base))
    last = max(p[1] for p in packets)
    return packets, last + period, base


def join(blocks: Sequence[Path], out: Path) -> int:
    """Write `blocks` one after the other as `out` (video only); answers the number of frames.

    All blocks must come from the same encoder settings and size; each starts with a keyframe. A path may come again.
    """
    cache = {path: _read(path) for path in dict.fromkeys(blocks)}
    offset, frames = 0, 0
    with av.open(str(blocks[0])) as first, av.open(str(out), "w") as target:
        stream = target.add_stream_from_template(first.streams.video[0])
        base = cache[blocks[0]][2]
        stream.time_base = base
        for path in blocks:
            packets, length, _ = cache[path]
            for data, pts, dts, keyframe in packets:
                packet = av.Packet(data)
                packet.stream, packet.time_base = stream, base
                packet.pts, packet.dts = pts + offset, dts + offset
                packet.is_keyframe = keyframe
                target.mux(packet)
            offset += length
            frames += len(packets)
    return frames
