"""Cameras, settings, recordings, programs, platforms: what is changed is stored, what is wrong is said."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.support.api_world import NOW_MS, ApiWorld
from tests.support.footage import small_order_clip
from tests.support.seen import observations

REGIONS = {
    "trigger": [295, 129, 70, 75],
    "label": [125, 48, 395, 260],
    "packing": None,
    "frame_width": 640,
    "frame_height": 360,
}


# Cameras


def test_a_new_camera_starts_with_the_sites_settings(world: ApiWorld) -> None:
    world.json("PATCH", "/api/settings", {"timezone": "Asia/Tokyo", "min_packing_s": 5, "trigger_text": "Free"})
    made = world.json("POST", "/api/cameras", {"name": "  Table 1 "}, status=201)
    assert (made["name"], made["timezone"], made["trigger_text"], made["min_packing_ms"]) == (
        "Table 1", "Asia/Tokyo", "Free", 5000
    )  # fmt: skip
    assert world.json("GET", "/api/cameras")["items"] == [made]
    assert world.json("GET", f"/api/cameras/{made['id']}") == made


def test_a_camera_is_changed_field_by_field(world: ApiWorld) -> None:
    camera = world.camera()
    path = f"/api/cameras/{camera}"
    changed = world.json("PATCH", path, {"clock_offset_ms": -90_000, "symbologies": ["qr code", "EAN-13"]})
    assert (changed["clock_offset_ms"], changed["symbologies"]) == (-90_000, ["QRCode", "EAN13"])
    assert changed["timezone"] == "Asia/Ho_Chi_Minh"
    assert world.changed == [(camera, frozenset({"clock_offset_ms", "symbologies"}))]
    times = world.json("PATCH", path, {"max_packing_ms": 300_000})
    assert (times["min_packing_ms"], times["max_packing_ms"]) == (10_000, 300_000)


@pytest.mark.parametrize(
    "wrong",
    [
        {"timezone": "Mars/Olympus"}, {"symbologies": ["Morse"]}, {"symbologies": []}, {"name": ""}, {"name": None},
        {"start_time_rule": "guess"}, {"min_packing_ms": 500_000}, {"folder": "../other"}, {"folder": "/etc"},
        {"folder": "a\x00b"}, {"source_id": 0}, {"clock_offset_ms": 10**15}, {"colour": "red"}, {"enabled": "perhaps"},
        {"filename_pattern": "x" * 300},
    ],
)  # fmt: skip
def test_nonsense_about_a_camera_is_refused(world: ApiWorld, wrong: dict[str, object]) -> None:
    camera = world.camera()
    before = world.json("GET", f"/api/cameras/{camera}")
    world.json("PATCH", f"/api/cameras/{camera}", wrong, status=400)
    assert world.json("GET", f"/api/cameras/{camera}") == before
    assert world.changed == []


def test_names_are_taken_once_and_unknown_cameras_are_404(world: ApiWorld) -> None:
    world.camera("A")
    second = world.camera("B")
    world.json("POST", "/api/cameras", {"name": "A"}, status=409)
    world.json("PATCH", f"/api/cameras/{second}", {"name": "A"}, status=409)
    world.json("PATCH", f"/api/cameras/{second}", {"source_id": 77}, status=404)
    for method in ("GET", "DELETE"):
        world.json(method, "/api/cameras/99", status=404)
    world.json("PATCH", "/api/cameras/99", {"enabled": False}, status=404)


def test_a_camera_with_evidence_is_not_deleted(world: ApiWorld, fake_file: Path) -> None:
    camera, empty = world.camera(), world.camera("Empty")
    world.recording(camera, fake_file, duration_ms=1000)
    assert "off instead" in world.json("DELETE", f"/api/cameras/{camera}", status=409)["error"]["message"]
    world.json("DELETE", f"/api/cameras/{empty}", status=204)
    assert [one["id"] for one in world.json("GET", "/api/cameras")["items"]] == [camera]


def test_regions_are_saved_whole(world: ApiWorld) -> None:
    camera = world.camera()
    saved = world.json("PUT", f"/api/cameras/{camera}/regions", REGIONS)
    outlines = {"trigger": None, "label": None, "packing": None}
    assert saved["regions"] == REGIONS | {"outlines": outlines}
    assert world.changed == [(camera, frozenset({"regions"}))]
    assert world.json("PUT", f"/api/cameras/{camera}/regions", {})["regions"]["trigger"] is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"trigger": [600, 129, 70, 75]}, "trigger"),
        ({"label": [0, 0, 4, 4]}, "label"),
        ({"packing": [0, 0, 641, 10]}, "packing"),
        ({"frame_width": None}, "frame_width"),
        ({"label": [1, 2, 3]}, "label"),
        ({"label": [-1, 0, 50, 50]}, "label"),
        ({"label": [0, 0, 1e9, 5]}, "label"),
    ],
)
def test_regions_that_do_not_fit_are_refused(world: ApiWorld, wrong: dict[str, object], field: str) -> None:
    camera = world.camera()
    error = world.json("PUT", f"/api/cameras/{camera}/regions", {**REGIONS, **wrong}, status=400)["error"]
    assert any(one["field"].startswith(field) for one in error["details"]["fields"])
    assert world.json("GET", f"/api/cameras/{camera}")["regions"]["label"] is None


# Settings


def test_settings_are_listed_with_their_limits_and_changed_together(world: ApiWorld) -> None:
    listed = {one["key"]: one for one in world.json("GET", "/api/settings")["items"]}
    assert listed["min_packing_s"]["unit"] == "s"
    assert (listed["language"]["choices"], listed["language"]["group"]) == (["auto", "en", "vi"], "site")
    changed = world.json("PATCH", "/api/settings", {"brand_name": "Alan", "settle_s": 3})
    now = {one["key"]: one["value"] for one in changed["items"]}
    assert (now["brand_name"], now["settle_s"]) == ("Alan", 3)
    error = world.json("PATCH", "/api/settings", {"settle_s": 4, "post_roll_s": 9999}, status=400)["error"]
    assert "post_roll_s" in error["message"]
    assert world.services.settings.current().settle_s == 3, "all or none"
    assert "Did you mean" in world.json("PATCH", "/api/settings", {"setle_s": 1}, status=400)["error"]["message"]
    world.json("PATCH", "/api/settings", {"settle_s": 10})
    assert world.services.settings.current() == world.services.settings.current().load({"brand_name": "Alan"})


# Recordings


def test_recordings_are_listed_filtered_and_retried(world: ApiWorld, fake_file: Path) -> None:
    camera = world.camera()
    first = world.recording(camera, fake_file, duration_ms=1000)
    world.failed(first)
    second = shutil.copy(fake_file, fake_file.with_name("b.mp4"))
    Path(second).write_bytes(b"other" * 1000)
    world.recording(camera, Path(second), start_ms=NOW_MS + 60_000, duration_ms=1000)
    listed = world.json("GET", "/api/recordings")
    assert [one["file_name"] for one in listed["items"]] == ["b.mp4", "a.mp4"]
    assert (listed["total"], listed["page"], listed["page_size"]) == (2, 1, 50)
    (failed,) = world.json("GET", "/api/recordings?status=failed&status=missing")["items"]
    assert (failed["id"], failed["reason_code"], failed["reason"]) == (first, "undecodable", "The file is damaged.")
    assert failed["camera_name"] == "Table 1"
    assert world.json("GET", f"/api/recordings?from_ms={NOW_MS + 30_000}")["total"] == 1
    assert world.json("GET", "/api/recordings?camera_id=99")["total"] == 0
    assert [one["id"] for one in world.json("GET", "/api/recordings?sort=path&page_size=1&page=1")["items"]] == [first]
    assert world.json("POST", "/api/recordings/retry", {"ids": [first]}) == {"retried": 1}
    assert world.json("GET", f"/api/recordings/{first}")["status"] == "pending"
    assert world.json("POST", "/api/recordings/retry", {"all_failed": True}) == {"retried": 0}
    world.json("POST", "/api/recordings/retry", {"all_failed": True, "ids": [1]}, status=400)
    world.json("POST", "/api/recordings/retry", {}, status=400)
    world.json("GET", "/api/recordings/99", status=404)


def test_recordings_say_how_many_orders_begin_in_them(world: ApiWorld, fake_file: Path) -> None:
    camera = world.camera()
    first = world.recording(camera, fake_file, duration_ms=60_000)
    assert world.json("GET", f"/api/recordings/{first}")["events"] is None
    world.done(first, observations(60_000))
    assert world.json("GET", "/api/recordings")["items"][0]["events"] == 0
    world.event(camera, first, fake_file)
    second = Path(shutil.copy(fake_file, fake_file.with_name("b.mp4")))
    second.write_bytes(b"other" * 1000)
    world.recording(camera, second, start_ms=NOW_MS + 60_000, duration_ms=1000)
    counts = {one["file_name"]: one["events"] for one in world.json("GET", "/api/recordings")["items"]}
    assert counts == {"a.mp4": 1, "b.mp4": None}
    # What was found stays told while it is looked at again.
    world.json("POST", "/api/recordings/again", {"ids": [first]})
    assert world.json("GET", f"/api/recordings/{first}")["events"] == 1


def test_a_name_that_is_no_text_is_shown_all_the_same(world: ApiWorld, fake_file: Path) -> None:

    odd = Path(os.fsdecode(os.fsencode(fake_file.parent) + b"/caf\xe9 <b>\n.mp4"))
    try:
        odd.write_bytes(b"x" * 5000)
    except OSError:
        pytest.skip("this file system takes only text as names")
    world.recording(world.camera(), odd, duration_ms=1000)
    (shown,) = world.json("GET", "/api/recordings")["items"]
    assert shown["file_name"] == "caf� <b>\n.mp4"


# Programs and status


def test_programs_run_stop_and_leave_a_history(world: ApiWorld, fake_file: Path) -> None:
    assert world.json("GET", "/api/program")["status"] == "stopped"
    running = world.json("POST", "/api/program", {"program": "first", "action": "run", "days": 7})
    assert (running["program"], running["run"]["days"]) == ("first", 7)
    world.json("POST", "/api/program", {"program": "first", "action": "run", "days": 0}, status=400)
    world.json("POST", "/api/program", {"program": "second", "action": "run"}, status=400)
    world.json("POST", "/api/program", {"action": "run"}, status=400)
    world.json("POST", "/api/program", {"program": "custom", "action": "run", "custom_path": "/etc/hosts"}, status=403)
    assert world.json("POST", "/api/program", {"action": "stop"})["status"] == "stopped"
    runs = world.json("GET", "/api/program/runs")
    assert [(run["program"], run["status"]) for run in runs["items"]] == [("first", "stopped")]


def test_status_tells_what_the_server_does(world: ApiWorld, fake_file: Path) -> None:
    camera = world.camera()
    recording = world.recording(camera, fake_file, duration_ms=20_000)
    world.done(recording, observations())
    status = world.json("GET", "/api/status")
    assert status["counts"] == {"pending": 0, "claimed": 0, "done": 1, "failed": 0, "skipped": 0, "missing": 0}
    assert status["version"] == "0.0-test"
    assert 0 < status["disk"]["free_bytes"] <= status["disk"]["total_bytes"]
    assert 0 < status["memory"]["percent"] < 100
    assert status["program"]["status"] == "stopped"
    health = world.json("GET", "/api/health")
    assert (health["status"], health["version"]) == ("ok", "0.0-test")


# Platforms


def test_platform_columns_are_kept_until_forgotten(world: ApiWorld) -> None:
    saved = world.json("PUT", "/api/platforms", {"platform_name": "Shopee", "column_letter": "f"})
    assert saved == {"platform_name": "Shopee", "column_header": "", "column_letter": "F"}
    world.json("PUT", "/api/platforms", {"platform_name": "shopee", "column_header": "Mã", "column_letter": "G"})
    assert [one["column_letter"] for one in world.json("GET", "/api/platforms")["items"]] == ["G"]
    world.json("PUT", "/api/platforms", {"platform_name": "X", "column_letter": "5"}, status=400)
    world.json("DELETE", "/api/platforms?platform_name=Shopee", status=204)
    world.json("DELETE", "/api/platforms?platform_name=Shopee", status=404)


# Frames and detection on real footage


def test_pictures_of_a_camera_and_a_recording(world: ApiWorld) -> None:
    path = small_order_clip(world.input_dir / "Table 1").path
    camera = world.camera()
    recording = world.recording(camera, path)
    whole = world.get(f"/api/cameras/{camera}/frame?at_ms=1000")
    assert (whole.status_code, whole.mimetype, whole.data[:2]) == (200, "image/jpeg", b"\xff\xd8")
    small = world.get(f"/api/recordings/{recording}/frame?at_ms=1000&width=160")
    assert len(small.data) < len(whole.data)
    other = world.camera("Other")
    assert world.get(f"/api/cameras/{other}/frame?recording_id={recording}").status_code == 400
    assert world.get(f"/api/cameras/{other}/frame").status_code == 404
    path.unlink()
    assert world.get(f"/api/recordings/{recording}/frame?at_ms=2000").status_code in (404, 422)
    assert world.get(f"/api/cameras/{camera}/frame").status_code == 404
