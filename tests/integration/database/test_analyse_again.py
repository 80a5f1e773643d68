"""When a camera changes, what was analysed before is queued again, and what is under way does not stay for good."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.composition.analysing import analysis_hash
from backend.domain.camera import Camera
from backend.domain.errors import Conflict
from backend.domain.observation import Observations
from backend.domain.recording import RecordingFailure, RecordingStatus
from backend.domain.region import Box, Regions
from database.engine import Store
from database.repositories.claims import ClaimRepository
from database.repositories.recordings import RecordingRepository
from tests.support.store import NOW_MS, add_camera, add_recording, observations


def seen_with(settings_hash: str | None) -> Observations:
    return replace(observations("SPX1"), settings_hash=settings_hash)


def test_a_result_of_the_old_regions_is_refused_and_the_recording_waits_again(store: Store) -> None:
    camera_id = add_camera(store)
    other_camera = add_camera(store, "Table 2")
    recording_id = add_recording(store, camera_id)
    claims, recordings = ClaimRepository(store), RecordingRepository(store)
    assert claims.claim("old", NOW_MS) is not None
    assert recordings.analyse_again(other_camera, "new", now_ms=NOW_MS) == 0
    assert recordings.analyse_again(camera_id, "new", now_ms=NOW_MS) == 1
    assert recordings.get(recording_id).status is RecordingStatus.PENDING
    assert not claims.heartbeat(recording_id, "old", NOW_MS, 0.5)
    again = claims.claim("new", NOW_MS)
    assert again is not None
    assert again.attempts == 1
    with pytest.raises(Conflict):
        claims.finish(recording_id, "old", seen_with("old"), NOW_MS)
    claims.finish(recording_id, "new", seen_with("new"), NOW_MS)
    details = recordings.get(recording_id)
    assert (details.status, details.settings_hash) == (RecordingStatus.DONE, "new")


@pytest.mark.parametrize(("before", "queued"), [("same", 0), ("other", 1), (None, 1)])
def test_only_what_was_analysed_otherwise_is_analysed_again(store: Store, before: str | None, queued: int) -> None:
    camera_id = add_camera(store)
    recording_id = add_recording(store, camera_id)
    claims = ClaimRepository(store)
    claims.claim("a", NOW_MS)
    claims.finish(recording_id, "a", seen_with(before), NOW_MS)
    assert RecordingRepository(store).analyse_again(camera_id, "same", now_ms=NOW_MS) == queued


def test_the_hash_follows_what_is_looked_for_and_nothing_else() -> None:
    camera = Camera(1, "Table 1")
    same = replace(camera, id=2, name="Table 2", clock_offset_ms=5, symbologies=camera.symbologies[::-1])
    assert analysis_hash(same) == analysis_hash(camera)
    others = [
        replace(camera, regions=Regions(label=Box(1, 2, 30, 40))),
        replace(camera, trigger_text="Start"),
        replace(camera, symbologies=("QRCode",)),
    ]
    assert len({analysis_hash(one) for one in [camera, *others]}) == 4


@pytest.mark.parametrize(
    ("code", "attempts", "queued"),
    [
        (RecordingFailure.PERMISSION, 1, 1),
        (RecordingFailure.PERMISSION, 3, 0),  # tried often enough
        (RecordingFailure.NOT_VIDEO, 1, 0),  # a fact about the file
        (RecordingFailure.PERMISSION, 0, 0),  # never opened: the scan's matter
    ],
)
def test_failures_that_may_be_over_are_queued_again(
    store: Store, code: RecordingFailure, attempts: int, queued: int
) -> None:
    recording_id = add_recording(store, add_camera(store))
    claims, recordings = ClaimRepository(store), RecordingRepository(store)
    for number in range(max(1, attempts)):
        claims.claim("a", NOW_MS)
        claims.fail(recording_id, "a", code, "It failed.", NOW_MS, retry=number < attempts - 1)
    if attempts == 0:
        with store.write() as connection:
            connection.exec_driver_sql("UPDATE recordings SET attempts = 0")
    assert recordings.retry_codes([RecordingFailure.PERMISSION], max_attempts=3, now_ms=NOW_MS) == queued
    wanted = RecordingStatus.PENDING if queued else RecordingStatus.FAILED
    assert recordings.get(recording_id).status is wanted
