"""Limits of requests for each address: by class of route, told with the time to wait, out of the way of people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.api.rates import RATES, kind_of
from backend.api.services import WebOptions
from tests.support.api_world import ApiWorld, api_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ApiWorld]:
    with api_world(tmp_path, web=WebOptions(rate_factor=1.0)) as made:
        yield made


def test_every_class_has_routes(world: ApiWorld) -> None:
    app = world.client.application
    found = {}
    for path, method in (
        ("/api/session", "POST"),
        ("/api/one-time-address/accept", "POST"),
        ("/api/search", "POST"),
        ("/query", "POST"),
        ("/api/search/table", "POST"),
        ("/api/backups/upload", "POST"),
        ("/api/events/x/thumbnail", "GET"),
        ("/api/recordings/1/video", "GET"),
        ("/api/recordings/1/pieces/2", "GET"),
        ("/api/clips/x/file", "GET"),
        ("/api/shared/x", "GET"),
        ("/api/cameras", "GET"),
        ("/_next/static/x.js", "GET"),
    ):
        with app.test_request_context(path, method=method) as context:
            found[path] = kind_of(app, context.request)
    assert found == {
        "/api/session": "sign-in",
        "/api/one-time-address/accept": "sign-in",
        "/api/search": "search",
        "/query": "search",
        "/api/search/table": "uploads",
        "/api/backups/upload": "uploads",
        "/api/events/x/thumbnail": "media",
        "/api/recordings/1/video": "media",
        "/api/recordings/1/pieces/2": "media",
        "/api/clips/x/file": "media",
        "/api/shared/x": "open",
        "/api/cameras": "other",
        "/_next/static/x.js": "pages",
    }
    assert set(found.values()) == set(RATES)


def test_too_many_are_told_to_wait(world: ApiWorld) -> None:
    body = {"name": "nobody", "password": "wrong password"}
    answers = [world.client.post("/api/session", json=body) for _ in range(RATES["sign-in"].burst + 10)]
    refused = [one for one in answers if one.status_code == 429 and one.get_json()["error"]["code"] == "too_many"]
    assert refused
    assert all(1 <= int(one.headers["Retry-After"]) <= 60 for one in refused)
    assert refused[0].headers["X-Content-Type-Options"] == "nosniff"
    # Whoever is refused here is let in elsewhere, and another machine everywhere.
    assert world.client.get("/api/health").status_code == 200
    other = world.client.post("/api/session", json=body, environ_base={"REMOTE_ADDR": "192.168.1.7"})
    assert other.get_json()["error"]["code"] != "too_many"


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
