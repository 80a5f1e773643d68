"""The results of a search as a table, from a real store that goes on being filled."""

from __future__ import annotations

import csv

from backend.runtime.clock import ManualClock
from backend.search.criteria import LARGEST_PAGE, SearchRequest
from backend.search.result_table import MORE, csv_of
from backend.search.service import MATCHES_PER_GROUP, READ_AT_MOST, SearchService
from database.engine import Store
from database.repositories.events import EventRepository
from tests.support.store import HOUR_MS, NOW_MS, T0_MS, add_camera, event, put_events


def rows(written: list[bytes]) -> list[list[str]]:
    return list(csv.reader(b"".join(written).decode("utf-8-sig").splitlines()))[1:]


def table(store: Store, **wanted: object) -> list[list[str]]:
    request = SearchRequest(**wanted)  # type: ignore[arg-type]
    return rows(list(csv_of(SearchService(store, ManualClock()).search, request, lambda _camera: "UTC")))


def test_no_event_comes_twice_or_is_left_out_while_new_ones_arrive(store: Store) -> None:
    camera_id, count = add_camera(store), LARGEST_PAGE * 2 + 10
    # Three at a time, so that the end of a page falls among events that began together.
    expected = put_events(
        store, camera_id, *(event(camera_id, T0_MS + n // 3 * 60_000, f"CODE{n:06}") for n in range(count))
    )
    written = csv_of(SearchService(store, ManualClock()).search, SearchRequest(), lambda _camera: "UTC")
    read = [next(written), next(written)]
    late = T0_MS + count * 60_000
    new = [event(camera_id, late + n * 60_000, f"NEW{n:06}") for n in range(7)]
    EventRepository(store).replace_window(camera_id, late, late + HOUR_MS, new, now_ms=NOW_MS)
    read += written
    assert sorted(row[2] for row in rows(read)) == sorted(expected)


def test_more_events_at_once_than_a_page_holds(store: Store) -> None:
    camera_id, count = add_camera(store), LARGEST_PAGE * 2 + 10
    expected = put_events(store, camera_id, *(event(camera_id, T0_MS, f"CODE{n:06}") for n in range(count)))
    assert sorted(row[2] for row in table(store)) == sorted(expected)


def test_what_is_left_out_is_said(store: Store) -> None:
    camera_id = add_camera(store)
    put_events(store, camera_id, *(event(camera_id, T0_MS + n * 60_000, f"SPX{n:06}") for n in range(READ_AT_MOST + 1)))
    *found, last = table(store, text="SPX")
    assert len(found) >= READ_AT_MOST
    assert last[:2] == ["SPX", MORE]
    assert [row[1] for row in table(store, text="SPX000007")] == ["exact"]
    several = table(store, text="SPX00000\nSPX000007\nSPX0000")
    assert [row[:2] for row in several if row[1] == MORE] == [["SPX0000", MORE]]
    assert len(several) == 10 + 1 + MATCHES_PER_GROUP + 1
