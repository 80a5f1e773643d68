"""A limit to some cameras holds below every query, and costs no other plan."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from backend.domain.event import EventCode, EventPart, PackingEvent
from backend.runtime.clock import ManualClock
from backend.runtime.pool import Pool
from backend.search.criteria import SearchRequest
from backend.search.service import SearchService
from database.engine import Store, memory_store
from database.repositories.cameras import CameraRepository
from database.repositories.events import EventRepository
from database.schema import metadata
from database.visible import COVERED, only_cameras
from tests.support.store import NOW_MS, T0_MS, add_camera, add_recording

CODES = {1: "SPXVN00000001", 2: "SPXVN00000002"}


@pytest.fixture
def store() -> Iterator[Store]:
    """Two cameras, each with a recording and an event."""
    with memory_store() as made:
        for number in (1, 2):
            camera = add_camera(made, f"Table {number}")
            recording = add_recording(made, camera, f"/in/{number}.mp4")
            code = EventCode(CODES[number], "QRCode", T0_MS + 1, T0_MS + 2, 3, 0.9)
            part = EventPart(recording, f"/in/{number}.mp4", 0, 1000)
            event = PackingEvent("", camera, T0_MS, T0_MS + 1000, (), (code,), (part,))
            EventRepository(made).replace_window(camera, T0_MS, T0_MS + 1000, [event], now_ms=NOW_MS)
        yield made


def counts(store: Store) -> dict[str, int]:
    with store.read() as connection:
        tables = {name: metadata.tables[name] for name in sorted(COVERED)}
        return {n: connection.execute(select(func.count()).select_from(t)).scalar_one() for n, t in tables.items()}


def test_only_the_rows_of_the_cameras_are_there(store: Store) -> None:
    everything = counts(store)
    with only_cameras(frozenset({1})):
        seen = counts(store)
        assert [camera.id for camera in CameraRepository(store).all()] == [1]
    assert {name: 2 * number for name, number in seen.items() if everything[name]} == {
        name: number for name, number in everything.items() if number
    }
    with only_cameras(frozenset()):
        assert set(counts(store).values()) == {0}
    assert counts(store) == everything


@pytest.mark.parametrize("text", ["SPXVN0000000", "0000000", "SPXVN00000002", "00002", "SPXVN0000000Z"])
def test_searching_finds_and_suggests_nothing_else(store: Store, text: str) -> None:
    service = SearchService(store, ManualClock(NOW_MS))
    request = SearchRequest(text=text)
    hidden = ("Table 2", "'/in/2.mp4'", f"code='{CODES[2]}'", f"text='{CODES[2]}'")
    assert all(part in repr(service.search(request)) for part in hidden[:2])
    with only_cameras(frozenset({1})):
        assert not [part for part in hidden if part in repr(service.search(request))]


def test_a_limit_is_of_one_thread_and_ends(store: Store) -> None:
    with only_cameras(frozenset({1})), Pool("other", 1, lambda: None) as pool:
        assert pool.map(lambda _, __: counts(store)["cameras"], [0]) == [2]
        with only_cameras(None):
            assert counts(store)["cameras"] == 2
        assert counts(store)["cameras"] == 1
    with pytest.raises(ZeroDivisionError), only_cameras(frozenset({1})):
        raise ZeroDivisionError
    assert counts(store)["cameras"] == 2


def test_readers_with_different_limits_do_not_mix(store: Store) -> None:
    def look(_: None, number: int) -> bool:
        wanted = frozenset({number % 2 + 1})
        with only_cameras(wanted):
            return {camera.id for camera in CameraRepository(store).all()} == wanted

    with Pool("look", 6, lambda: None) as pool:
        assert all(pool.map(look, range(200)))


def test_writing_goes_on_as_before(store: Store) -> None:
    with only_cameras(frozenset({1})), store.write() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM cameras").scalar_one() == 2


@pytest.mark.parametrize(
    "query",
    [
        "SELECT id FROM events ORDER BY start_ms DESC LIMIT 50",
        "SELECT event_id, norm FROM event_codes WHERE norm = 'X' ORDER BY id DESC LIMIT 100",
        "SELECT event_id, norm FROM event_codes WHERE rev > 'A' AND rev < 'B' LIMIT 100",
        """SELECT c.event_id FROM (SELECT rowid FROM code_grams WHERE code_grams MATCH 'abc' ORDER BY rowid DESC
        LIMIT 9) g CROSS JOIN event_codes c ON c.id = g.rowid""",
        "SELECT id FROM recordings WHERE camera_id = 1 AND start_ms > 5 ORDER BY start_ms",
        "SELECT * FROM events e JOIN event_parts p ON p.event_id = e.id WHERE e.camera_id = 2 AND e.start_ms > 5",
    ],
)
def test_queries_keep_their_plans(store: Store, query: str) -> None:
    def plan() -> list[str]:
        with store.read() as connection:
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
        own = [
            step.detail for step in steps if not any(word in step.detail for word in ("SUBQUERY", "owner", "visible"))
        ]
        return [detail.replace(" own ", " ") for detail in own]

    free = plan()
    with only_cameras(frozenset({1})):
        limited = plan()
    indexes = [[word for word in " ".join(steps).split() if word.startswith("ix_")] for steps in (free, limited)]
    assert indexes[0] == indexes[1], (free, limited)
