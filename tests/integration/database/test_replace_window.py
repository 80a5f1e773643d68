"""A new derivation replaces events and keeps what they are known by and what people added to them."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from backend.domain.errors import Conflict, InvalidInput, NotFound
from backend.domain.event import EventFlag, EventPart
from database.engine import Store
from database.queries.event_views import EventFilter, EventQueries, EventView
from database.repositories.clips import ClipRepository, NewClip
from database.repositories.events import EventChange, EventRepository
from tests.support.store import HOUR_MS, NOW_MS, T0_MS, add_camera, add_recording, event, put_events

WINDOW = (T0_MS, T0_MS + HOUR_MS)


def all_events(store: Store) -> list[EventView]:
    return EventQueries(store).list_page(newest_first=False).items


def codes_of(view: EventView) -> list[tuple[str, bool]]:
    return [(code.text, code.manual) for code in view.codes]


def index_is_whole(store: Store) -> bool:
    """Every code can be found through the gram index, and the index holds nothing else."""
    with store.read() as connection:
        codes = connection.execute(text("SELECT count(*) FROM event_codes")).scalar_one()
        beginnings = text('SELECT rowid FROM code_grams WHERE code_grams MATCH \'"SPX"* OR "HAN"*\'')
        found = list(connection.execute(beginnings).scalars())
        known = set(connection.execute(text("SELECT id FROM event_codes")).scalars())
    return len(found) == codes and set(found) == known


def test_deriving_the_same_again_changes_nothing(store: Store) -> None:
    camera_id = add_camera(store)
    recording_id = add_recording(store, camera_id)
    part = EventPart(recording_id, "/in/a.mp4", 0, 40_000)
    derived = [event(camera_id, T0_MS, "SPX1", "SPX2", parts=[part]), event(camera_id, T0_MS + 60_000)]
    added = put_events(store, camera_id, *derived)
    before = all_events(store)
    again = EventRepository(store).replace_window(camera_id, *WINDOW, derived, now_ms=NOW_MS + 1)
    assert (again.added, again.changed, again.removed) == ((), (), ())
    assert all_events(store) == before
    assert [view.public_id for view in before] == added
    assert before[0].parts == (part,)
    assert before[0].flags == ()
    assert before[1].flags == (EventFlag.NO_CODE,)
    assert index_is_whole(store)


def test_the_public_id_stays_where_the_intervals_overlap(store: Store) -> None:
    camera_id = add_camera(store)
    (public_id,) = put_events(store, camera_id, event(camera_id, T0_MS, "SPX1"))
    moved = event(camera_id, T0_MS + 10_000, "SPX9", proposed_id="another")
    result = EventRepository(store).replace_window(camera_id, *WINDOW, [moved], now_ms=NOW_MS)
    assert (result.added, result.changed, result.removed) == ((), (public_id,), ())
    (view,) = all_events(store)
    assert (view.public_id, view.start_ms, codes_of(view)) == (public_id, T0_MS + 10_000, [("SPX9", False)])
    assert index_is_whole(store)


def test_a_split_event_keeps_its_id_on_the_larger_half(store: Store) -> None:
    camera_id = add_camera(store)
    (public_id,) = put_events(store, camera_id, event(camera_id, T0_MS, "SPX1", end_ms=T0_MS + 100_000))
    halves = [
        event(camera_id, T0_MS, "SPX1", end_ms=T0_MS + 30_000),
        event(camera_id, T0_MS + 30_000, "SPX2", end_ms=T0_MS + 100_000),
    ]
    result = EventRepository(store).replace_window(camera_id, *WINDOW, halves, now_ms=NOW_MS)
    assert len(result.added) == 1
    assert [view.public_id for view in all_events(store)] == [result.added[0], public_id]


def test_merged_events_give_everything_to_the_one_that_remains(store: Store) -> None:
    camera_id = add_camera(store)
    first, second = put_events(
        store, camera_id, event(camera_id, T0_MS, end_ms=T0_MS + 50_000), event(camera_id, T0_MS + 60_000)
    )
    events, clips = EventRepository(store), ClipRepository(store)
    events.change(first, EventChange(note="first note"), now_ms=NOW_MS)
    events.change(second, EventChange(note="second note", locked=True), now_ms=NOW_MS)
    events.add_manual_code(second, "hand-7", now_ms=NOW_MS)
    clips.add([NewClip("clip1", second, T0_MS, T0_MS + 1)], now_ms=NOW_MS)
    whole = event(camera_id, T0_MS, end_ms=T0_MS + 100_000)
    result = events.replace_window(camera_id, *WINDOW, [whole], now_ms=NOW_MS)
    assert (result.added, result.changed, result.removed) == ((), (first,), (second,))
    (view,) = all_events(store)
    assert (view.public_id, view.note, view.locked) == (first, "first note\nsecond note", True)
    assert codes_of(view) == [("hand-7", True)]
    assert view.flags == ()
    assert [clip.public_id for clip in view.clips] == ["clip1"]
    assert EventQueries(store).get(second).public_id == first
    assert clips.get("clip1").event_public_id == first
    assert index_is_whole(store)


def test_a_code_set_by_hand_survives_and_is_not_doubled(store: Store) -> None:
    camera_id = add_camera(store)
    (public_id,) = put_events(store, camera_id, event(camera_id, T0_MS))
    events = EventRepository(store)
    events.add_manual_code(public_id, " spx 77 ", now_ms=NOW_MS)
    assert all_events(store)[0].flags == ()
    for derived in ([event(camera_id, T0_MS)], [event(camera_id, T0_MS, "SPX77", "SPX78")]):
        events.replace_window(camera_id, *WINDOW, derived, now_ms=NOW_MS)
    assert sorted(codes_of(all_events(store)[0])) == [("SPX78", False), ("spx 77", True)]
    assert index_is_whole(store)


@pytest.mark.parametrize("touch", ["lock", "note", "code", "clip"])
def test_what_a_person_touched_does_not_vanish(store: Store, touch: str) -> None:
    camera_id = add_camera(store)
    (public_id,) = put_events(store, camera_id, event(camera_id, T0_MS, "SPX1"))
    events = EventRepository(store)
    if touch == "lock":
        events.change(public_id, EventChange(locked=True), now_ms=NOW_MS)
    elif touch == "note":
        events.change(public_id, EventChange(note="seen"), now_ms=NOW_MS)
    elif touch == "code":
        events.add_manual_code(public_id, "HAND1", now_ms=NOW_MS)
    else:
        ClipRepository(store).add([NewClip("c", public_id, T0_MS, T0_MS + 1)], now_ms=NOW_MS)
    assert events.replace_window(camera_id, *WINDOW, [], now_ms=NOW_MS).removed == ()
    assert [view.public_id for view in all_events(store)] == [public_id]


def test_an_untouched_event_that_is_not_derived_again_goes(store: Store) -> None:
    camera_id = add_camera(store)
    (public_id,) = put_events(store, camera_id, event(camera_id, T0_MS, "SPX1"))
    assert EventRepository(store).replace_window(camera_id, *WINDOW, [], now_ms=NOW_MS).removed == (public_id,)
    assert all_events(store) == []
    assert index_is_whole(store)


def test_other_cameras_and_times_are_left_alone(store: Store) -> None:
    one, two = add_camera(store, "One"), add_camera(store, "Two")
    put_events(store, one, event(one, T0_MS, "SPX1"), event(one, T0_MS + 5 * HOUR_MS, "SPX2"))
    put_events(store, two, event(two, T0_MS, "SPX3"))
    EventRepository(store).replace_window(one, *WINDOW, [], now_ms=NOW_MS)
    assert sorted(codes_of(view)[0][0] for view in all_events(store)) == ["SPX2", "SPX3"]


def test_an_event_beyond_the_window_is_not_doubled(store: Store) -> None:
    camera_id = add_camera(store)
    put_events(store, camera_id, event(camera_id, T0_MS + 50_000, "SPX1"))
    longer = event(camera_id, T0_MS, "SPX1", end_ms=T0_MS + 80_000)
    EventRepository(store).replace_window(camera_id, T0_MS, T0_MS + 10_000, [longer], now_ms=NOW_MS)
    assert len(all_events(store)) == 1


def test_an_error_half_way_leaves_the_events_as_they_were(store: Store) -> None:
    camera_id = add_camera(store)
    put_events(store, camera_id, event(camera_id, T0_MS, "SPX1"))
    before = all_events(store)
    events = EventRepository(store)
    events.mark_dirty(camera_id, *WINDOW, now_ms=NOW_MS)
    (window,) = events.dirty_windows()
    bad = event(camera_id, T0_MS + 60_000, "SPX3", parts=[EventPart(999, "/nowhere", 0, 1)])
    with pytest.raises(Exception, match="could not do this"):
        events.replace_window(
            camera_id, *WINDOW, [event(camera_id, T0_MS, "SPX2"), bad], now_ms=NOW_MS, cleared=window.ids
        )
    assert all_events(store) == before
    assert events.dirty_windows() == [window]
    assert index_is_whole(store)


def test_dirty_windows_join_and_go_only_when_answered(store: Store) -> None:
    one, two = add_camera(store, "One"), add_camera(store, "Two")
    events = EventRepository(store)
    for camera_id, from_ms, to_ms in ((one, 0, 10), (two, 5, 9), (one, 8, 20), (one, 30, 40)):
        events.mark_dirty(camera_id, from_ms, to_ms, now_ms=NOW_MS)
    windows = events.dirty_windows()
    assert [(w.camera_id, w.from_ms, w.to_ms, len(w.ids)) for w in windows] == [
        (one, 0, 20, 2),
        (one, 30, 40, 1),
        (two, 5, 9, 1),
    ]
    events.mark_dirty(one, 0, 20, now_ms=NOW_MS)
    events.replace_window(one, 0, 20, [], now_ms=NOW_MS, cleared=windows[0].ids)
    assert [(w.from_ms, w.to_ms, len(w.ids)) for w in events.dirty_windows(camera_id=one)] == [(0, 20, 1), (30, 40, 1)]


def test_an_id_that_is_taken_is_never_given_twice(store: Store) -> None:
    camera_id = add_camera(store)
    put_events(store, camera_id, event(camera_id, T0_MS, "SPX1", proposed_id="same"))
    other = event(camera_id, T0_MS + 2 * HOUR_MS, "SPX2", proposed_id="same")
    result = EventRepository(store).replace_window(
        camera_id, T0_MS + 2 * HOUR_MS, T0_MS + 3 * HOUR_MS, [other], now_ms=NOW_MS
    )
    assert result.added != ("same",)
    assert codes_of(EventQueries(store).get("same")) == [("SPX1", False)]


def test_codes_by_hand_are_checked(store: Store) -> None:
    camera_id = add_camera(store)
    (public_id,) = put_events(store, camera_id, event(camera_id, T0_MS, "SPX1"))
    events = EventRepository(store)
    with pytest.raises(Conflict, match="already"):
        events.add_manual_code(public_id, "spx1", now_ms=NOW_MS)
    with pytest.raises(InvalidInput):
        events.add_manual_code(public_id, " \n ", now_ms=NOW_MS)
    with pytest.raises(Conflict, match="read from the footage"):
        events.remove_manual_code(public_id, "SPX1", now_ms=NOW_MS)
    with pytest.raises(NotFound):
        events.remove_manual_code(public_id, "SPX2", now_ms=NOW_MS)
    with pytest.raises(NotFound):
        events.add_manual_code("nobody", "SPX2", now_ms=NOW_MS)
    (bare,) = put_events(store, camera_id, event(camera_id, T0_MS, "SPX1"), event(camera_id, T0_MS + HOUR_MS))
    events.add_manual_code(bare, "HAND1", now_ms=NOW_MS)
    events.remove_manual_code(bare, "hand1", now_ms=NOW_MS)
    assert EventQueries(store).get(bare).flags == (EventFlag.NO_CODE,)
    assert index_is_whole(store)


def test_retention_leaves_what_is_locked_or_cut(store: Store) -> None:
    camera_id = add_camera(store)
    ids = put_events(store, camera_id, *(event(camera_id, T0_MS + n * 60_000, f"SPX{n}") for n in range(3)))
    events = EventRepository(store)
    events.change(ids[0], EventChange(locked=True), now_ms=NOW_MS)
    ClipRepository(store).add([NewClip("c", ids[1], T0_MS, T0_MS + 1)], now_ms=NOW_MS)
    assert events.remove_ended_before(T0_MS + 2 * 60_000 + 40_000, 10) == 0  # not before the third has ended
    assert events.remove_ended_before(T0_MS + 2 * 60_000 + 40_001, 10) == 1
    assert [view.public_id for view in EventQueries(store).list_page().items] == [ids[1], ids[0]]
    assert index_is_whole(store)


def test_lists_filter_and_page(store: Store) -> None:
    camera_id = add_camera(store)
    put_events(store, camera_id, *(event(camera_id, T0_MS + n * 60_000, *["SPX1"][: n % 2]) for n in range(5)))
    queries = EventQueries(store)
    page = queries.list_page(page=2, page_size=2)
    assert (page.total, page.more, [view.start_ms for view in page.items]) == (
        5,
        False,
        [T0_MS + 120_000, T0_MS + 60_000],
    )
    assert queries.list_page(EventFilter(with_flags=(EventFlag.NO_CODE,))).total == 3
    assert queries.list_page(EventFilter(without_flags=(EventFlag.NO_CODE,))).total == 2
    assert queries.list_page(EventFilter(from_ms=T0_MS + 60_000, to_ms=T0_MS + 120_000)).total == 1
    assert queries.list_page(EventFilter(camera_ids=(999,))).total == 0
    assert len(queries.around(camera_id, T0_MS, T0_MS + 61_000)) == 2
