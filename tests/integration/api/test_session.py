"""Signing in over HTTP: cookies, the second step, signing out, and what is refused without."""

from __future__ import annotations

import pyotp
from sqlalchemy import update
from werkzeug.test import TestResponse

from backend.domain.account import Role
from database.tables import user_profiles
from tests.support.accounts import PASSWORD, add_user, browser
from tests.support.api_world import ApiWorld


def cookies(reply: TestResponse) -> dict[str, set[str]]:
    """{name: attributes} of the cookies an answer sets."""
    found = {}
    for header in reply.headers.getlist("Set-Cookie"):
        first, *attributes = header.split("; ")
        found[first.partition("=")[0]] = {one for one in attributes if "xpires" not in one}
    return found


def code(reply: TestResponse) -> tuple[int, str]:
    return reply.status_code, reply.json["error"]["code"]


def test_nobody_is_told_what_is_needed_to_sign_in(world: ApiWorld) -> None:
    found = browser(world.app).get("/api/session").json
    assert found == {
        "signed_in": False,
        "factor_due": False,
        "setup_needed": False,
        "sign_in_possible": True,
        "google": False,
        "user": None,
        "permissions": ["open"],
        "whole_site": False,
    }


def test_others_sign_in_where_there_is_no_administrator(world: ApiWorld) -> None:
    with world.services.store.write() as connection:
        connection.execute(update(user_profiles).values(enabled=False))
    told = browser(world.app).get("/api/session").json
    assert (told["setup_needed"], told["sign_in_possible"]) == (True, False)
    add_user(world.services.accounts, "lan", Role.VIEWER)
    told = browser(world.app).get("/api/session").json
    assert (told["setup_needed"], told["sign_in_possible"]) == (True, True)
    found = world.sign_in("lan").get("/api/session").json
    assert (found["signed_in"], found["setup_needed"]) == (True, False)


def test_whoever_is_signed_in_is_told_what_is_permitted(world: ApiWorld) -> None:
    camera = world.camera()
    add_user(world.services.accounts, "lan", Role.OPERATOR, cameras=frozenset({camera}))
    found = world.sign_in("lan").get("/api/session").json
    assert found["user"]["name"] == "lan"
    assert found["user"]["cameras"] == [camera]
    assert found["permissions"] == ["account", "cut", "open", "operate", "read", "search"]
    assert not found["whole_site"]
    assert "password_hash" not in str(found)


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(world: ApiWorld) -> None:
    client = browser(world.app)
    body = {"name": "owner", "password": PASSWORD}
    plain = cookies(client.post("/api/session", json=body))
    assert set(plain) == {"epack_session", "epack_device"}
    for attributes in plain.values():
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= attributes
        assert "Secure" not in attributes
    port = cookies(client.post("/api/session", json=body, base_url="http://localhost:9090"))
    assert set(port) == {"epack_session_9090", "epack_device_9090"}
    secure = cookies(client.post("/api/session", json=body, base_url="https://localhost"))
    assert set(secure) == {"__Host-epack_session", "__Host-epack_device"}
    assert all("Secure" in attributes for attributes in secure.values())


def test_the_token_changes_at_every_sign_in_and_ends_with_signing_out(world: ApiWorld) -> None:
    client = world.sign_in("owner")
    first = client.get_cookie("epack_session")
    world.sign_in("owner", client)
    second = client.get_cookie("epack_session")
    assert first is not None
    assert second is not None
    assert first.value != second.value
    assert client.delete("/api/session").status_code == 204
    assert client.get_cookie("epack_session") is None
    client.set_cookie("epack_session", second.value)
    assert code(client.get("/api/cameras")) == (401, "sign_in_needed")
    assert client.delete("/api/session").status_code == 204  # twice is once


