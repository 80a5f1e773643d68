"""A source is tried before it is kept: each step is told as it is done, and secrets never come back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from backend.domain.errors import InvalidInput
from backend.domain.source import Check, RemoteCamera, SourceKind, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.protocol import SourceLogin, SourceType
from backend.sources.registry import SourceTypes
from tests.support.api_world import ApiWorld

SECRET = "correct horse"


class Recorder:
    """Lets only those in who know the secret; `reached` tells how far a conversation went, and whether it was ended."""

    def __init__(self, login: SourceLogin, reached: list[str]) -> None:
        self._login = login
        self._reached = reached

    def check(self, stop: StopSignal) -> Iterator[Check]:
        self._reached.append("address")
        yield Check("address", True)
        self._reached.append("sign_in")
        if self._login.secrets.get("password") != SECRET:
            yield Check("sign_in", False, Trouble.CREDENTIALS, "The password is wrong.")
            return
        yield Check("sign_in", True, details={"model": "Recorder 1"})

    def cameras(self, stop: StopSignal) -> list[RemoteCamera]:
        return [RemoteCamera("1", "Door")]

    def close(self) -> None:
        self._reached.append("closed")


@pytest.fixture
def reached(world: ApiWorld) -> list[str]:
    """What was tried of the one kind of source that this server knows."""
    steps: list[str] = []

    def check_config(config: Mapping[str, Any]) -> dict[str, Any]:
        if not config.get("address"):
            raise InvalidInput("Give the address.", details={"field": "address"})
        return dict(config)

    kind = SourceType(
        SourceKind.ONVIF, True, False, check_config, frozenset({"password"}), lambda login: Recorder(login, steps)
    )
    world.services.remote.types = SourceTypes([kind])
    return steps


def draft(password: str | None, **more: Any) -> dict[str, Any]:
    secrets = {} if password is None else {"password": password}
    return {"kind": "onvif", "config": {"address": "camera.lan"}, "secrets": secrets, **more}


def test_each_step_is_told_as_it_is_done(world: ApiWorld, reached: list[str]) -> None:
    reply = world.client.post("/api/sources/test/steps", json=draft(SECRET), buffered=False)
    assert reply.mimetype == "application/x-ndjson"
    lines = iter(reply.response)
    first = json.loads(next(lines))
    assert (first["step"], first["ok"], reached) == ("address", True, ["address"])
    rest = [json.loads(line) for line in lines]
    assert [one.get("step") for one in rest] == ["sign_in", None]
    assert rest[0]["details"] == {"model": "Recorder 1"}
    assert rest[-1] == {"ok": True}
    reply.close()
    assert reached[-1] == "closed"


def test_a_failure_ends_it_with_its_trouble(world: ApiWorld, reached: list[str]) -> None:
    reply = world.client.post("/api/sources/test/steps", json=draft("wrong"))
    *steps, end = [json.loads(line) for line in reply.get_data().splitlines()]
    assert (steps[-1]["trouble"], steps[-1]["message"]) == ("source_credentials", "The password is wrong.")
    assert end == {"ok": False}
    whole = world.json("POST", "/api/sources/test", draft("wrong"))
    assert (whole["ok"], [one["step"] for one in whole["checks"]]) == (False, ["address", "sign_in"])


def test_settings_that_make_no_sense_are_refused_before_anything_is_told(world: ApiWorld, reached: list[str]) -> None:
    body = {"kind": "onvif", "config": {}}
    error = world.json("POST", "/api/sources/test/steps", body, status=400)["error"]
    assert error["details"] == {"field": "address"}
    assert reached == []


def test_kept_secrets_are_named_but_never_shown(world: ApiWorld, reached: list[str]) -> None:
    added = world.json("POST", "/api/sources/remote", draft(SECRET, name="Door"), status=201)
    reply = world.client.get(f"/api/sources/{added['id']}/remote")
    assert SECRET not in reply.get_data(as_text=True)
    assert (reply.json["config"], reply.json["kept"]) == ({"address": "camera.lan"}, ["password"])
    # Left out, the kept one is used.
    assert world.json("POST", "/api/sources/test", draft(None, source_id=added["id"]))["ok"] is True


def test_secrets_that_cannot_be_opened_any_more_can_be_entered_again(world: ApiWorld, reached: list[str]) -> None:
    added = world.json("POST", "/api/sources/remote", draft(SECRET, name="Door"), status=201)
    with world.services.store.write() as connection:
        connection.exec_driver_sql("update source_secrets set sealed = x'00'")
    assert world.json("GET", f"/api/sources/{added['id']}/remote")["kept"] == []
    error = world.json("POST", "/api/sources/test", draft(None, source_id=added["id"]), status=503)["error"]
    assert error["code"] == "secret_unreadable"
    world.json("PATCH", f"/api/sources/{added['id']}/remote", {"secrets": {"password": SECRET}})
    assert world.json("POST", "/api/sources/test", draft(None, source_id=added["id"]))["ok"] is True
