#!/usr/bin/env python3
"""The verdict on every camera, from a year of measured recordings of each: seconds of the call behind the page.

    scripts/bench.d/health.py [--cameras 20] [--days 365] [--minutes 60] [--rounds 5] [--json OUT.json]

The store is made anew: files of `minutes` around the clock, half of them outside the working hours. `first` is the
first call after the server starts, `one` a call after a recording of one camera was analysed, `again` one after nothing
was.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from dataclasses import replace
from datetime import UTC
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sqlalchemy import insert, update  # noqa: E402

from backend.domain.camera import Camera  # noqa: E402
from backend.domain.health import SCENE_COLS, HealthFacts  # noqa: E402
from backend.domain.observation import Observations  # noqa: E402
from backend.domain.region import Box  # noqa: E402
from backend.health.service import HealthService  # noqa: E402
from backend.runtime.clock import SystemClock  # noqa: E402
from backend.sources.working_hours import WorkingHours  # noqa: E402
from database.engine import Store, memory_store  # noqa: E402
from database.health_rows import replace_health  # noqa: E402
from database.queries.health_view import HealthQueries  # noqa: E402
from database.repositories.cameras import CameraRepository  # noqa: E402
from database.repositories.health import BaselineRepository  # noqa: E402
from database.tables import recordings  # noqa: E402

BEGIN_MS = 1_735_689_600_000
FACTS = HealthFacts(
    from_ms=0, to_ms=0, looks=120, free_looks=60, sticker_reads=59, has_trigger=True, sticker=Box(900, 500, 70, 70),
    sticker_px=3.1, region=Box(860, 460, 150, 150), labels_seen=20, labels_read=19, label_px=2.6, brightness=120.0,
    contrast=30.0, sharpness=1.0, dark_looks=0, flat_looks=0, frozen_ms=0, frame_width=1920, frame_height=1080,
    sample_ms=60_000, scene=None,
)  # fmt: skip


def fill(store: Store, cameras: int, days: int, minutes: int) -> int:
    """How many recordings were put in."""
    dice = random.Random(3)
    scene = bytes(dice.randrange(256) for _ in range(36 * SCENE_COLS))
    known = CameraRepository(store)
    step_ms, number = minutes * 60_000, 0
    for camera in range(cameras):
        camera_id = known.add(Camera(0, f"Table {camera + 1:02d}"), now_ms=BEGIN_MS)
        with store.write() as connection:
            for start_ms in range(BEGIN_MS, BEGIN_MS + days * 86_400_000, step_ms):
                number += 1
                row = {
                    "id": number, "camera_id": camera_id, "path": f"/footage/{camera_id}/{start_ms}.mp4",
                    "size_bytes": 0, "mtime_ns": (start_ms + step_ms) * 1_000_000, "head_tail_sha256": "",
                    "start_ms": start_ms, "start_rule": "filename", "duration_ms": step_ms, "status": "done",
                    "done_ms": start_ms, "created_ms": start_ms + step_ms, "updated_ms": start_ms,
                }  # fmt: skip
                connection.execute(insert(recordings), [row])
                facts = replace(FACTS, brightness=110 + dice.random() * 20, sticker_reads=56 + dice.randrange(5))
                facts = replace(facts, to_ms=step_ms, scene=scene)
                replace_health(connection, number, Observations(step_ms, health=[facts]))
    return number


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("cameras", 20), ("days", 365), ("minutes", 60), ("rounds", 5)):
        arguments.add_argument(f"--{name}", type=int, default=usual)
    arguments.add_argument("--json", type=Path)
    given = arguments.parse_args()
    hours = WorkingHours.of((), "08:00", "20:00", UTC)
    with memory_store() as store:
        count = fill(store, given.cameras, given.days, given.minutes)
        service = HealthService(
            CameraRepository(store), HealthQueries(store), BaselineRepository(store), hours.windows, SystemClock()
        )
        took = {"first": [timed(service)], "one": [], "again": []}
        for number in range(given.rounds):
            with store.write() as connection:
                connection.execute(update(recordings).where(recordings.c.id == count).values(done_ms=10**14 + number))
            took["one"].append(timed(service))
            took["again"].append(timed(service))
    print(f"{given.cameras} cameras, {count:,} measured recordings; wall ms (processor ms)")
    for name, times in took.items():
        wall_s, worked_s = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"{name:6} {wall_s * 1000:7.1f} ({worked_s * 1000:.1f})")
    if given.json:
        given.json.write_text(json.dumps({"recordings": count, "took_s": took}, indent=1), encoding="utf-8")
    return 0


def timed(service: HealthService) -> tuple[float, float]:
    """Seconds of the wall clock and of this thread's processor time."""
    began, worked = time.monotonic(), time.thread_time()
    assert all(one.level is not None for one in service.all())
    return time.monotonic() - began, time.thread_time() - worked


if __name__ == "__main__":
    raise SystemExit(main())
