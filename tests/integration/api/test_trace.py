"""What the Trace page asks for around an event: frames, strips, other cameras, corrections, saved searches, tables."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import pytest
from PIL import Image

from tests.support.api_world import NOW_MS, ApiWorld
from tests.support.footage import CODE, small_order_clip
from tests.support.seen import observations


@dataclass(frozen=True)
class Shot:
    world: ApiWorld
    camera: int
    event: str

    @property
    def address(self) -> str:
        return f"/api/events/{self.event}"


@pytest.fixture
def shot(world: ApiWorld) -> Shot:
    path = small_order_clip(world.input_dir / "Table 1").path
    camera = world.camera()
    recording = world.recording(camera, path)
    world.done(recording, observations(text=CODE))
    return Shot(world, camera, world.event(camera, recording, path, codes=(CODE, "=2+3")))


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_frames_of_the_video_are_told(shot: Shot) -> None:
    times_us = shot.world.json("GET", f"{shot.address}/video/frames")["times_us"]
    assert times_us[0] == 0
    assert times_us == sorted(set(times_us))
    assert 15_000_000 < times_us[-1] < 16_100_000


def test_minutes_around_the_event_are_shown_where_there_is_footage(shot: Shot) -> None:
    (own,) = shot.world.json("GET", f"{shot.address}/views?before_ms=60000&after_ms=1000")["items"]
    assert (own["camera_id"], own["from_ms"], own["to_ms"]) == (shot.camera, NOW_MS, NOW_MS + 18_000)
    longer = shot.world.json("GET", f"{shot.address}/video/frames?before_ms=60000")["times_us"]
    shorter = shot.world.json("GET", f"{shot.address}/video/frames")["times_us"]
    assert len(longer) > len(shorter)
    shot.world.json("GET", f"{shot.address}/views?before_ms=99999999", status=400)


def test_other_cameras_show_the_same_time(shot: Shot) -> None:
    world = shot.world
    beside = world.camera("Door")
    world.recording(beside, small_order_clip(world.input_dir / "Door").path, start_ms=NOW_MS + 5_000)
    away = world.camera("Yard")
    world.recording(away, small_order_clip(world.input_dir / "Yard").path, start_ms=NOW_MS + 3_600_000)
    own, other = world.json("GET", f"{shot.address}/views")["items"]
    assert own["camera_id"] == shot.camera
    assert (other["camera_id"], other["camera_name"], other["from_ms"]) == (beside, "Door", NOW_MS + 5_000)
    assert world.get(f"{shot.address}/video?camera_id={beside}").status_code == 200
    world.json("GET", f"{shot.address}/video?camera_id={away}", status=404)


def test_a_filmstrip_is_one_picture_of_several_frames(shot: Shot) -> None:
    reply = shot.world.get(f"{shot.address}/filmstrip?count=5&width=80")
    picture = Image.open(io.BytesIO(reply.data))
    assert (picture.format, picture.width) == ("JPEG", 400)
    assert 40 <= picture.height <= 80
    shot.world.json("GET", f"{shot.address}/filmstrip?count=0", status=400)
    shot.world.json("GET", f"{shot.address}/filmstrip?width=5000", status=400)


def test_a_code_is_corrected_logged_and_brought_back(shot: Shot) -> None:
    world = shot.world
    corrected = world.json("PUT", f"{shot.address}/codes", {"wrong": CODE, "right": "RIGHT12345"})
    assert "RIGHT12345" in [code["text"] for code in corrected["codes"]]
    (change,) = corrected["changes"]
    assert (change["before"], change["after"], change["undone_ms"]) == (CODE, "RIGHT12345", None)
    assert world.json("POST", "/api/search", {"text": "RIGHT12345"})["codes_found"] == 1
    assert world.json("POST", "/api/search", {"text": CODE})["codes_found"] == 0
    undone = world.json("POST", f"{shot.address}/changes/{change['id']}/undo")
    assert [code["text"] for code in undone["codes"] if code["manual"]] == []
    assert world.json("POST", "/api/search", {"text": CODE})["codes_found"] == 1
    world.json("POST", f"{shot.address}/changes/{change['id']}/undo", status=409)
    world.json("PUT", f"{shot.address}/codes", {"wrong": "NOSUCH", "right": "X"}, status=404)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"note": "Torn on one side"}),
        ("POST", "/codes", {"text": "GIVEN12345"}),
        ("PUT", "/codes", {"wrong": CODE, "right": None}),
    ],
)
def test_what_a_person_changes_is_told_to_every_open_page(
    shot: Shot, method: str, path: str, body: dict[str, object]
) -> None:
    with shot.world.services.broadcast.subscribe() as listener:
        event = shot.world.json(method, f"{shot.address}{path}", body)
        message = listener.get(0.0)
    assert message is not None
    assert message.topic == "event"
    assert message.data["camera_id"] == event["camera_id"]


def test_searches_are_kept_under_a_name(world: ApiWorld) -> None:
    first = world.json("PUT", "/api/searches", {"name": " Damaged ", "address": "q=A&days=7"})
    world.json("PUT", "/api/searches", {"name": "Damaged", "address": "q=B"})
    (kept,) = world.json("GET", "/api/searches")["items"]
    assert (kept["id"], kept["name"], kept["address"]) == (first["id"], "Damaged", "q=B")
    world.json("DELETE", f"/api/searches/{kept['id']}", status=204)
    world.json("DELETE", f"/api/searches/{kept['id']}", status=404)
    world.json("PUT", "/api/searches", {"name": "  ", "address": "q=B"}, status=400)


def test_results_come_as_a_table_that_runs_nothing(shot: Shot) -> None:
    reply = shot.world.client.post("/api/search/export", json={"text": f"{CODE}\nNOSUCHCODE99"}, buffered=True)
    assert reply.mimetype == "text/csv"
    found, missing = lines(reply.text)
    assert (found["searched"], found["match"], found["event_id"]) == (CODE, "exact", shot.event)
    assert (found["start"][:19], found["duration_s"]) == ("2026-01-01 07:00:03", "12.000")
    assert (missing["searched"], missing["match"]) == ("NOSUCHCODE99", "not found")
    formula = shot.world.client.post("/api/search/export", json={"text": '"=2+3"'}, buffered=True)
    assert lines(formula.text)[0]["searched"] == "'=2+3"
    whole = shot.world.client.post("/api/search/export", json={}, buffered=True)
    assert [line["event_id"] for line in lines(whole.text)] == [shot.event]
    wrong = shot.world.client.post("/api/search/export", json={"from_ms": 5, "to_ms": 1})
    assert wrong.status_code == 400
