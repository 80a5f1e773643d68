"""What people do is written down: who, from where, what, and how it ended; secrets never."""

from __future__ import annotations

import csv
import io

from tests.support.api_world import ApiWorld


def lines(world: ApiWorld, query: str = "") -> list[dict[str, object]]:
    found: list[dict[str, object]] = world.json("GET", f"/api/audit{query}")["items"]
    return found


def test_a_search_and_a_change_are_written_down(world: ApiWorld) -> None:
    camera_id = world.camera()
    world.json("POST", "/api/search", {"text": "SPXVN1\nSPXVN2"})
    world.json("PATCH", f"/api/cameras/{camera_id}", {"name": "Bàn 2"})
    newest, before, *_ = lines(world)
    assert (newest["action"], newest["outcome"]) == ("camera.change", "done")
    assert newest["details"] == {"camera_id": camera_id, "name": "Bàn 2"}
    assert (before["action"], before["details"]) == ("search", {"text": "SPXVN1\nSPXVN2"})
    assert newest["actor"]
    assert newest["address"] == "127.0.0.1"
    assert world.services.audit.first_break() is None


def test_what_was_refused_is_written_down_with_its_reason(world: ApiWorld) -> None:
    world.json("DELETE", "/api/sources/999", status=404)
    newest, *_ = lines(world, "?action=source")
    assert (newest["action"], newest["outcome"]) == ("source.delete", "not_found")


def test_no_secret_is_written_down(world: ApiWorld) -> None:
    secret = "s3cret-word"
    world.client.post("/api/session", json={"name": "hoa", "password": secret})
    world.client.post("/api/account/password", json={"password": secret, "new_password": secret + "2"})
    body = {"kind": "rtsp", "name": "Cam", "config": {}, "secrets": {"password": secret}}
    world.client.post("/api/sources/remote", json=body)
    world.client.put("/api/desk/config", json={"config": {"api_key": secret}})
    written = [line.entry for line in world.services.audit.lines()]
    assert len(written) >= 3
    assert secret not in repr(written)


def test_a_failed_sign_in_tells_whose_name_was_tried(world: ApiWorld) -> None:
    world.app.test_client().post("/api/session", json={"name": "hoa", "password": "wrong one"})
    newest, *_ = lines(world, "?action=sign_in")
    assert (newest["actor"], newest["role"]) == ("hoa", "")
    assert newest["outcome"] != "done"


def test_looking_leaves_no_line(world: ApiWorld) -> None:
    before = len(lines(world))
    for path in ("/api/cameras", "/api/overview", "/api/settings", "/api/audit"):
        world.json("GET", path)
    assert len(lines(world)) == before


def test_the_lines_leave_as_a_table_that_runs_no_formula(world: ApiWorld) -> None:
    world.json("POST", "/api/search", {"text": "=cmd|' /C calc'!A0"})
    reply = world.get("/api/audit.csv?action=search")
    rows = list(csv.reader(io.StringIO(reply.text.removeprefix("\ufeff"))))
    assert rows[0][:4] == ["seq", "time_utc", "actor", "role"]
    assert rows[-1][5] == "search"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
