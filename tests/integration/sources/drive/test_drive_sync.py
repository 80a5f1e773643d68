"""Videos below chosen folders of a Drive come here, through Google's own client libraries."""

from __future__ import annotations

import json
import time
import tracemalloc
from typing import Any, cast

import pytest

from backend.domain.errors import InvalidInput
from backend.domain.source import RemoteRecording
from backend.runtime.stop import StopSignal
from backend.sources.drive import listing
from backend.sources.protocol import PullSource
from backend.sources.remote import Draft
from database.repositories.sync_status import SyncStatusRepository
from tests.integration.sources.sync.test_engine import noise
from tests.support.google_drive import CLIENT_ID, CLIENT_SECRET, GoogleDriveServer
from tests.support.sync_world import SyncWorld


def add(world: SyncWorld, google: GoogleDriveServer, cameras: dict[str, str], **config: Any) -> int:
    secrets = {"client_secret": CLIENT_SECRET, "token": google.token()}
    return world.add("drive", {"client_id": CLIENT_ID, "since_days": 0, **config}, secrets, cameras, "Drive")


def idle(world: SyncWorld, source_id: int, files: int) -> None:
    world.wait(source_id, lambda line: line.state == "idle" and line.files == files)


def test_hundreds_of_files_over_pages_and_folders(world: SyncWorld, google: GoogleDriveServer) -> None:
    google.page = 40
    door, table = google.folder("Door"), google.folder("Table")
    day = google.folder("2024-01-05", door)
    hour = google.folder("08", day)
    for number in range(130):
        google.file(f"clip {number}.mp4", door, noise(number))
        google.file(f"clip {number}.mp4", table, noise(1000 + number))
    google.file("08-15-00.mp4", day, noise(5000))
    google.file("15-30.mp4", hour, noise(5001), mime="application/octet-stream")
    google.file("notes.txt", door, b"no video", mime="text/plain")
    google.file("plan", door, b"", mime="application/vnd.google-apps.document")
    google.file("film", door, noise(5002), mime="video/quicktime")
    google.file("old.mp4", door, noise(5003), trashed=True)
    source_id = add(world, google, {door: "Door", table: "Table"})
    world.start()
    idle(world, source_id, 263)
    on_disk = world.on_disk(source_id)
    wanted = [*range(130), *range(1000, 1130), 5000, 5001, 5002]
    assert sorted(on_disk.values()) == sorted(noise(number) for number in wanted)
    assert on_disk["door/2024-01-05/08-15-00.mp4"] == noise(5000)
    assert on_disk["door/2024-01-05/08/15-30.mp4"] == noise(5001)
    assert len([path for path in on_disk if path.startswith("table/")]) == 130
    dated = {one.path.rpartition("/")[2]: one.start_ms for one in world.recordings.list_page(page_size=500).items}
    assert dated["08-15-00.mp4"] == 1_704_417_300_000


def test_the_log_of_changes_tells_what_is_new(world: SyncWorld, google: GoogleDriveServer) -> None:
    door, elsewhere = google.folder("Door"), google.folder("Elsewhere")
    google.file("a.mp4", door, noise(1))
    source_id = add(world, google, {door: "Door"})
    world.start()
    idle(world, source_id, 1)
    lists = sum("/files?" in one.target for one in google.server.asked)
    google.file("b.mp4", door, noise(2))
    google.file("c.mp4", elsewhere, noise(3))
    assert world.synced(source_id).files == 2
    assert sum("/files?" in one.target for one in google.server.asked) == lists
    # A folder with files of long ago is moved in: the log names the folder only.
    moved = google.folder("2020", elsewhere)
    inner = google.folder("05", moved)
    google.file("d.mp4", inner, noise(4), modified="2020-01-01T00:00:00.000Z")
    world.synced(source_id)
    assert world.line(source_id).files == 2
    google.change(moved, parent=door)
    assert world.synced(source_id).files == 3
    google.file("e.mp4", inner, noise(5))
    assert world.synced(source_id).files == 4
    assert set(world.on_disk(source_id).values()) == {noise(1), noise(2), noise(4), noise(5)}


