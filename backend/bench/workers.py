"""Several recordings at once, very long ones, and the memory they take."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from backend.analysis import analyse_files
from backend.bench.measure import in_turn, median_wall_s, peak_memory_mb, table, timed
from backend.bench.score import Score
from backend.domain.camera import Camera
from backend.sampling.frame_sampler import FrameSampler


def measure(path: Path, camera: Camera, *, rounds: int) -> dict[str, Any]:
    """Four copies of one recording, by one worker and by two (each with one thread): wall seconds and the gain."""
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
    return {"one_worker_s": one_s, "two_workers_s": two_s, "gain": one_s / two_s, "peak_memory_mb": peak_memory_mb()}


def as_table(result: dict[str, Any]) -> str:
    row = (
        f"{result['one_worker_s']:.2f}", f"{result['two_workers_s']:.2f}", f"{result['gain']:.2f}",
        f"{result['peak_memory_mb']:.0f}",
    )  # fmt: skip
    return table(("one worker s", "two workers s", "gain", "peak MB"), [row])


def night(files: Sequence[str], camera: Camera, orders: Sequence[Mapping[str, Any]], *, cores: int) -> dict[str, Any]:
    """A whole night: wall seconds, frames decoded, memory, and whether its order was found."""
    wall, cpu, analysis = timed(lambda: analyse_files(files, camera, workers=cores))
    score = Score()
    score.add(orders, analysis.events, "night")
    return {
        "wall_s": round(wall, 1),
        "cpu_s": round(cpu, 1),
        "frames_total": sum(f.seen.frames_total for f in analysis.files if f.seen),
        "frames_decoded": sum(f.seen.frames_decoded for f in analysis.files if f.seen),
        "orders": score.orders,
        "found": score.found,
        "invented": score.invented,
        "peak_memory_mb": round(peak_memory_mb()),
    }
