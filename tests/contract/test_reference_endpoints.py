"""The addresses of the 2.1.1 reference answer at their documented paths with their field names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.meta.reference_names import CONFIG_ENDPOINTS, PROGRAM_ENDPOINTS, QUERY_ENDPOINTS, REGION_ENDPOINTS
from tests.support.api_world import ApiWorld

NOT_ADDRESSES = {"/api/hand-detection", "/api/qr-detection", "step4_roi_bp"}
DEAD = {
    "GET /api/test",  # answered only when the reference's file was run as a script
    "GET /process-events",  # never registered; events derive themselves
}


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
