"""Live cameras over HTTP, with a real stream behind them."""

from __future__ import annotations

import json
import time

import pytest

from backend.domain.live import LiveGapCause, LiveMinute
from backend.domain.source import SourceState
from backend.runtime.worker import Worker
from tests.integration.sources.live.conftest import tracks  # noqa: F401
from tests.support.api_world import ApiWorld
from tests.support.rtsp_server import RtspServer

PASSWORD = "nobody-may-see-this"


@pytest.fixture
def running_clock(world: ApiWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """The world's clock stands still; a stream does not."""
    monkeypatch.setattr(type(world.clock), "now_ms", lambda self: time.time_ns() // 1_000_000)
    monkeypatch.setattr(type(world.clock), "monotonic", lambda self: time.monotonic())
    monkeypatch.setattr("backend.sources.live.preview_decoder._LINGER_S", 0.1)
    # By the other clock the session of before ended long ago.
    world.sign_in("owner", world.client)


def test_a_camera_from_its_address_to_its_picture(world: ApiWorld, tracks, running_clock) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    live = world.services.live
    with RtspServer({"table": tracks.h264}, sign_in="digest", user="admin", password=PASSWORD) as server:
        camera = {"name": "Table 1", "main": server.url("table"), "key": "one"}
        draft = {"kind": "rtsp", "config": {"user": "admin", "cameras": [camera]}, "secrets": {"password": PASSWORD}}
        found = world.client.post("/api/sources/test/cameras", json=draft).get_json()["items"]
        body = {**draft, "name": "Hall", "cameras": [{"key": found[0]["key"], "name": found[0]["name"]}]}
        added = world.client.post("/api/sources/remote", json=body)
        assert added.status_code == 201, added.get_json()
        worker = Worker("live", live.run).start()
        try:
            for _ in range(400):
                (item,) = world.client.get("/api/live").get_json()["items"] or [{"state": ""}]
                if item["state"] == SourceState.RUNNING:
                    break
                world.services.stop.wait(0.05)
            camera_id = item["camera_id"]
            assert item["state"] == SourceState.RUNNING, item
            assert item["camera_name"] == "Table 1"
            frame = world.client.get(f"/api/live/{camera_id}/frame?width=160")
            assert (frame.status_code, frame.mimetype, frame.data[:2]) == (200, "image/jpeg", b"\xff\xd8")
            preview = world.client.get(f"/api/live/{camera_id}/preview")
            first = next(iter(preview.response))
            assert preview.mimetype == "multipart/x-mixed-replace"
            assert preview.headers["Cache-Control"] == "no-store"
            assert preview.headers["X-Content-Type-Options"] == "nosniff"
            assert first.startswith(b"--epack-picture\r\nContent-Type: image/jpeg")
            preview.close()
            wall = world.client.get(f"/api/live/pictures?cameras={camera_id}")
            head, _, jpeg = next(iter(wall.response)).partition(b"\n")
            shown = json.loads(head)
            assert (shown["camera_id"], shown["bytes"], jpeg[:2]) == (camera_id, len(jpeg), b"\xff\xd8")
            assert 0 <= shown["sent_ms"] - shown["at_ms"] < 60_000
            wall.close()
            told = [added, *(world.client.get(path) for path in ("/api/live", "/api/sources", "/api/overview"))]
            assert PASSWORD not in "".join(json.dumps(one.get_json()) for one in told)
        finally:
            world.services.stop.set()
            worker.stop()
            assert worker.join(15)


def test_history_gaps_and_the_timeline(world: ApiWorld) -> None:
    live, now_ms = world.services.live, world.clock.now_ms()
    camera_id = world.client.post("/api/cameras", json={"name": "Table"}).get_json()["id"]
    gap = live.gaps.begin(camera_id, LiveGapCause.FROZEN, now_ms - 600_000, {})
    live.gaps.end(gap, now_ms - 300_000, shortest_ms=500)
    live.minutes.put({camera_id: LiveMinute(now_ms - 60_000, 25.0, 2_000_000, 3.0, 2_000, 0)})
    history = world.client.get(f"/api/live/{camera_id}/history").get_json()["items"]
    assert [one["fps"] for one in history] == [25.0]
    (shown,) = world.client.get(f"/api/live/{camera_id}/gaps").get_json()["items"]
    assert (shown["cause"], shown["to_ms"] - shown["from_ms"]) == ("frozen", 300_000)
    assert world.client.get(f"/api/live/{camera_id}/gaps?from_ms=9&to_ms=9").status_code == 400
    assert world.client.get(f"/api/live/{camera_id}/frame").get_json()["error"]["code"] == "not_live"
    assert world.client.get("/api/live/999/history").status_code == 404


def test_a_recorder_added_for_a_live_camera_fills_its_gaps_and_does_not_take_it_over(world: ApiWorld) -> None:
    camera = {"name": "Table 1", "main": "rtsp://127.0.0.1:1/table", "key": "one"}
    live = {"kind": "rtsp", "config": {"cameras": [camera]}, "name": "Hall", "cameras": [{"key": "one", "name": "T"}]}
    live_id = world.json("POST", "/api/sources/remote", live, status=201)["id"]
    (before,) = world.json("GET", "/api/cameras")["items"]
    chosen = [{"key": "1", "name": "Channel 1", "camera_id": before["id"]}]
    recorder = {"kind": "hikvision", "config": {"address": "127.0.0.1:1"}, "name": "NVR", "cameras": chosen}
    recorder_id = world.json("POST", "/api/sources/remote", recorder, status=201)["id"]
    (after,) = world.json("GET", "/api/cameras")["items"]
    assert (after["source_id"], after["folder"]) == (live_id, before["folder"])
    (stored,) = world.json("GET", f"/api/sources/{recorder_id}/cameras")["items"]
    assert (stored["camera_id"], stored["enabled"]) == (before["id"], True)
    # Once it is not recorded live any more, the recorder may have all of it.
    world.json("PUT", f"/api/sources/{live_id}/cameras", {"cameras": []})
    world.json("PUT", f"/api/sources/{recorder_id}/cameras", {"cameras": chosen})
    (taken,) = world.json("GET", "/api/cameras")["items"]
    assert taken["source_id"] == recorder_id
