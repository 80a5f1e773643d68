"""The queue of second looks: each recording once per analysis, settled by whoever holds it, adding to what is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from backend.domain.errors import Conflict
from backend.domain.health import UnreadLabel
from backend.domain.observation import Observations
from backend.domain.recording import RecordingFailure
from backend.runtime.worker import Worker
from database.engine import Store
from database.repositories.claims import ClaimRepository
from database.repositories.events import EventRepository
from database.repositories.observations import ObservationRepository
from database.repositories.recordings import RecordingRepository
from database.repositories.second_looks import SecondLookRepository
from database.tables import second_looks, unread_labels
from tests.support.store import HOUR_MS, NOW_MS, T0_MS, add_camera, add_recording, observations, put_events


def analysed(store: Store, camera_id: int, number: int = 0, *, seen: Observations | None = None) -> int:
    recording_id = add_recording(store, camera_id, f"/in/{number}.mp4", T0_MS + number * HOUR_MS)
    claims = ClaimRepository(store)
    claims.claim("first", NOW_MS)
    claims.finish(recording_id, "first", seen or observations("SPX1"), NOW_MS)
    return recording_id


def derived(store: Store, camera_id: int) -> None:
    put_events(store, camera_id)
    events = EventRepository(store)
    for window in events.dirty_windows():
        events.replace_window(camera_id, window.from_ms, window.to_ms, [], now_ms=NOW_MS, cleared=window.ids)
    assert events.dirty_windows() == []


def texts(store: Store, recording_id: int) -> list[str]:
    seen = ObservationRepository(store).of_recording(recording_id)
    assert seen is not None
    return [one.text for one in seen.sightings]


def status(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.execute(select(second_looks.c.status).order_by(second_looks.c.recording_id)).scalars())


def test_what_was_not_looked_through_waits_and_the_newest_goes_first(store: Store) -> None:
    camera_id = add_camera(store)
    old, new = analysed(store, camera_id, 0), analysed(store, camera_id, 1)
    analysed(store, camera_id, 2, seen=replace(observations("SPX2"), thorough=True))
    looks = SecondLookRepository(store)
    assert looks.waiting() == 2
    taken = [looks.claim(f"w{n}", NOW_MS, newest_first=True) for n in range(3)]
    assert [one and one.recording.id for one in taken] == [new, old, None]


def test_many_threads_claim_each_once(store: Store) -> None:
    camera_id = add_camera(store)
    ids = [analysed(store, camera_id, number) for number in range(20)]
    looks, taken = SecondLookRepository(store), list[int]()

    def work(owner: str) -> None:
        while looks.waiting():
            claim = looks.claim(owner, NOW_MS)
            if claim is not None:
                taken.append(claim.recording.id)

    workers = [Worker(f"look-{n}", lambda _, n=n: work(f"w{n}")).start() for n in range(6)]  # type: ignore[misc]
    assert all(worker.join(60) for worker in workers)
    assert sorted(taken) == ids


def test_what_is_found_is_added_and_the_window_derived_again(store: Store) -> None:
    camera_id = add_camera(store)
    label = UnreadLabel(1_000, 10_000, 2_000)
    recording_id = analysed(store, camera_id, seen=replace(observations("SPX1"), unread=[label]))
    derived(store, camera_id)
    looks = SecondLookRepository(store)
    assert looks.claim("a", NOW_MS)
    assert looks.heartbeat(recording_id, "a", NOW_MS + 1, 0.5)
    looks.finish(recording_id, "a", observations("SPX1", "SPX9"), NOW_MS + 2)
    assert texts(store, recording_id) == ["SPX1", "SPX9"]
    assert [(w.from_ms, w.to_ms) for w in EventRepository(store).dirty_windows()] == [(T0_MS, T0_MS + HOUR_MS)]
    with store.read() as connection:
        row = connection.execute(select(second_looks)).one()
        assert connection.execute(select(unread_labels)).all() == [], "the label is read now"
    assert (row.status, row.owner, row.sightings_added, row.done_ms) == ("done", None, 1, NOW_MS + 2)
    assert looks.claim("a", NOW_MS + 3) is None, "never twice"


def test_nothing_new_changes_nothing(store: Store) -> None:
    camera_id = add_camera(store)
    recording_id = analysed(store, camera_id)
    derived(store, camera_id)
    looks = SecondLookRepository(store)
    looks.claim("a", NOW_MS)
    looks.finish(recording_id, "a", observations("SPX1"), NOW_MS)
    assert EventRepository(store).dirty_windows() == []
    assert status(store) == ["done"]


def test_a_new_analysis_ends_a_second_look_and_asks_for_another(store: Store) -> None:
    camera_id = add_camera(store)
    recording_id = analysed(store, camera_id)
    looks = SecondLookRepository(store)
    looks.claim("a", NOW_MS)
    RecordingRepository(store).queue_done_again([recording_id], before_ms=NOW_MS + 1, now_ms=NOW_MS)
    with pytest.raises(Conflict):
        looks.finish(recording_id, "a", observations("SPX1", "OLD"), NOW_MS)
    claims = ClaimRepository(store)
    claims.claim("first", NOW_MS)
    claims.finish(recording_id, "first", observations("SPX7"), NOW_MS)
    with pytest.raises(Conflict):
        looks.finish(recording_id, "a", observations("SPX1", "OLD"), NOW_MS)
    assert not looks.heartbeat(recording_id, "a", NOW_MS, 0.9)
    assert texts(store, recording_id) == ["SPX7"]
    assert looks.waiting() == 1


def test_a_recording_that_is_gone_waits_until_it_is_back(store: Store) -> None:
    recording_id = analysed(store, add_camera(store))
    RecordingRepository(store).set_missing([recording_id], now_ms=NOW_MS)
    assert SecondLookRepository(store).claim("a", NOW_MS) is None


def test_one_that_was_put_off_is_not_taken_before_its_time(store: Store) -> None:
    recording_id = analysed(store, add_camera(store))
    looks = SecondLookRepository(store)
    looks.claim("a", NOW_MS)
    assert looks.put_off(recording_id, "a", RecordingFailure.PERMISSION, "away", NOW_MS, NOW_MS + 1_000)
    assert looks.claim("a", NOW_MS + 999) is None
    again = looks.claim("b", NOW_MS + 1_000)
    assert again is not None
    assert again.attempts == 2
    assert looks.fail(recording_id, "b", RecordingFailure.UNDECODABLE, "damaged", NOW_MS)
    assert looks.claim("b", NOW_MS + HOUR_MS) is None
    assert RecordingRepository(store).get(recording_id).status.value == "done"


def test_a_stop_does_not_count_as_an_attempt_and_a_crash_does(store: Store) -> None:
    recording_id = analysed(store, add_camera(store))
    looks = SecondLookRepository(store)
    looks.claim("a", NOW_MS)
    assert looks.release(recording_id, "a", NOW_MS)
    attempts = []
    for _ in range(2):
        claim = looks.claim("a", NOW_MS)
        assert claim is not None
        attempts.append(claim.attempts)
        assert looks.release_all(NOW_MS, max_attempts=2) == [recording_id]
    assert attempts == [1, 2]
    assert status(store) == ["failed"], "it brought the server down twice"


def test_claims_without_a_sign_of_life_are_taken_back(store: Store) -> None:
    recording_id = analysed(store, add_camera(store))
    looks = SecondLookRepository(store)
    looks.claim("a", NOW_MS)
    assert looks.release_stale(NOW_MS + 61_000, 60_000, alive=["a"]) == []
    assert looks.release_stale(NOW_MS + 61_000, 60_000) == [recording_id]
    assert status(store) == ["waiting"]


def test_cameras_that_are_barred_neither_count_nor_are_taken(store: Store) -> None:
    camera_id = add_camera(store)
    analysed(store, camera_id)
    looks = SecondLookRepository(store)
    assert looks.waiting([camera_id]) == 0
    assert looks.claim("a", NOW_MS, barred_cameras=[camera_id]) is None
    assert looks.waiting([camera_id + 1]) == 1
