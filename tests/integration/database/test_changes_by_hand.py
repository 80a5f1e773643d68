"""What people change of events is logged, survives a new derivation, and can be taken back."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from backend.api.schemas.events import EventPatch
from backend.domain.errors import Conflict, InvalidInput, NotFound
from backend.domain.event import LONGEST_NOTE, EventFlag
from database.engine import Store
from database.queries.event_views import EventQueries, EventView
from database.repositories.event_changes import EventChanges
from database.repositories.events import EventChange, EventRepository
from tests.support.store import NOW_MS, T0_MS, add_camera, event

READ, RIGHT = "SPXVN01O234", "SPXVN010234"


@pytest.fixture
def camera(store: Store) -> int:
    made = add_camera(store)
    derive(store, made, READ)
    return made


def derive(store: Store, camera_id: int, *texts: str) -> None:
    one = event(camera_id, T0_MS, *texts)
    EventRepository(store).replace_window(camera_id, T0_MS, T0_MS + 60_000, [one], now_ms=NOW_MS)


def only(store: Store) -> EventView:
    return EventQueries(store).list_page().items[0]


def codes(store: Store) -> list[str]:
    return [code.text for code in only(store).codes]


def test_a_corrected_code_stays_corrected_when_the_event_is_derived_again(store: Store, camera: int) -> None:
    changes = EventChanges(store)
    changes.correct_code(only(store).public_id, READ, RIGHT, now_ms=NOW_MS)
    assert codes(store) == [RIGHT]
    derive(store, camera, READ)
    assert codes(store) == [RIGHT]
    derive(store, camera, READ, "OTHER12345")
    assert sorted(codes(store)) == ["OTHER12345", RIGHT]


def test_undoing_a_correction_brings_the_read_code_back(store: Store, camera: int) -> None:
    changes, public_id = EventChanges(store), only(store).public_id
    before = only(store).codes
    changes.correct_code(public_id, READ, RIGHT, now_ms=NOW_MS)
    (logged,) = changes.of_event(public_id)
    assert (logged.field, logged.before, logged.after, logged.at_ms) == ("code", READ, RIGHT, NOW_MS)
    changes.undo(public_id, logged.id, now_ms=NOW_MS + 5)
    assert only(store).codes == before
    assert changes.of_event(public_id)[0].undone_ms == NOW_MS + 5
    with pytest.raises(Conflict):
        changes.undo(public_id, logged.id, now_ms=NOW_MS + 6)
    derive(store, camera, READ)
    assert codes(store) == [READ]


def test_a_code_that_is_no_code_of_the_event_can_be_taken_away(store: Store, camera: int) -> None:
    changes, public_id = EventChanges(store), only(store).public_id
    changes.correct_code(public_id, READ, None, now_ms=NOW_MS)
    assert codes(store) == []
    assert EventFlag.NO_CODE in only(store).flags
    derive(store, camera, READ)
    assert codes(store) == []
    assert EventFlag.NO_CODE in only(store).flags
    changes.undo(public_id, changes.of_event(public_id)[0].id, now_ms=NOW_MS)
    assert codes(store) == [READ]
    assert EventFlag.NO_CODE not in only(store).flags


def test_an_event_with_a_change_never_vanishes(store: Store, camera: int) -> None:
    EventChanges(store).correct_code(only(store).public_id, READ, None, now_ms=NOW_MS)
    EventRepository(store).replace_window(camera, T0_MS, T0_MS + 60_000, [], now_ms=NOW_MS)
    assert EventQueries(store).list_page().total == 1


def test_notes_and_locks_are_logged_and_can_be_taken_back(store: Store, camera: int) -> None:
    events, changes, public_id = EventRepository(store), EventChanges(store), only(store).public_id
    events.change(public_id, EventChange(note="dented", locked=True), now_ms=NOW_MS)
    events.change(public_id, EventChange(note="dented"), now_ms=NOW_MS)
    assert [(one.field, one.before, one.after) for one in changes.of_event(public_id)] == [
        ("locked", False, True),
        ("note", "", "dented"),
    ]
    for logged in changes.of_event(public_id):
        changes.undo(public_id, logged.id, now_ms=NOW_MS)
    assert (only(store).note, only(store).locked) == ("", False)


def test_a_note_is_as_long_here_as_a_request_lets_it_be(store: Store, camera: int) -> None:
    events, public_id = EventRepository(store), only(store).public_id
    longest = "ế" * LONGEST_NOTE
    events.change(public_id, EventChange(note=EventPatch(note=longest).note), now_ms=NOW_MS)
    for refuse in (
        lambda: EventPatch(note=longest + "x"),
        lambda: events.change(public_id, EventChange(note=longest + "x"), now_ms=NOW_MS),
    ):
        with pytest.raises((InvalidInput, ValidationError), match=r"at most 4,?000 characters"):
            refuse()
    assert only(store).note == longest


def test_what_is_not_there_cannot_be_corrected(store: Store, camera: int) -> None:
    changes, public_id = EventChanges(store), only(store).public_id
    with pytest.raises(NotFound):
        changes.correct_code(public_id, "NOSUCH", RIGHT, now_ms=NOW_MS)
    with pytest.raises(Conflict):
        changes.correct_code(public_id, READ, READ.lower(), now_ms=NOW_MS)
    with pytest.raises(NotFound):
        changes.undo(public_id, 99, now_ms=NOW_MS)
