"""What a scanner for headers and cookies looks at, over every kind of answer: page, asset, data, media, error."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from backend.api.services import WebOptions
from tests.support.accounts import PASSWORD, add_user, browser
from tests.support.api_world import api_world
from tests.support.two_cameras import Two, two_cameras

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
    "script of the documentation": ("GET", "/api/docs/start.js", 200),
    "asset of the documentation": ("GET", "/api/docs/swagger-ui.css", 200),
    "thumbnail": ("GET", "/api/events/{event}/thumbnail", 200),
    "filmstrip": ("GET", "/api/events/{event}/filmstrip", 200),
    "event": ("GET", "/api/events/{event}/video", 200),
    "recording": ("GET", "/api/recordings/{recording}/video", 200),
    "frame": ("GET", "/api/cameras/{camera}/frame", 200),
    "clip played": ("GET", "/api/clips/{clip}/file?inline=true", 200),
    "clip saved": ("GET", "/api/clips/{clip}/file", 200),
    "clips": ("GET", "/api/clips/batch/{batch}.zip", 200),
    "results": ("POST", "/api/search/export", 200),
    "sticker": ("GET", "/api/cameras/{camera}/sticker-sheet", 200),
    "log": ("GET", "/api/logs/download", 200),
    "audit": ("GET", "/api/audit.csv", 200),
    "settings file": ("GET", "/api/settings/export", 200),
    "backup": ("GET", "/api/backups/epack-a.zip", 200),
    "page and data": ("GET", "/program", 404),
    "directory": ("GET", "/_next/static/", 404),
}
SEEN = ("thumbnail", "filmstrip", "event", "recording", "frame", "clip played")
"""Pictures and video in the page."""
SAVED = ("clip saved", "clips", "results", "sticker", "log", "audit", "settings file", "backup")
ERRORS = ("missing data", "missing media", "wrong method", "bad input", "sign-in", "foreign host")
PRIVATE = ("data", "open data", "settings", "missing data", "bad input", "sign-in", "foreign host", "missing media")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Pages, and cameras with footage, events and clips."""
    folder = tmp_path_factory.mktemp("world")
    site = folder / "site"
    (site / "_next" / "static").mkdir(parents=True)
    (site / "trace").mkdir()
    for page in (site / "index.html", site / "trace" / "index.html", site / "404.html"):
        page.write_bytes(PAGE)
    (site / "_next" / "static" / "a.js").write_text("1")
    with two_cameras(folder / "data", web=WebOptions(site, ping_s=0.05)) as made:
        backup = made.world.services.backups.shelf.folder / "epack-a.zip"
        backup.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(backup, "w") as archive:
            archive.writestr("manifest.json", "{}")
        yield made


def answer(shown: Two, kind: str, **more: Any) -> TestResponse:
    method, path, status = KINDS[kind]
    path = path.format(**vars(shown.shown))
    headers = {"Accept": "text/html", **more.pop("headers", {})}
    if kind == "foreign host":
        headers["Host"] = "evil.example"
    body = None if method != "POST" else {} if status == 200 else {"bad": 1}
    found = shown.world.client.open(path, method=method, headers=headers, json=body, buffered=True, **more)
    assert found.status_code == status, found.text[:500]
    return found


def check(headers: Headers) -> None:
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(headers["Permissions-Policy"].split(", "))
    assert headers.get("Content-Type", "").startswith(("text/", "application/", "image/", "video/"))
    if headers["Content-Type"].startswith("text/"):
        assert "charset=utf-8" in headers["Content-Type"]
    for name in ("Server", "Via", "X-Powered-By", "X-AspNet-Version", "Access-Control-Allow-Origin"):
        assert name not in headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == "'none'"
    scripts = policy.get("script-src", policy["default-src"])
    assert not re.search(r"unsafe-inline|unsafe-eval|\*|https?:|data:", scripts)


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_is_guarded(shown: Two, kind: str) -> None:
    check(answer(shown, kind).headers)


@pytest.mark.parametrize("kind", PRIVATE)
def test_private_answers_are_kept_nowhere(shown: Two, kind: str) -> None:
    assert answer(shown, kind).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", SAVED)
def test_what_is_saved_is_a_file_and_kept_nowhere_else(shown: Two, kind: str) -> None:
    headers = answer(shown, kind).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Disposition"].startswith("attachment") or kind == "sticker"


