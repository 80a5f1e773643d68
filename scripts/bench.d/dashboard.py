#!/usr/bin/env python3
"""The dashboard in a real Chromium: how much script each page loads, how soon it shows its data, how lists scroll.

    scripts/bench.d/dashboard.py [--events 10000] [--rounds 5] [--folder FOLDER] [--json OUT.json]

A page is loaded into an empty browser profile, from the first request until its data stands there; `script` is what had
come over the line by then, `ahead` with what is fetched after that, such as the player. Then the list of all events is
scrolled with the wheel, 300 turns of 900 px, and the time between two pictures of the screen is taken. Needs the
dashboard built, Playwright and Chromium.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from trace import server, signed_in

from playwright.sync_api import Browser, Page, sync_playwright
from search_store import ROOT, build

from tests.support.browser import chromium_path

PAGES = {
    # page: what stands there once its data has come
    "overview": "main :text('Today by camera and hour')",
    "trace": "[data-event]",
    "timeline": "[role=slider], main :text('There is no footage yet')",
    "program": "[role=table], main :text('three steps')",
    "cameras": "main li img, main li svg",
    "camera-health": "main h2",
    "settings": "main input",
    "setup": "main h2",
}
SCRIPT_LIMIT_KB, LOAD_LIMIT_MS, FRAME_LIMIT_MS = 350, 2_000, 50
SMOOTH_MEDIAN_MS, SMOOTH_P95_MS = 17.5, 34.0
FRAMES = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const next = (now) => { window.frames_ms.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""
LOADED = """() => {
  const sum = (all) => all.reduce((total, one) => total + one.encodedBodySize, 0);
  const scripts = performance.getEntriesByType('resource').filter((one) => one.name.includes('.js'));
  return [sum(scripts.filter((one) => one.responseEnd <= window.shown_at)), sum(scripts)];
}"""
WHEEL_PX, WHEELS = 900, 300


def load(browser: Browser, owner: Any, address: str, page_name: str, shown: str) -> tuple[float, float, float]:
    """ms until the data stood there, kB of script that had come by then, and kB of all script."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB", storage_state=owner)
    page = context.new_page()
    page.goto(f"{address}/{page_name}/", wait_until="commit")
    page.locator(shown).first.wait_for(timeout=60_000)
    taken_ms = page.evaluate("() => (window.shown_at = performance.now())")
    page.wait_for_load_state("networkidle")
    script_bytes, all_bytes = page.evaluate(LOADED)
    context.close()
    return taken_ms, script_bytes / 1000, all_bytes / 1000


def scroll(page: Page, address: str) -> dict[str, float]:
    """Times between two pictures while the list of all events is scrolled."""
    page.goto(f"{address}/trace/")
    page.locator("[data-event]").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.mouse.move(400, 600)
    page.evaluate(FRAMES)
    most_rows, place = 0, -1
    for wheels in range(WHEELS):
        page.mouse.wheel(0, WHEEL_PX)
        if wheels % 20:
            continue
        rows = page.locator("[data-event]").count()
        most_rows = max(most_rows, rows)
        before, place = place, page.evaluate("() => document.scrollingElement.scrollTop")
        if place == before:
            break
    frames = sorted(page.evaluate("() => window.frames_ms"))
    return {
        "frames": len(frames),
        "median_ms": statistics.median(frames),
        "p95_ms": frames[int(len(frames) * 0.95)],
        "slowest_ms": frames[-1],
        "over_50_ms": sum(one > FRAME_LIMIT_MS for one in frames) / len(frames),
        "scrolled_px": place,
        "most_rows": most_rows,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=ROOT / "resources" / "bench" / "dashboard")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    data_dir = asked.folder.resolve() / "data"
    data_dir.mkdir(parents=True, exist_ok=True)
    build(data_dir / "epack.db", asked.events)
    result: dict[str, Any] = {"events": asked.events, "pages": {}}
    with server(data_dir) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=["--disable-dev-shm-usage"])
        print(f"{'page':14} {'script':>9} {'ahead':>9} {'median':>8} {'slowest':>8}")
        owner = signed_in(address, data_dir)
        for name, shown in PAGES.items():
            taken = [load(browser, owner, address, name, shown) for _ in range(asked.rounds)]
            times = sorted(ms for ms, _, _ in taken)
            kb = statistics.median(one[1] for one in taken)
            one = {
                "script_kb": kb,
                "with_ahead_kb": taken[-1][2],
                "median_ms": statistics.median(times),
                "slowest_ms": times[-1],
            }
            result["pages"][name] = one
            sizes = f"{kb:6.0f} kB {one['with_ahead_kb']:6.0f} kB"
            print(f"{name:14} {sizes} {one['median_ms']:5.0f} ms {one['slowest_ms']:5.0f} ms", flush=True)
        result["scroll"] = scroll(
            browser.new_page(viewport={"width": 1280, "height": 800}, storage_state=owner), address
        )
        browser.close()
    print("scroll  " + ", ".join(f"{name} {value:.3g}" for name, value in result["scroll"].items()))
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1), encoding="utf-8")
    fits = all(
        one["with_ahead_kb"] <= SCRIPT_LIMIT_KB and one["median_ms"] <= LOAD_LIMIT_MS
        for one in result["pages"].values()
    )
    smooth = result["scroll"]["median_ms"] <= SMOOTH_MEDIAN_MS and result["scroll"]["p95_ms"] <= SMOOTH_P95_MS
    return 0 if fits and smooth else 1


if __name__ == "__main__":
    sys.exit(main())
