"""The server is killed in the middle of second looks: each is made in the end, once, and adds to the events."""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path

import pytest

from database.engine import open_read_only
from database.queries.event_views import EventQueries
from tests.support.footage import small_order_clip, two_files_one_order
from tests.support.shop import Server, Shop, inside, open_shop, put, run_custom, serving, stored_events

PATIENT = {"max_attempts": 20, "stale_claim_s": 10.0, "workers_max": 1}


def shop_with_codes_unread(folder: Path) -> Shop:
    """Three analysed recordings of which the store knows no code, as if their labels had been shown too briefly."""
    made = (two_files_one_order(), small_order_clip())
    shop = open_shop(folder, {one.truth.camera: one.truth.profile for one in made}, PATIENT)
    for one in made:
        put(one, shop)
    with inside(shop) as application:
        run_custom(application, shop.recordings)
    raw = sqlite3.connect(shop.data_dir / "epack.db")
    try:
        raw.execute("DELETE FROM sightings")
        raw.execute("DELETE FROM second_looks")
        raw.execute(
            "INSERT INTO second_looks (recording_id, status, updated_ms) SELECT id, 'waiting', 0 FROM recordings"
        )
        raw.commit()
    finally:
        raw.close()
    return shop


def public_ids(shop: Shop) -> list[str]:
    with open_read_only(shop.data_dir / "epack.db") as store:
        return sorted(event.public_id for event in EventQueries(store).list_page(page_size=500).items)


def asked(shop: Shop, query: str) -> list[tuple[object, ...]]:
    raw = sqlite3.connect(shop.data_dir / "epack.db")
    try:
        return raw.execute(query).fetchall()
    finally:
        raw.close()


def wait_until_looked_at(server: Server, shop: Shop, timeout_s: float = 150) -> None:
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        status = server.get("/api/status")
        looking = status["second_looks_waiting"] or status["active"]
        if not looking and asked(shop, "SELECT 1 FROM dirty_windows") == []:
            return
        time.sleep(0.2)
    raise AssertionError(f"the second looks did not end: {server.get('/api/status')} {server.told()}")


@pytest.mark.timeout(400)
def test_kills_in_the_middle_of_second_looks_change_nothing(tmp_path: Path) -> None:
    shop = shop_with_codes_unread(tmp_path)
    events, ids = stored_events(shop), public_ids(shop)
    assert all(codes for *_, codes in events)
    seed = random.randrange(1 << 30)
    print("seed", seed)
    dice = random.Random(seed)
    for number in range(2):
        with serving(shop) as server:
            if number == 0:
                server.post("/api/program", {"program": "default", "action": "run"})
            time.sleep(3 * dice.random())
            server.kill()
    with serving(shop) as server:
        wait_until_looked_at(server, shop)
        assert server.stop() == 0
    assert stored_events(shop) == events
    assert public_ids(shop) == ids
    assert asked(shop, "SELECT status, count(*) FROM second_looks GROUP BY 1") == [("done", 3)]
    assert asked(shop, "SELECT count(*) FROM recordings WHERE status <> 'done'") == [(0,)]
    assert asked(shop, "PRAGMA integrity_check") == [("ok",)]
