"""Several recordings at once, very long ones, and the memory they take."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from backend.analysis import analyse_files
from backend.bench.measure import in_turn, median_wall_s, peak_memory_mb, table, timed
from backend.bench.score import Score
from backend.commands.profile import camera_from
from backend.config.paths import PROJECT_DIR
from backend.domain.camera import Camera
from backend.sampling.frame_sampler import FrameSampler

GAIN = 1.8
MEMORY_MB = 700
MEMORY_SCRIPT = PROJECT_DIR / "scripts" / "bench.d" / "memory.py"


def measure(path: Path, profile: Mapping[str, Any], *, rounds: int) -> dict[str, Any]:
    """Four copies of one recording, by one worker and by two (each with one thread): wall seconds, the gain, and the
    most memory that a process with one and with two workers takes."""
    camera = camera_from(profile, "workers")
    with tempfile.TemporaryDirectory() as folder:
        copies = [str(shutil.copy(path, Path(folder) / f"{n}-{path.name}")) for n in range(4)]
        sampler = FrameSampler(threads=1)
        sampler.analyse(copies[0], camera)

        def one() -> None:
            for copy in copies:
                sampler.analyse(copy, camera)

        analyse_files(copies[:2], camera, workers=2, sampler=sampler)
        two = partial(analyse_files, copies, camera, workers=2, sampler=sampler)
        runs = in_turn({"one": one, "two": two}, rounds)
    one_s, two_s = median_wall_s(runs["one"]), median_wall_s(runs["two"])
    memory = [_memory_mb(path, profile, count) for count in (1, 2)]
    return {
        "one_worker_s": one_s, "two_workers_s": two_s, "gain": one_s / two_s, "aim": GAIN,
        "one_worker_mb": memory[0], "two_workers_mb": memory[1], "most_mb_per_worker": MEMORY_MB,
    }  # fmt: skip


def as_table(result: dict[str, Any]) -> str:
    rows = [
        ("wall s", f"{result['one_worker_s']:.2f}", f"{result['two_workers_s']:.2f}", f"{result['gain']:.2f} times",
         f"{GAIN} times"),
        ("peak MiB, whole process", result["one_worker_mb"], result["two_workers_mb"],
         f"{result['two_workers_mb'] / 2:.0f} a worker", f"{MEMORY_MB} a worker"),
    ]  # fmt: skip
    return table(("", "one worker", "two workers", "found", "aim"), rows)


def _memory_mb(path: Path, profile: Mapping[str, Any], count: int) -> int:
    """Measured in a process of its own: this one has held other things before."""
    with tempfile.TemporaryDirectory() as folder:
        described = Path(folder) / "profile.json"
        described.write_text(json.dumps(profile), encoding="utf-8")
        command = [sys.executable, str(MEMORY_SCRIPT), str(path), str(described), str(count)]
        return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()[-1])


def night(files: Sequence[str], camera: Camera, orders: Sequence[Mapping[str, Any]], *, cores: int) -> dict[str, Any]:
    """A whole night: wall seconds, frames decoded, memory, and whether its order was found."""
    wall, cpu, analysis = timed(lambda: analyse_files(files, camera, workers=cores))
    score = Score()
    score.add(orders, analysis.events, "night")
    return {
        "footage_s": round(sum(f.seen.duration_ms for f in analysis.files if f.seen) / 1000, 1),
        "wall_s": round(wall, 1),
        "cpu_s": round(cpu, 1),
        "frames_total": sum(f.seen.frames_total for f in analysis.files if f.seen),
        "frames_decoded": sum(f.seen.frames_decoded for f in analysis.files if f.seen),
        "orders": score.orders,
        "found": score.found,
        "invented": score.invented,
        "peak_memory_mb": round(peak_memory_mb()),
    }


def night_table(results: Mapping[str, Mapping[str, Any]]) -> str:
    rows = [
        (name, f"{r['wall_s']:.1f}", f"{r['footage_s'] / r['wall_s']:.0f} times",
         f"{r['frames_decoded']} of {r['frames_total']}", f"{r['found']}/{r['orders']}",
         len(r["invented"]), r["peak_memory_mb"])
        for name, r in results.items()
    ]  # fmt: skip
    head = ("night", "wall s", "faster than playing", "frames decoded", "orders", "invented", "peak MiB")
    return table(head, rows)
