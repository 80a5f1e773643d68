#!/usr/bin/env python3
"""A clip of 60 s out of a 1-hour 1080p recording, at positions all over the file, beside seeking after the input.

    scripts/bench.d/clip.py [--minutes 60] [--repeats 5] [--folder FOLDER] [--recording FILE] [--json OUT.json]

Three ways, each to the finished file: `ePACK` is the whole job (cut, sync to the disk, SHA-256, rename); `seek after
input` is the reference's way with stream copy (reads and drops everything before the start), neither synced nor hashed;
`decode from start` is the same with re-encoding, measured only as far as --decode-s seconds into the file.
The hour is 20 s of footage at 4 Mbit/s with a keyframe every 2 s and AAC sound, its packets repeated.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from backend.clips.spans import CutSpan
from backend.clips.writer import CutMode, write_clip

TARGET_MS = 300
CLIP_MS = 60_000
SEED_S = 20
FPS, GOP, WIDTH, HEIGHT, BITS_PER_S = 25, 50, 1920, 1080, 4_000_000
POSITIONS = (0.0, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)


def seed(path: Path) -> None:
    """20 s of noisy texture that drifts, so that the encoder needs its 4 Mbit/s."""
    dice = np.random.default_rng(7)
    table = dice.integers(60, 200, (HEIGHT * 3 // 2, WIDTH + 256), np.uint8)
    table[HEIGHT:] = 128
    with av.open(str(path), "w") as container:
        rate = str(BITS_PER_S)
        options = {"preset": "ultrafast", "b": rate, "maxrate": rate, "bufsize": rate, "sc_threshold": "0"}
        video = container.add_stream("libx264", rate=FPS, options=options)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.gop_size = GOP
        video.codec_context.bit_rate = BITS_PER_S
        audio = container.add_stream("aac", rate=48_000, layout="mono")
        for index in range(SEED_S * FPS):
            picture = np.ascontiguousarray(table[:, index % 256 : index % 256 + WIDTH])
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts = index
            container.mux(video.encode(frame))
        for begin in range(0, SEED_S * 48_000, 960):
            samples = (dice.standard_normal((1, 960)) * 800).astype(np.int16)
            sound = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            sound.sample_rate, sound.pts = 48_000, begin
            container.mux(audio.encode(sound))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))


def repeat(source: Path, path: Path, minutes: float) -> None:
    """`source` over and over, by its packets."""
    with av.open(str(path), "w") as output:
        with av.open(str(source)) as first:
            streams = [output.add_stream_from_template(stream) for stream in first.streams]
            for stream, template in zip(streams, first.streams, strict=True):
                stream.time_base = template.time_base
        for turn in range(round(minutes * 60 / SEED_S)):
            with av.open(str(source)) as again:
                for packet in again.demux():
                    at_s = 0 if packet.pts is None else packet.pts * packet.time_base
                    if packet.size and 0 <= at_s < SEED_S:
                        shift = round(turn * SEED_S / Fraction(packet.time_base))
                        packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                        packet.stream = streams[packet.stream_index]
                        output.mux(packet)


def epack(recording: Path, from_ms: int, folder: Path) -> None:
    span = CutSpan(1, str(recording), from_ms, from_ms + CLIP_MS, 1_700_000_000_000 + from_ms)
    clip = write_clip([span], folder, "clip.mp4")
    if clip.mode is not CutMode.FAST or abs(clip.duration_ms - CLIP_MS) > 200:
        raise SystemExit(f"not the clip that was asked for: {clip}")


def seek_after_input(recording: Path, from_ms: int, folder: Path) -> None:
    with av.open(str(recording)) as source, av.open(str(folder / "copy.mp4"), "w") as output:
        streams = [output.add_stream_from_template(stream) for stream in source.streams]
        for packet in source.demux():
            at_s = 0 if packet.pts is None else packet.pts * packet.time_base
            if not packet.size or at_s * 1000 < from_ms:
                continue
            if at_s * 1000 >= from_ms + CLIP_MS:
                break
            shift = round(Fraction(from_ms, 1000) / Fraction(packet.time_base))
            packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
            packet.stream = streams[packet.stream_index]
            output.mux(packet)


def decode_from_start(recording: Path, from_ms: int, folder: Path) -> None:
    with av.open(str(recording)) as source:
        for frame in source.decode(video=0):
            if frame.time * 1000 >= from_ms:
                return


def timed(
    way: Callable[[Path, int, Path], None], recording: Path, from_ms: int, repeats: int, out: Path
) -> list[float]:
    taken = []
    for _ in range(repeats):
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        begin = time.perf_counter()
        way(recording, from_ms, out)
        taken.append((time.perf_counter() - begin) * 1000)
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument(
        "--decode-s", type=int, default=60, help="how far to decode for the third way (0: leave it out)"
    )
    parser.add_argument(
        "--folder", type=Path, help="where the footage and the clips are made (default: a temporary one)"
    )
    parser.add_argument("--recording", type=Path, help="made there when missing, and kept (default: made and deleted)")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if asked.minutes < 2:
        parser.error("--minutes: the clip takes one, so the file has at least 2")
    with tempfile.TemporaryDirectory(dir=asked.folder) as made:
        folder = Path(made)
        recording = asked.recording or folder / "hour.mp4"
        if not recording.exists():
            seed(folder / "seed.mp4")
            repeat(folder / "seed.mp4", folder / "repeated.mp4", asked.minutes)
            shutil.move(
                folder / "repeated.mp4", recording
            )  # half of it, after an interruption, would be taken as whole
        report = measure(recording, folder / "out", asked.minutes, asked.repeats, asked.decode_s)
    if asked.json:
        asked.json.write_text(json.dumps(report, indent=2) + "\n")
    return 0 if report["median_ms"] <= TARGET_MS else 1


def measure(recording: Path, out: Path, minutes: float, repeats: int, decode_s: int) -> dict[str, object]:
    size = recording.stat().st_size
    print(f"{minutes:g} min, {WIDTH}x{HEIGHT}, {FPS} fps, {size / 1e6:.0f} MB; clip of {CLIP_MS // 1000} s")
    print(f"{'position':>9} {'ePACK median':>13} {'worst':>8} {'seek after input':>17} {'ratio':>7}")
    rows = []
    every: list[float] = []
    for position in POSITIONS:
        latest_ms = minutes * 60_000 - CLIP_MS - 1_000
        from_ms = round(min(position * minutes * 60_000 + (710 if position else 0), latest_ms))  # in between keyframes
        own = timed(epack, recording, from_ms, repeats, out)
        other = timed(seek_after_input, recording, from_ms, max(1, repeats // 2), out)
        every += own
        mine, theirs = statistics.median(own), statistics.median(other)
        rows.append({"from_ms": from_ms, "epack_ms": own, "seek_after_input_ms": other, "ratio": theirs / mine})
        print(f"{from_ms / 1000:8.1f}s {mine:10.0f} ms {max(own):5.0f} ms {theirs:14.0f} ms {theirs / mine:6.1f}x")
    median = statistics.median(every)
    print(f"median over all positions: {median:.0f} ms (target {TARGET_MS} ms)")
    decoded = timed(decode_from_start, recording, decode_s * 1000, 1, out)[0] if decode_s else None
    if decoded:
        print(f"decode from start, only as far as {decode_s} s into the file: {decoded:.0f} ms")
    return {
        "minutes": minutes, "bytes": size, "clip_ms": CLIP_MS, "target_ms": TARGET_MS, "median_ms": median,
        "positions": rows, "decode_s": decode_s, "decode_from_start_ms": decoded,
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
