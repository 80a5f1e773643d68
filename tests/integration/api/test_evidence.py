"""From a code to the clip: events, search, video in ranges, clips, archives."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import segno

from backend.domain.recording import FileIdentity, MediaFacts
from backend.runtime.worker import Worker
from database.repositories.recordings import FoundRecording
from tests.support.api_world import NOW_MS, ApiWorld
from tests.support.footage import CODE, small_mjpeg_clip, small_order_clip
from tests.support.seen import observations

NASTY = '<script>alert("x")</script>,\'"\n\tSPX 99\x00'


@dataclass(frozen=True)
class Shot:
    world: ApiWorld
    camera: int
    recording: int
    path: Path
    event: str


@pytest.fixture
def shot(world: ApiWorld) -> Shot:
    """One analysed recording with one event."""
    path = small_order_clip(world.input_dir / "Table 1").path
    camera = world.camera()
    recording = world.recording(camera, path)
    world.done(recording, observations(text=CODE))
    return Shot(world, camera, recording, path, world.event(camera, recording, path, codes=(CODE, NASTY)))


@pytest.fixture
def cutting(world: ApiWorld) -> Iterator[Worker]:
    worker = Worker("cutter", world.services.cutter.run, parent=world.services.stop).start()
    yield worker
    world.services.stop.set()
    assert worker.join(10)


def finished(shot: Shot, clip_id: str) -> dict[str, object]:
    for _ in range(200):
        clip: dict[str, object] = shot.world.json("GET", f"/api/clips/{clip_id}")
        if clip["status"] not in ("queued", "running"):
            return clip
        shot.world.services.stop.wait(0.05)
    raise AssertionError("the clip was never finished")


# Events


def test_events_are_listed_and_filtered(shot: Shot) -> None:
    world = shot.world
    listed = world.json("GET", "/api/events")
    (event,) = listed["items"]
    assert (event["id"], event["camera_name"], event["duration_ms"]) == (shot.event, "Table 1", 12_000)
    assert event["parts"] == [
        {"recording_id": shot.recording, "path": str(shot.path), "file_name": shot.path.name, "from_ms": 3000,
         "to_ms": 15_000}
    ]  # fmt: skip
    assert world.json("GET", f"/api/events?camera_id={shot.camera}&from_ms={NOW_MS}")["total"] == 1
    assert world.json("GET", f"/api/events?to_ms={NOW_MS}")["total"] == 0
    assert world.json("GET", "/api/events?flags=too_long")["total"] == 0
    assert world.json("GET", "/api/events?without_flags=too_long")["total"] == 1
    assert world.json("GET", "/api/events?page=2")["items"] == []


def test_an_event_shows_all_that_was_seen_on_the_cameras_timeline(shot: Shot) -> None:
    event = shot.world.json("GET", f"/api/events/{shot.event}")
    (seen,) = event["sightings"]
    assert (seen["text"], seen["best_ms"], seen["box"]) == (CODE, NOW_MS + 4500, [10, 20, 30, 40])
    assert {"kind": "trigger", "state": "covered", "from_ms": NOW_MS + 3000, "to_ms": NOW_MS + 15_000} in event["spans"]
    assert (event["video_from_ms"], event["video_to_ms"]) == (NOW_MS + 1000, NOW_MS + 17_000)


def test_codes_come_back_verbatim_as_json(shot: Shot) -> None:
    reply = shot.world.get(f"/api/events/{shot.event}")
    assert reply.mimetype == "application/json"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert [code["text"] for code in reply.json["codes"]] == [CODE, NASTY]


def test_people_add_notes_locks_and_codes(shot: Shot) -> None:
    world, path = shot.world, f"/api/events/{shot.event}"
    assert world.json("PATCH", path, {"note": "broken box", "locked": True})["note"] == "broken box"
    world.json("PATCH", path, {"note": "x" * 5000}, status=400)
    added = world.json("POST", f"{path}/codes", {"text": "HAND 42"})
    assert ("HAND 42", True) in [(code["text"], code["manual"]) for code in added["codes"]]
    world.json("POST", f"{path}/codes", {"text": "hand42"}, status=409)
    world.json("DELETE", f"{path}/codes", {"text": CODE}, status=409)
    assert len(world.json("DELETE", f"{path}/codes", {"text": "HAND 42"})["codes"]) == 2
    world.json("DELETE", f"{path}/codes", {"text": "HAND 42"}, status=404)
    world.json("GET", "/api/events/none", status=404)
    world.json("GET", "/api/events/..%2f..", status=404)


def test_the_thumbnail_is_a_small_picture(shot: Shot) -> None:
    picture = shot.world.get(f"/api/events/{shot.event}/thumbnail?width=120")
    assert (picture.mimetype, picture.data[:2]) == ("image/jpeg", b"\xff\xd8")
    assert len(picture.data) < 20_000


# Video


def test_a_recording_is_sent_whole_in_ranges_and_never_beyond(shot: Shot) -> None:
    address, data = f"/api/recordings/{shot.recording}/video", shot.path.read_bytes()
    whole = shot.world.get(address)
    assert (whole.status_code, whole.data, whole.headers["Accept-Ranges"]) == (200, data, "bytes")
    part = shot.world.get(address, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, data[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(data)}"
    assert shot.world.get(address, headers={"Range": "bytes=-10"}).data == data[-10:]
    assert shot.world.get(address, headers={"Range": f"bytes={len(data) - 5}-"}).data == data[-5:]
    beyond = shot.world.get(address, headers={"Range": f"bytes={len(data)}-"})
    assert (beyond.status_code, beyond.json["error"]["code"]) == (416, "range_not_satisfiable")
    assert beyond.headers["Content-Range"] == f"bytes */{len(data)}"
    etag = whole.headers["ETag"]
    assert shot.world.get(address, headers={"If-None-Match": etag}).status_code == 304
    stale = shot.world.get(address, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (stale.status_code, len(stale.data)) == (200, len(data))


def test_an_events_video_is_a_short_file_of_its_own(shot: Shot) -> None:
    video = shot.world.get(f"/api/events/{shot.event}/video", headers={"Range": "bytes=0-"})
    assert (video.status_code, video.mimetype) == (206, "video/mp4")
    assert video.data[4:8] == b"ftyp"
    assert len(video.data) < shot.path.stat().st_size


def test_what_no_browser_plays_is_converted_first(world: ApiWorld) -> None:
    path = small_mjpeg_clip(world.input_dir / "Table 1").path
    recording = world.recording(world.camera(), path)
    waiting = world.get(f"/api/recordings/{recording}/video")
    assert (waiting.status_code, waiting.json["status"]) == (202, "queued")
    assert waiting.headers["Retry-After"] == "1"


def test_a_recording_that_is_gone_or_no_video_says_so(world: ApiWorld) -> None:
    folder = world.input_dir / "Table 1"
    folder.mkdir()
    text = folder / "text.mp4"
    text.write_text("this is no video " * 400)
    recording = world.recording(world.camera(), text, duration_ms=1000)
    assert world.json("GET", f"/api/recordings/{recording}/video", status=422)["error"]["message"]
    text.unlink()
    reply = world.get(f"/api/recordings/{recording}/video")
    assert reply.status_code in (404, 422)
    assert str(folder) not in reply.json["error"]["message"]


# Search


def test_search_finds_and_says_why(shot: Shot) -> None:
    world = shot.world
    found = world.json("POST", "/api/search", {"text": f"1. {CODE.lower()}"})
    (match,) = found["groups"][0]["matches"]
    assert (match["event"]["id"], match["why"]["kind"]) == (shot.event, "exact")
    assert found["took_ms"] >= 0
    last = world.json("POST", "/api/search", {"codes": [CODE[-6:]]})
    assert last["groups"][0]["matches"][0]["why"]["kind"] == "suffix"
    wrong = world.json("POST", "/api/search", {"codes": [CODE.replace("5", "7")]})
    assert wrong["groups"][0]["matches"][0]["why"]["kind"] == "one_wrong"
    nothing = world.json("POST", "/api/search", {"codes": ["ZZ00000000"], "camera_ids": [shot.camera]})
    assert (nothing["groups"][0]["total"], nothing["codes_found"]) == (0, 0)
    world.json("POST", "/api/search", {"text": CODE, "from_ms": 5, "to_ms": 4}, status=400)


def test_a_table_gives_its_codes_and_its_column_is_remembered(shot: Shot) -> None:
    world = shot.world
    table = f"Mã đơn;Mã vận đơn\n1;{CODE}\n2;0012345678\n".encode()
    read = world.upload("/api/search/table", table, "orders.csv")
    assert (read["suggested_column"], read["codes"], read["platform_saved"]) == ("B", [CODE, "0012345678"], False)
    assert [column["header"] for column in read["columns"]] == ["Mã đơn", "Mã vận đơn"]
    chosen = world.upload("/api/search/table", table, "orders.csv", platform="Shopee", column="A")
    assert (chosen["column"], chosen["platform_saved"]) == ("A", True)
    assert world.upload("/api/search/table", table, "orders.csv", platform="shopee")["column"] == "A"
    world.upload("/api/search/table", table, "orders.csv", column="123", status=400)
    world.upload("/api/search/table", b"", "orders.csv", status=400)


def test_a_photograph_gives_its_codes(shot: Shot) -> None:
    drawn = io.BytesIO()
    segno.make_qr(NASTY).save(drawn, kind="png", scale=6, border=4)
    read = shot.world.upload("/api/search/photo", drawn.getvalue(), "label.png")
    assert [code["text"] for code in read["codes"]] == [NASTY]
    shot.world.upload("/api/search/photo", b"no picture", "label.png", status=400)
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    body = head + bytes(11 * 1024 * 1024) + b"\r\n--x--\r\n"
    reply = shot.world.client.post("/api/search/photo", data=body, content_type="multipart/form-data; boundary=x")
    assert reply.status_code == 413
    assert "10 MB" in reply.json["error"]["message"]


@pytest.mark.parametrize("address", ["/api/search/photo", "/api/search/table"])
def test_an_upload_without_a_file_is_refused(world: ApiWorld, address: str) -> None:
    for form in ({}, {"file": "text instead of a file"}, {"other": (io.BytesIO(b"x"), "x.png")}):
        reply = world.client.post(address, data=form, content_type="multipart/form-data")
        assert (reply.status_code, reply.json["error"]["code"]) == (400, "invalid_input")
    assert world.client.post(address, json={"file": "x"}).status_code == 415


# Clips


def test_a_clip_is_cut_downloaded_locked_and_archived(shot: Shot, cutting: Worker) -> None:
    world = shot.world
    batch = world.json("POST", "/api/clips", {"event_ids": [shot.event, "none"]}, status=202)
    assert [one["event_id"] for one in batch["refused"]] == ["none"]
    clip = finished(shot, batch["clips"][0]["id"])
    assert (clip["status"], clip["event_id"], clip["progress"]) == ("done", shot.event, 1.0)
    file = world.get(f"/api/clips/{clip['id']}/file")
    assert "attachment" in file.headers["Content-Disposition"]
    assert clip["file_name"] in file.headers["Content-Disposition"]
    assert hashlib.sha256(file.data).hexdigest() == clip["sha256"]
    assert world.get(f"/api/clips/{clip['id']}/file", headers={"Range": "bytes=0-3"}).status_code == 206
    inline = world.get(f"/api/clips/{clip['id']}/file?inline=true").headers["Content-Disposition"]
    assert inline.startswith("inline")
    archive = world.get(f"/api/clips/batch/{batch['batch_id']}.zip")
    with zipfile.ZipFile(io.BytesIO(archive.data)) as opened:
        assert opened.testzip() is None
        assert opened.read(str(clip["file_name"])) == file.data
    assert world.json("PATCH", f"/api/clips/{clip['id']}", {"locked": True})["locked"] is True
    assert [one["id"] for one in world.json("GET", f"/api/clips?batch_id={batch['batch_id']}")["items"]] == [clip["id"]]
    assert world.json("GET", f"/api/events/{shot.event}")["clip_details"][0]["id"] == clip["id"]


def test_a_queued_clip_is_cancelled(shot: Shot) -> None:
    world = shot.world
    batch = world.json("POST", "/api/clips", {"event_ids": [shot.event]}, status=202)
    clip = batch["clips"][0]["id"]
    assert world.json("GET", f"/api/clips/{clip}/file", status=409)["error"]["details"] == {"status": "queued"}
    assert world.json("POST", f"/api/clips/{clip}/cancel", {})["status"] == "cancelled"


@pytest.mark.parametrize(
    "wrong", [{"event_ids": []}, {"event_ids": ["../x"]}, {"event_ids": ["e"], "mode": "rough"}, {"event_ids": "e"},
              {"event_ids": ["e"], "mode": "fast", "burn_in": True}, {"event_ids": ["e"] * 501}],
)  # fmt: skip
def test_nonsense_about_clips_is_refused(world: ApiWorld, wrong: dict[str, object]) -> None:
    world.json("POST", "/api/clips", wrong, status=400)


def test_unknown_clips_are_404(world: ApiWorld) -> None:
    for address in ("/api/clips/none", "/api/clips/none/file", "/api/clips/batch/none.zip"):
        world.json("GET", address, status=404)
    world.json("POST", "/api/clips/none/cancel", {}, status=404)
    world.json("PATCH", "/api/clips/none", {"locked": True}, status=404)


def test_a_file_replaced_by_a_shorter_one_is_told_and_its_event_still_opens(shot: Shot) -> None:
    """A recorder that writes its files round and round; until the new one is analysed its events stand."""
    world = shot.world
    details = world.services.recordings.get(shot.recording)
    shorter = MediaFacts(details.width, details.height, details.codec, 500, 10, details.fps, None)
    world.services.recordings.upsert_found(
        FoundRecording(shot.camera, details.path, FileIdentity(7, "other"), 1, details.start_ms, "mtime", shorter),
        now_ms=NOW_MS,
    )
    seen = world.json("GET", f"/api/events/{shot.event}")
    assert (seen["video_from_ms"], seen["video_to_ms"]) == (seen["start_ms"], seen["end_ms"])
    assert world.json("GET", f"/api/events/{shot.event}/video", status=404)["error"]["code"] == "footage_gone"
    assert world.get(f"/api/events/{shot.event}/thumbnail").status_code in (200, 404)
    refused = world.client.post("/api/clips", json={"event_ids": [shot.event]})
    assert refused.status_code < 500
