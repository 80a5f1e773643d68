"""The addresses of the 2.1.1 reference answer at their documented paths with their field names."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.runtime.worker import Worker
from tests.meta.reference_names import CONFIG_ENDPOINTS, PROGRAM_ENDPOINTS, QUERY_ENDPOINTS, REGION_ENDPOINTS
from tests.support.api_world import NOW_MS, ApiWorld, api_world
from tests.support.footage import CODE, small_order_clip

NOT_ADDRESSES = {"/api/hand-detection", "/api/qr-detection", "step4_roi_bp"}
DEAD = {
    "GET /api/test",  # answered only when the reference's file was run as a script
    "GET /process-events",  # never registered; events derive themselves
}
CSV = "order;tracking_codes\n1;SPXVN0123456789\n2;GHN0000000007\n"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiWorld]:
    """One camera with a real recording of one order, and its event."""
    with api_world(tmp_path_factory.mktemp("reference")) as made:
        folder = made.input_dir / "Table 1"
        path = small_order_clip(folder).path
        source = made.services.sources.add("Shop", str(made.input_dir), now_ms=NOW_MS)
        camera = made.camera("Table 1")
        made.services.cameras.update(camera, now_ms=NOW_MS, source_id=source)
        recording = made.recording(camera, path)
        made.event(camera, recording, path, codes=(CODE,))
        made.clock.advance(3600)
        yield made


@pytest.fixture
def video(world: ApiWorld) -> str:
    return str(next((world.input_dir / "Table 1").glob("*.mp4")))


def addresses() -> list[tuple[str, str]]:
    found = []
    for name in (*PROGRAM_ENDPOINTS, *CONFIG_ENDPOINTS, *REGION_ENDPOINTS, *QUERY_ENDPOINTS):
        if name not in NOT_ADDRESSES | DEAD:
            method, path = name.split()
            found.append((method, path))
    return found


@pytest.mark.parametrize(("method", "path"), addresses())
def test_the_documented_address_is_answered(world: ApiWorld, method: str, path: str) -> None:
    adapter = world.app.url_map.bind("localhost")
    adapter.match(path.replace("<id>", "1"), method=method)


def addresses_with_two_prefixes() -> list[tuple[str, str]]:
    """GET /program without /api is also a page: see test_program_is_a_page_too."""
    return [(m, p) for m, p in addresses() if not p.startswith("/api/config") and (m, p) != ("GET", "/api/program")]


@pytest.mark.parametrize(("method", "path"), addresses_with_two_prefixes())
def test_both_prefixes_lead_to_the_same_handler(world: ApiWorld, method: str, path: str) -> None:
    adapter = world.app.url_map.bind("localhost")
    bare = path.removeprefix("/api")
    assert (
        world.app.view_functions[adapter.match(bare, method=method)[0]]
        is world.app.view_functions[adapter.match(f"/api{bare}", method=method)[0]]
    )


@pytest.mark.parametrize("name", ["hand-detection", "qr-detection"])
def test_the_detectors_have_prefixes_of_their_own(world: ApiWorld, name: str) -> None:
    assert world.json("GET", f"/api/{name}/health")["status"] == "ok"
    assert world.json("POST", f"/api/{name}/cleanup", {})["success"] is True


# 2.1 program


def test_program_runs_and_stops_by_its_vietnamese_names(world: ApiWorld) -> None:
    started = world.json("POST", "/api/program", {"card": "Mặc định", "action": "run", "custom_path": "", "days": None})
    assert (started["current_running"], started["days"], started["custom_path"]) == ("Mặc định", None, None)
    assert world.json("GET", "/program")["current_running"] == "Mặc định"
    stopped = world.json("POST", "/program", {"card": "Mặc định", "action": "stop"})
    assert stopped["current_running"] is None


def test_first_run_needs_days_and_custom_a_path_inside(world: ApiWorld) -> None:
    refused = world.json("POST", "/program", {"card": "Lần đầu", "action": "run"}, status=400)
    assert "days" in refused["error"]["message"]
    world.json("POST", "/program", {"card": "Chỉ định", "action": "run"}, status=400)
    world.json("POST", "/program", {"card": "Chỉ định", "action": "run", "custom_path": "/etc"}, status=403)
    first = world.json("POST", "/program", {"card": "First Run", "action": "run", "days": 3})
    assert (first["current_running"], first["days"]) == ("Lần đầu", 3)
    world.json("POST", "/program", {"action": "stop"})


def test_program_is_a_page_too(world: ApiWorld) -> None:
    reply = world.get("/program", headers={"Accept": "text/html,application/xhtml+xml"})
    assert reply.status_code == 404  # no dashboard is built in this test
    assert "Accept" in reply.headers["Vary"]
    assert world.get("/program", headers={"Accept": "application/json"}).json["status"] == "stopped"


def test_confirm_run_says_the_program(world: ApiWorld) -> None:
    assert world.json("POST", "/confirm-run", {"card": "Mặc định"}) == {"program_type": "default"}
    assert world.json("POST", "/confirm-run", {"card": "Mặc định"}) == {"program_type": "default"}
    world.json("POST", "/program", {"action": "stop"})


def test_program_progress_lists_what_is_not_done(world: ApiWorld) -> None:
    files = world.json("GET", "/api/program-progress")["files"]
    assert [(Path(f["file"]).name, f["status"], f["processing_status"]) for f in files] == [
        ("Small_20260105_090000.mp4", "pending", "chưa bắt đầu")
    ]


def test_small_program_answers(world: ApiWorld) -> None:
    assert world.json("GET", "/check-first-run") == {"first_run_completed": False}
    assert world.json("GET", "/get-cameras") == {"cameras": ["Table 1"]}
    folders = world.json("GET", "/get-camera-folders")["folders"]
    assert folders == [{"name": "Table 1", "path": str(world.input_dir / "Table 1")}]


# 2.2 configuration


def test_save_config_changes_what_is_given_only(world: ApiWorld) -> None:
    world.services.settings.change({"workers_max": 3})
    saved = world.json("POST", "/api/config/save-config", {"min_packing_time": 7, "video_buffer": 4, "frame_rate": 25})
    assert saved["frame_settings"] == {"frame_rate": 25.0, "frame_interval": 5.0}
    assert saved["saved_path"] == str(world.input_dir)
    assert saved["saved_cameras"] == ["Table 1"]
    now = world.services.settings.current()
    assert (now.min_packing_s, now.pre_roll_s, now.post_roll_s, now.max_packing_s) == (7.0, 4.0, 4.0, 120.0)
    assert now.workers_max == 3, "D-63: other settings went back to their defaults"
    world.services.settings.change({"min_packing_s": 10, "pre_roll_s": 2, "post_roll_s": 2, "workers_max": 0})


@pytest.mark.parametrize("root", ["http://nas/videos", "localhost:3000/videos"])
def test_save_config_takes_no_address_as_folder(world: ApiWorld, root: str) -> None:
    world.json("POST", "/api/config/save-config", {"video_root": root}, status=400)


def test_save_general_info_knows_vietnamese_days(world: ApiWorld) -> None:
    body = {"brand_name": "Alan", "working_days": ["Thứ Hai", "Chủ Nhật"], "from_time": "22:00", "to_time": "06:00"}
    assert "message" in world.json("POST", "/api/config/save-general-info", body)
    now = world.services.settings.current()
    assert (now.brand_name, now.working_days, now.from_time) == ("Alan", ("Monday", "Sunday"), "22:00")
    world.json("POST", "/api/config/save-general-info", {"working_days": ["Someday"]}, status=400)
    assert world.services.settings.current().working_days == ("Monday", "Sunday")


def test_sources_are_saved_replaced_switched_and_forgotten(world: ApiWorld, video: str) -> None:
    folder = world.input_dir / "second" / "Cam A"
    folder.mkdir(parents=True)
    shutil.copy(video, folder / "a.mp4")
    source = {"source_type": "local", "name": "Second", "path": str(folder.parent), "config": {"note": 1}}
    saved = world.json("POST", "/api/config/save-sources", {"sources": [source]})
    assert set(saved) == {"message", "source_type", "connection_path", "working_path", "action", "overwrite_mode"}
    assert saved["action"] == "added"
    world.json("POST", "/api/config/save-sources", {"sources": [source]}, status=409)
    again = world.json("POST", "/api/config/save-sources", {"sources": [{**source, "overwrite": True}]})
    assert (again["action"], again["overwrite_mode"]) == ("replaced", True)
    listed = world.json("GET", "/api/config/get-sources")["sources"]
    ours = next(one for one in listed if one["name"] == "Second")
    assert set(ours) == {"id", "source_type", "name", "path", "config", "active", "created_at"}
    assert ours["config"] == {"note": 1}
    updated = world.json("PUT", f"/api/config/update-source/{ours['id']}", {"config": {"note": 2}})
    assert (updated["source_id"], updated["updated_fields"]) == (ours["id"], ["config"])
    world.json("POST", f"/api/config/toggle-source/{ours['id']}", {"active": False})
    assert [one["name"] for one in world.json("GET", "/api/config/get-sources")["sources"]] == ["Shop"]
    assert world.json("DELETE", f"/api/config/delete-source/{ours['id']}")["reset"] is True
    world.json("DELETE", f"/api/config/delete-source/{ours['id']}", status=404)
    world.json("PUT", f"/api/config/update-source/{ours['id']}", {"config": {}}, status=404)
    assert world.services.sources.all()[0].enabled, "D-66: forgetting one source touched another"
    added = world.services.cameras.by_name("Cam A")
    assert added is not None, "the camera and its evidence stay"
    world.services.cameras.remove(added.id)
    shutil.rmtree(folder.parent)


def test_test_source_says_what_is_wrong(world: ApiWorld) -> None:
    ask = {"source_type": "local", "path": str(world.input_dir), "config": {}}
    assert world.json("POST", "/api/config/test-source", ask)["accessible"] is True
    missing = world.json("POST", "/api/config/test-source", {**ask, "path": str(world.input_dir / "none")})
    assert missing == {"accessible": False, "message": missing["message"], "source_type": "local"}
    world.json("POST", "/api/config/test-source", {**ask, "path": "/etc"}, status=403)
    world.json("POST", "/api/config/test-source", {**ask, "source_type": "cloud"}, status=400)


def test_cameras_are_detected_chosen_and_compared(world: ApiWorld) -> None:
    found = world.json("POST", "/api/config/detect-cameras", {"path": str(world.input_dir)})
    assert (found["cameras"], found["selected_cameras"], found["count"]) == (["Table 1"], ["Table 1"], 1)
    assert found["path"] == str(world.input_dir)
    world.json("POST", "/api/config/detect-cameras", {"path": "/"}, status=403)
    chosen = world.json("POST", "/api/config/update-source-cameras", {"source_id": 1, "selected_cameras": []})
    assert (chosen["selected_cameras"], chosen["count"]) == ([], 0)
    assert world.json("GET", "/api/config/get-processing-cameras") == {"selected_cameras": [], "count": 0}
    world.json("POST", "/api/config/update-source-cameras", {"selected_cameras": ["Archive"]}, status=400)
    world.json("POST", "/api/config/update-source-cameras", {"selected_cameras": ["Table 1"]})
    assert world.json("GET", "/api/config/get-cameras")["cameras"] == [
        {"name": "Table 1", "path": str(world.input_dir / "Table 1")}
    ]
    refreshed = world.json("POST", "/api/config/refresh-cameras", {})
    assert (refreshed["success"], refreshed["cameras"]) == (True, ["Table 1"])
    assert (refreshed["source_type"], refreshed["source_name"]) == ("local", "Shop")
    world.json("POST", "/api/config/sync-cloud-cameras", {}, status=404)


def test_camera_status_compares_folders_and_cameras(world: ApiWorld) -> None:
    status = world.json("GET", "/api/config/camera-status")
    assert status["processing_config"] == {
        "cameras": ["Table 1"], "camera_count": 1, "input_path": str(world.input_dir)
    }  # fmt: skip
    assert status["active_source"]["folders_count"] == 1
    assert status["sync_status"] == {"cameras_synced": True, "needs_sync": False}
    assert status["recommendations"]["action_needed"] is False
    assert status["source_cameras"]["cameras"] == ["Table 1"]
    assert "timestamp" in status
    assert set(world.json("GET", "/api/config/debug-cameras")) == {"processing_config", "active_sources", "debug_time"}


# 2.3 regions


def test_a_packing_region_is_suggested_from_real_hands(world: ApiWorld, video: str) -> None:
    ask = {"videoPath": video, "cameraId": "Table 1", "step": "packing", "at_ms": 5000}
    found = world.json("POST", "/select-roi", ask)
    assert set(found) == {"success", "roi", "roi_frame", "hand_detected"}
    assert found["hand_detected"] is True
    assert set(found["roi"]) == {"x", "y", "w", "h"}
    assert found["roi"]["w"] > 50
    frame = world.get(found["roi_frame"])
    assert (frame.status_code, frame.mimetype) == (200, "image/jpeg")
    assert frame.headers["Cache-Control"] == "no-store"
    assert world.get("/get-roi-frame?camera_id=Table 1&file=original.jpg").data[:2] == b"\xff\xd8"


def test_a_drawn_region_is_taken_and_snake_case_gets_a_list(world: ApiWorld, video: str) -> None:
    ask = {"video_path": video, "camera_id": "Table 1", "step": "packing", "roi": [110, 35, 420, 283], "at_ms": 5000}
    found = world.json("POST", "/api/hand-detection/run-select-roi", ask)
    assert found["roi"] == [110, 35, 420, 283]


def test_the_trigger_region_is_suggested_around_the_sticker(world: ApiWorld, video: str) -> None:
    found = world.json("POST", "/select-roi", {"videoPath": video, "cameraId": "Table 1", "step": "trigger"})
    roi = found["roi"]
    assert roi["x"] < 330 < roi["x"] + roi["w"]
    assert roi["y"] < 166 < roi["y"] + roi["h"]


def test_label_and_sticker_are_read_without_a_window(world: ApiWorld, video: str) -> None:
    ask = {"videoPath": video, "cameraId": "Table 1", "roiFramePath": "ignored.jpg", "step": "mvd", "at_ms": 8000}
    found = world.json("POST", "/select-qr-roi", ask)
    assert set(found) == {
        "success", "rois", "roi_frame", "qr_detected", "qr_detected_roi1", "qr_detected_roi2", "qr_content",
        "trigger_detected", "table_type",
    }  # fmt: skip
    assert (found["qr_detected_roi1"], found["qr_content"]) == (True, CODE)
    assert {roi["type"] for roi in found["rois"]} >= {"mvd"}
    idle = world.json("POST", "/run-qr-detector", {**ask, "at_ms": 0})
    assert (idle["trigger_detected"], idle["table_type"]) == (True, "standard")


def test_finalize_takes_all_regions_from_the_request(world: ApiWorld, video: str) -> None:
    rois = [
        {"type": "packing", "x": 110, "y": 35, "w": 420, "h": 283},
        {"type": "mvd", "x": 125, "y": 48, "w": 395, "h": 260},
        {"type": "trigger", "x": 295, "y": 129, "w": 70, "h": 75},
    ]
    done = world.json("POST", "/finalize-roi", {"cameraId": "Table 1", "rois": rois})
    assert done["success"] is True
    assert world.get(done["final_roi_frame"]).mimetype == "image/jpeg"
    assert world.get("/get-final-roi-frame?camera_id=Table 1").status_code == 200
    camera = world.services.cameras.by_name("Table 1")
    assert camera is not None
    assert camera.regions.trigger is not None
    assert camera.regions.trigger.as_list() == [295, 129, 70, 75]
    assert (camera.regions.frame_width, camera.regions.frame_height) == (640, 360)
    assert (camera.id, frozenset({"regions"})) in world.changed
    out = [{"type": "packing", "x": 600, "y": 300, "w": 420, "h": 283}]
    world.json("POST", "/finalize-roi", {"videoPath": video, "cameraId": "Table 1", "rois": out}, status=400)


def test_region_addresses_name_no_paths_and_read_no_others(world: ApiWorld) -> None:
    debugged = world.json("GET", "/debug-roi-paths?camera_id=Table 1")
    assert str(world.input_dir.parent) not in str(debugged)
    ask = {"videoPath": "/etc/passwd", "cameraId": "Table 1"}
    world.json("POST", "/select-roi", ask, status=403)
    world.json("POST", "/select-roi", {**ask, "videoPath": f"{world.input_dir}/../epack.db"}, status=403)
    world.json("POST", "/select-roi", {**ask, "videoPath": f"{world.input_dir}/none.mp4"}, status=404)
    for name in ("../../epack.db", "/etc/passwd", "..%2f..%2fepack.db", "epack.db"):
        assert world.get(f"/get-roi-frame?camera_id=Table 1&file={name}").status_code == 404
    for camera in ("..", "../..", "*"):
        assert world.get("/get-roi-frame", query_string={"camera_id": camera}).status_code == 404


def test_health_and_cleanup(world: ApiWorld) -> None:
    health = world.json("GET", "/health")
    assert health["status"] == "ok"
    assert health["memory_usage_mb"] > 10
    assert health["model_manager_initialized"] is True
    assert set(world.json("POST", "/cleanup", {})) == {
        "success", "memory_before_mb", "memory_after_mb", "memory_freed_mb"
    }  # fmt: skip


# 2.4 query and cutter


def query(world: ApiWorld, **more: Any) -> list[dict[str, Any]]:
    return world.json("POST", "/query", more)["events"]  # type: ignore[no-any-return]


def test_query_finds_events_by_numbered_lists(world: ApiWorld, video: str) -> None:
    (event,) = query(world, search_string=f"1. {CODE}\n2. NOTHING99999", default_days=7)
    assert set(event) == {
        "event_id", "ts", "te", "duration", "tracking_codes", "video_file", "packing_time_start", "packing_time_end"
    }  # fmt: skip
    assert (event["ts"], event["te"], event["duration"]) == (3.0, 15.0, 12.0)
    assert event["tracking_codes"] == f'["{CODE}"]'
    assert event["video_file"] == video
    assert event["packing_time_start"] == NOW_MS + 3000


def test_query_is_limited_by_time_and_camera(world: ApiWorld) -> None:
    assert len(query(world)) == 1
    assert len(query(world, from_time="2026-01-01T00:00:00Z", to_time="2026-01-02T00:00:00Z")) == 1
    assert query(world, from_time="2025-01-01T00:00:00Z", to_time="2025-01-02T00:00:00+07:00") == []
    assert len(query(world, selected_cameras=["Table 1"])) == 1
    world.json("POST", "/query", {"selected_cameras": ["None"]}, status=400)
    world.json("POST", "/query", {"from_time": "yesterday", "to_time": "today"}, status=400)


@pytest.mark.parametrize("way", ["content", "path"])
def test_tables_give_headers_and_codes(world: ApiWorld, way: str) -> None:
    if way == "content":
        file: dict[str, Any] = {"file_content": base64.b64encode(CSV.encode()).decode(), "is_excel": False}
    else:
        path = world.input_dir / "orders.csv"
        path.write_text(CSV)
        file = {"file_path": str(path)}
    assert world.json("POST", "/get-csv-headers", file)["headers"] == ["order", "tracking_codes"]
    assert world.json("POST", "/parse-csv", file)["tracking_codes"] == [CODE, "GHN0000000007"]
    named = world.json("POST", "/parse-csv", {**file, "column_name": "tracking_codes"})
    assert named["tracking_codes"] == [CODE, "GHN0000000007"]
    world.json("POST", "/parse-csv", {**file, "column_name": "nothing"}, status=400)


def test_tables_outside_the_allowed_folders_are_refused(world: ApiWorld) -> None:
    world.json("POST", "/get-csv-headers", {"file_path": "/etc/passwd"}, status=403)
    world.json("POST", "/get-csv-headers", {"file_content": "not base64!"}, status=400)
    world.json("POST", "/get-csv-headers", {}, status=400)


def test_cut_videos_cuts_by_id_and_believes_nothing_else(world: ApiWorld) -> None:
    (event,) = query(world, search_string=CODE)
    forged = {**event, "video_file": "/etc/passwd", "ts": -5, "te": 1e9, "tracking_codes": "../../x"}
    cutter = Worker("cutter", world.services.cutter.run, parent=world.services.stop).start()
    try:
        cut = world.json("POST", "/cut-videos", {"selected_events": [forged], "tracking_codes_filter": [CODE]})
    finally:
        world.services.stop.set()
        cutter.join(10)
    assert set(cut) >= {"message", "cut_files"}
    (file,) = map(Path, cut["cut_files"])
    assert file.is_file()
    assert file.parent == world.services.paths.clips_dir
    assert CODE in file.name
    world.json("POST", "/cut-videos", {"selected_events": []}, status=400)
    world.json("POST", "/cut-videos", {"selected_events": [{"event_id": "../x"}]}, status=400)
