"""Signing in to a Drive through the API: consent, callback, folders, storing, signing out."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.fernet import Fernet

from backend.composition.remote_sources import remote_parts
from backend.config.secret_box import SecretBox
from backend.config.settings import Settings
from database.repositories.source_secrets import SourceSecrets
from tests.support.api_world import ApiWorld
from tests.support.google_drive import ACCOUNT, CLIENT_ID, CLIENT_SECRET, GoogleDriveServer, google_drive

google = pytest.fixture(google_drive)
CLIENT = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


@pytest.fixture
def secrets(world: ApiWorld, google: GoogleDriveServer) -> SourceSecrets:
    """The server's Drives are at ours."""
    ours, box = world.services, SecretBox([Fernet.generate_key()])
    parts = remote_parts(ours.store, box, lambda: ours.paths, Settings, ours.clock, google.endpoints)
    ours.remote, ours.drive, ours.source_cameras = parts["remote"], parts["drive"], parts["source_cameras"]
    return SourceSecrets(ours.store, box)


def begin(world: ApiWorld, **more: Any) -> dict[str, Any]:
    begun: dict[str, Any] = world.json("POST", "/api/sources/drive/sign-in", {**CLIENT, **more}, status=201)
    return begun


def come_back(world: ApiWorld, address: str) -> dict[str, list[str]]:
    """Open the address that Google sent the browser to; what the dashboard is told in its own address."""
    reply = world.client.get(address.removeprefix("http://localhost"))
    assert reply.status_code == 303
    parts = urlsplit(reply.headers["Location"])
    assert parts.path == "/sources"
    return parse_qs(parts.query)


def sign_in(world: ApiWorld, google: GoogleDriveServer) -> str:
    begun = begin(world)
    assert come_back(world, google.consent(begun["url"])) == {"sign_in": [begun["state"]]}
    return str(begun["state"])


def status(world: ApiWorld, state: str) -> dict[str, Any]:
    found: dict[str, Any] = world.json("GET", f"/api/sources/drive/sign-in/{state}")
    return found


def add(world: ApiWorld, state: str, name: str = "Drive") -> int:
    body = {
        "kind": "drive", "name": name, "config": {"client_id": CLIENT_ID},
        "secrets": {"sign_in": state},
    }  # fmt: skip
    return int(world.json("POST", "/api/sources/remote", body, status=201)["id"])


def test_from_the_consent_page_to_a_stored_drive(
    world: ApiWorld, google: GoogleDriveServer, secrets: SourceSecrets
) -> None:
    begun = begin(world)
    assert status(world, begun["state"])["status"] == "waiting"
    come_back(world, google.consent(begun["url"]))
    assert status(world, begun["state"]) == {
        "state": begun["state"], "status": "done", "account": ACCOUNT, "code": "", "message": "",
    }  # fmt: skip
    source_id = add(world, begun["state"])
    kept = secrets.get(source_id)
    assert set(kept) == {"client_secret", "token"}
    assert kept["token"]["refresh"] in google.refresh_tokens
    # Neither the tokens nor the secret are in any answer, nor readable in the store.
    for path in ("/api/sources", f"/api/sources/drive/sign-in/{begun['state']}"):
        text = world.get(path).text
        assert not any(word in text for word in (CLIENT_SECRET, kept["token"]["refresh"], kept["token"]["access"]))
    raw = world.services.store.path.read_bytes()
    assert kept["token"]["refresh"].encode() not in raw
    assert CLIENT_SECRET.encode() not in raw


def test_a_state_is_good_for_one_answer_from_one_browser(
    world: ApiWorld, google: GoogleDriveServer, secrets: SourceSecrets
) -> None:
    begun = begin(world)
    address = google.consent(begun["url"])
    stranger = world.app.test_client().get(address.removeprefix("http://localhost"))
    assert "error=sign_in_elsewhere" in stranger.headers["Location"]
    assert status(world, begun["state"])["status"] == "waiting"
    come_back(world, address)
    assert "sign_in_used" in come_back(world, address)["error"]
    unknown = "x" * 43
    assert come_back(world, f"/api/sources/drive/callback?state={unknown}&code=1")["error"] == ["sign_in_expired"]
    world.json("GET", f"/api/sources/drive/sign-in/{unknown}", status=404)


