"""The OpenAPI document: equal for equal code, complete, and fit to make types from."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import schemathesis

from backend.api.openapi_dump import document, text
from tests.support.api_world import api_world

ROOT = Path(__file__).resolve().parents[2]
NO_DOCUMENT_NEEDED = ("docs.",)


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in spec["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def test_the_command_prints_the_same_document_each_time() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "backend.api.openapi_dump"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert printed == text()
    assert json.loads(printed) == document()


def test_every_reference_in_it_leads_somewhere() -> None:
    spec = document()
    known = set(spec["components"]["schemas"])
    used = {part.split('"')[0] for part in text().split('"#/components/schemas/')[1:]}
    assert used <= known


def test_every_operation_has_its_own_name_and_says_what_it_answers() -> None:
    names = []
    for where, operation in operations(document()):
        names.append(operation["operationId"])
        assert any(status.startswith(("2", "3")) for status in operation["responses"]), where
        assert operation["summary"], where
        error = operation["responses"]["default"]["content"]["application/json"]["schema"]
        assert error == {"$ref": "#/components/schemas/ErrorOut"}, where
    assert len(names) == len(set(names)) > 60


def test_it_says_how_each_operation_is_signed_in_to() -> None:
    spec = document()
    security = {where: operation["security"] for where, operation in operations(spec)}
    ways = [{"session": []}, {"key": []}]
    assert security["GET /api/events"] == security["POST /api/clips"] == security["GET /api/users"] == ways
    assert security["GET /api/account/keys"] == ways[:1]
    assert security["POST /api/session"] == security["GET /api/shared/{token}"] == []
    assert set(spec["components"]["securitySchemes"]) == {"session", "key"}


def test_tools_that_read_openapi_take_it() -> None:
    found = list(schemathesis.openapi.from_dict(document()).get_all_operations())
    assert [str(one.err()) for one in found if not hasattr(one, "ok")] == []


def test_every_api_route_is_in_it(tmp_path: Path) -> None:
    described = {where for where, _ in operations(document())}
    aliases = ("/api/hand-detection/", "/api/qr-detection/")
    with api_world(tmp_path) as world:
        for rule in world.app.url_map.iter_rules():
            if not rule.rule.startswith("/api/") or rule.endpoint.startswith(NO_DOCUMENT_NEEDED):
                continue
            if rule.rule.startswith(aliases):
                continue
            path = rule.rule.replace("<int:", "{").replace("<string:", "{").replace("<", "{").replace(">", "}")
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                assert f"{method} {path}" in described


def test_the_server_gives_out_the_same_addresses(tmp_path: Path) -> None:
    with api_world(tmp_path) as world:
        assert world.json("GET", "/api/openapi.json")["paths"] == document()["paths"]
