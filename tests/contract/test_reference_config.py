"""The configuration addresses of the 2.1.1 reference: only what is given is changed."""

from __future__ import annotations

import shutil

import pytest

from tests.support.api_world import ApiWorld


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
