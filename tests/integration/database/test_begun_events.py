"""Events counted by the recording in which they begin: once each, in one look at the index."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event as on_event

from backend.domain.event import EventPart
from database.engine import Store
from database.queries.begun_events import events_begun
from database.visible import only_cameras
from tests.support.store import HOUR_MS, T0_MS, add_camera, add_recording, event, put_events


def part(recording_id: int, from_ms: int, to_ms: int) -> EventPart:
    return EventPart(recording_id, f"/in/{recording_id}.mp4", from_ms, to_ms)


def three_files(store: Store) -> tuple[int, list[int]]:
    """Two events begin in the first file, the second of them ends in the next one; in the third nothing happens."""
    camera = add_camera(store)
    files = [add_recording(store, camera, f"/in/{n}.mp4", T0_MS + n * HOUR_MS) for n in range(3)]
    put_events(
        store,
        camera,
        event(camera, T0_MS + 60_000, "A1", parts=[part(files[0], 60_000, 100_000)]),
        event(
            camera,
            T0_MS + HOUR_MS - 20_000,
            "A2",
            parts=[part(files[0], HOUR_MS - 20_000, HOUR_MS), part(files[1], 0, 20_000)],
        ),
        event(camera, T0_MS + HOUR_MS + 60_000, parts=[part(files[1], 60_000, 100_000)]),
    )
    return camera, files


def test_an_event_counts_where_it_begins(store: Store) -> None:
    camera, files = three_files(store)
    assert events_begun(store, files) == {files[0]: 2, files[1]: 1}
    assert events_begun(store, files[1:]) == {files[1]: 1}
    assert events_begun(store, []) == {}
    with only_cameras(frozenset({camera + 1})):
        assert events_begun(store, files) == {}


def test_a_page_of_files_is_one_query_of_the_index(store: Store) -> None:
    _, files = three_files(store)
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    on_event.listen(store._engine, "before_cursor_execute", note)
    events_begun(store, files)
    on_event.remove(store._engine, "before_cursor_execute", note)
    ((statement, parameters),) = asked
    with store.read() as connection:
        steps = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert any("COVERING INDEX ix_event_parts_recording_id" in step for step in steps), steps
