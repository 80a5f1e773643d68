"""The demo: footage with known truth, put through the real server on a data folder of its own."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backend.bench.score import Score
from backend.commands.profile import camera_from
from backend.composition.application import Application
from backend.config.paths import PROJECT_DIR
from backend.demo.batch import render_all
from backend.demo.preset_demo import demo
from backend.domain.errors import EpackError
from backend.domain.event import PackingEvent
from backend.domain.recording import RecordingStatus

DEMO_DIR = PROJECT_DIR / "resources" / "demo"
_POLL_S = 0.5
_LONGEST_S = 1_800


def make_footage(folder: Path, workers: int, tell: Callable[[str], None]) -> None:
    """Render what is missing of the demo footage into `folder`, one sub-folder per camera."""
    scenarios = demo()
    tell(f"Demo footage: {len(scenarios)} recordings, made once, in {folder}")
    render_all(scenarios, folder, workers=workers, progress=lambda done, total, name: tell(f"  {done}/{total} {name}"))


def truths_in(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*/*.truth.json"))]


def load(application: Application, folder: Path) -> None:
    """Make the footage a source with its cameras; what is there already stays."""
    ours = application.services
    now_ms = ours.clock.now_ms()
    source = next((s for s in ours.sources.all() if s.path == str(folder)), None)
    source_id = source.id if source else ours.sources.add("Demo", str(folder), now_ms=now_ms)
    for truth in truths_in(folder):
        name = truth["camera"]
        if ours.cameras.by_name(name) is None:
            camera = camera_from(truth["profile"], name)
            ours.cameras.add(camera, now_ms=now_ms, source_id=source_id, folder=name)


def analyse(application: Application, folder: Path, tell: Callable[[str], None]) -> None:
    """Run the Custom program over the footage and wait for it. Raises EpackError when it does not come to an end."""
    ours = application.services
    newest = max(path.stat().st_mtime for path in folder.glob("*/*"))
    # A file just written might still grow: the scanner waits, and so do we.
    time.sleep(max(0.0, newest + ours.settings.current().settle_s + 1 - time.time()))
    ours.programs.start("custom", custom_path=str(folder))
    deadline = time.monotonic() + _LONGEST_S
    said = -1
    while time.monotonic() < deadline:
        counts = ours.recordings.counts()
        settled = counts[RecordingStatus.DONE] + counts[RecordingStatus.FAILED]
        left = counts[RecordingStatus.PENDING] + counts[RecordingStatus.CLAIMED]
        if settled != said:
            said = settled
            tell(f"  analysed {settled} of {settled + left} recordings")
        if settled and not left and not ours.events.dirty_windows():
            return
        time.sleep(_POLL_S)
    raise EpackError("The demo was not analysed within half an hour; see the log.", code="timeout")


def compare(application: Application, folder: Path) -> Score:
    """Found against true, for all cameras of the demo."""
    ours = application.services
    score = Score()
    for truth in truths_in(folder):
        camera = ours.cameras.by_name(truth["camera"])
        assert camera is not None
        from_ms = min(r["start_ms"] for r in truth["recordings"])
        to_ms = max(r["start_ms"] + r["duration_ms"] for r in truth["recordings"])
        views = ours.event_queries.around(camera.id, from_ms, to_ms)
        events = [
            PackingEvent(v.public_id, v.camera_id, v.start_ms, v.end_ms, v.flags, v.codes, v.parts) for v in views
        ]
        score.add(truth["orders"], events, truth["scenario"])
    return score


def report(score: Score) -> str:
    """The comparison as a small table for a person."""
    found = score.as_dict()
    lines = [
        "",
        "Demo: found against true",
        f"  orders            {found['found']} found of {found['orders']}, {len(found['invented'])} invented",
        f"  start             off by {found['start_median_ms']} ms (median), {found['start_p95_ms']} ms (95 %)",
        f"  end               off by {found['end_median_ms']} ms (median), {found['end_p95_ms']} ms (95 %)",
        (
            f"  codes             {found['codes_read']} read of {found['codes_due']} legible for half a second"
            f" at 2 px per module, {found['codes_extra']} more, {len(found['codes_wrong'])} wrong"
        ),
    ]
    for name in ("missed", "invented", "codes_missed", "codes_wrong"):
        lines += [f"  {name.replace('_', ' ')}: {item}" for item in found[name]]
    return "\n".join(lines)
