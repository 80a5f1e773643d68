"""Limits of requests for each address: by class of route, told with the time to wait, out of the way of people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.api.bodies import USUAL_BYTES, body_of
from backend.api.description import described_app
from backend.api.permission import need_of, needs
from backend.api.rates import RATES, classes_of, kind_of
from backend.api.services import WebOptions
from backend.domain.account import Permission
from tests.support.accounts import PASSWORD, browser
from tests.support.api_world import ApiWorld, api_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ApiWorld]:
    with api_world(tmp_path, web=WebOptions(rate_factor=1.0)) as made:
        yield made


def test_every_route_has_its_class_and_every_class_its_routes(world: ApiWorld) -> None:
    classes = classes_of(world.app)
    routes = {
        (rule.rule, method)
        for rule in world.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert set(classes) == routes
    assert set(classes.values()) == set(RATES)
    for (path, method), kind in classes.items():
        endpoint = next(
            one.endpoint for one in world.app.url_map.iter_rules() if one.rule == path and method in one.methods
        )
        need, body = need_of(world.app, endpoint), body_of(world.app, endpoint)
        assert need is not None
        # Nobody who is not signed in shares the wide classes of those who are.
        if need.permission is Permission.OPEN:
            assert kind in ("open", "sign-in", "desk", "webhook", "pages"), path
        if body.most_bytes > USUAL_BYTES:
            assert kind in ("uploads", "search", "changes"), path
        if kind == "uploads":
            assert body.most_bytes > USUAL_BYTES, path


def test_a_route_for_anybody_without_a_class_keeps_the_program_from_starting() -> None:
    app = described_app("1")

    @app.get("/api/new")
    @needs(Permission.OPEN)
    def new() -> str:
        return ""

    with pytest.raises(LookupError, match="GET /api/new"):
        classes_of(app)


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("POST", "/api/session", "sign-in"),
        ("POST", "/api/one-time-address/accept", "sign-in"),
        ("PUT", "/api/account/password", "sign-in"),
        ("POST", "/webhook/payos", "webhook"),
        ("POST", "/api/desk/orders", "desk"),
        ("POST", "/api/desk/orders/7", "desk"),
        ("POST", "/api/search", "search"),
        ("POST", "/query", "search"),
        ("POST", "/api/search/table", "uploads"),
        ("POST", "/api/backups/upload", "uploads"),
        ("POST", "/parse-csv", "uploads"),
        ("POST", "/api/sources/test/steps", "outside"),
        ("GET", "/api/events/x/thumbnail", "media"),
        ("HEAD", "/api/recordings/1/video", "media"),
        ("GET", "/api/recordings/1/pieces/2", "media"),
        ("GET", "/api/clips/x/file", "media"),
        ("GET", "/api/shared/x", "open"),
        ("GET", "/api/cameras", "data"),
        ("PATCH", "/api/cameras/1", "changes"),
        ("GET", "/_next/static/x.js", "pages"),
        ("GET", "/program", "pages"),
        ("POST", "/wp-login.php", "pages"),
    ],
)
def test_requests_go_to_their_class(world: ApiWorld, method: str, path: str, kind: str) -> None:
    with world.app.test_request_context(path, method=method) as context:
        assert kind_of(classes_of(world.app), context.request) == kind


def test_a_flood_of_one_class_leaves_the_others_alone(world: ApiWorld) -> None:
    nobody = browser(world.app)
    for path in ("/webhook/payos", "/api/desk/orders"):
        answers = [nobody.post(path, json={}).status_code for _ in range(RATES["webhook"].burst + 20)]
        assert answers[-1] == 429, path
        assert 429 not in answers[: RATES["desk"].burst], path
    assert nobody.get("/api/session").status_code == 200
    assert world.client.get("/api/cameras").status_code == 200


def test_too_many_are_told_to_wait(world: ApiWorld) -> None:
    body = {"name": "nobody", "password": "wrong password"}
    stranger = browser(world.app)
    answers = [stranger.post("/api/session", json=body) for _ in range(RATES["sign-in"].burst + 10)]
    refused = [one for one in answers if one.status_code == 429 and one.get_json()["error"]["code"] == "too_many"]
    assert refused
    assert all(1 <= int(one.headers["Retry-After"]) <= 60 for one in refused)
    assert refused[0].headers["X-Content-Type-Options"] == "nosniff"
    # Whoever is refused here is let in elsewhere, and another machine everywhere.
    assert stranger.get("/api/health").status_code == 200
    other = stranger.post("/api/session", json=body, environ_base={"REMOTE_ADDR": "192.168.1.7"})
    assert other.get_json()["error"]["code"] != "too_many"


def test_a_flood_of_sign_ins_from_ones_own_address_keeps_nobody_out_who_came_in_before(world: ApiWorld) -> None:
    owner, stranger = world.sign_in("owner"), browser(world.app)
    body = {"name": "owner", "password": PASSWORD}
    while stranger.post("/api/session", json={"name": "x", "password": "y"}).json["error"]["code"] != "too_many":
        pass
    made_up = browser(world.app)
    made_up.set_cookie("epack_device", "A" * 43)
    assert made_up.post("/api/session", json=body).json["error"]["code"] == "too_many"
    owner.delete("/api/session")
    assert owner.post("/api/session", json=body).status_code == 200
    # That browser has a bound of its own.
    wrong = {"name": "x", "password": "y"}
    answers = [owner.post("/api/session", json=wrong).json["error"]["code"] for _ in range(RATES["sign-in"].burst + 10)]
    assert answers[-1] == "too_many"


def test_a_day_of_work_is_not_limited(world: ApiWorld) -> None:
    # Ten pages one after the other, each with its scripts, lists and fifty thumbnails, without any time between.
    for _ in range(10):
        for number in range(50):
            assert world.client.get(f"/api/events/{number}/thumbnail").status_code != 429
        for path in ("/api/events", "/api/cameras", "/api/status", "/api/settings", "/api/overview"):
            assert world.client.get(path).status_code != 429
        for number in range(40):
            assert world.client.get(f"/_next/static/{number}.js").status_code != 429


def test_no_limits_where_they_are_switched_off(tmp_path: Path) -> None:
    with api_world(tmp_path, web=WebOptions(rate_factor=0)) as world:
        codes = {world.client.get("/api/health").status_code for _ in range(RATES["open"].burst + 50)}
    assert codes == {200}
