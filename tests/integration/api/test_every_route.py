"""Every route, asked wrongly in every usual way: an answer below 500 in the one shape, always."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.api_world import ApiWorld, api_world

JSON = {"Content-Type": "application/json"}
SAMPLES = {
    "order_code": "1",
    "state": "none",
    "licence": "EPACK-NONE",
    "step": "brand",
    "name": "epack-none.zip",
    "camera_id": "1",
    "source_id": "1",
    "recording_id": "1",
    "event_id": "e",
    "clip_id": "c",
    "batch_id": "b",
    "piece": "0",
    "job_id": "0",
    "change_id": "1",
    "search_id": "1",
    "session_id": "s",
    "key_id": "99",
    "user_id": "99",
    "link_id": "l",
    "token": "t",
}
SIGN_OUT = ("DELETE", "/api/session")
"""Asked wrongly it does what it does; everything after it would be refused."""
DOCUMENTS = ("docs.", "static")
WRONG_BODIES: tuple[bytes, ...] = (
    b"", b"null", b"[]", b"1", b'"text"', b"{", b"{}", b'{"unknown": 1}', b"\xff\xfe", b"[" * 5000,
    b'{"name": null, "path": 7, "text": [], "codes": "x", "event_ids": "x", "ids": {}, "card": 1, "action": []}',
    b'{"name": "' + b"x" * 5000 + b'"}',
)  # fmt: skip
WRONG_QUERIES = (
    "page=0", "page=x", "page_size=100000", "camera_id=-1", "camera_id=99999999999999999999999", "from_ms=NaN",
    "flags=none", "status=finished", "sort=id;drop table events", "at_ms=-1", "width=0", "width=99999", "unknown=1",
    "camera_id=%00", "file=../../etc/passwd", "text=", "page=1e400",
    "page=1&page=x", "camera_id=1&camera_id=x", "at_ms=1&at_ms=2",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiWorld]:
    """One for all: what is refused changes nothing."""
    with api_world(tmp_path_factory.mktemp("world")) as made:
        yield made


def routes(world: ApiWorld) -> Iterator[tuple[str, str]]:
    """(method, path) of everything that is no document."""
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint.startswith(DOCUMENTS):
            continue
        path = rule.rule
        for argument in rule.arguments:
            path = path.replace(f"<int:{argument}>", SAMPLES[argument]).replace(f"<{argument}>", SAMPLES[argument])
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if (method, path) != SIGN_OUT:
                yield method, path


def check(reply: TestResponse, what: str) -> None:
    reply_text = reply.get_data(as_text=True) if not reply.is_streamed else ""
    assert reply.status_code < 500, f"{what}: {reply.status_code} {reply_text[:300]}"
    if reply.status_code >= 400:
        error: dict[str, Any] = reply.json["error"]
        assert set(error) == {"code", "message", "details"}, what
        assert error["code"].replace("_", "").isalnum(), what
        assert error["message"], what
        assert "Traceback" not in reply_text, what
        assert "Error(" not in reply_text, what
    reply.close()


def test_there_are_routes_to_ask(world: ApiWorld) -> None:
    assert len(list(routes(world))) > 80


def test_a_wrong_method_is_405(world: ApiWorld) -> None:
    known: dict[str, set[str]] = {}
    for method, path in routes(world):
        known.setdefault(path, set()).add(method)
    for path, methods in known.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            if (method, path) == SIGN_OUT:
                continue
            # Several rules may fit one path: a number is also an event's id.
            reply = world.client.open(path, method=method)
            assert reply.status_code in (404, 405), f"{method} {path}: {reply.status_code}"
            check(reply, f"{method} {path}")


@pytest.mark.parametrize("body", WRONG_BODIES, ids=range(len(WRONG_BODIES)))
def test_wrong_bodies_are_refused(world: ApiWorld, body: bytes) -> None:
    for method, path in routes(world):
        if method != "GET":
            check(world.client.open(path, method=method, data=body, headers=JSON), f"{method} {path} {body[:60]!r}")


def test_no_body_is_an_empty_object(world: ApiWorld) -> None:
    """Both are answered alike, by those that need fields and by those that need none."""
    for method, path in routes(world):
        if method != "GET":
            # Asked twice: what was begun by the first time is a conflict for the second.
            _, bare, empty = (world.client.open(path, method=method, **more) for more in ({}, {}, {"json": {}}))
            if empty.status_code != 415:  # those that take files
                assert bare.status_code == empty.status_code, f"{method} {path}"


@pytest.mark.parametrize("query", WRONG_QUERIES)
def test_wrong_queries_are_refused(world: ApiWorld, query: str) -> None:
    for method, path in routes(world):
        if method == "GET" and not path.endswith("/stream"):
            check(world.client.get(f"{path}?{query}"), f"{path}?{query}")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_a_form_of_another_site_changes_nothing(world: ApiWorld, content_type: str) -> None:
    for method, path in routes(world):
        if method != "GET":
            reply = world.client.open(path, method=method, data=b'{"name": "x"}', content_type=content_type)
            assert reply.status_code == 415, f"{method} {path}: {reply.status_code}"
            check(reply, f"{method} {path}")


def test_another_sites_page_changes_nothing(world: ApiWorld) -> None:
    for method, path in routes(world):
        if method != "GET":
            reply = world.client.open(path, method=method, json={}, headers={"Origin": "https://evil.example"})
            assert (reply.status_code, reply.json["error"]["code"]) == (403, "foreign_origin"), f"{method} {path}"


def test_a_foreign_host_name_reaches_nothing(world: ApiWorld) -> None:
    for method, path in routes(world):
        reply = world.client.open(path, method=method, headers={"Host": "evil.example"})
        assert (reply.status_code, reply.json["error"]["code"]) == (403, "host_not_allowed"), f"{method} {path}"


def test_ids_beyond_any_number_are_refused(world: ApiWorld) -> None:
    huge = "9" * 40
    for path in (f"/api/cameras/{huge}", f"/api/recordings/{huge}", f"/api/recordings/{huge}/video"):
        check(world.client.get(path), path)
        assert world.client.get(path).status_code == 400


def test_too_large_a_body_is_413(world: ApiWorld) -> None:
    data = b'{"text": "' + b"x" * (33 * 1024 * 1024) + b'"}'
    reply = world.client.post("/api/search", data=data, headers=JSON)
    assert (reply.status_code, reply.json["error"]["code"]) == (413, "too_large")


def test_every_answer_carries_the_security_headers(world: ApiWorld) -> None:
    for path in ("/api/health", "/api/nothing", "/", "/api/docs"):
        headers = world.client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"].split("style-src")[0]
