"""The one error shape, and what it never tells."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from pydantic import BaseModel, ConfigDict, ValidationError

from backend.api import errors
from backend.domain.errors import Conflict, InvalidInput, StoreError


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    count: int = 0


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    errors.register(app)

    @app.get("/conflict")
    def conflict() -> str:
        raise Conflict("Another one is running.", details={"run": 3})

    @app.get("/full")
    def full() -> str:
        raise StoreError("The disk is full.", code="store_full")

    @app.get("/crash")
    def crash() -> str:
        raise RuntimeError("password=hunter2 in /home/owner/secret")

    return app


def test_an_expected_failure_keeps_code_message_status_and_details(app: Flask) -> None:
    reply = app.test_client().get("/conflict")
    assert reply.status_code == 409
    assert reply.json == {"error": {"code": "conflict", "message": "Another one is running.", "details": {"run": 3}}}


def test_a_failing_store_is_503(app: Flask) -> None:
    reply = app.test_client().get("/full")
    assert (reply.status_code, reply.json["error"]["code"]) == (503, "store_full")


@pytest.mark.logs_errors
def test_a_crash_tells_a_number_and_nothing_else(app: Flask) -> None:
    reply = app.test_client().get("/crash")
    assert reply.status_code == 500
    assert "hunter2" not in reply.text
    assert "secret" not in reply.text
    assert reply.json["error"]["details"]["incident"] in reply.json["error"]["message"]


def test_unknown_addresses_and_methods_have_the_shape(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/nothing").json["error"]["code"] == "not_found"
    reply = client.post("/conflict")
    assert (reply.status_code, reply.json["error"]["code"]) == (405, "method_not_allowed")
    assert "GET" in reply.headers["Allow"]


def test_a_refused_request_names_the_fields_and_does_not_echo_them() -> None:
    with pytest.raises(ValidationError) as failed:
        Body.model_validate({"count": "many<script>", "colour": 1})
    with pytest.raises(InvalidInput) as refused:
        errors.refuse_invalid(failed.value)
    named = {item["field"]: item["problem"] for item in refused.value.details["fields"]}
    assert set(named) == {"name", "count", "colour"}
    assert named["name"] == "is required"
    assert named["colour"] == "is not known here"
    assert "script" not in json.dumps(refused.value.details) + refused.value.message


def test_something_else_than_an_object_is_explained() -> None:
    with pytest.raises(ValidationError) as failed:
        Body.model_validate([1])
    with pytest.raises(InvalidInput, match="send a JSON object"):
        errors.refuse_invalid(failed.value)
