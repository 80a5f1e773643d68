"""Every id that somebody limited to some cameras can send is checked against these cameras, wherever it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from backend.api.openapi_dump import document
from backend.api.permission import need_of
from backend.domain.account import Permission
from backend.domain.recording import RecordingStatus
from backend.domain.region import Box, Regions
from tests.support.two_cameras import HIDDEN_CODE, HIDDEN_NAME, Side, Two, two_cameras

PATH_IDS = {
    "camera_id", "recording_id", "event_id", "clip_id",
    "batch_id", "job_id", "change_id", "link_id", "piece",
}  # fmt: skip
"""Ids in addresses that name something of a camera: the tests below, and test_some_cameras.py, use each of them."""
OTHER_PATH_IDS = {
    "search_id": "of the shop or of one person: test_saved_searches_of_the_shop_are_not_theirs",
    "session_id": "looked up among one's own: test_people_end_only_their_own",
    "key_id": "likewise",
    "name": "an asset of the documentation",
}
SENT_IDS = re.compile(r"(^|_)(ids?|to|cameras?|file|path|events|folder)$")
"""What fields and parameters are called that name something."""
NOT_IDS = {"from_ms", "to_ms"}

REGIONS = {"trigger": [10, 10, 60, 60], "label": [100, 100, 80, 80], "frame_width": 640, "frame_height": 360}


def sent(two: Two, side: Side) -> dict[tuple[str, str], tuple[str, str, Any]]:
    """(route, field) to a request by which that field names what belongs to `side`."""
    own, camera = two.shown, two.world.services.cameras.get(side.camera).name
    at = f"/api/cameras/{own.camera}"
    video, picture = f"/api/events/{own.event}", {"event_id": side.event}
    return {
        ("GET /api/events", "camera_id"): ("GET", f"/api/events?camera_id={side.camera}", None),
        ("GET /api/events/{event_id}/video", "camera_id"): ("GET", f"{video}/video?camera_id={side.camera}", None),
        ("GET /api/events/{event_id}/video/frames", "camera_id"): (
            "GET", f"{video}/video/frames?camera_id={side.camera}", None,
        ),
        ("GET /api/events/{event_id}/views", "camera_id"): ("GET", f"{video}/views?camera_id={side.camera}", None),
        ("GET /api/clips", "event_id"): ("GET", f"/api/clips?event_id={side.event}", None),
        ("GET /api/clips", "batch_id"): ("GET", f"/api/clips?batch_id={side.batch}", None),
        ("GET /api/recordings", "camera_id"): ("GET", f"/api/recordings?camera_id={side.camera}", None),
        ("GET /api/recordings", "run_id"): ("GET", f"/api/recordings?run_id=1&camera_id={side.camera}", None),
        ("GET /api/timeline", "camera_id"): ("GET", f"/api/timeline?day=2026-01-01&camera_id={side.camera}", None),
        ("GET /api/cameras/{camera_id}/frame", "recording_id"): (
            "GET", f"{at}/frame?recording_id={side.recording}", None,
        ),
        ("GET /api/get-roi-frame", "camera_id"): (
            "GET", f"/api/get-roi-frame?camera_id={side.camera}&file=roi_final_1.jpg", None,
        ),
        ("GET /api/get-roi-frame", "file"): (
            "GET", f"/api/get-roi-frame?camera_id={own.camera}&file=../{side.camera}/x.jpg", None,
        ),
        ("GET /api/get-final-roi-frame", "camera_id"): ("GET", f"/api/get-final-roi-frame?camera_id={camera}", None),
        ("GET /api/debug-roi-paths", "camera_id"): ("GET", f"/api/debug-roi-paths?camera_id={camera}", None),
        ("GET /api/live/pictures", "cameras"): ("GET", f"/api/live/pictures?cameras={side.camera}", None),
        ("POST /api/search", "camera_ids"): ("POST", "/api/search", {"camera_ids": [side.camera]}),
        ("POST /api/search/export", "camera_ids"): ("POST", "/api/search/export", {"camera_ids": [side.camera]}),
        ("POST /api/clips", "event_ids"): ("POST", "/api/clips", {"event_ids": [side.event]}),
        ("POST /api/recordings/retry", "ids"): ("POST", "/api/recordings/retry", {"ids": [side.recording]}),
        ("POST /api/recordings/again", "ids"): ("POST", "/api/recordings/again", {"ids": [side.recording]}),
        ("PATCH /api/cameras/{camera_id}", "source_id"): ("PATCH", at, {"source_id": 1}),
        ("PATCH /api/cameras/{camera_id}", "folder"): ("PATCH", at, {"folder": camera}),
        ("POST /api/cameras/{camera_id}/regions/copy", "to"): ("POST", f"{at}/regions/copy", {"to": [side.camera]}),
        ("POST /api/regions/preview-detect", "camera_id"): (
            "POST", "/api/regions/preview-detect", {"camera_id": side.camera},
        ),
        ("POST /api/regions/preview-detect", "recording_id"): (
            "POST", "/api/regions/preview-detect", {"recording_id": side.recording},
        ),
        ("POST /api/cameras/{camera_id}/region-check", "recording_id"): (
            "POST", f"{at}/region-check",
            {"regions": REGIONS, "shown": {"recording_id": side.recording, "at_ms": 0}},
        ),
        ("POST /api/query", "selected_cameras"): (
            "POST", "/api/query", {"search_string": "", "default_days": 3650, "selected_cameras": [camera]},
        ),
        ("POST /api/cut-videos", "selected_events"): ("POST", "/api/cut-videos", {"selected_events": [picture]}),
        ("POST /api/cut-videos", "event_id"): ("POST", "/api/cut-videos", {"selected_events": [picture]}),
        ("POST /api/get-csv-headers", "file_path"): ("POST", "/api/get-csv-headers", {"file_path": "codes.csv"}),
        ("POST /api/parse-csv", "file_path"): ("POST", "/api/parse-csv", {"file_path": "codes.csv"}),
    }  # fmt: skip


@pytest.fixture
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with two_cameras(tmp_path_factory.mktemp("world")) as made:
        made.world.services.sources.add("Shop", str(made.world.input_dir), now_ms=1)
        yield made


def limited_routes(two: Two) -> Iterator[tuple[str, str]]:
    """(method, path as in the document) of what somebody limited to some cameras may use."""
    for rule in two.world.app.url_map.iter_rules():
        need = need_of(two.world.app, rule.endpoint)
        assert need is not None
        if need.whole_site or need.permission in (Permission.ADMIN, Permission.OPEN):
            continue
        path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield method, path


def fields(spec: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    """Names of all fields of a body, at whatever depth."""
    if "$ref" in schema:
        schema = spec["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for way in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(way, []):
            yield from fields(spec, one)
    if "items" in schema:
        yield from fields(spec, schema["items"])
    for name, inner in schema.get("properties", {}).items():
        yield name
        yield from fields(spec, inner)


def test_every_id_that_can_be_sent_is_among_those_that_are_tried(two: Two) -> None:
    """A new route or field that names something comes here first, and then into `sent` or the sets above."""
    spec, tried, untried = document(), sent(two, two.hidden), []
    for method, path in limited_routes(two):
        untried += [
            f"{method} {path}: {name}"
            for name in re.findall(r"{(\w+)}", path)
            if name not in PATH_IDS and name not in OTHER_PATH_IDS
        ]
        operation = spec["paths"].get(path, {}).get(method.lower())
        if operation is None:
            continue  # another address of the same handler
        names = [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if content["schema"].get("type") != "string":
                names += fields(spec, content["schema"])
        untried += [
            f"{method} {path}: {name}"
            for name in names
            if SENT_IDS.search(name) and name not in NOT_IDS and (f"{method} {path}", name) not in tried
        ]
    uploads = {"POST /api/search/table: file", "POST /api/search/photo: file"}
    assert set(untried) == uploads
    assert len(tried) > 25


def test_what_is_named_in_queries_and_bodies_is_of_ones_own_cameras(two: Two) -> None:
    """Refused, or answered as if there were nothing; the same requests do something for one's own camera."""
    asked, answered = sent(two, two.hidden), 0
    for where, (method, path, body) in asked.items():
        reply = two.operator.open(path, method=method, json=body, buffered=True)
        assert reply.status_code in (200, 202, 400, 403, 404), f"{where}: {reply.status_code} {reply.text[:200]}"
        told = reply.text
        if reply.status_code in (200, 202) and two.hidden.event in told:
            # What was asked for may be named as refused, with nothing of what it is.
            told = json.dumps({**reply.json, "refused": [], "failed": []})
        assert two.hidden.event not in told, where
        assert f'"camera_id":{two.hidden.camera},' not in told, where
        assert HIDDEN_CODE not in told, where
        assert HIDDEN_NAME not in told or HIDDEN_NAME in str(body) + path, where
    world = two.world.services
    assert world.cameras.get(two.hidden.camera).regions.shapes() == {}
    assert world.recordings.get(two.hidden.recording).status == RecordingStatus.DONE
    for where, (method, path, body) in sent(two, two.shown).items():
        if path.startswith("/api/live/pictures"):
            continue  # it waits for pictures and does not end
        reply = two.operator.open(path, method=method, json=body)
        answered += reply.status_code in (200, 202) and where in asked
        reply.close()
    assert answered > 12


