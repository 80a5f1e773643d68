"""How right: found against true over synthetic footage, and against looking at every frame."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backend.analysis import analyse_files
from backend.bench.measure import table
from backend.bench.score import Score
from backend.commands.profile import camera_from


def measure(folder: Path, *, workers: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Analyse every scenario below `folder` (files beside their `*.truth.json`) and score it."""
    total = Score()
    decoded = frames = 0
    for path in sorted(folder.rglob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        camera = camera_from(truth["profile"], truth["camera"])
        files = [str(path.parent / one["path"]) for one in truth["recordings"]]
        analysis = analyse_files(files, camera, workers=workers)
        score = Score()
        score.add(truth["orders"], analysis.events, truth["scenario"])
        total.merge(score)
        decoded += sum(f.seen.frames_decoded for f in analysis.files if f.seen)
        frames += sum(f.seen.frames_total for f in analysis.files if f.seen)
        failed = [f.reason for f in analysis.files if f.reason]
        tell(f"{truth['scenario']}: {_line(score)} {failed or ''}")
    return total.as_dict() | {"frames_total": frames, "frames_decoded": decoded}


def as_table(results: dict[str, dict[str, Any]]) -> str:
    rows = [
        (
            name,
            f"{r['found']}/{r['orders']}",
            len(r["invented"]),
            f"{r['start_median_ms']} / {r['start_p95_ms']}",
            f"{r['end_median_ms']} / {r['end_p95_ms']}",
            f"{r['codes_read']}/{r['codes_due']} (+{r['codes_extra']})",
            len(r["codes_wrong"]),
            f"{r['frames_decoded'] / max(1, r['frames_total']):.2f}",
        )
        for name, r in results.items()
    ]
    head = ("footage", "orders", "invented", "start ms (median / 95 %)", "end ms", "codes due", "wrong", "decoded")
    return table(head, rows)


def _line(score: Score) -> str:
    found = score.as_dict()
    notes = [f"{k}: {found[k]}" for k in ("missed", "invented", "codes_missed", "codes_wrong") if found[k]]
    return f"{found['found']}/{found['orders']} orders, {found['codes_read']}/{found['codes_due']} codes {notes or ''}"
