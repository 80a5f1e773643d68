#!/usr/bin/env python3
"""From Enter to the picture: a code searched in a real Chromium among a million events, until its video is on screen.

    scripts/bench.d/trace.py [--events 1000000] [--rounds 20] [--folder FOLDER] [--json OUT.json]

The store and a 1080p recording of 10 minutes are made once in FOLDER. Each round searches another code, its event lies
in another recording, so nothing is cut or cached before; the footage itself is in the page cache. `first picture` is
the first frame of the video that the browser shows, `event's start` the one at which the event begins: the player opens
there. Needs the dashboard built (`npm --prefix frontend run build`), Playwright and Chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from clip import repeat, seed
from search_store import ROOT, build, codes

from tests.support.browser import chromium_path
from tests.support.visitor import sign_in_owner

TARGET_MS = 1_000
MINUTES = 10
START_PATIENCE_S = 60
PAUSE_MS = 1_500
WATCH = """
window.shown = [];
addEventListener('keydown', (event) => {
  if (event.key === 'Enter') { window.enterAt = performance.now(); window.shown = []; }
}, true);
new MutationObserver(() => {
  for (const video of document.querySelectorAll('video')) {
    if (video.isWatched) continue;
    video.isWatched = true;
    const since = performance.now();
    const see = (_, frame) => {
      // The former event's video plays on for a moment.
      const isNew = since > window.enterAt && window.shown.length < 200;
      if (isNew) window.shown.push([performance.now() - window.enterAt, frame.mediaTime]);
      video.requestVideoFrameCallback(see);
    };
    video.requestVideoFrameCallback(see);
  }
}).observe(document, {childList: true, subtree: true});
"""


def recording_of(folder: Path) -> Path:
    path = folder / f"{MINUTES}-minutes.mp4"
    if not path.exists():
        short, part = folder / "seed.mp4", folder / "part.mp4"
        seed(short)
        repeat(short, part, MINUTES)
        short.unlink()
        part.rename(path)
    return path


def give_footage(db: Path, footage: Path, wanted: list[tuple[int, str]]) -> None:
    """Let the recordings of these events (number and code) be real files, with the event somewhere in the middle."""
    raw = sqlite3.connect(db, isolation_level=None)
    dice = random.Random(3)
    for number, _ in wanted:
        found = "SELECT recording_id, start_ms FROM event_parts JOIN events ON id = event_id WHERE id = ?"
        recording_id, start_ms = raw.execute(found, (number + 1,)).fetchone()
        link = footage.parent / f"recording-{recording_id}.mp4"
        if not link.exists():
            os.link(footage, link)
        from_ms = dice.randrange(30_000, MINUTES * 60_000 - 100_000)
        raw.execute(
            "UPDATE recordings SET path = ?, start_ms = ?, duration_ms = ?, size_bytes = ? WHERE id = ?",
            (str(link), start_ms - from_ms, MINUTES * 60_000, link.stat().st_size, recording_id),
        )
        raw.execute(
            "UPDATE event_parts SET from_ms = ?, to_ms = ? WHERE event_id = ?", (from_ms, from_ms + 45_000, number + 1)
        )
    raw.close()


def chosen(count: int, rounds: int) -> list[tuple[int, str]]:
    """Events all over the store whose codes no other event has, and one more to warm up with."""
    apart = count // (rounds + 1)
    numbers = {
        place * apart + next(n for n in range(20) if (place * apart + n) % 20 == 1) for place in range(rounds + 1)
    }
    return [(number, code) for number, code in enumerate(codes(count)) if number in numbers]


@contextmanager
def server(data_dir: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EPACK_")}
    command = [sys.executable, "-m", "backend", "serve", "--port", str(port), "--data-dir", str(data_dir)]
    with (data_dir.parent / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + START_PATIENCE_S
        while True:
            try:
                urllib.request.urlopen(f"{address}/api/health", timeout=5).close()
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise SystemExit(f"The server did not start; see {data_dir.parent / 'server.log'}.") from None
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def signed_in(address: str, data_dir: Path) -> Any:
    """What a browser is made with in which the owner is signed in."""
    return {"cookies": sign_in_owner(address, data_dir), "origins": []}


def measure(address: str, data_dir: Path, wanted: list[tuple[int, str]]) -> list[dict[str, float]]:
    from playwright.sync_api import sync_playwright

    taken: list[dict[str, float]] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path())
        page = browser.new_page(viewport={"width": 1280, "height": 800}, storage_state=signed_in(address, data_dir))
        page.add_init_script(WATCH)
        page.goto(f"{address}/trace/")
        for number, code in wanted:
            event = page.request.get(f"{address}/api/events/{number + 1:016x}").json()
            start_s = (event["start_ms"] - event["video_from_ms"]) / 1000
            # A person reads what is there first; its pictures are loaded by then.
            page.locator("[data-event]").first.wait_for()
            page.wait_for_timeout(PAUSE_MS)
            page.keyboard.press("/")
            page.keyboard.insert_text(code)
            page.keyboard.press("Enter")
            at_start = "(start) => window.shown.find(([, at]) => at >= start - 0.1)"
            page.wait_for_function(at_start, arg=start_s, timeout=60_000)
            first, begun = page.evaluate(f"(start) => [window.shown[0][0], ({at_start})(start)[0]]", start_s)
            taken.append({"first picture": first, "event's start": begun})
        browser.close()
    return taken[1:]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--folder", type=Path, default=ROOT / "resources" / "bench" / "trace")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    folder: Path = asked.folder.resolve()
    data_dir = folder / "data"
    data_dir.mkdir(parents=True, exist_ok=True)
    build(data_dir / "epack.db", asked.events)
    wanted = chosen(asked.events, asked.rounds)
    give_footage(data_dir / "epack.db", recording_of(folder), wanted)
    for made_before in ("previews", "thumbs"):
        for cached in data_dir.rglob(made_before):
            shutil.rmtree(cached, ignore_errors=True)
    with server(data_dir) as address:
        taken = measure(address, data_dir, wanted)
    result: dict[str, Any] = {"events": asked.events, "rounds": len(taken), "target_ms": TARGET_MS}
    print(f"{'from Enter to':16} {'median':>8} {'fastest':>8} {'slowest':>8}  ms")
    for name in ("first picture", "event's start"):
        times = sorted(one[name] for one in taken)
        result[name] = {"median_ms": statistics.median(times), "fastest_ms": times[0], "slowest_ms": times[-1]}
        print(f"{name:16} {statistics.median(times):8.0f} {times[0]:8.0f} {times[-1]:8.0f}")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 0 if result["event's start"]["median_ms"] <= TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