@pytest.mark.parametrize("kind", SEEN)
def test_pictures_and_video_stay_with_the_browser_they_were_shown_to(shown: Two, kind: str) -> None:
    whole = answer(shown, kind)
    asked = {"part": {"Range": "bytes=0-9"}, "same": {"If-None-Match": whole.headers["ETag"]}}
    path = KINDS[kind][1].format(**vars(shown.shown))
    replies = [whole, *(shown.world.client.get(path, headers=one, buffered=True) for one in asked.values())]
    assert [one.status_code for one in replies] == [200, 206, 304]
    for reply in replies:
        assert re.fullmatch(r"private, (no-cache|max-age=\d+)", reply.headers["Cache-Control"])
        assert "Cookie" in reply.headers["Vary"]
        assert "Expires" not in reply.headers
    check(replies[1].headers)
    # Neither the part nor the mark lets anybody in.
    for one in asked.values():
        assert browser(shown.world.app).get(path, headers=one).status_code == 401


def test_push_streams_are_guarded_and_kept_nowhere(shown: Two) -> None:
    reply = shown.world.client.get("/api/stream")
    assert next(iter(reply.response))
    reply.close()
    check(reply.headers)
    assert reply.headers["Cache-Control"] == "no-store, no-transform"


def test_a_shared_clip_tells_nobody_where_it_was(shown: Two) -> None:
    link = shown.world.json("POST", f"/api/clips/{shown.shown.clip}/links", {"hours": 1}, status=201)
    address = f"/api/shared/{link['address'].partition('#')[2]}"
    reply = browser(shown.world.app).get(address, buffered=True)
    check(reply.headers)
    assert (reply.status_code, reply.headers["Cache-Control"]) == (200, "private, no-store")
    assert reply.headers["Referrer-Policy"] == "no-referrer"


def test_every_cookie_is_guarded(shown: Two) -> None:
    """Of every route that sets one: asked with what signs in, under TLS and without."""
    for base in ("https://localhost", "http://localhost"):
        client, seen, name = browser(shown.world.app), set(), f"one at {base}"
        add_user(shown.world.services.accounts, name)
        asked = [
            client.post("/api/session", json={"name": name, "password": PASSWORD}, base_url=base),
            client.put("/api/account/password", json={"present": PASSWORD, "password": PASSWORD}, base_url=base),
            client.delete("/api/session", base_url=base),
        ]
        asked += [
            client.open(rule.rule, method=method, base_url=base, buffered=True)
            for rule in shown.world.app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
            if not rule.arguments
        ]
        for reply in asked:
            for cookie in reply.headers.getlist("Set-Cookie"):
                first, *attributes = cookie.split("; ")
                seen.add(first.partition("=")[0])
                assert {"HttpOnly", "Path=/"} <= set(attributes), cookie
                assert {"SameSite=Strict", "SameSite=Lax"} & set(attributes), cookie
                assert not any(one.startswith("Domain") for one in attributes), cookie
                assert ("Secure" in attributes) is base.startswith("https"), cookie
                assert first.startswith("__Host-") is base.startswith("https"), cookie
        assert len(seen) >= 2


@pytest.mark.parametrize("kind", ERRORS)
def test_errors_tell_nothing_of_the_inside(shown: Two, kind: str) -> None:
    told = answer(shown, kind).get_data(as_text=True)
    assert not re.search(r"Traceback|\.py|werkzeug|flask|sqlalchemy|/home|site-packages", told, re.IGNORECASE)


@pytest.mark.parametrize("path", ["/_next/", "/_next/static/", "/trace/..", "/%2e%2e/", "/.git/config"])
def test_no_folder_is_listed(shown: Two, path: str) -> None:
    reply = shown.world.get(path, headers={"Accept": "text/html"})
    assert reply.status_code in (200, 308, 404)
    assert not re.search(r"Index of|>a\.js<", reply.text)


@pytest.mark.parametrize("host", ["evil.example", "epack.shop.lan.evil.example", "127.0.0.1.evil.example", "[::1].x"])
def test_foreign_host_names_reach_nothing(shown: Two, host: str) -> None:
    for path in ("/", "/api/health", "/api/cameras", "/_next/static/a.js"):
        assert shown.world.client.get(path, headers={"Host": host}).status_code in (400, 403)


@pytest.mark.parametrize("given", [True, False])
def test_hsts_only_under_tls_with_a_given_certificate(tmp_path: Path, given: bool) -> None:
    with api_world(tmp_path, web=WebOptions(strict_transport=given)) as world:
        secure = world.client.get("/api/health", base_url="https://localhost").headers
        plain = world.client.get("/api/health").headers
    assert ("Strict-Transport-Security" in secure) is given
    assert "Strict-Transport-Security" not in plain
