#!/usr/bin/env python3
"""The Overview among a million events: milliseconds of the call behind the page, over HTTP.

    scripts/bench.d/overview.py [--events 1000000] [--rounds 40] [--folder FOLDER] [--json OUT.json]

The store is made once in FOLDER and its events moved so that the newest are of today; the first call after the server
starts is told apart.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from trace import server

from search_store import ROOT, build

from tests.support.visitor import call

TARGET_MS = 100


def move_to_today(db: Path) -> int:
    """How many of the events began within the last 24 hours afterwards."""
    raw = sqlite3.connect(db, isolation_level=None)
    now_ms = int(time.time() * 1000)
    (newest_ms,) = raw.execute("SELECT MAX(end_ms) FROM events").fetchone()
    by_ms = now_ms - newest_ms
    if abs(by_ms) > 3_600_000:
        raw.execute("UPDATE events SET start_ms = start_ms + ?, end_ms = end_ms + ?", (by_ms, by_ms))
        raw.execute("UPDATE recordings SET start_ms = start_ms + ?", (by_ms,))
    (today,) = raw.execute("SELECT COUNT(*) FROM events WHERE start_ms > ?", (now_ms - 86_400_000,)).fetchone()
    raw.close()
    return int(today)


def overview(address: str, data_dir: Path) -> float:
    began = time.monotonic()
    call(address, data_dir, "GET", "/api/overview")
    return (time.monotonic() - began) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--folder", type=Path, default=ROOT / "resources" / "bench" / "overview")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    data_dir = asked.folder.resolve() / "data"
    data_dir.mkdir(parents=True, exist_ok=True)
    build(data_dir / "epack.db", asked.events)
    today = move_to_today(data_dir / "epack.db")
    with server(data_dir) as address:
        first_ms = overview(address, data_dir)
        times = sorted(overview(address, data_dir) for _ in range(asked.rounds))
    median_ms, p95_ms = statistics.median(times), times[int(len(times) * 0.95)]
    print(f"{asked.events:,} events, {today:,} of them of the last 24 hours")
    print(f"first {first_ms:.0f} ms, median {median_ms:.0f} ms, p95 {p95_ms:.0f} ms")
    if asked.json:
        result = {
            "events": asked.events,
            "today": today,
            "first_ms": first_ms,
            "median_ms": median_ms,
            "p95_ms": p95_ms,
        }
        asked.json.write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 0 if median_ms <= TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
