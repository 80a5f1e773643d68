"""Who is let in: host names and origins."""

from __future__ import annotations

import pytest
from flask import Flask, Request
from werkzeug.test import EnvironBuilder

from backend.api.access import check_host, check_origin
from backend.api.services import WebOptions
from backend.domain.errors import Forbidden

OPTIONS = WebOptions(dev_origin="http://localhost:3000", allowed_hosts=("epack.shop.lan",))


def request(method: str = "POST", host: str = "127.0.0.1:8080", **more: object) -> Request:
    headers = dict(more.pop("headers", {}), Host=host)  # type: ignore[call-overload]
    return Request(EnvironBuilder(method=method, headers=headers, **more).get_environ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8080",
        "localhost",
        "LOCALHOST:3000",
        "[::1]:8080",
        "192.168.1.20:8080",  # an address cannot be pointed elsewhere by a name server
        "epack.shop.lan",
        "EPACK.shop.lan:8080",
        "epack.localhost:8080",
    ],
)
def test_own_names_and_plain_addresses_are_let_in(host: str) -> None:
    check_host(request(host=host), OPTIONS)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example"]
)
def test_foreign_names_are_refused(host: str) -> None:
    with pytest.raises(Forbidden) as refused:
        check_host(request(host=host), OPTIONS)
    assert refused.value.code == "host_not_allowed"


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),  # not a browser
        ({"Origin": "http://127.0.0.1:8080"}, True),
        ({"Origin": "http://localhost:3000"}, True),
        ({"Origin": "http://127.0.0.1:9999"}, False),  # another program on this machine
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),  # a sandboxed frame or a local file
        ({"Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_only_our_pages_may_change_something(headers: dict[str, str], allowed: bool) -> None:
    asked = request(headers=headers)
    if allowed:
        check_origin(asked, OPTIONS)
        return
    with pytest.raises(Forbidden) as refused:
        check_origin(asked, OPTIONS)
    assert refused.value.code == "foreign_origin"


def test_reading_is_not_stopped_by_a_foreign_origin() -> None:
    check_origin(request("GET", headers={"Origin": "https://evil.example"}), OPTIONS)


def test_a_whole_pair_of_surrogates_is_text() -> None:
    from backend.api.access import StrictJson

    assert StrictJson(Flask(__name__)).loads(rb'{"a": "\ud83d\ude00"}') == {"a": "\U0001f600"}
