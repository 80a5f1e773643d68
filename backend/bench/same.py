"""Coarse to fine against looking at every frame of the same footage: the same events with the same codes?"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from backend.analysis import analyse_files
from backend.bench.measure import table
from backend.bench.score import p95
from backend.commands.profile import camera_from
from backend.domain.event import PackingEvent
from backend.sampling.frame_sampler import FrameSampler


def measure(folder: Path, *, workers: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Analyse every scenario below `folder` both ways; what differs is named, edges in absolute ms."""
    coarse, fine = FrameSampler(threads=workers), FrameSampler(threads=workers, every_frame=True)
    events = frames = decoded = 0
    differences: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for path in sorted(folder.rglob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        camera = camera_from(truth["profile"], truth["camera"])
        files = [str(path.parent / one["path"]) for one in truth["recordings"]]
        usual = analyse_files(files, camera, workers=workers, sampler=coarse)
        whole = analyse_files(files, camera, workers=workers, sampler=fine)
        pairs, unlike = compared(whole.events, usual.events)
        events += len(whole.events)
        starts += [abs(one.start_ms - other.start_ms) for one, other in pairs]
        ends += [abs(one.end_ms - other.end_ms) for one, other in pairs]
        differences += [f"{truth['scenario']}: {line}" for line in unlike]
        frames += sum(f.seen.frames_total for f in usual.files if f.seen)
        decoded += sum(f.seen.frames_decoded for f in usual.files if f.seen)
        tell(f"{truth['scenario']}: {len(whole.events)} events, {'; '.join(unlike) or 'the same'}")
    return {
        "events": events,
        "differences": differences,
        "start_median_ms": round(median(starts)) if starts else None,
        "start_p95_ms": p95(starts),
        "start_max_ms": max(starts, default=None),
        "end_median_ms": round(median(ends)) if ends else None,
        "end_p95_ms": p95(ends),
        "end_max_ms": max(ends, default=None),
        "frames_total": frames,
        "frames_decoded": decoded,
    }


def compared(
    whole: Sequence[PackingEvent], usual: Sequence[PackingEvent]
) -> tuple[list[tuple[PackingEvent, PackingEvent]], list[str]]:
    """(events that overlap, what differs besides their edges). `whole`: those from every frame."""
    left = list(usual)
    pairs: list[tuple[PackingEvent, PackingEvent]] = []
    unlike: list[str] = []
    for event in whole:
        match = next((one for one in left if one.start_ms < event.end_ms and one.end_ms > event.start_ms), None)
        if match is None:
            unlike.append(f"only in every frame: {event.start_ms} {_texts(event)}")
            continue
        left.remove(match)
        pairs.append((event, match))
        if set(_texts(match)) != set(_texts(event)):
            unlike.append(f"codes of {event.start_ms}: {_texts(match)} instead of {_texts(event)}")
    unlike += [f"not in every frame: {one.start_ms} {_texts(one)}" for one in left]
    return pairs, unlike


def as_table(result: dict[str, Any]) -> str:
    row = (
        result["events"],
        len(result["differences"]),
        f"{result['start_median_ms']} / {result['start_p95_ms']} / {result['start_max_ms']}",
        f"{result['end_median_ms']} / {result['end_p95_ms']} / {result['end_max_ms']}",
        f"{result['frames_decoded'] / max(1, result['frames_total']):.2f}",
    )
    return table(("events", "differences", "start ms (median / 95 % / most)", "end ms", "looked at of all"), [row])


def _texts(event: PackingEvent) -> list[str]:
    return [code.text for code in event.codes]
