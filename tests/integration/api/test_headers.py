"""What a scanner for headers and cookies looks at, over every kind of answer: page, asset, data, media, error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from backend.api.services import WebOptions
from tests.support.api_world import ApiWorld, api_world

PAGE = b"<!doctype html><title>x</title><script>self.x = 1</script><script src='/_next/static/a.js'></script>"
KINDS = {
    "page": ("GET", "/", 200),
    "page below": ("GET", "/trace/", 200),
    "redirect": ("GET", "/trace", 308),
    "asset": ("GET", "/_next/static/a.js", 200),
    "missing page": ("GET", "/nowhere", 404),
    "data": ("GET", "/api/cameras", 200),
    "open data": ("GET", "/api/health", 200),
    "settings": ("GET", "/api/settings", 200),
    "documentation": ("GET", "/api/docs", 200),
    "missing data": ("GET", "/api/events/none", 404),
    "missing media": ("GET", "/api/events/none/thumbnail", 404),
    "wrong method": ("DELETE", "/api/health", 405),
    "bad input": ("POST", "/api/search", 400),
    "sign-in": ("POST", "/api/session", 400),
    "foreign host": ("GET", "/api/cameras", 403),
}
PRIVATE = ("data", "open data", "settings", "missing data", "bad input", "sign-in", "foreign host", "missing media")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ApiWorld]:
    site = tmp_path / "site"
    (site / "_next" / "static").mkdir(parents=True)
    (site / "trace").mkdir()
    for page in (site / "index.html", site / "trace" / "index.html", site / "404.html"):
        page.write_bytes(PAGE)
    (site / "_next" / "static" / "a.js").write_text("1")
    with api_world(tmp_path / "data", web=WebOptions(site)) as made:
        yield made


def answer(world: ApiWorld, kind: str) -> TestResponse:
    method, path, status = KINDS[kind]
    headers = {"Host": "evil.example"} if kind == "foreign host" else {"Accept": "text/html"}
    found = world.client.open(path, method=method, headers=headers, json={"bad": 1} if method == "POST" else None)
    told = found.get_data(as_text=True)
    found.close()
    assert found.status_code == status, told
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_is_guarded(world: ApiWorld, kind: str) -> None:
    headers = answer(world, kind).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers.get("Content-Type", "").startswith(("text/", "application/", "image/", "video/"))
    for name in ("Server", "X-Powered-By", "X-AspNet-Version", "Access-Control-Allow-Origin"):
        assert name not in headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == "'none'"
    scripts = policy.get("script-src", policy["default-src"])
    assert not re.search(r"unsafe-inline|unsafe-eval|\*|https?:|data:", scripts)


@pytest.mark.parametrize("kind", PRIVATE)
def test_private_answers_are_kept_nowhere(world: ApiWorld, kind: str) -> None:
    assert answer(world, kind).headers["Cache-Control"] == "no-store"


def test_errors_tell_nothing_of_the_inside(world: ApiWorld) -> None:
    for kind in ("missing data", "bad input", "wrong method", "foreign host", "sign-in"):
        told = answer(world, kind).get_data(as_text=True)
        assert not re.search(r"Traceback|\.py|werkzeug|flask|sqlalchemy|/home|site-packages", told, re.IGNORECASE)


@pytest.mark.parametrize("host", ["evil.example", "epack.shop.lan.evil.example", "127.0.0.1.evil.example", "[::1].x"])
def test_foreign_host_names_reach_nothing(world: ApiWorld, host: str) -> None:
    for path in ("/", "/api/health", "/api/cameras", "/_next/static/a.js"):
        assert world.client.get(path, headers={"Host": host}).status_code in (400, 403)


@pytest.mark.parametrize("given", [True, False])
def test_hsts_only_under_tls_with_a_given_certificate(tmp_path: Path, given: bool) -> None:
    with api_world(tmp_path, web=WebOptions(strict_transport=given)) as world:
        secure = world.client.get("/api/health", base_url="https://localhost").headers
        plain = world.client.get("/api/health").headers
    assert ("Strict-Transport-Security" in secure) is given
    assert "Strict-Transport-Security" not in plain
