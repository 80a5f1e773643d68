"""How much every route takes: one byte more is refused, before anything is read."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from backend.api.bodies import MIB, OPEN_BYTES, UNSAFE, USUAL_BYTES, body_of
from backend.api.permission import need_of
from backend.domain.account import Permission
from tests.integration.api.test_every_route import SAMPLES
from tests.support.api_world import ApiWorld, api_world

LARGER = {
    "/api/search": 16 * MIB,
    "/api/search/export": 16 * MIB,
    "/api/query": 16 * MIB,
    "/query": 16 * MIB,
    "/api/cut-videos": 8 * MIB,
    "/cut-videos": 8 * MIB,
    "/api/settings/import": 8 * MIB,
    "/api/search/table": 26 * MIB,
    "/api/search/photo": 11 * MIB,
    "/api/get-csv-headers": 36 * MIB,
    "/get-csv-headers": 36 * MIB,
    "/api/parse-csv": 36 * MIB,
    "/parse-csv": 36 * MIB,
    "/api/backups/upload": 1_000_000_000,
}
"""Every route that takes more than usual, and at most how much."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiWorld]:
    """One for all: what is refused changes nothing."""
    with api_world(tmp_path_factory.mktemp("world")) as made:
        yield made


def taking(world: ApiWorld) -> Iterator[tuple[str, str, str, int]]:
    """(method, address of the route, address to ask, bound) of every route that takes a body."""
    for rule in world.app.url_map.iter_rules():
        path = rule.rule
        for argument in rule.arguments:
            path = path.replace(f"<int:{argument}>", SAMPLES[argument]).replace(f"<{argument}>", SAMPLES[argument])
        for method in (rule.methods or set()) & UNSAFE:
            yield method, rule.rule, path, body_of(world.app, rule.endpoint).most_bytes


def test_every_route_has_a_bound_and_only_these_have_a_large_one(world: ApiWorld) -> None:
    for _, rule, _, most in taking(world):
        assert 0 < most <= LARGER.get(rule, USUAL_BYTES), rule
    assert set(LARGER) == {rule for _, rule, _, most in taking(world) if most > USUAL_BYTES}


def test_who_is_not_signed_in_may_send_little(world: ApiWorld) -> None:
    opened = []
    for rule in world.app.url_map.iter_rules():
        need = need_of(world.app, rule.endpoint)
        if need is not None and need.permission is Permission.OPEN and (rule.methods or set()) & UNSAFE:
            opened.append(rule.rule)
            assert body_of(world.app, rule.endpoint).most_bytes <= OPEN_BYTES
    assert len(opened) > 8


def test_one_byte_too_many_is_413_everywhere(world: ApiWorld) -> None:
    routes = list(taking(world))
    assert len(routes) > 100
    for method, rule, path, most in routes:
        if (method, rule) == ("DELETE", "/api/session"):
            continue  # it would sign out, and everything after it be refused
        for kind in ("application/json", "multipart/form-data; boundary=x"):
            reply = world.client.open(
                path,
                method=method,
                content_type=kind,
                # Only said, not sent: what is refused is not waited for.
                input_stream=io.BytesIO(b"{}"),
                environ_overrides={"CONTENT_LENGTH": str(most + 1)},
            )
            assert (reply.status_code, reply.json["error"]["code"]) == (413, "too_large"), f"{method} {rule}"
            assert reply.json["error"]["details"] == {"most_bytes": most}


def test_a_body_that_does_not_say_how_long_it_is_is_bounded_too(world: ApiWorld) -> None:
    headers = {"Transfer-Encoding": "chunked"}
    endless = io.BytesIO(b'{"name": "' + b"x" * MIB + b'", "password": "x"}')
    reply = world.client.post(
        "/api/session",
        input_stream=endless,
        content_type="application/json",
        headers=headers,
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert reply.status_code == 400
    assert endless.tell() <= OPEN_BYTES
