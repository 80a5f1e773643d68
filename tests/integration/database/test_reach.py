"""What is asked for again and again reads a stretch of an index, not all history before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event as on_event
from sqlalchemy import update

from backend.domain.event import EventFlag
from database.engine import Store
from database.queries.brought_footage import BroughtFootage
from database.queries.day_view import DayQueries
from database.queries.event_views import EventFilter, EventQueries
from database.reach import LONGEST_MS
from database.repositories.events import EventRepository
from database.repositories.observations import ObservationRepository
from database.repositories.recordings import RecordingFilter, RecordingRepository
from database.tables import recordings
from tests.support.store import HOUR_MS, NOW_MS, T0_MS, add_camera, add_recording, event, put_events

_OF_ALL = re.compile(r"_camera_id_start_ms|SCAN (events|recordings|main)|ix_events_(flagged|start_ms)")


@contextmanager
def plans(store: Store) -> Iterator[list[str]]:
    """How SQLite reads the recordings and events in each statement inside."""
    found: list[str] = []
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    on_event.listen(store._engine, "before_cursor_execute", note)
    yield found
    on_event.remove(store._engine, "before_cursor_execute", note)
    with store.read() as connection:
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            found += [row.detail for row in rows if _OF_ALL.search(row.detail)]


def derive(store: Store, camera_id: int) -> None:
    ObservationRepository(store).for_camera(camera_id, T0_MS, T0_MS + HOUR_MS)


def replace(store: Store, camera_id: int) -> None:
    EventRepository(store).replace_window(camera_id, T0_MS, T0_MS + HOUR_MS, [], now_ms=NOW_MS)


def around(store: Store, camera_id: int) -> None:
    EventQueries(store).around(camera_id, T0_MS, T0_MS + HOUR_MS)


def listed(store: Store, camera_id: int) -> None:
    wanted = RecordingFilter(camera_ids=(camera_id,), from_ms=T0_MS, to_ms=T0_MS + HOUR_MS)
    RecordingRepository(store).list_page(wanted)


@pytest.mark.parametrize("look", [derive, replace, around, listed])
def test_it_is_a_stretch_of_the_index(store: Store, look: Callable[[Store, int], None]) -> None:
    camera_id = add_camera(store)
    add_recording(store, camera_id)
    put_events(store, camera_id, event(camera_id, T0_MS, "SPX1"))
    with plans(store) as found:
        look(store, camera_id)
    assert found
    assert all("(camera_id=? AND start_ms>? AND start_ms<?)" in plan for plan in found), found


def test_locked_footage_is_found_by_a_stretch_too(store: Store) -> None:
    with plans(store) as found:
        BroughtFootage(store).oldest(10)
    of_events = [plan for plan in found if "events" in plan]
    assert of_events
    assert all("start_ms>? AND start_ms<?" in plan for plan in of_events), found


def test_what_began_long_ago_and_goes_on_is_found(store: Store) -> None:
    camera_id = add_camera(store)
    begun_ms = T0_MS - LONGEST_MS + HOUR_MS
    put_events(store, camera_id, event(camera_id, begun_ms, "SPX1", end_ms=T0_MS + 1))
    EventRepository(store).replace_window(
        camera_id, begun_ms, T0_MS + 1, [event(camera_id, begun_ms, "SPX1", end_ms=T0_MS + 1)], now_ms=NOW_MS
    )
    assert [one.start_ms for one in EventQueries(store).around(camera_id, T0_MS, T0_MS + HOUR_MS)] == [begun_ms]


def test_a_page_of_all_recordings_is_not_sorted(store: Store) -> None:
    add_recording(store, add_camera(store))
    with plans(store) as found:
        RecordingRepository(store).list_page(page=2, page_size=1)
    assert "SCAN recordings USING COVERING INDEX ix_recordings_start_ms" in found, found


def test_events_with_a_flag_are_read_from_an_index_of_those(store: Store) -> None:
    put_events(store, add_camera(store), event(1, T0_MS, "SPX1"))
    with plans(store) as found:
        EventQueries(store).list_page(EventFilter(with_flags=(EventFlag.TOO_LONG,)))
    assert len(found) == 2
    assert all("COVERING INDEX ix_events_flagged" in plan for plan in found), found


def test_who_sees_some_cameras_passes_the_others_events_within_the_index(store: Store) -> None:
    camera_id = add_camera(store)
    put_events(store, camera_id, event(camera_id, T0_MS, "SPX1"))
    listed = "SELECT id FROM events WHERE +camera_id IN (1, 2) ORDER BY start_ms DESC, id DESC LIMIT 50 OFFSET 50"
    with store.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {listed}").all()
    assert "COVERING INDEX ix_events_start_ms_id_camera_id" in plan[0].detail, plan


def test_a_day_tells_what_reaches_into_it_apart_within_the_index(store: Store) -> None:
    camera_id = add_camera(store)
    add_recording(store, camera_id)
    with plans(store) as found:
        DayQueries(store).stretches(camera_id, T0_MS, T0_MS + HOUR_MS)
    assert len(found) == 1
    assert "COVERING INDEX ix_recordings_camera_id_start_ms_id_duration_ms (camera_id=? AND start_ms>?" in found[0]


def test_a_day_shows_what_began_days_before(store: Store) -> None:
    camera_id, day = add_camera(store), DayQueries(store)
    begun_ms = T0_MS - LONGEST_MS + HOUR_MS
    recording_id = add_recording(store, camera_id, start_ms=begun_ms)
    with store.write() as connection:
        long = update(recordings).where(recordings.c.id == recording_id).values(duration_ms=LONGEST_MS)
        connection.execute(long)
    put_events(store, camera_id, event(camera_id, begun_ms, "SPX1", end_ms=T0_MS + 1))
    assert [one.id for one in day.recordings(camera_id, T0_MS, T0_MS + HOUR_MS)] == [recording_id]
    assert [one.start_ms for one in day.events(camera_id, T0_MS, T0_MS + HOUR_MS)[0]] == [begun_ms]