def test_a_region_job_is_for_who_may_see_its_camera(two: Two) -> None:
    for which in (two.hidden, two.shown):
        job = two.world.json("POST", f"/api/cameras/{which.camera}/region-suggestion", {}, status=202)["id"]
        looked, stopped = two.operator.get(f"/api/region-jobs/{job}"), f"/api/region-jobs/{job}/cancel"
        expected = 404 if which is two.hidden else 200
        assert looked.status_code == expected
        assert two.operator.post(stopped, json={}).status_code == expected
        state = "cancelled" if expected == 200 else "queued"
        assert two.world.json("GET", f"/api/region-jobs/{job}")["status"] == state
        assert two.viewer.get(f"/api/region-jobs/{job}").status_code == 403


def test_a_change_and_a_link_are_looked_up_under_what_they_belong_to(two: Two) -> None:
    two.world.json("PATCH", f"/api/events/{two.hidden.event}", {"locked": True})
    changes = two.world.json("GET", f"/api/events/{two.hidden.event}")["changes"]
    link = two.world.json("POST", f"/api/clips/{two.hidden.clip}/links", {"hours": 1}, status=201)["id"]
    assert changes
    for event in (two.hidden.event, two.shown.event):
        undo = two.operator.post(f"/api/events/{event}/changes/{changes[0]['id']}/undo", json={})
        assert undo.status_code == 404
    for clip in (two.hidden.clip, two.shown.clip):
        assert two.operator.delete(f"/api/clips/{clip}/links/{link}", json={}).status_code == 404
    assert len(two.world.json("GET", f"/api/clips/{two.hidden.clip}/links")["items"]) == 1


