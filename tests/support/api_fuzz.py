"""Schemathesis asks every route of the API as one person: by the program's own OpenAPI document, rightly and wrongly,
at random and aimed at rows that are there.

What it holds every answer to: no failure of the server, nothing for who may not ask, the form the document promises,
and, for somebody limited to one camera, not a word of the other."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.core import NotSet
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from werkzeug.test import TestResponse

from backend.api.permission import need_of
from backend.domain.account import PERMITTED, Need, Permission, Role
from tests.support.accounts import browser
from tests.support.api_world import NOW_MS, ApiWorld
from tests.support.two_cameras import Side, Two

CONFORMANCE = [
    status_code_conformance, content_type_conformance, response_schema_conformance, response_headers_conformance,
]  # fmt: skip
ENDLESS = {"GET /api/stream", "GET /api/live/{camera_id}/preview", "GET /api/live/pictures"}
"""What they answer goes on for ever: its first piece is looked at."""
_TABLES_BY_PATH = {"POST /api/get-csv-headers", "POST /get-csv-headers", "POST /api/parse-csv", "POST /parse-csv"}
_PARAMETER = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")


@dataclass
class Person:
    """Who asks. `words`: what none of their answers may hold."""

    name: str
    role: Role | None
    sees_all: bool = True
    words: tuple[str, ...] = ()

    def may(self, need: Need) -> bool:
        permitted = PERMITTED[self.role] if self.role else frozenset({Permission.OPEN})
        return need.permission in permitted and (self.sees_all or not need.whole_site)


@dataclass
class Run:
    """What was asked, and what was wrong with the answers."""

    asked: int = 0
    answered: dict[str, set[int]] = field(default_factory=dict)
    """Route to the statuses it answered."""
    wrong: dict[str, str] = field(default_factory=dict)

    def blame(self, kind: str, case: Case, what: str) -> None:
        body = "" if isinstance(case.body, NotSet) else f" {case.body!r:.300}"
        sent = f"{case.method} {case.formatted_path} {dict(case.query or {})}{body}"
        self.wrong.setdefault(f"{kind}: {case.operation.label}", f"{sent:.700}\n    {what:.700}")


def whole_document(world: ApiWorld) -> dict[str, Any]:
    """The program's OpenAPI document with the addresses that it leaves out: other names of the same handlers, and the
    pages of the documentation itself."""
    spec = copy.deepcopy(world.app.api_doc)
    for item in spec["paths"].values():
        for operation in item.values():
            # Who asks is decided here; Schemathesis would make sign-ins up.
            operation.pop("security", None)
    described: dict[str, dict[str, Any]] = {}
    left_out = []
    for rule in world.app.url_map.iter_rules():
        path = _PARAMETER.sub(r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            operation = spec["paths"].get(path, {}).get(method.lower())
            if operation is None:
                left_out.append((path, method.lower(), rule.endpoint))
            else:
                described[f"{method.lower()} {rule.endpoint}"] = operation
    for number, (path, method, endpoint) in enumerate(left_out):
        names = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"{(\w+)}", path)
        ]
        bare = {"parameters": names, "responses": {"default": {"description": ""}}}
        same = described.get(f"{method} {endpoint}", bare)
        spec["paths"].setdefault(path, {})[method] = {**copy.deepcopy(same), "operationId": f"left_out_{number}"}
    return spec


def needs_of(world: ApiWorld) -> dict[str, Need]:
    """`METHOD /path` as in the document to what it needs."""
    found = {}
    for rule in world.app.url_map.iter_rules():
        need = need_of(world.app, rule.endpoint)
        assert need is not None, rule.rule
        path = _PARAMETER.sub(r"{\1}", rule.rule)
        found.update({f"{method} {path}": need for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}})
    return found


class Fuzz:
    def __init__(self, two: Two, person: Person) -> None:
        load_all_checks()
        self.two, self.person, self.run = two, person, Run()
        self.world = two.world
        self._needs = needs_of(self.world)
        self._schema = schemathesis.openapi.from_dict(whole_document(self.world))
        self._schema.app = self.world.app
        self._client = self._signed_in()
        self._aims: list[Side | None] = [None, two.shown, two.hidden]

    def operations(self) -> Iterator[APIOperation]:
        for found in self._schema.get_all_operations():
            yield found.ok()

    def ask_everything(self, examples: int) -> Run:
        """`examples` requests for each route; the same ones every time."""
        for operation in self.operations():
            self.ask(operation, examples)
        return self.run

    def ask(self, operation: APIOperation, examples: int) -> None:
        @settings(
            max_examples=examples, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=self._cases(operation))
        def one(case: Case) -> None:
            self._check(case)

        one()

    def _cases(self, operation: APIOperation) -> st.SearchStrategy[Case]:
        modes = [GenerationMode.POSITIVE]
        if operation.body or operation.query or operation.path_parameters:
            modes.append(GenerationMode.NEGATIVE)
        made = st.one_of([operation.as_strategy(generation_mode=mode) for mode in modes])
        return st.builds(self._aimed, made, st.sampled_from(self._aims))

    def _aimed(self, case: Case, side: Side | None) -> Case:
        """The same request, with every id in it one that is there; None: as it was."""
        if side is None:
            return case
        name = self.world.services.cameras.get(side.camera).name if self._there(side) else "Gone"
        known = {
            "camera_id": side.camera, "recording_id": side.recording, "event_id": side.event, "clip_id": side.clip,
            "batch_id": side.batch, "camera_ids": [side.camera], "event_ids": [side.event], "to": [side.camera],
            "ids": [side.recording], "selected_cameras": [name], "day": "2026-01-01", "month": "2026-01",
            "at_ms": NOW_MS + 5_000, "text": "HIDDEN7777777", "search_string": "777", "from_ms": 0,
        }  # fmt: skip
        for part in (case.path_parameters, case.query):
            _replace(part, known)
        _replace(case.body, known)
        return case

    def _there(self, side: Side) -> bool:
        return any(one.id == side.camera for one in self.world.services.cameras.all())

    def _check(self, case: Case) -> None:
        self.run.asked += 1
        reply = self._open(case)
        if reply.status_code == 401 and self.person.role is not None:
            # Something before signed this browser out, as it was told to.
            self._client = self._signed_in()
            reply = self._open(case)
        endless = reply.status_code == 200 and case.operation.label in ENDLESS
        told = next(iter(reply.response), b"") if endless else reply.get_data()
        self.run.answered.setdefault(case.operation.label, set()).add(reply.status_code)
        try:
            self._judge(case, reply, told, endless)
        finally:
            reply.close()

    def _judge(self, case: Case, reply: TestResponse, told: bytes, endless: bool) -> None:
        status, text = reply.status_code, told.decode("utf-8", "replace")
        if status >= 500:
            self.run.blame("failure", case, f"{status} {text}")
        need = self._needs[case.operation.label]
        code = reply.json["error"]["code"] if status >= 400 and reply.is_json else ""
        # Where the method or the address does not fit there is no route, and nothing that it could need.
        if not self.person.may(need) and status not in (404, 405):
            expected = 401 if self.person.role is None else 403
            if status != expected:
                self.run.blame("let in", case, f"{status} {text}")
        refused = code in ("not_permitted", "whole_site_only", "sign_in_needed")
        if refused and self.person.may(need) and not self._narrower(case, need, code):
            self.run.blame("kept out", case, f"{status} {text}")
        for word in self.person.words:
            # What was sent may come back: as the words of a search that found nothing.
            sent = word in str(case.body) + str(case.query)
            if not sent and (word in text or json.dumps(word)[1:-1] in text):
                self.run.blame("told", case, f"{word!r} in {status} {text}")
        if (not endless and reply.is_json) or (status < 300 and not endless and told):
            try:
                case.validate_response(reply, checks=CONFORMANCE)
            except (Failure, FailureGroup) as problem:
                self.run.blame("form", case, f"{status} {problem}")

    def _narrower(self, case: Case, need: Need, code: str) -> bool:
        """Whether a handler may ask for more than its route, in some of its cases."""
        if need.permission is Permission.OPEN:
            return True
        label = case.operation.label
        if label in _TABLES_BY_PATH and isinstance(case.body, dict) and "file_path" in case.body:
            # A file of the server's folders is for those who choose these folders.
            return code in ("whole_site_only", "not_permitted")
        return code == "whole_site_only" and label in {
            "POST /api/recordings/retry", "PATCH /api/cameras/{camera_id}", *_TABLES_BY_PATH,
        }  # fmt: skip

    def _open(self, case: Case) -> TestResponse:
        return self._client.open(**case.as_transport_kwargs())

    def _signed_in(self) -> FlaskClient:
        if self.person.role is None:
            return browser(self.world.app)
        # Attempts that were asked for on the way may have made everybody wait.
        self.world.clock.advance(7200)
        return self.world.sign_in(self.person.name)


def _replace(value: Any, known: dict[str, Any]) -> None:
    """Put `known` in place of what stands under these names, at whatever depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in known:
                value[name] = known[name]
            else:
                _replace(inner, known)
    elif isinstance(value, list):
        for inner in value:
            _replace(inner, known)
