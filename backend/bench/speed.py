"""How fast: the whole analysis beside decoding all frames, on the same file, in the same run, on the same cores."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import av
import numpy as np
import zxingcpp

from backend.analysis import Analysis, analyse_files
from backend.bench.measure import in_turn, median_cpu_s, median_wall_s, peak_memory_mb, table
from backend.domain.camera import Camera
from backend.sampling.frame_sampler import FrameSampler

_REFERENCE_STEP = 5


def measure(path: Path, camera: Camera, *, cores: int, rounds: int, dvr_scan: str = "dvr-scan") -> dict[str, Any]:
    """Wall and CPU seconds of each way, medians over `rounds`, and the ratio of each to decoding every frame.

    `dvr_scan`: that program; left out where it is not installed.
    """
    sampler = FrameSampler(threads=cores)
    ways = {
        "decode every frame": lambda: decode_all(path),
        "ePACK, whole analysis": lambda: analyse_files([str(path)], camera, workers=cores, sampler=sampler),
        "keyframes only (the floor)": lambda: decode_keyframes(path),
        "every 5th frame, same readers": lambda: every_fifth(path, camera),
    }
    program = shutil.which(dvr_scan)
    if program:
        ways["DVR-Scan --scan-only"] = lambda: scan_only(program, path)
    # Start-up apart: the models are loaded and the file is in the page cache before anything is timed.
    analyse_files([str(path)], camera, workers=cores, sampler=sampler)
    runs = in_turn(ways, rounds)
    base = median_wall_s(runs["decode every frame"])
    result: dict[str, Any] = {"file": path.name, "cores": cores, "rounds": rounds, "ways": {}}
    for name, found in runs.items():
        wall = median_wall_s(found)
        result["ways"][name] = {"wall_s": wall, "cpu_s": median_cpu_s(found), "ratio": wall / base}
    analysis: Analysis = runs["ePACK, whole analysis"][-1][2]
    seen = analysis.files[0].seen
    result["frames_total"] = seen.frames_total if seen else None
    result["frames_decoded"] = seen.frames_decoded if seen else None
    result["events"] = len(analysis.events)
    result["peak_memory_mb"] = peak_memory_mb()
    return result


def as_table(result: dict[str, Any]) -> str:
    rows = [
        (name, f"{way['wall_s']:.2f}", f"{way['cpu_s']:.2f}", f"{way['ratio']:.3f}")
        for name, way in result["ways"].items()
    ]
    return table((result["file"], "wall s", "CPU s", "of decoding all"), rows)


def decode_all(path: Path) -> int:
    """Every frame, with the decoder's own threads: what anything that looks at all frames must spend."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        return sum(1 for _ in container.decode(stream))


def decode_keyframes(path: Path) -> int:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        stream.codec_context.skip_frame = "NONKEY"
        return sum(1 for _ in container.decode(stream))


def every_fifth(path: Path, camera: Camera) -> int:
    """The way of the reference: decode everything, look at every fifth frame with the same code reader."""
    formats = zxingcpp.barcode_formats_from_str("|".join(camera.symbologies))
    looks = 0
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for number, frame in enumerate(container.decode(stream)):
            if number % _REFERENCE_STEP:
                continue
            plane = frame.planes[0]
            gray = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
            for box in (camera.regions.trigger, camera.regions.label):
                part = gray if box is None else gray[box.y : box.y + box.h, box.x : box.x + box.w]
                zxingcpp.read_barcodes(part, formats=formats)
            looks += 1
    return looks


def scan_only(program: str, path: Path) -> None:
    """Raises CalledProcessError when it fails: a short time would then say nothing."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "-i", str(path), "--scan-only", "-d", folder, "-q"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
