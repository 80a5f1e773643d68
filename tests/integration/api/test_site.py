"""Set-up, first result, space, overview, backups and log through the API, on a real store."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from backend.backups.backup_set import MANIFEST_NAME, Manifest
from backend.domain.event import EventFlag
from tests.support.api_world import NOW_MS, ApiWorld
from tests.support.seen import observations

HOUR_MS = 3_600_000


def zipped(name: str, text: str = "x") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, text)
    return made.getvalue()


def backup() -> bytes:
    return zipped(MANIFEST_NAME, Manifest("0.1", None, NOW_MS).as_json())


def filmed(world: ApiWorld, camera: int, path: Path, *, start_ms: int, length_ms: int) -> int:
    """A recording of that length, as far as the store knows."""
    recording = world.recording(camera, path, start_ms=start_ms, duration_ms=length_ms)
    with world.services.store.write() as connection:
        connection.exec_driver_sql("UPDATE recordings SET duration_ms = ? WHERE id = ?", (length_ms, recording))
    return recording


def test_the_set_up_is_kept_step_by_step(world: ApiWorld) -> None:
    begun = world.json("GET", "/api/setup")
    assert (begun["needed"], begun["present"], begun["finished_ms"]) == (True, "brand", None)
    world.json("PUT", "/api/setup/steps/brand", {"status": "done"})
    later = world.json("PUT", "/api/setup/steps/place", {"status": "skipped"})
    assert (later["present"], later["steps"]["place"]) == ("source", "skipped")
    assert world.json("PUT", "/api/setup/steps/place", {"status": "open"})["present"] == "place"
    done = world.json("POST", "/api/setup/finish", {})
    assert (done["needed"], done["present"]) == (False, None)
    assert done["steps"] == {
        "brand": "done", "place": "skipped", "source": "skipped", "regions": "skipped", "timing": "skipped",
    }  # fmt: skip


def test_who_has_cameras_already_is_not_asked(world: ApiWorld) -> None:
    world.camera()
    assert not world.json("GET", "/api/setup")["needed"]


def test_the_first_result_is_of_the_newest_footage(world: ApiWorld, fake_file: Path) -> None:
    assert world.json("GET", "/api/setup/first-result")["phase"] == "not_asked"
    camera = world.camera()
    old = fake_file.with_name("old.mp4")
    old.write_bytes(b"old" * 100)
    filmed(world, camera, old, start_ms=NOW_MS - 10 * HOUR_MS, length_ms=30 * 60_000)
    newest = filmed(world, camera, fake_file, start_ms=NOW_MS - HOUR_MS, length_ms=25 * 60_000)
    world.json("POST", "/api/setup/first-result", {}, status=202)
    world.services.programs.step(world.services.stop)
    asked = world.json("GET", "/api/setup/first-result")
    assert (asked["phase"], asked["files"], asked["media_ms"]) == ("analysing", 1, 25 * 60_000)
    assert world.services.recordings.get(newest).priority > 0
    claim = world.claims.claim("test", NOW_MS)
    assert claim is not None
    assert claim.recording.id == newest
    world.claims.finish(newest, "test", observations(25 * 60_000), NOW_MS)
    event = world.event(camera, newest, fake_file, start_ms=NOW_MS - HOUR_MS)
    with world.services.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM dirty_windows")
    done = world.json("GET", "/api/setup/first-result")
    assert (done["phase"], done["events"], done["event_ids"]) == ("done", 1, [event])


def test_no_footage_says_when_the_newest_was_written(world: ApiWorld, fake_file: Path) -> None:
    folder = fake_file.parent.parent
    world.json("POST", "/api/sources", {"name": "S", "path": str(folder), "cameras": ["Table 1"]}, status=201)
    world.json("POST", "/api/setup/first-result", {}, status=202)
    world.services.programs.step(world.services.stop)
    found = world.json("GET", "/api/setup/first-result")
    assert (found["phase"], found["newest_ms"]) == ("no_footage", fake_file.stat().st_mtime_ns // 1_000_000)


def test_space_comes_from_the_footage_that_was_found(world: ApiWorld, fake_file: Path) -> None:
    camera = world.camera()
    filmed(world, camera, fake_file, start_ms=NOW_MS, length_ms=HOUR_MS)
    size = fake_file.stat().st_size
    found = world.json("GET", "/api/setup/space?clips_per_day=10")
    assert [(one["camera"], one["bytes_per_hour"], one["bytes_per_day"]) for one in found["cameras"]] == [
        ("Table 1", size, size)
    ]
    assert found["clip_bytes"] == round(size * found["clip_ms"] / HOUR_MS)
    assert found["clips_bytes_per_day"] == 10 * found["clip_bytes"]


def test_the_overview_counts_today_by_camera_and_hour(world: ApiWorld, fake_file: Path) -> None:
    camera = world.camera()
    recording = world.recording(camera, fake_file, duration_ms=HOUR_MS)
    world.event(camera, recording, fake_file, from_ms=0, to_ms=9_000)
    silent = world.event(camera, recording, fake_file, from_ms=20_000, to_ms=40_000, codes=())
    with world.services.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE events SET flags = ? WHERE public_id = ?", (f'["{EventFlag.NO_CODE.value}"]', silent)
        )
    found = world.json("GET", "/api/overview")
    # 2026-01-01T00:00Z is seven in the morning in Ho Chi Minh City.
    assert (NOW_MS - found["day_from_ms"], found["timezone"]) == (7 * HOUR_MS, "Asia/Ho_Chi_Minh")
    assert found["hours"] == [{"camera_id": camera, "hour": 7, "events": 2, "without_code": 1, "unread": 1}]
    assert found["today"] == found["week"] == {"events": 2, "without_code": 1, "unread": 1}
    assert {"not_running", "no_regions"} <= {one["code"] for one in found["problems"]}


def test_space_is_freed_from_what_can_be_made_again(world: ApiWorld, fake_file: Path) -> None:
    (world.services.paths.previews_dir / "a.mp4").write_bytes(b"x" * 1000)
    (world.services.paths.clips_dir / "mine.mp4").write_bytes(b"x")
    assert world.json("POST", "/api/storage/free", {})["freed_bytes"] == 1000
    assert (world.services.paths.clips_dir / "mine.mp4").exists()
    assert fake_file.exists()


def test_backups_are_brought_in_fetched_and_deleted(world: ApiWorld) -> None:
    data = backup()
    name = world.upload("/api/backups/upload", data, "my backup.zip", status=201)["name"]
    listed = world.json("GET", "/api/backups")
    assert [(one["name"], one["size_bytes"]) for one in listed["items"]] == [(name, len(data))]
    fetched = world.get(f"/api/backups/{name}")
    assert (fetched.data, fetched.headers["Content-Disposition"]) == (data, f"attachment; filename={name}")
    world.json("DELETE", f"/api/backups/{name}", status=204)
    assert world.json("GET", "/api/backups")["total"] == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.exe", b"x"), ("x.zip", b"PK"), ("x.zip", b""), ("x.db", b"no store"), ("other.zip", b"other")],
)
def test_what_is_no_backup_is_not_brought_in(world: ApiWorld, name: str, content: bytes) -> None:
    """Told at once, not only when the day comes on which it is needed."""
    refused = world.upload("/api/backups/upload", zipped("x.txt") if content == b"other" else content, name, status=400)
    assert refused["error"]["code"] == "not_a_backup"
    assert world.json("GET", "/api/backups")["total"] == 0
    assert list(world.services.backups.shelf.folder.iterdir()) == []


def test_a_backup_may_be_larger_than_other_uploads(world: ApiWorld) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="large.db"\r\n\r\nSQLite format 3\0'
    body, kind = head + bytes(40_000_000) + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"
    for path, status in (("/api/backups/upload", 201), ("/api/search/photo", 413)):
        assert world.client.post(path, data=body, content_type=kind).status_code == status


def test_the_log_is_read_and_fetched(world: ApiWorld) -> None:
    log = world.services.paths.logs_dir / "epack.log"
    log.write_text('{"time": "t", "level": "error", "logger": "x", "event": "boom", "path": "/a"}\n')
    (line,) = world.json("GET", "/api/logs?level=error&text=BOOM")["lines"]
    assert line == {"time": "t", "level": "error", "logger": "x", "event": "boom", "more": {"path": "/a"}}
    with zipfile.ZipFile(io.BytesIO(world.get("/api/logs/download").data)) as archive:
        assert archive.read("epack.log") == log.read_bytes()


def test_about_and_restart(world: ApiWorld) -> None:
    about = world.json("GET", "/api/about")
    assert about["version"] == "0.0-test"
    licences = {one["name"]: one["licence"] for one in about["libraries"]}
    assert licences["Flask"] == "BSD-3-Clause"
    assert licences["react"] == "MIT"
    told = world.json("POST", "/api/server/restart", {}, status=202)
    assert told == {"started_ms": about["started_ms"], "next_address": None}
    assert world.services.restart.asked


def test_a_restart_tells_where_the_next_server_answers(world: ApiWorld) -> None:
    world.services.settings.change({"tls": True})
    told = world.json("POST", "/api/server/restart", {}, status=202)
    assert told["next_address"] == "https://localhost"
    world.services.settings.change({"tls": False, "port": 8099})
    told = world.json("POST", "/api/server/restart", {}, status=202)
    assert told["next_address"] == "http://localhost:8099"