def test_a_piece_and_a_batch_of_another_camera_are_not_there(two: Two) -> None:
    assert two.viewer.get(f"/api/recordings/{two.hidden.recording}/pieces/0").status_code == 404
    assert two.viewer.get(f"/api/clips/batch/{two.hidden.batch}.zip", buffered=True).status_code == 404
    assert two.viewer.get(f"/api/clips/batch/{two.shown.batch}.zip", buffered=True).status_code == 200


def test_people_end_only_their_own(two: Two) -> None:
    made = two.viewer.post("/api/account/keys", json={"name": "mine", "scopes": ["read"]})
    session = two.viewer.get("/api/account/sessions").json["items"][0]["id"]
    key = made.json["id"]
    assert two.operator.delete(f"/api/account/keys/{key}", json={}).status_code == 404
    assert two.operator.delete(f"/api/account/sessions/{session}", json={}).status_code == 404
    assert two.viewer.get("/api/account/keys").json["total"] == 1
    assert two.viewer.delete(f"/api/account/keys/{key}", json={}).status_code == 204


def test_where_footage_comes_from_is_not_theirs_to_choose(two: Two) -> None:
    """With the folder of another camera its footage would become that of one's own."""
    address = f"/api/cameras/{two.shown.camera}"
    known = two.world.json("GET", address)
    for change in ({"folder": "Bàn giấu"}, {"source_id": 1}, {"folder": None}):
        refused = two.operator.patch(address, json=change)
        assert (refused.status_code, refused.json["error"]["code"]) == (403, "whole_site_only"), change
    assert two.world.json("GET", address) == known
    # What is sent along unchanged, as forms do, is no choice.
    same = {"folder": known["folder"], "source_id": known["source_id"], "clock_offset_ms": 1000}
    assert two.operator.patch(address, json=same).status_code == 200
    assert two.world.json("PATCH", address, {"source_id": 1})["source_id"] == 1


def test_the_overview_tells_nothing_of_the_whole_site(two: Two) -> None:
    world = two.world
    gone = world.input_dir / "gone"
    gone.mkdir()
    world.services.sources.add("Gone", str(gone), now_ms=1)
    gone.rmdir()
    world.json("POST", "/api/program", {"action": "run", "program": "custom", "custom_path": str(world.input_dir)})
    full, mine = world.client.get("/api/overview"), two.viewer.get("/api/overview")
    for text in ("source_gone", str(gone), f'"custom_path":"{world.input_dir}'):
        assert text in full.text.replace(": ", ":")
        assert text not in mine.text.replace(": ", ":")
    assert mine.json["program"]["status"] == full.json["program"]["status"] != "stopped"


def test_regions_of_the_own_camera_are_copied_nowhere_else(two: Two) -> None:
    two.world.services.regions.save(two.shown.camera, Regions(Box(10, 10, 60, 60), frame_width=640, frame_height=360))
    refused = two.operator.post(f"/api/cameras/{two.shown.camera}/regions/copy", json={"to": [two.hidden.camera]})
    assert refused.status_code == 404
    assert two.world.services.cameras.get(two.hidden.camera).regions.trigger is None
