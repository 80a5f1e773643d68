"""The second look: what it reads beyond the first one, and what it costs."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from backend.bench.measure import table, timed
from backend.commands.profile import camera_from
from backend.sampling.consensus import confirmed
from backend.sampling.frame_sampler import FrameSampler


def measure(folder: Path, *, workers: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Both looks at every scenario below `folder`, the first one as at recordings with much work."""
    labels = first = second = 0
    wrong: list[str] = []
    first_s = second_s = 0.0
    with FrameSampler(threads=workers, little_work_ms=0) as sampler:
        for path in sorted(folder.rglob("*.truth.json")):
            truth = json.loads(path.read_text(encoding="utf-8"))
            camera = camera_from(truth["profile"], truth["camera"])
            true = {code["text"] for order in truth["orders"] for code in order["codes"]}
            found: tuple[set[str], set[str]] = (set(), set())
            for one in truth["recordings"]:
                file = path.parent / one["path"]
                _, cpu_s, seen = timed(partial(sampler.analyse, file, camera))
                first_s += cpu_s
                _, cpu_s, again = timed(partial(sampler.look_again, file, camera, seen))
                second_s += cpu_s
                found[0].update(s.text for s in confirmed(seen.sightings))
                found[1].update(s.text for s in confirmed(again))
            labels, first, second = labels + len(true), first + len(found[0] & true), second + len(found[1] & true)
            wrong += sorted(found[1] - true)
            tell(f"{truth['scenario']}: {len(found[0] & true)}, then {len(found[1] & true)} of {len(true)} labels")
    return {
        "labels": labels, "first_look": first, "second_look": second, "wrong": wrong,
        "first_cpu_s": round(first_s, 1), "second_cpu_s": round(second_s, 1),
    }  # fmt: skip


def as_table(result: dict[str, Any]) -> str:
    rows = [
        ("first look", f"{result['first_look']}/{result['labels']}", "", result["first_cpu_s"]),
        (
            "with the second",
            f"{result['second_look']}/{result['labels']}",
            len(result["wrong"]),
            result["second_cpu_s"],
        ),
    ]
    return table(("", "labels read", "wrong", "CPU s"), rows)
