#!/usr/bin/env python3
"""How smoothly a full day moves: frame times in a real Chromium while the timeline is panned, zoomed and pointed at.

    scripts/bench.d/timeline.py [--events 2000] [--cameras 1] [--frames 240] [--json OUT.json]

One turn of the wheel, or one move of the pointer, a frame. `frame` is the time from one animation frame to the next
(16.7 ms at best), `busy` what the page's own thread worked in it. Needs the dashboard built, Playwright and Chromium.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import random
from trace import server, signed_in

from search_store import code_of

from backend.domain.camera import Camera
from backend.domain.code import folded, normal_form
from database.engine import open_store
from database.repositories.cameras import CameraRepository
from tests.support.browser import chromium_path

DAY, DAY_MS = "2026-01-05", 86_400_000
BEGIN_MS = 1_767_546_000_000
"""Midnight of that day in Ho Chi Minh City, the zone of new cameras."""

MOVES = {
    "panned over hours": "new WheelEvent('wheel', {deltaY: n % 80 < 40 ? 40 : -40, shiftKey: true, ...at})",
    "zoomed": "new WheelEvent('wheel', {deltaY: n % 60 < 30 ? -40 : 40, ctrlKey: true, ...at})",
    "pointed at": "new PointerEvent('pointermove', {...at, clientX: at.clientX - 300 + (n * 7) % 600})",
}
RUN = """
async ([frames, move]) => {
  const row = document.querySelector('[role=slider]');
  const box = row.getBoundingClientRect();
  const at = {bubbles: true, cancelable: true, clientX: box.left + box.width / 2, clientY: box.top + box.height / 2};
  const make = new Function('n', 'at', `return ${move}`);
  const times = [];
  let before = await new Promise(requestAnimationFrame);
  for (let n = 0; n < frames; n += 1) {
    row.dispatchEvent(make(n, at));
    const now = await new Promise(requestAnimationFrame);
    times.push(now - before);
    before = now;
  }
  return times;
}
"""


def fill(path: Path, cameras: int, events: int) -> None:
    with open_store(path) as store:
        ids = [CameraRepository(store).add(Camera(0, f"Table {n + 1:02d}"), now_ms=BEGIN_MS) for n in range(cameras)]
    raw = sqlite3.connect(path)
    dice = random.Random(5)
    for camera in ids:
        for hour in range(24):
            raw.execute(
                "INSERT INTO recordings (camera_id, path, size_bytes, mtime_ns, head_tail_sha256, start_ms, start_rule,"
                " duration_ms, status, created_ms, updated_ms)"
                " VALUES (?, ?, 0, 0, '', ?, 'filename', 3600000, 'done', 0, 0)",
                (camera, f"/footage/{camera}/{hour}.mp4", BEGIN_MS + hour * 3_600_000),
            )
        for number in range(events):
            start_ms = BEGIN_MS + number * DAY_MS // events
            values = (f"{camera:04x}{number:012x}", camera, start_ms, start_ms + DAY_MS * 6 // events // 10)
            added = raw.execute(
                "INSERT INTO events (public_id, camera_id, start_ms, end_ms, created_ms, updated_ms)"
                " VALUES (?, ?, ?, ?, 0, 0)",
                values,
            )
            if number % 20:
                norm = normal_form(code_of(number, dice))
                raw.execute(
                    "INSERT INTO event_codes (event_id, text, norm, rev, folded, format, first_ms, last_ms, frames,"
                    " confidence) VALUES (?, ?, ?, ?, ?, 'Code128', ?, ?, 6, 0.95)",
                    (added.lastrowid, norm, norm, norm[::-1], folded(norm), start_ms, start_ms),
                )
    raw.commit()
    raw.close()


def measure(address: str, data_dir: Path, frames: int) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path())
        page = browser.new_page(viewport={"width": 1280, "height": 800}, storage_state=signed_in(address, data_dir))
        began = time.monotonic()
        page.goto(f"{address}/timeline/?day={DAY}")
        page.get_by_role("listitem").first.wait_for()
        result: dict[str, Any] = {"shown_s": round(time.monotonic() - began, 2)}
        page.locator("[role=slider]").first.focus()
        for _ in range(3):
            page.keyboard.press("+")
        page.wait_for_timeout(500)
        watch = page.context.new_cdp_session(page)
        watch.send("Performance.enable")
        for name, move in MOVES.items():
            page.evaluate(RUN, [20, move])
            before = busy_s(watch)
            times = sorted(page.evaluate(RUN, [frames, move]))
            result[name] = {
                "median_ms": round(times[len(times) // 2], 1),
                "p95_ms": round(times[len(times) * 95 // 100], 1),
                "busy_ms": round((busy_s(watch) - before) * 1000 / frames, 1),
            }
        browser.close()
    return result


def busy_s(watch: Any) -> float:
    metrics = watch.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("events", 2_000), ("cameras", 1), ("frames", 240)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="epack-bench-") as folder:
        data_dir = Path(folder) / "data"
        data_dir.mkdir()
        fill(data_dir / "epack.db", asked.cameras, asked.events)
        with server(data_dir) as address:
            result = measure(address, data_dir, asked.frames)
    print(f"{asked.events:,} packings a day, cameras: {asked.cameras}; shown after {result['shown_s']} s")
    print(f"{'':20}{'frame median':>14}{'p95':>8}{'busy':>8}  ms")
    for name in MOVES:
        one = result[name]
        print(f"{name:20}{one['median_ms']:14.1f}{one['p95_ms']:8.1f}{one['busy_ms']:8.1f}")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