def test_a_lost_log_means_looking_through_everything(
    world: SyncWorld, google: GoogleDriveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = google.folder("Door")
    google.file("a.mp4", door, noise(1))
    source_id = add(world, google, {door: "Door"})
    world.start()
    idle(world, source_id, 1)
    google.file("b.mp4", door, noise(2))
    google.log.clear()
    assert world.synced(source_id).files == 2
    monkeypatch.setattr(listing, "WALK_EVERY_MS", 0)
    google.items[google.file("c.mp4", door, noise(3))].created = "2026-01-02T00:00:00.000Z"
    google.log.clear()
    assert world.synced(source_id).files == 3


def test_a_walk_dated_by_a_clock_that_was_ahead_is_none(world: SyncWorld, google: GoogleDriveServer) -> None:
    door = google.folder("Door")
    google.file("a.mp4", door, noise(1))
    source_id = add(world, google, {door: "Door"})
    world.start()
    idle(world, source_id, 1)
    status = SyncStatusRepository(world.store)
    cursor = dict(status.get(source_id).cursor or {})
    value = dict(cursor["value"])
    status.change(source_id, cursor=cursor | {"value": value | {"walked_ms": value["walked_ms"] + 10**11}})
    google.file("b.mp4", door, noise(2))
    google.log.pop()  # the log does not name it: only looking through everything finds it
    assert world.synced(source_id).files == 2


def test_shared_drives_and_shortcuts(world: SyncWorld, google: GoogleDriveServer) -> None:
    drive = google.shared_drive("Warehouse")
    camera = google.folder("Camera 1", drive)
    google.file("in the shared drive.mp4", camera, noise(1))
    far = google.folder("Far away")
    google.file("behind a shortcut.mp4", far, noise(2))
    google.shortcut("to far away", camera, far)
    google.shortcut("to itself", camera, camera)
    google.shortcut("to a file", camera, google.file("target.mp4", google.folder("x"), noise(3)))
    source_id = add(world, google, {camera: "Camera 1"})
    world.start()
    world.wait(source_id, lambda line: line.state == "idle" and line.files >= 2)
    google.file("later.mp4", camera, noise(4))
    world.synced(source_id)
    assert sorted(world.on_disk(source_id).values()) == sorted(noise(number) for number in (1, 2, 3, 4))


def test_a_folder_chosen_as_another_camera_is_that_cameras(world: SyncWorld, google: GoogleDriveServer) -> None:
    door = google.folder("Door")
    inner = google.folder("Table", door)
    google.file("a.mp4", door, noise(1))
    google.file("b.mp4", inner, noise(2))
    source_id = add(world, google, {door: "Door", inner: "Table"})
    world.start()
    idle(world, source_id, 2)
    assert sorted(path.split("/")[0] for path in world.on_disk(source_id)) == ["door", "table"]


def test_breaks_lies_and_quotas(world: SyncWorld, google: GoogleDriveServer) -> None:
    door = google.folder("Door")
    broken = google.file("broken.mp4", door, noise(1, 1_500_000))
    corrupt = google.file("corrupt.mp4", door, noise(2, 50_000))
    google.breaks[broken] = [100_000, 10]
    google.flips[corrupt] = 1
    google.failures += [
        ("/files?", 403, "userRateLimitExceeded", {}),
        ("/files?", 429, "rateLimitExceeded", {"Retry-After": "1"}),
        ("/files?", 503, "backendError", {}),
        ("alt=media", 403, "rateLimitExceeded", {}),
        ("alt=media", 500, "internalError", {}),
    ]
    source_id = add(world, google, {door: "Door"})
    world.start()
    idle(world, source_id, 2)
    assert sorted(world.on_disk(source_id).values()) == sorted([noise(1, 1_500_000), noise(2, 50_000)])
    assert google.failures == []


def test_files_that_google_does_not_give_out_are_told_one_by_one(world: SyncWorld, google: GoogleDriveServer) -> None:
    door = google.folder("Door")
    google.file("good.mp4", door, noise(1))
    google.file("flagged.mp4", door, noise(2), reason="cannotDownloadAbusiveFile")
    google.file("forbidden.mp4", door, noise(3), can_download=False)
    google.file("popular.mp4", door, noise(4), reason="downloadQuotaExceeded")
    google.items[google.file("gone.mp4", door, noise(5))].reason = "notFound"
    source_id = add(world, google, {door: "Door"})
    world.start()
    idle(world, source_id, 1)
    failed = {one.recording.name: one for one in world.all_files(source_id, "failed")}
    assert {name: one.trouble for name, one in failed.items()} == {
        "flagged.mp4": "source_not_allowed",
        "forbidden.mp4": "source_not_allowed",
        "popular.mp4": "source_server",
        "gone.mp4": "source_not_allowed",
    }
    assert failed["flagged.mp4"].try_after_ms is None
    assert (failed["popular.mp4"].try_after_ms or 0) > time.time() * 1000 + 3_600_000


def test_tokens_expire_in_the_middle_and_are_kept_renewed(world: SyncWorld, google: GoogleDriveServer) -> None:
    google.page, google.token_s, google.pause_s = 2, 0.25, 0.05
    door = google.folder("Door")
    for number in range(20):
        google.file(f"{number}.mp4", door, noise(number))
    source_id = add(world, google, {door: "Door"})
    before = world.secrets.get(source_id)["token"]["access"]
    world.start()
    idle(world, source_id, 20)
    kept = world.secrets.get(source_id)
    assert kept["token"]["access"] != before
    assert kept["client_secret"] == CLIENT_SECRET


def test_a_withdrawn_consent_waits_for_a_person(world: SyncWorld, google: GoogleDriveServer) -> None:
    door = google.folder("Door")
    source_id = add(world, google, {door: "Door"})
    google.refresh_tokens.clear()
    google.tokens.clear()
    world.start()
    line = world.wait(source_id, lambda line: line.state == "failed")
    assert (line.trouble, line.next_ms) == ("source_consent_gone", None)
    google.file("a.mp4", door, noise(1))
    world.remote.change(source_id, secrets={"token": google.token()})
    idle(world, source_id, 1)


def test_a_wrong_clock_is_called_that(world: SyncWorld, google: GoogleDriveServer) -> None:
    google.clock_wrong = True
    key = google.service_account()
    checks = world.remote.try_out(Draft("drive", {"auth": "service_account"}, {"service_account": key}), StopSignal())
    assert [(one.step, one.ok, one.trouble) for one in checks] == [("clock", False, "source_clock")]


def test_a_service_account_signs_in_with_its_key_and_nowhere_else(world: SyncWorld, google: GoogleDriveServer) -> None:
    folder = google.folder("Shared with it")
    google.file("a.mp4", folder, noise(1))
    config, key = {"auth": "service_account", "since_days": 0}, json.dumps(google.service_account())
    checks = world.remote.try_out(Draft("drive", config, {"service_account": key}), StopSignal())
    assert [(one.step, one.ok) for one in checks] == [("sign_in", True), ("cameras", True)]
    source_id = world.add("drive", config, {"service_account": key}, {folder: "Table"})
    world.start()
    idle(world, source_id, 1)
    for bad in ("no json", "[]", '{"type": "authorized_user"}', '{"type": "service_account", "client_email": "a@b"}'):
        draft = Draft("drive", config, {"service_account": bad})
        (check,) = world.remote.try_out(draft, StopSignal())
        assert (check.ok, check.details) == (False, {"field": "service_account"})


def test_settings_that_make_no_sense_name_the_field(world: SyncWorld) -> None:
    for config, field in (
        ({"client_id": ""}, "client_id"),
        ({"client_id": "x", "since_days": -1}, "since_days"),
        ({"client_id": "x", "sync_interval_min": 0}, "sync_interval_min"),
        ({"client_id": "x", "auth": "magic"}, "auth"),
        ({"client_id": "x", "speed": 1}, "speed"),
    ):
        with pytest.raises(InvalidInput) as refused:
            world.remote.add("Drive", Draft("drive", config, {}))
        assert refused.value.details == {"field": field}


def test_a_list_without_end_is_given_up(world: SyncWorld, google: GoogleDriveServer, monkeypatch: Any) -> None:
    monkeypatch.setattr("backend.sources.sync.run.MOST_LISTED", 5000)
    google.endless = True
    source_id = add(world, google, {google.folder("Door"): "Door"})
    world.start()
    line = world.wait(source_id, lambda line: line.state in ("failed", "waiting"))
    assert line.trouble == "source_too_large"
    assert len(world.all_files(source_id)) < 100


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_hundred_thousand_files_are_listed_page_by_page(world: SyncWorld, google: GoogleDriveServer) -> None:
    """No more than a few pages of them are ever in memory."""
    folder = google.folder("Door")
    google.many = 100_000
    source_id = add(world, google, {folder: "Door"})
    with world.remote.connected(source_id) as drive:
        tracemalloc.start()
        try:
            found = cast(PullSource, drive).recordings([folder], 0, None, StopSignal())
            count = sum(isinstance(one, RemoteRecording) for one in found)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert count == 100_000
    assert most < 60_000_000, f"{most / 1e6:.0f} MB"
