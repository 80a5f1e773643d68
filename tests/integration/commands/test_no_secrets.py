"""Every kind of secret goes through a real server; afterwards none of them lies anywhere in the clear."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pyotp
import pytest
import requests

from backend.accounts.local_key import read_local_key
from backend.config.paths import Paths
from tests.support.shop import Server, Shop, command, free_port, open_shop, serving
from tests.support.visitor import call

PASSWORD = "Đóng-hàng&mỗi ngày/2026"
WRONG = "almost+the right one?"
NEW_PASSWORD = "another <long> pass phrase"
SOURCE_PASSWORD = "camera pass/word+1=ü"
CLIENT_SECRET = "GOCSPX-client/secret+value"
KEY_FILES = {"secret.key", "local.key", "tls.pem"}
"""They hold keys by their nature, for their owner's eyes only (other tests), and are in no backup."""


class Browser:
    """A browser with a page of ours open."""

    def __init__(self, server: Server) -> None:
        self._address = f"http://127.0.0.1:{server.port}"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["X-Epack"] = "1"

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        return self.session.request(method, self._address + path, json=body, timeout=60, **more)

    def json(self, method: str, path: str, body: Any = None) -> Any:
        reply = self.ask(method, path, body)
        assert reply.status_code < 300, f"{method} {path}: {reply.status_code} {reply.text}"
        return reply.json() if reply.content else None


def spellings(secret: str) -> Iterator[bytes]:
    """As it is, in addresses, in JSON, and in base64 wherever in the text it begins."""
    plain = secret.encode()
    yield plain
    yield quote(secret).encode()
    yield quote(secret, safe="").encode()
    yield quote_plus(secret).encode()
    yield json.dumps(secret)[1:-1].encode()
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + plain).decode()
        # Only what no neighbour can change.
        begin, end = (before * 8 + 5) // 6, (before + len(plain)) * 8 // 6
        yield whole[begin:end].encode()
        yield whole[begin:end].replace("+", "-").replace("/", "_").encode()


def found_in(content: bytes, secrets: dict[str, str]) -> set[str]:
    return {name for name, secret in secrets.items() if any(one in content for one in spellings(secret))}


def exercise(server: Server) -> dict[str, str]:
    """Use a secret of every kind, right and wrong; returns them by kind."""
    address = f"http://127.0.0.1:{server.port}"
    secrets = {"password": PASSWORD, "wrong password": WRONG, "new password": NEW_PASSWORD}
    issued = call(address, server.data_dir, "POST", "/api/users", {"name": "owner", "role": "admin"})
    secrets["one-time address"] = issued["address"].partition("#")[2]
    owner = Browser(server)
    owner.json("POST", "/api/one-time-address", {"token": secrets["one-time address"]})
    owner.json("POST", "/api/one-time-address/accept", {"token": secrets["one-time address"], "password": PASSWORD})
    assert owner.ask("POST", "/api/session", {"name": "owner", "password": WRONG}).status_code == 401
    # Typed into the wrong field, as happens.
    assert owner.ask("POST", "/api/session", {"name": PASSWORD, "password": "x"}).status_code == 401
    assert owner.ask("POST", "/api/session", {"password": PASSWORD}).status_code == 400
    owner.json("PUT", "/api/account/password", {"present": PASSWORD, "password": NEW_PASSWORD})
    begun = owner.json("POST", "/api/account/factor", {"password": NEW_PASSWORD})
    secrets["second factor"] = begun["secret"]
    codes = owner.json("PUT", "/api/account/factor", {"code": pyotp.TOTP(begun["secret"]).now()})["codes"]
    secrets["recovery code"], secrets["used recovery code"] = codes[0], codes[1]
    other = Browser(server)
    other.json("POST", "/api/session", {"name": "owner", "password": NEW_PASSWORD})
    other.json("POST", "/api/session/code", {"code": codes[1]})
    made = owner.json("POST", "/api/account/keys", {"name": "report", "scopes": ["read"]})
    secrets["API key"] = made["secret"]
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    assert Browser(server).ask("GET", "/api/cameras", headers=bearer).status_code == 200
    wrong_key = {"Authorization": f"Bearer {made['secret'][:-4]}zzzz"}
    assert Browser(server).ask("GET", "/api/cameras", headers=wrong_key).status_code == 401
    draft = {
        "kind": "onvif",
        "config": {"address": f"127.0.0.1:{free_port()}"},
        "secrets": {"password": SOURCE_PASSWORD},
    }
    secrets["password of a source"] = SOURCE_PASSWORD
    owner.json("POST", "/api/sources/test", draft)
    owner.json("POST", "/api/sources/remote", {**draft, "name": "Door"})
    secrets["client secret"] = CLIENT_SECRET
    owner.json("PUT", "/api/google-sign-in", {"client_secret": CLIENT_SECRET})
    for number, browser in enumerate((owner, other)):
        for cookie in browser.session.cookies:
            secrets[f"{cookie.name.rpartition('_')[0]} {number}"] = str(cookie.value)
    assert len(secrets) >= 13
    owner.json("POST", "/api/backups", {})
    return secrets


def readable_routes() -> list[str]:
    """Every address that answers to GET without anything filled in, but for those that never end."""
    from backend.api.description import described_app

    rules = described_app("x").url_map.iter_rules()
    return sorted(
        {rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments} - {"/api/stream"}
    )


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_shop(tmp_path_factory.mktemp("secrets"), {"Table 1": {}}, {"log_level": "debug"})


def test_no_secret_lies_anywhere(shop: Shop) -> None:
    leaks: dict[str, set[str]] = {}

    def look(place: str, content: bytes, secrets: dict[str, str]) -> None:
        if found := found_in(content, secrets):
            leaks[place] = found

    with serving(shop) as server:
        secrets = exercise(server)
        secrets["key of this machine"] = read_local_key(Paths(shop.data_dir).local_key) or ""
        visitor = Browser(server)
        visitor.session.headers["Authorization"] = f"Bearer {secrets['key of this machine']}"
        routes = readable_routes()
        assert len(routes) > 40
        for path in routes:
            reply = visitor.ask("GET", path, allow_redirects=False)
            assert reply.status_code < 500, path
            look(path, reply.content, secrets)
        # With the server still running: the store's log of changes holds what the store does not hold yet.
        names = [path for path in shop.data_dir.rglob("*") if path.is_file() and path.name not in KEY_FILES]
        assert {"epack.db", "epack.db-wal"} <= {path.name for path in names}
        for file in names:
            look(file.name, file.read_bytes(), secrets)
        look("console", server.output.read_bytes(), secrets)
    backup = shop.folder / "backup.zip"
    done = command("backup", backup, data_dir=shop.data_dir)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(io.BytesIO(backup.read_bytes())) as archive:
        for name in archive.namelist():
            assert Path(name).name not in KEY_FILES
            look(f"backup: {name}", archive.read(name), secrets)
    assert not leaks


def test_the_search_for_them_finds_them() -> None:
    for secret in (PASSWORD, SOURCE_PASSWORD, CLIENT_SECRET):
        for before in range(5):
            text = b"x" * before + secret.encode() + b"after"
            for content in (text, base64.b64encode(text), quote(text).encode(), json.dumps({"a": secret}).encode()):
                assert found_in(content, {"it": secret}) == {"it"}
    assert found_in(b"nothing of the kind", {"it": PASSWORD}) == set()
