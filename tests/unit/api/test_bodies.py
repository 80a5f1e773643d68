"""What kind of body is let in, and how much of it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, Request
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.test import EnvironBuilder

from backend.api.access import StrictJson
from backend.api.bodies import MIB, Body, TooLarge, check_body
from backend.domain.errors import EpackError

JSON = Body(1000)
ROOMY = Body(MIB)


def request(method: str = "POST", **more: Any) -> Request:
    return Request(EnvironBuilder("/api/cameras", method=method, base_url="http://localhost", **more).get_environ())


def test_one_byte_too_many_is_refused_with_the_bound() -> None:
    fits, over = (b'"' + b"x" * (size - 2) + b'"' for size in (1000, 1001))
    with pytest.raises(UnsupportedMediaType):
        check_body(request(data=fits, content_type="text/plain"), JSON)
    with pytest.raises(TooLarge) as refused:
        check_body(request(data=over, content_type="text/plain"), JSON)
    assert (refused.value.code, refused.value.details) == ("too_large", {"most_bytes": 1000})


def test_a_form_is_for_routes_that_take_files_and_json_for_the_others() -> None:
    form = {"data": b"--x--", "content_type": "multipart/form-data; boundary=x"}
    check_body(request(**form), Body(1000, upload=True))
    for asked, body in ((form, JSON), ({"data": b"{}", "content_type": "application/json"}, Body(9, upload=True))):
        with pytest.raises(UnsupportedMediaType):
            check_body(request(**asked), body)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_body_that_a_foreign_form_could_send_is_refused(content_type: str) -> None:
    with pytest.raises(UnsupportedMediaType):
        check_body(request(data=b'{"name": "x"}', content_type=content_type), JSON)


@pytest.mark.parametrize(
    "body",
    [b"{", b"", b"\xff\xfe", b'{"a": NaN}', b'{"a": Infinity}', b"[" * 100_000, rb'{"a": "\ud800"}'],
)
def test_only_well_formed_json_is_taken(body: bytes) -> None:
    app = Flask(__name__)
    app.json = StrictJson(app)
    with app.test_request_context("/", method="POST", data=body, content_type="application/json") as context:
        if not body:
            check_body(context.request, ROOMY)
            return
        with pytest.raises(EpackError) as refused:
            check_body(context.request, ROOMY)
    assert refused.value.code == "malformed_json"
    assert refused.value.status == 400
