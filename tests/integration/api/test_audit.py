"""What people do is written down: who, from where, what, and how it ended; secrets never."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.support.api_world import ApiWorld
from tests.support.footage import small_order_clip


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


def test_a_change_of_settings_tells_which_but_not_to_what(world: ApiWorld) -> None:
    world.json("PATCH", "/api/settings", {"brand_name": "Hoa Mai", "post_roll_s": 3})
    newest, *_ = lines(world, "?action=settings.change")
    assert newest["details"] == {"keys": ["brand_name", "post_roll_s"]}


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


def test_details_are_found_by_letters_of_every_language(world: ApiWorld) -> None:
    world.json("POST", "/api/search", {"text": 'Nguyễn "vỡ"'})
    for wanted in ("Nguyễn", '"vỡ"', "vỡ"):
        assert [line["action"] for line in lines(world, f"?text={wanted}")] == ["search"]
    assert lines(world, "?text=u1ec5n%25") == []


def test_a_corrected_code_a_retry_and_a_setting_say_what_it_was(world: ApiWorld, fake_file: Path) -> None:
    camera_id = world.camera()
    recording_id = world.recording(camera_id, fake_file, duration_ms=60_000)
    event_id = world.event(camera_id, recording_id, fake_file, codes=("SPXVN01",))
    world.json("PUT", f"/api/events/{event_id}/codes", {"wrong": "SPXVN01", "right": "SPXVN02"})
    assert lines(world)[0]["details"] == {"event_id": event_id, "wrong": "SPXVN01", "right": "SPXVN02"}
    world.json("POST", "/api/recordings/retry", {"ids": [recording_id]})
    assert lines(world)[0]["details"] == {"ids": [recording_id]}
    world.json("PATCH", "/api/settings", {"brand_name": "Tiệm"})
    assert lines(world)[0]["details"] == {"keys": ["brand_name"]}


def test_no_way_to_ask_for_a_file_leaves_no_line(world: ApiWorld) -> None:
    """All but the first byte is the whole film."""
    recording_id = world.recording(world.camera(), small_order_clip(world.input_dir / "Table 1").path)
    address = f"/api/recordings/{recording_id}/video"

    def seen(asked: str) -> int:
        reply = world.get(address, headers={"Range": asked})
        assert reply.status_code == 206
        return len(lines(world, "?action=recording.play"))

    assert seen("bytes=1-") == 1
    assert seen("bytes=100-") == 1  # the player goes on
    assert seen("Bytes=0-") == 2  # from the beginning again
    world.clock.advance(601)
    assert seen("bytes=-100") == 3
    whole = world.get(address)
    assert world.get(address, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert len(lines(world, "?action=recording.play")) == 4


def test_a_sign_in_with_google_that_failed_is_written_down(world: ApiWorld) -> None:
    reply = world.get("/api/session/google/callback?error=access_denied")
    assert reply.status_code == 303
    newest, *_ = lines(world, "?action=sign_in.google")
    assert newest["outcome"] == "google_begin_again"
