"""The static export is served the way its links expect, and nothing outside of it."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.api.services import WebOptions
from tests.support.api_world import ApiWorld, api_world

HTML = {"Accept": "text/html"}
INLINE = "self.__next_f=[1]"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "out"
    files = {
        "index.html": f"<html><script>{INLINE}</script><script src='/a.js'></script></html>",
        "404.html": "<html>lost</html>",
        "trace/index.html": "<html>trace</html>",
        "program/index.html": "<html>program page</html>",
        "trace/__next._tree.txt": "prefetch",
        "_next/static/chunks/a1b2.js": "x=1",
        "favicon.ico": "icon",
        "empty/readme.txt": "no page here",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (tmp_path / "secret.txt").write_text("secret")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    return root


@pytest.fixture
def world(tmp_path: Path, site: Path) -> Iterator[ApiWorld]:
    with api_world(tmp_path, web=WebOptions(dashboard_dir=site)) as made:
        yield made


def test_pages_are_served_under_a_policy_with_their_own_scripts(world: ApiWorld) -> None:
    page = world.get("/")
    wanted = base64.b64encode(hashlib.sha256(INLINE.encode()).digest()).decode()
    assert page.status_code == 200
    assert f"script-src 'self' 'sha256-{wanted}'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-cache"
    assert "sha256" not in world.get("/trace/").headers["Content-Security-Policy"]


def test_a_page_built_anew_gets_its_new_policy(world: ApiWorld, site: Path) -> None:
    before = world.get("/").headers["Content-Security-Policy"]
    (site / "index.html").write_text("<script>changed()</script> and more")
    assert world.get("/").headers["Content-Security-Policy"] != before


def test_a_missing_slash_is_added_and_the_query_kept(world: ApiWorld) -> None:
    reply = world.get("/trace?code=A%26B&page=2")
    assert (reply.status_code, reply.headers["Location"]) == (308, "/trace/?code=A%26B&page=2")


def test_no_redirect_leads_to_another_host(world: ApiWorld, site: Path) -> None:
    (site / "evil.example").mkdir()
    (site / "evil.example" / "index.html").write_text("x")
    reply = world.get("/", environ_overrides={"PATH_INFO": "//evil.example"})
    assert reply.status_code in (308, 404)
    assert not reply.headers.get("Location", "/").startswith("//")


def test_only_hashed_files_are_kept_for_ever(world: ApiWorld) -> None:
    assert "immutable" in world.get("/_next/static/chunks/a1b2.js").headers["Cache-Control"]
    assert world.get("/_next/static/chunks/a1b2.js").mimetype == "text/javascript"
    for path in ("/favicon.ico", "/trace/__next._tree.txt", "/trace/"):
        assert world.get(path).headers["Cache-Control"] == "no-cache"


def test_unknown_pages_are_404_with_the_page_for_it(world: ApiWorld) -> None:
    lost = world.get("/nothing/here", headers=HTML)
    assert (lost.status_code, lost.text) == (404, "<html>lost</html>")
    assert world.get("/nothing", headers={"Accept": "application/json"}).json["error"]["code"] == "not_found"
    assert world.get("/empty/", headers=HTML).status_code == 404
    assert world.get("/trace/index.html/", headers=HTML).status_code == 404


def test_unknown_api_addresses_are_never_a_page(world: ApiWorld) -> None:
    for path in ("/api", "/api/", "/api/nothing"):
        reply = world.get(path, headers=HTML)
        assert (reply.status_code, reply.json["error"]["code"]) == (404, "not_found")
    assert world.client.post("/nothing", json={}).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/trace/../../secret.txt", "/....//secret.txt",
        "/link.txt", "//etc/passwd", "/%2fetc%2fpasswd", "/trace%00.html", "/..%5csecret.txt", "/\u2025/secret.txt",
    ],
)  # fmt: skip
def test_nothing_outside_is_served(world: ApiWorld, path: str) -> None:
    more = {"environ_overrides": {"PATH_INFO": path}} if path.startswith("//") else {}
    reply = world.get("/" if more else path, **more)
    assert reply.status_code == 404
    assert "secret" not in reply.text
    assert "root:" not in reply.text


def test_program_is_the_page_for_a_browser_and_the_state_for_a_program(world: ApiWorld) -> None:
    assert world.get("/program", headers=HTML).status_code == 308
    assert world.get("/program/", headers=HTML).text == "<html>program page</html>"
    assert world.get("/program").json["status"] == "stopped"


def test_ranges_and_not_modified_work_for_files(world: ApiWorld) -> None:
    etag = world.get("/favicon.ico").headers["ETag"]
    assert world.get("/favicon.ico", headers={"If-None-Match": etag}).status_code == 304


def test_scripts_come_compressed_to_those_who_take_it(world: ApiWorld, site: Path) -> None:
    script = site / "_next/static/chunks/large.js"
    script.write_text("x = 1;\n" * 2_000)
    plain = world.get("/_next/static/chunks/large.js")
    packed = world.get("/_next/static/chunks/large.js", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Type"] == plain.headers["Content-Type"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 10

    again = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert world.get("/_next/static/chunks/large.js", headers=again).status_code == 304
    script.write_text("y = 2;\n" * 2_000)
    assert gzip.decompress(world.get("/_next/static/chunks/large.js", headers=again).data).startswith(b"y = 2")


def test_head_is_answered_like_get(world: ApiWorld) -> None:
    reply = world.client.head("/", buffered=True)
    assert (reply.status_code, reply.data) == (200, b"")


def test_without_a_dashboard_the_start_page_says_so(tmp_path: Path) -> None:
    with api_world(tmp_path / "bare", web=WebOptions(dashboard_dir=tmp_path / "none")) as bare:
        assert "not built" in bare.get("/").text


def test_the_documentation_needs_no_network(world: ApiWorld) -> None:
    page = world.get("/api/docs")
    assert "http" not in page.text.replace("<!doctype html>", "")
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"].split("style-src")[0]
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js"):
        assert world.get(f"/api/docs/{name}").status_code == 200
    assert world.get("/api/docs/../openapi.json").status_code in (200, 404)
    assert world.get("/api/docs/passwd").status_code == 404
    assert world.get("/api/openapi.json").json["openapi"].startswith("3.1")


def test_only_the_development_origin_may_read_across(tmp_path: Path) -> None:
    with api_world(tmp_path / "dev", web=WebOptions(dev_origin="http://localhost:3000")) as dev:
        ours = dev.get("/api/health", headers={"Origin": "http://localhost:3000"})
        assert ours.headers["Access-Control-Allow-Origin"] == "http://localhost:3000"
        other = dev.get("/api/health", headers={"Origin": "http://evil.example"})
        assert "Access-Control-Allow-Origin" not in other.headers
    with api_world(tmp_path / "usual") as usual:
        plain = usual.get("/api/health", headers={"Origin": "http://localhost:3000"})
        assert "Access-Control-Allow-Origin" not in plain.headers
