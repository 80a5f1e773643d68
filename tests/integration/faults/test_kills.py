"""The server is killed in the middle of its work, again and again: nothing is lost, nothing is there twice."""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path

import pytest

from tests.support.footage import small_order_clip, two_files_one_order
from tests.support.shop import Shop, inside, open_shop, put, run_custom, serving, start_server, stored_events

Events = list[tuple[str, int, int, tuple[str, ...]]]

# A recording in whose hands the server dies this often is given up, on purpose (see test_recovery); here it is too few.
PATIENT = {"max_attempts": 20, "stale_claim_s": 10.0}


def shop_with_footage(folder: Path) -> Shop:
    """Three files of two cameras; one order runs across two of them."""
    made = (two_files_one_order(), small_order_clip())
    shop = open_shop(folder, {one.truth.camera: one.truth.profile for one in made}, PATIENT)
    for one in made:
        put(one, shop)
    return shop


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Events, float]:
    """The events of a run that nothing disturbs, and how long it takes in s."""
    shop = shop_with_footage(tmp_path_factory.mktemp("undisturbed"))
    with inside(shop) as application:
        began = time.monotonic()
        run_custom(application, shop.recordings)
        took_s = time.monotonic() - began
    events = stored_events(shop)
    assert len(events) == 2
    assert all(codes for *_, codes in events)
    return events, took_s


def disturbed(shop: Shop, moments_s: list[float]) -> None:
    """Run with a kill at each of these moments after the server is up, then to the end."""
    for number, moment_s in enumerate(moments_s):
        with serving(shop) as server:
            if number == 0:
                server.run_custom(shop.recordings)
            time.sleep(moment_s)
            server.kill()
    with serving(shop) as server:
        counts = server.wait_until_done()
        assert server.stop() == 0
    assert counts == {"pending": 0, "claimed": 0, "done": 3, "failed": 0, "skipped": 0, "missing": 0}


def assert_whole(shop: Shop) -> None:
    """No claim, no window to derive and no run is left over, and every table is as it should be."""
    raw = sqlite3.connect(shop.data_dir / "epack.db")
    try:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        assert raw.execute("SELECT count(*) FROM recordings WHERE owner IS NOT NULL").fetchone() == (0,)
        assert raw.execute("SELECT count(*) FROM dirty_windows").fetchone() == (0,)
        assert raw.execute("SELECT status, count(*) FROM program_runs GROUP BY status").fetchall() == [("done", 1)]
        double = "SELECT recording_id, kind, from_ms FROM observation_spans GROUP BY 1, 2, 3 HAVING count(*) > 1"
        assert raw.execute(double).fetchall() == []
    finally:
        raw.close()


@pytest.mark.timeout(600)
def test_kills_at_three_random_moments_change_nothing(undisturbed: tuple[Events, float], tmp_path: Path) -> None:
    events, took_s = undisturbed
    seed = random.randrange(1 << 30)
    print("seed", seed)
    dice = random.Random(seed)
    # One in each third of the run, so that chance cannot put them all before the first claim.
    moments = [took_s * (third + dice.random()) / 3 for third in range(3)]
    shop = shop_with_footage(tmp_path)
    disturbed(shop, moments)
    assert stored_events(shop) == events
    assert_whole(shop)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("round_", range(10))
def test_thirty_kills_change_nothing(undisturbed: tuple[Events, float], tmp_path: Path, round_: int) -> None:
    events, took_s = undisturbed
    dice = random.Random(round_)
    shop = shop_with_footage(tmp_path)
    disturbed(shop, [took_s * dice.random() for _ in range(3)])
    assert stored_events(shop) == events
    assert_whole(shop)


@pytest.mark.timeout(300)
def test_a_kill_while_starting_leaves_a_store_that_starts(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.data_dir.mkdir()
    server = start_server(shop)
    until = time.monotonic() + 120
    while not (shop.data_dir / "epack.db").exists() and time.monotonic() < until:
        time.sleep(0.002)
    server.kill()
    with inside(shop) as application:
        assert application.services.cameras.all() == []
