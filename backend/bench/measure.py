"""Running and timing things so that the figures can be trusted: side by side, in one run, medians."""

from __future__ import annotations

import contextlib
import json
import platform
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any


def timed(call: Callable[[], Any]) -> tuple[float, float, Any]:
    """(wall seconds, CPU seconds of this process and of programs it ran meanwhile, result)."""
    wall, cpu = time.perf_counter(), _cpu_s()
    result = call()
    return time.perf_counter() - wall, _cpu_s() - cpu, result


def in_turn(calls: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[tuple[float, float, Any]]]:
    """Each call `rounds` times, A B C A B C, so that a machine that slows down slows all of them."""
    found: dict[str, list[tuple[float, float, Any]]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            found[name].append(timed(call))
    return found


def median_wall_s(runs: Sequence[tuple[float, float, Any]]) -> float:
    return median(run[0] for run in runs)


def median_cpu_s(runs: Sequence[tuple[float, float, Any]]) -> float:
    return median(run[1] for run in runs)


def _cpu_s() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak_memory_mb() -> float:
    """The most memory this process has held so far, in MiB."""
    # Linux counts into `ru_maxrss` what the parent held when it forked; the high-water mark is the process's own.
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if platform.system() == "Darwin" else peak / 1024


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    cells = [[str(c) for c in row] for row in (head, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in cells]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(lines)


def save(folder: Path, name: str, result: dict[str, Any]) -> Path:
    """Write a measurement as JSON; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(result, indent=1, default=str) + "\n", encoding="utf-8")
    return path
