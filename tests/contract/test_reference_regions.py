"""The ROI, hand and QR addresses of the 2.1.1 reference, on real frames and without windows."""

from __future__ import annotations

from tests.support.api_world import ApiWorld
from tests.support.footage import CODE


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