def test_a_sign_in_expires(world: ApiWorld, google: GoogleDriveServer, secrets: SourceSecrets) -> None:
    begun = begin(world)
    world.clock.advance(601)
    assert come_back(world, google.consent(begun["url"]))["error"] == ["sign_in_expired"]
    done = sign_in(world, google)
    world.clock.advance(1801)
    body = {"kind": "drive", "name": "Drive", "config": {"client_id": CLIENT_ID}, "secrets": {"sign_in": done}}
    assert world.json("POST", "/api/sources/remote", body, status=404)["error"]["code"] == "sign_in_expired"


def test_a_code_without_the_verifier_of_its_beginning_is_worth_nothing(
    world: ApiWorld, google: GoogleDriveServer, secrets: SourceSecrets
) -> None:
    begun = begin(world)
    world.services.drive.sign_ins.get(begun["state"]).verifier = "another"
    come_back(world, google.consent(begun["url"]))
    assert status(world, begun["state"])["code"] == "source_consent_gone"


def test_what_a_person_refuses_is_said(world: ApiWorld, google: GoogleDriveServer, secrets: SourceSecrets) -> None:
    begun = begin(world)
    come_back(world, f"/api/sources/drive/callback?state={begun['state']}&error=access_denied")
    assert (status(world, begun["state"])["status"], status(world, begun["state"])["code"]) == (
        "failed", "source_not_allowed",
    )  # fmt: skip
    google.granted = "openid https://www.googleapis.com/auth/userinfo.email"
    unticked = sign_in(world, google)
    assert status(world, unticked)["code"] == "source_not_allowed"
    body = {"kind": "drive", "name": "Drive", "config": {"client_id": CLIENT_ID}, "secrets": {"sign_in": unticked}}
    assert world.json("POST", "/api/sources/remote", body, status=400)["error"]["code"] == "sign_in_unfinished"
    wrong = begin(world, client_secret="wrong")
    come_back(world, google.consent(wrong["url"]))
    assert status(world, wrong["state"])["code"] == "source_credentials"
    for body, field in ((CLIENT | {"client_id": ""}, "client_id"), (CLIENT | {"client_secret": " "}, "client_secret")):
        refused = world.json("POST", "/api/sources/drive/sign-in", body, status=400)
        assert refused["error"]["details"] == {"field": field}


def test_the_address_can_be_brought_by_hand(world: ApiWorld, google: GoogleDriveServer, secrets: SourceSecrets) -> None:
    begun = begin(world)
    path = f"/api/sources/drive/sign-in/{begun['state']}"
    bad = world.json("POST", path, {"address": "http://localhost/nothing"}, status=400)
    assert bad["error"]["code"] == "bad_sign_in_address"
    assert world.json("POST", path, {"address": google.consent(begun["url"])})["status"] == "done"


def test_folders_are_looked_through_level_by_level(
    world: ApiWorld, google: GoogleDriveServer, secrets: SourceSecrets
) -> None:
    google.page = 30
    drive = google.shared_drive("Warehouse")
    shop = google.folder("Shop's \\ folder")
    for number in range(70):
        google.folder(f"Camera {number:02}", shop)
    draft = {"kind": "drive", "config": {"client_id": CLIENT_ID}, "secrets": {"sign_in": sign_in(world, google)}}

    def look(**more: Any) -> dict[str, Any]:
        found: dict[str, Any] = world.json("POST", "/api/sources/drive/folders", {"draft": draft, **more})
        return found

    assert [(one["kind"], one["name"]) for one in look()["folders"]] == [
        ("root", "My Drive"), ("shared", "Shared with me"), ("drive", "Warehouse"),
    ]  # fmt: skip
    assert [one["id"] for one in look(parent="root")["folders"]] == [shop]
    assert look(parent=drive)["folders"] == []
    names, token = [], ""
    while True:
        level = look(parent=shop, page_token=token)
        names += [one["name"] for one in level["folders"]]
        token = level["next_page_token"]
        if not token:
            break
    assert names == [f"Camera {number:02}" for number in range(70)]
    assert [one["name"] for one in level["breadcrumb"]] == ["My Drive", "Shop's \\ folder"]
    assert [one["id"] for one in look(search="shop's \\")["folders"]] == [shop]
    asked = len(google.server.asked)
    assert look(parent=shop)["folders"]
    assert len(google.server.asked) == asked
    google.folder("New", shop)
    assert "New" not in [one["name"] for one in look(parent=shop)["folders"]]
    assert look(parent=shop, fresh=True)["folders"]
    bad = world.json("POST", "/api/sources/drive/folders", {"draft": draft, "parent": "x' or 'a"}, status=400)
    assert bad["error"]["code"] == "bad_folder_id"
    for number in range(130):
        reply = world.client.post("/api/sources/drive/folders", json={"draft": draft, "search": f"q{number}"})
        if reply.status_code == 429:
            break
    assert json.loads(reply.data)["error"]["details"]["retry_after_s"] > 0