def test_refused_and_slowed_down(world: ApiWorld) -> None:
    client = browser(world.app)
    for _ in range(5):
        reply = client.post("/api/session", json={"name": "owner", "password": "wrong"})
        assert code(reply) == (401, "sign_in_refused")
        assert "Set-Cookie" not in reply.headers
    paused = client.post("/api/session", json={"name": "owner", "password": PASSWORD})
    assert code(paused) == (429, "sign_in_paused")
    assert paused.headers["Retry-After"] == "1"
    # The browser of the owner is known.
    assert world.sign_in("owner", world.client).get("/api/cameras").status_code == 200


def test_the_second_step(world: ApiWorld) -> None:
    client = world.sign_in("owner")
    assert code(client.post("/api/account/factor", json={"password": "wrong"})) == (401, "password_wrong")
    begun = client.post("/api/account/factor", json={"password": PASSWORD}).json
    app = pyotp.TOTP(begun["secret"])

    def now(steps: int = 0) -> str:
        return app.generate_otp(world.clock.now_ms() // 30_000 + steps)

    before = client.get_cookie("epack_session")
    recovery = client.put("/api/account/factor", json={"code": now()}).json["codes"]
    after = client.get_cookie("epack_session")
    assert before is not None
    assert after is not None
    assert before.value != after.value, "the token changes with what it opens"
    world.clock.advance(60)
    other = browser(world.app)
    waiting = other.post("/api/session", json={"name": "owner", "password": PASSWORD})
    assert (waiting.json["signed_in"], waiting.json["factor_due"]) == (False, True)
    assert waiting.json["user"] is None
    assert code(other.get("/api/cameras")) == (401, "sign_in_needed")
    assert code(other.get("/api/account/sessions")) == (401, "sign_in_needed")
    assert code(other.post("/api/session/code", json={"code": "000000"})) == (401, "factor_refused")
    assert other.post("/api/session/code", json={"code": now()}).json["signed_in"]
    assert other.get("/api/cameras").status_code == 200
    third = browser(world.app)
    third.post("/api/session", json={"name": "owner", "password": PASSWORD})
    assert third.post("/api/session/code", json={"code": recovery[0]}).json["signed_in"]
    assert third.get("/api/account/factor").json == {"on": True, "recovery_codes_left": 9}
    renewed = third.post("/api/account/factor/recovery-codes", json={"password": PASSWORD}).json["codes"]
    assert not set(renewed) & set(recovery)
    assert third.delete("/api/account/factor", json={"password": PASSWORD}).json["on"] is False


def test_a_code_without_a_first_step_opens_nothing(world: ApiWorld) -> None:
    assert code(browser(world.app).post("/api/session/code", json={"code": "123456"})) == (401, "sign_in_needed")
    assert code(world.client.post("/api/session/code", json={"code": "123456"})) == (401, "sign_in_needed")


def test_changing_needs_a_page_of_ours(world: ApiWorld) -> None:
    """A cookie alone changes nothing: another site's page can make a browser send it, but not our header."""
    client = world.app.test_client()
    client.post("/api/session", json={"name": "owner", "password": PASSWORD})
    assert client.get("/api/cameras").status_code == 200
    for method, path in (("POST", "/api/cameras"), ("DELETE", "/api/session"), ("PUT", "/api/account/password")):
        assert code(client.open(path, method=method, json={})) == (403, "request_not_ours")
    upload = client.post("/api/search/table", data={"file": (b"", "x.csv")}, content_type="multipart/form-data")
    assert upload.status_code == 403
    assert client.post("/api/cameras", json={"name": "T"}, headers={"X-Epack": "1"}).status_code == 201


def test_an_invitation_over_http(world: ApiWorld) -> None:
    made = world.json("POST", "/api/users", {"name": "lan", "role": "viewer", "display_name": "Lan"}, status=201)
    page, _, token = made["address"].partition("#")
    assert page == "/join/"
    assert made["user"]["invited_until_ms"] == made["expires_ms"]
    client = browser(world.app)
    look = client.post("/api/one-time-address", json={"token": token}).json
    assert (look["kind"], look["name"], look["shortest_password"]) == ("invitation", "lan", 10)
    refused = client.post("/api/one-time-address/accept", json={"token": token, "password": "lan"})
    assert code(refused) == (400, "password_refused")
    assert refused.json["error"]["details"] == {"rule": "too_short", "limit": 10}
    accepted = client.post("/api/one-time-address/accept", json={"token": token, "password": PASSWORD}).json
    assert accepted["user"]["name"] == "lan"
    assert client.get("/api/cameras").status_code == 200
    assert code(client.post("/api/one-time-address", json={"token": token})) == (404, "address_used_up")


def test_own_password_and_devices(world: ApiWorld) -> None:
    here, there = world.sign_in("owner"), world.sign_in("owner")
    listed = here.get("/api/account/sessions").json["items"]
    assert [one["current"] for one in listed].count(True) == 1
    assert len(listed) == 3
    new = "kệ số 7 bên trái"
    wrong = here.put("/api/account/password", json={"present": "no", "password": new})
    assert code(wrong) == (401, "password_wrong")
    assert here.put("/api/account/password", json={"present": PASSWORD, "password": new}).status_code == 200
    assert here.get("/api/cameras").status_code == 200
    assert there.get("/api/cameras").status_code == 401
    again = world.sign_in("owner", password=new)
    ids = [one["id"] for one in here.get("/api/account/sessions").json["items"] if not one["current"]]
    assert here.delete(f"/api/account/sessions/{ids[0]}").status_code == 204
    assert again.get("/api/cameras").status_code == 401
    world.sign_in("owner", password=new)
    assert here.delete("/api/account/sessions").json == {"ended": 1}


def test_accounts_of_others(world: ApiWorld) -> None:
    camera = world.camera()
    lan = add_user(world.services.accounts, "lan")
    client = world.sign_in("lan")
    assert world.json("GET", "/api/users")["total"] == 2
    changed = world.json("PATCH", f"/api/users/{lan.id}", {"role": "operator", "cameras": [camera]})
    assert (changed["role"], changed["cameras"]) == ("operator", [camera])
    assert client.get("/api/cameras").status_code == 401, "other rights, another sign-in"
    assert world.json("PATCH", f"/api/users/{lan.id}", {"display_name": "Lan"})["cameras"] == [camera]
    assert world.json("PATCH", f"/api/users/{lan.id}", {"cameras": None})["cameras"] is None
    reset = world.json("POST", f"/api/users/{lan.id}/address", status=201)
    assert reset["kind"] == "reset"
    world.sign_in("lan")
    assert world.json("DELETE", f"/api/users/{lan.id}/sessions") == {"ended": 1}
    own = world.json("GET", "/api/session")["user"]["id"]
    assert world.json("DELETE", f"/api/users/{own}", status=409)["error"]["code"] == "own_account"
    world.json("DELETE", f"/api/users/{lan.id}", status=204)
    world.json("PATCH", f"/api/users/{lan.id}", {"name": "x"}, status=404)


def test_keys_open_what_their_scopes_say_and_need_no_header(world: ApiWorld) -> None:
    made = world.json("POST", "/api/account/keys", {"name": "report", "scopes": ["read", "operate"]}, status=201)
    client = world.app.test_client()
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    assert client.get("/api/cameras", headers=bearer).status_code == 200
    assert client.post("/api/cameras", json={"name": "T"}, headers=bearer).status_code == 201
    assert code(client.post("/api/search", json={}, headers=bearer)) == (403, "not_permitted")
    assert code(client.get("/api/account/keys", headers=bearer)) == (403, "not_permitted")
    listed = world.json("GET", "/api/account/keys")["items"]
    assert listed[0]["prefix"] == made["secret"][:10]
    assert "secret" not in listed[0]
    world.json("DELETE", f"/api/account/keys/{made['id']}", status=204)
    refused = client.get("/api/cameras", headers=bearer)
    assert code(refused) == (401, "key_refused")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_key_is_not_helped_by_a_session(world: ApiWorld) -> None:
    assert code(world.client.get("/api/cameras", headers={"Authorization": "Bearer epk_no"})) == (401, "key_refused")
