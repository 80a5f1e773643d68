"""The queue: every recording is taken once, and only its owner finishes it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from backend.domain.errors import Conflict
from backend.domain.recording import RecordingFailure, RecordingStatus
from backend.runtime.worker import Worker
from database.engine import Store
from database.repositories.claims import ClaimRepository
from database.repositories.events import EventRepository
from database.repositories.observations import ObservationRepository
from database.repositories.recordings import RecordingRepository
from tests.support.store import HOUR_MS, NOW_MS, T0_MS, add_camera, add_recording, found, observations


def status(store: Store, recording_id: int) -> RecordingStatus:
    return RecordingRepository(store).get(recording_id).status


def test_many_threads_claim_each_recording_once(store: Store) -> None:
    camera_id = add_camera(store)
    files = [found(camera_id, f"/in/{number}.mp4", T0_MS + number, sha=str(number)) for number in range(60)]
    ids = [one for one, _ in RecordingRepository(store).upsert_many(files, now_ms=NOW_MS)]
    claims = ClaimRepository(store)
    taken: list[tuple[int, str]] = []

    def work(owner: str) -> None:
        while (claim := claims.claim(owner, NOW_MS)) is not None:
            taken.append((claim.recording.id, owner))

    workers = [Worker(f"claim-{n}", lambda _, n=n: work(f"w{n}")) for n in range(8)]  # type: ignore[misc]
    for worker in workers:
        worker.start()
    for worker in workers:
        assert worker.join(60)
    assert sorted(recording_id for recording_id, _ in taken) == sorted(ids)


def test_the_order_is_priority_then_start(store: Store) -> None:
    camera_id = add_camera(store)
    recordings = RecordingRepository(store)
    for path, start_ms, priority in (("/late", 3, 0), ("/early", 1, 0), ("/urgent", 2, 5)):
        recordings.upsert_found(found(camera_id, path, T0_MS + start_ms, sha=path, priority=priority), now_ms=NOW_MS)
    claims = ClaimRepository(store)
    assert claims.claim("a", NOW_MS, min_priority=6) is None
    taken = [claims.claim("a", NOW_MS, newest_first=newest) for newest in (False, True, True)]
    assert [claim.recording.path for claim in taken if claim] == ["/urgent", "/late", "/early"]


def test_finish_stores_everything_at_once(store: Store) -> None:
    camera_id = add_camera(store)
    recording_id = add_recording(store, camera_id)
    claims = ClaimRepository(store)
    claim = claims.claim("a", NOW_MS)
    assert claim is not None
    assert claim.attempts == 1
    seen = observations("SPX1")
    seen.settings_hash = "h"
    claims.finish(recording_id, "a", seen, NOW_MS + 5)
    details = RecordingRepository(store).get(recording_id)
    assert (details.status, details.progress, details.owner) == (RecordingStatus.DONE, 1.0, None)
    assert (details.frames_decoded, details.settings_hash) == (1_800, "h")
    ((recording, seen),) = ObservationRepository(store).for_camera(camera_id, T0_MS, T0_MS + 1)
    assert recording.id == recording_id
    assert seen == observations("SPX1")
    (window,) = EventRepository(store).dirty_windows()
    assert (window.camera_id, window.from_ms, window.to_ms) == (camera_id, T0_MS, T0_MS + HOUR_MS)


def test_finish_without_the_claim_stores_nothing(store: Store) -> None:
    camera_id = add_camera(store)
    recording_id = add_recording(store, camera_id)
    claims = ClaimRepository(store)
    claims.claim("a", NOW_MS)
    assert claims.release_stale(NOW_MS + 100, 50) == [recording_id]
    claims.claim("b", NOW_MS + 101)
    with pytest.raises(Conflict) as caught:
        claims.finish(recording_id, "a", observations("SPX1"), NOW_MS + 200)
    assert caught.value.code == "claim_lost"
    assert ObservationRepository(store).of_recording(recording_id) is None
    assert EventRepository(store).dirty_windows() == []
    assert not claims.heartbeat(recording_id, "a", NOW_MS, 0.5)
    assert not claims.fail(recording_id, "a", RecordingFailure.TIMEOUT, "", NOW_MS)
    assert not claims.release(recording_id, "a", NOW_MS)
    assert claims.heartbeat(recording_id, "b", NOW_MS, 0.5)


def test_a_finish_that_fails_half_way_leaves_the_claim(store: Store) -> None:
    recording_id = add_recording(store, add_camera(store))
    claims = ClaimRepository(store)
    claims.claim("a", NOW_MS)
    with store.write() as connection:
        connection.execute(
            text("CREATE TRIGGER fault BEFORE INSERT ON dirty_windows BEGIN SELECT RAISE(ABORT, 'fault'); END")
        )
    with pytest.raises(Exception, match="could not do this"):
        claims.finish(recording_id, "a", observations("SPX1"), NOW_MS)
    assert status(store, recording_id) is RecordingStatus.CLAIMED
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM sightings")).scalar_one() == 0


def test_analysing_again_replaces_what_was_seen(store: Store) -> None:
    recording_id = add_recording(store, add_camera(store))
    claims = ClaimRepository(store)
    for seen in (observations("OLD1", "OLD2"), observations("NEW1")):
        with store.write() as connection:
            connection.execute(text("UPDATE recordings SET status = 'pending'"))
        claims.claim("a", NOW_MS)
        claims.finish(recording_id, "a", seen, NOW_MS)
    assert ObservationRepository(store).of_recording(recording_id) == observations("NEW1")


def test_fail_retry_and_release(store: Store) -> None:
    recording_id = add_recording(store, add_camera(store))
    recordings, claims = RecordingRepository(store), ClaimRepository(store)
    claims.claim("a", NOW_MS)
    assert claims.release(recording_id, "a", NOW_MS)
    assert (status(store, recording_id), recordings.get(recording_id).attempts) == (RecordingStatus.PENDING, 0)
    claims.claim("a", NOW_MS)
    assert claims.fail(recording_id, "a", RecordingFailure.TIMEOUT, "Took too long.", NOW_MS, retry=True)
    assert (status(store, recording_id), recordings.get(recording_id).attempts) == (RecordingStatus.PENDING, 1)
    claims.claim("a", NOW_MS)
    assert claims.fail(recording_id, "a", RecordingFailure.TIMEOUT, "Took too long.", NOW_MS)
    details = recordings.get(recording_id)
    assert (details.status, details.reason_code, details.reason) == (
        RecordingStatus.FAILED,
        "timeout",
        "Took too long.",
    )
    assert recordings.retry(None, now_ms=NOW_MS) == 1
    assert (status(store, recording_id), recordings.get(recording_id).attempts) == (RecordingStatus.PENDING, 0)
    assert recordings.retry([recording_id], now_ms=NOW_MS) == 0


def test_stale_claims_come_back_until_they_are_worn_out(store: Store) -> None:
    recording_id = add_recording(store, add_camera(store))
    claims = ClaimRepository(store)
    for attempt in range(3):
        claim = claims.claim("a", NOW_MS)
        assert claim is not None
        assert claim.attempts == attempt + 1
        assert claims.release_stale(NOW_MS + 30, 60, max_attempts=3) == []
        assert claims.release_all(NOW_MS + 100, max_attempts=3) == [recording_id]
    details = RecordingRepository(store).get(recording_id)
    assert (details.status, details.reason_code) == (RecordingStatus.FAILED, "crashed")


def test_a_clock_set_back_does_not_keep_a_claim_for_ever(store: Store) -> None:
    recording_id = add_recording(store, add_camera(store))
    claims = ClaimRepository(store)
    claims.claim("a", NOW_MS)
    assert claims.release_stale(NOW_MS - HOUR_MS, 60_000) == [recording_id]


def test_owners_known_to_be_alive_keep_their_claims_however_the_clock_is_set(store: Store) -> None:
    claims = ClaimRepository(store)
    recording_id = add_recording(store, add_camera(store))
    assert claims.claim("me", NOW_MS) is not None
    for now_ms in (NOW_MS - HOUR_MS, NOW_MS + HOUR_MS):
        assert claims.release_stale(now_ms, 60_000, alive=["me"]) == []
    assert claims.release_stale(NOW_MS + HOUR_MS, 60_000, alive=["another"]) == [recording_id]