def test_a_consent_is_given_back_with_its_last_source(
    world: ApiWorld, google: GoogleDriveServer, secrets: SourceSecrets
) -> None:
    one, two = add(world, sign_in(world, google)), add(world, sign_in(world, google), "Another")
    tokens = {secrets.get(source_id)["token"]["refresh"] for source_id in (one, two)}
    assert google.refresh_tokens == tokens
    world.client.delete(f"/api/sources/{one}")
    assert google.refresh_tokens == tokens
    last = secrets.get(two)["token"]["refresh"]
    assert world.client.post(f"/api/sources/{two}/sign-out").status_code == 204
    assert last not in google.refresh_tokens
    assert secrets.get(two) == {}
    again = begin(world, source_id=two)
    come_back(world, google.consent(again["url"]))
    world.json("PATCH", f"/api/sources/{two}/remote", {"secrets": {"sign_in": again["state"]}})
    assert secrets.get(two)["token"]["refresh"] in google.refresh_tokens


def test_the_reference_addresses_of_a_drive(world: ApiWorld, google: GoogleDriveServer, secrets: SourceSecrets) -> None:
    assert world.json("GET", "/api/cloud/auth-status")["authenticated"] is False
    world.json("POST", "/api/cloud/list_subfolders", {}, status=404)
    begun = world.json("POST", "/api/cloud/authenticate", {**CLIENT, "redirect_uri": "https://evil.example/"})
    assert begun["redirect_uri"] == "http://localhost/api/sources/drive/callback"
    back = google.consent(begun["auth_url"]).replace("/api/sources/drive/callback", "/api/cloud/oauth/callback")
    assert come_back(world, back) == {"sign_in": [begun["state"]]}
    add(world, begun["state"])
    told = world.json("GET", "/api/cloud/auth-status")
    assert (told["authenticated"], told["user_email"]) == (True, ACCOUNT)
    assert not {"session_token", "token", "credentials"} & set(told)
    shop = google.folder("Shop")
    camera = google.folder("Camera 1", shop)
    for address in ("folders/initialize", "folders/list_subfolders", "list_subfolders"):
        (found,) = world.json("POST", f"/api/cloud/{address}", {"parent_id": "root"})["folders"]
        assert (found["id"], found["depth"], found["path"], found["selectable"]) == (shop, 1, "/My Drive/Shop", True)
    assert world.json("GET", f"/api/cloud/folders?parent_id={shop}")["folders"][0]["id"] == camera
    assert world.json("POST", "/api/cloud/get_depth", {"folder_id": camera})["depth"] == 2
    assert world.json("POST", "/api/cloud/get_info", {"folder_id": camera})["folder_info"]["parent_id"] == shop
    crumbs = world.json("POST", "/api/cloud/breadcrumb", {"folder_id": camera})["breadcrumb"]
    assert [one["name"] for one in crumbs] == ["My Drive", "Shop", "Camera 1"]
    assert world.json("POST", "/api/cloud/search", {"query": "cam"})["folders"][0]["path"] == "/My Drive/Shop/Camera 1"
    checked = world.json("POST", "/api/cloud/validate_selection", {"folder_ids": [camera, "nowhere", "a'b"]})
    assert (checked["total_valid"], [one["id"] for one in checked["invalid_selections"]]) == (1, ["nowhere", "a'b"])
    assert world.json("POST", "/api/cloud/clear_cache", {})["success"]
    world.json("POST", "/api/cloud/disconnect", {"user_email": "somebody@else.example"}, status=404)
    assert google.refresh_tokens
    assert world.json("POST", "/api/cloud/disconnect", {"provider": "google_drive", "user_email": ACCOUNT})["success"]
    assert google.refresh_tokens == set()
    assert world.json("GET", "/api/cloud/auth-status")["authenticated"] is False
