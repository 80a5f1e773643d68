"""Every route for every role, every scope of a key, and nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from backend.api.permission import need_of
from backend.domain.account import PERMITTED, SCOPES, Need, Permission, Role
from tests.integration.api.test_every_route import SAMPLES, SIGN_OUT
from tests.support.accounts import add_user, browser
from tests.support.api_world import ApiWorld, api_world


@dataclass(frozen=True)
class Who:
    client: FlaskClient
    permissions: frozenset[Permission]
    headers: Mapping[str, str]
    sees_all: bool = True


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiWorld]:
    with api_world(tmp_path_factory.mktemp("world")) as made:
        yield made


@pytest.fixture(scope="module")
def callers(world: ApiWorld) -> dict[str, Who]:
    desk, camera = world.services.accounts, world.camera("Only this")
    found = {"nobody": Who(browser(world.app), frozenset({Permission.OPEN}), {})}
    for role in Role:
        add_user(desk, role.value, role)
        found[role.value] = Who(world.sign_in(role.value), PERMITTED[role], {})
    for role in (Role.OPERATOR, Role.VIEWER):
        name = f"{role.value} of one camera"
        add_user(desk, name, role, cameras=frozenset({camera}))
        found[name] = Who(world.sign_in(name), PERMITTED[role], {}, sees_all=False)
    owner = desk.users.by_name("owner")
    assert owner is not None
    for scope in SCOPES:
        headers = {"Authorization": f"Bearer {desk.keys.make(owner, scope.value, [scope], 1).secret}"}
        found[f"key {scope.value}"] = Who(world.app.test_client(), frozenset({Permission.OPEN, scope}), headers)
    return found


def routes(world: ApiWorld) -> Iterator[tuple[str, str, Need]]:
    for rule in world.app.url_map.iter_rules():
        need = need_of(world.app, rule.endpoint)
        assert need is not None, rule.rule
        path = rule.rule.replace("<any('swagger-ui.css', 'swagger-ui-bundle.js'):name>", "swagger-ui.css")
        for argument in rule.arguments:
            path = path.replace(f"<int:{argument}>", SAMPLES[argument]).replace(f"<{argument}>", SAMPLES[argument])
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if (method, path) != SIGN_OUT:
                yield method, path, need


NAMES = (
    "nobody", "viewer", "operator", "admin", "viewer of one camera", "operator of one camera",
    *(f"key {scope.value}" for scope in SCOPES),
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_route_lets_in_whom_it_says_and_nobody_else(world: ApiWorld, callers: dict[str, Who], name: str) -> None:
    who = callers[name]
    wrong = []
    for method, path, need in routes(world):
        # A body of the wrong kind: who is let in is told so by the handler, and nothing is changed.
        more = {} if method == "GET" else {"json": ["nothing of this kind"]}
        reply = who.client.open(path, method=method, headers=dict(who.headers), **more)
        code = reply.json["error"]["code"] if reply.status_code >= 400 and reply.is_json else ""
        reply.close()
        expected = ""
        if need.permission not in who.permissions:
            expected = "sign_in_needed" if name == "nobody" else "not_permitted"
        elif need.whole_site and not who.sees_all:
            expected = "whole_site_only"
        refused = code if code in ("sign_in_needed", "not_permitted", "whole_site_only") else ""
        if refused != expected and path != "/program" and not path.startswith("/api/session"):
            wrong.append(f"{method} {path}: {reply.status_code} {code}, expected {expected or 'to be let in'}")
    assert wrong == []


def test_the_page_of_the_programs_is_open_and_its_data_is_not(callers: dict[str, Who]) -> None:
    nobody = callers["nobody"].client
    assert nobody.get("/program", headers={"Accept": "text/html"}).status_code in (200, 404)
    assert nobody.get("/program").status_code == 401


def test_a_route_without_a_declaration_is_refused_to_everybody(tmp_path_factory: pytest.TempPathFactory) -> None:
    with api_world(tmp_path_factory.mktemp("world")) as world:
        world.app._got_first_request = False
        world.app.add_url_rule("/api/forgotten", "forgotten", lambda: "data")
        reply = world.client.get("/api/forgotten")
        assert (reply.status_code, reply.json["error"]["code"]) == (403, "not_permitted")
        assert "data" not in reply.text
