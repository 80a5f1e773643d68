"""A link to one clip: who makes it, what whoever has it gets, how it ends, and what the record says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.accounts import add_user
from tests.support.api_world import NOW_MS, ApiWorld, api_world
from tests.support.footage import small_order_clip
from tests.support.seen import observations

CODE = "SPXVN0123456789"


@dataclass
class Shop:
    world: ApiWorld
    clip: str

    def share(self, hours: int = 72) -> Any:
        return self.world.json("POST", f"/api/clips/{self.clip}/links", {"hours": hours}, status=201)

    def visit(self, share: Any, what: str = "") -> TestResponse:
        """What somebody without an account gets for the token of this link."""
        token = share["address"].partition("#")[2]
        return self.world.app.test_client().get(f"/api/shared/{token}{what}", buffered=True)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with api_world(tmp_path_factory.mktemp("world")) as world:
        camera = world.camera("Bàn 1", timezone="Asia/Ho_Chi_Minh")
        path = small_order_clip(world.input_dir / "Bàn 1").path
        recording = world.recording(camera, path)
        world.done(recording, observations(text=CODE))
        event = world.event(camera, recording, path, codes=(CODE,))
        yield Shop(world, world.clip(event).public_id)


def test_its_page_is_told_what_the_clip_shows(shop: Shop) -> None:
    share = shop.share()
    assert share["address"].startswith("/shared/#")
    facts = shop.visit(share, "/facts")
    assert facts.headers["Cache-Control"] == "private, no-store"
    clip = shop.world.json("GET", f"/api/clips/{shop.clip}")
    told: dict[str, Any] = facts.json or {}
    assert (told["camera_name"], told["timezone"], told["codes"]) == ("Bàn 1", "Asia/Ho_Chi_Minh", [CODE])
    for name in ("from_ms", "to_ms", "duration_ms", "file_name", "size_bytes", "sha256"):
        assert told[name] == clip[name]
    assert told["expires_ms"] == share["expires_ms"]


def test_it_plays_and_saves_the_file(shop: Shop) -> None:
    share = shop.share()
    played, saved = shop.visit(share), shop.visit(share, "?download=true")
    assert played.data == saved.data
    assert played.data[4:8] == b"ftyp"
    assert "attachment" in saved.headers["Content-Disposition"]
    assert "attachment" not in played.headers.get("Content-Disposition", "")


def test_it_opens_for_a_person_who_may_see_other_cameras_only(shop: Shop) -> None:
    """Whoever has it opens it; signing in takes nothing away."""
    add_user(shop.world.services.accounts, "hoa", cameras=frozenset())
    hoa = shop.world.sign_in("hoa")
    token = shop.share()["address"].partition("#")[2]
    assert hoa.get(f"/api/clips/{shop.clip}").status_code == 404
    assert hoa.get(f"/api/shared/{token}/facts").status_code == 200
    assert hoa.get(f"/api/shared/{token}", buffered=True).status_code == 200


def test_taken_back_it_says_so(shop: Shop) -> None:
    share = shop.share()
    assert shop.visit(share).status_code == 200
    shop.world.json("DELETE", f"/api/clips/{shop.clip}/links/{share['id']}", status=204)
    for what in ("", "/facts"):
        refused = shop.visit(share, what)
        assert refused.status_code == 404
        assert (refused.json or {})["error"]["code"] == "link_over"
    listed = shop.world.json("GET", f"/api/clips/{shop.clip}/links")["items"]
    assert share["id"] not in [one["id"] for one in listed]


def test_the_list_tells_who_made_it_and_how_often_it_was_opened(shop: Shop) -> None:
    share = shop.share(hours=1)
    shop.visit(share, "/facts")
    shop.visit(share)
    listed = shop.world.json("GET", f"/api/clips/{shop.clip}/links")["items"][0]
    assert (listed["id"], listed["made_by"]) == (share["id"], "owner")
    assert (listed["opened"], listed["expires_ms"]) == (1, NOW_MS + 3_600_000)


def test_the_record_names_the_link_and_never_what_opens_it(shop: Shop) -> None:
    share = shop.share()
    shop.visit(share, "?download=true")
    shop.world.json("DELETE", f"/api/clips/{shop.clip}/links/{share['id']}", status=204)
    shop.visit(share)
    lines = shop.world.json("GET", "/api/audit")["items"][:4]
    assert [(one["action"], one["outcome"]) for one in lines] == [
        ("clip.shared_open", "link_over"), ("clip.unshare", "done"), ("clip.shared_open", "done"),
        ("clip.share", "done"),
    ]  # fmt: skip
    which = {"clip_id": shop.clip, "link_id": share["id"]}
    assert lines[3]["details"] == {**which, "hours": 72}
    assert lines[2]["details"] == {**which, "download": "true"}
    assert lines[1]["details"] == which
    signature = share["address"].rpartition(".")[2]
    assert signature not in repr([line.entry for line in shop.world.services.audit.lines()])
