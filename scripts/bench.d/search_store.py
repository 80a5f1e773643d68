"""Fills a store with millions of events and codes for the search benchmark, and the same events the reference's way."""

from __future__ import annotations

import json
import random
import sqlite3
import string
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from backend.domain.camera import Camera  # noqa: E402
from backend.domain.code import folded, normal_form  # noqa: E402
from database.code_index import grams  # noqa: E402
from database.engine import open_store  # noqa: E402
from database.repositories.cameras import CameraRepository  # noqa: E402

CAMERAS = 20
YEARS_MS = 3 * 365 * 24 * 3_600_000
BEGIN_MS = 1_700_000_000_000
EVENTS_PER_RECORDING = 20
BATCH = 100_000
BRAND_QR = "HTTPS://SHOP.EXAMPLE/THANKS?FROM=BOX"
"""One code that is on every two-hundredth parcel, as printed cartons have it."""

_INDEXES = ("ix_event_codes_norm", "ix_event_codes_rev", "ix_event_codes_folded", "ix_event_codes_event_id_norm")


def code_of(number: int, dice: random.Random) -> str:
    """The code of event `number`: the shapes of Vietnamese carriers, with one family that counts up."""
    if number % 200 == 0:
        return BRAND_QR
    shape = number % 20
    if shape < 8:
        return f"SPXVN0{dice.randrange(10**11):011d}"
    if shape < 11:
        return f"SPXVN06{number:010d}"
    if shape < 14:
        return f"VN{dice.randrange(10**12):012d}{dice.choice(string.ascii_uppercase)}"
    if shape < 17:
        return "G" + "".join(dice.choices(string.ascii_uppercase + string.digits, k=dice.randint(7, 9)))
    return f"893{dice.randrange(10**10):010d}"


def codes(count: int, seed: int = 7) -> Iterator[str]:
    dice = random.Random(seed)
    for number in range(count):
        yield code_of(number, dice)


def start_of(number: int, count: int) -> int:
    return BEGIN_MS + number * YEARS_MS // count


def build(path: Path, count: int) -> None:
    """Make the store at `path` unless it is there; `count` events with one code each."""
    done = path.with_suffix(".complete")
    if done.exists():
        return
    for leftover in path.parent.glob(f"{path.name}*"):
        leftover.unlink()
    store = open_store(path)
    cameras = CameraRepository(store)
    for number in range(CAMERAS):
        cameras.add(Camera(0, f"Table {number + 1:02d}"), now_ms=BEGIN_MS)
    store.close()
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -1000000", "temp_store = FILE"):
        raw.execute(f"PRAGMA {pragma}")
    dropped = {
        name: raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0] for name in _INDEXES
    }
    for name in dropped:
        raw.execute(f"DROP INDEX {name}")
    began = time.monotonic()
    pending: list[tuple[int, str]] = []
    for number, code in enumerate(codes(count)):
        pending.append((number, code))
        if len(pending) == BATCH or number == count - 1:
            _insert(raw, pending, count)
            pending = []
            _say(f"{number + 1:,} codes, {time.monotonic() - began:.0f} s")
    for name, sql in dropped.items():
        raw.execute(sql)
        _say(f"{name}, {time.monotonic() - began:.0f} s")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    done.write_text(json.dumps({"codes": count, "build_s": round(time.monotonic() - began, 1)}), encoding="utf-8")


def _insert(raw: sqlite3.Connection, batch: list[tuple[int, str]], count: int) -> None:
    recordings, events, parts, rows, indexed = [], [], [], [], []
    for number, code in batch:
        event_id, camera_id = number + 1, number % CAMERAS + 1
        start_ms = start_of(number, count)
        recording_id = number // (EVENTS_PER_RECORDING * CAMERAS) * CAMERAS + camera_id
        if number // CAMERAS % EVENTS_PER_RECORDING == 0:
            recordings.append((recording_id, camera_id, f"/footage/{camera_id}/{recording_id}.mp4", start_ms))
        events.append((event_id, f"{event_id:016x}", camera_id, start_ms, start_ms + 45_000))
        parts.append((event_id, recording_id))
        norm = normal_form(code)
        rows.append((event_id, event_id, code, norm, norm[::-1], folded(norm), start_ms + 9_000, start_ms + 15_000))
        indexed.append((event_id, grams(norm)))
    raw.execute("BEGIN")
    raw.executemany(
        "INSERT INTO recordings (id, camera_id, path, size_bytes, mtime_ns, head_tail_sha256, start_ms, start_rule,"
        " duration_ms, status, created_ms, updated_ms)"
        " VALUES (?, ?, ?, 0, 0, '', ?, 'filename', 3600000, 'done', 0, 0)",
        recordings,
    )
    raw.executemany(
        "INSERT INTO events (id, public_id, camera_id, start_ms, end_ms, created_ms, updated_ms)"
        " VALUES (?, ?, ?, ?, ?, 0, 0)",
        events,
    )
    raw.executemany("INSERT INTO event_parts VALUES (?, 0, ?, 0, 45000)", parts)
    raw.executemany(
        "INSERT INTO event_codes (id, event_id, text, norm, rev, folded, format, first_ms, last_ms, frames, confidence)"
        " VALUES (?, ?, ?, ?, ?, ?, 'Code128', ?, ?, 6, 0.95)",
        rows,
    )
    raw.executemany("INSERT INTO code_grams (rowid, grams) VALUES (?, ?)", indexed)
    raw.execute("COMMIT")


def build_reference(path: Path, count: int) -> None:
    """The same events as the reference stores them: the codes as JSON text in the row."""
    done = path.with_suffix(".complete")
    if done.exists():
        return
    path.unlink(missing_ok=True)
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA synchronous = OFF")
    raw.execute(
        "CREATE TABLE events (event_id INTEGER PRIMARY KEY, tracking_codes TEXT, video_file TEXT, camera_name TEXT,"
        " packing_time_start INTEGER, packing_time_end INTEGER, is_processed INTEGER DEFAULT 0)"
    )
    raw.execute("BEGIN")
    raw.executemany(
        "INSERT INTO events VALUES (?, ?, '/footage/1.mp4', ?, ?, ?, 0)",
        (
            (number + 1, json.dumps([code]), f"Table {number % CAMERAS + 1:02d}", start_of(number, count),
             start_of(number, count) + 45_000)
            for number, code in enumerate(codes(count))
        ),
    )  # fmt: skip
    raw.execute("CREATE INDEX by_time ON events (packing_time_start, packing_time_end)")
    raw.execute("COMMIT")
    raw.close()
    done.touch()


def _say(text: str) -> None:
    print(f"\r{text:60}", end="", file=sys.stderr, flush=True)
