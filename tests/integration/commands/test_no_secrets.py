"""Every kind of secret goes through a real server; afterwards none of them lies anywhere in the clear."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

from backend.accounts.local_key import read_local_key
from backend.config.paths import Paths
from database.engine import open_store
from database.repositories.settings import SettingsRepository
from tests.support.every_secret import (
    CAMERA_PASSWORDS,
    CLIENT_SECRET,
    KEY_FILES,
    PASSWORD,
    Browser,
    keep_consent,
    kept_files,
    of_accounts,
    of_clips,
    of_desk,
    of_mail_server,
    of_sold_licence,
    of_sources,
)
from tests.support.payos_server import PayosServer, payos_server
from tests.support.shop import Server, Shop, command, serving
from tests.support.smtp_server import Inbox, smtp_server


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


def exercise(server: Server, payos: PayosServer, inbox: Inbox) -> dict[str, str]:
    """Use a secret of every kind, right and wrong; returns them by kind."""
    owner, secrets = of_accounts(server)
    secrets |= of_sources(owner) | of_mail_server(owner) | of_desk(owner, payos, inbox)
    secrets |= of_sold_licence(owner, inbox) | of_clips(owner)
    owner.json("POST", "/api/backups", {})
    assert len(secrets) >= 34
    return secrets


def readable_routes() -> list[str]:
    """Every address that answers to GET without anything filled in, but for those that never end."""
    from backend.api.description import described_app

    rules = described_app("x").url_map.iter_rules()
    return sorted(
        {rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments} - {"/api/stream"}
    )


def test_no_secret_lies_anywhere(shop: Shop) -> None:
    leaks: dict[str, set[str]] = {}

    def look(place: str, content: bytes, secrets: dict[str, str]) -> None:
        if found := found_in(content, secrets):
            leaks[place] = found

    with open_store(Paths(shop.data_dir).db) as store:
        SettingsRepository(store).set({"log_level": "debug"}, now_ms=1)
    consent = keep_consent(shop)
    with serving(shop) as server, payos_server() as payos, smtp_server() as inbox:
        secrets = exercise(server, payos, inbox) | consent
        secrets["key of this machine"] = read_local_key(Paths(shop.data_dir).local_key) or ""
        visitor = Browser(server)
        visitor.session.headers["Authorization"] = f"Bearer {secrets['key of this machine']}"
        routes = readable_routes()
        assert len(routes) > 40
        assert {"/api/settings/export", "/api/logs", "/api/desk/orders", "/api/audit.csv"} <= set(routes)
        for path in [*routes, *(f"/api/sources/{number}/remote" for number in range(1, 9))]:
            reply = visitor.ask("GET", path, allow_redirects=False)
            assert reply.status_code < 500, path
            look(path, reply.content, secrets)
        # With the server still running: the store's log of changes holds what the store does not hold yet.
        names = kept_files(shop.data_dir)
        assert {"epack.db", "epack.db-wal"} <= {path.name for path in names}
        for file in names:
            look(file.name, file.read_bytes(), secrets)
        look("console", server.output.read_bytes(), secrets)
        log = b"".join(path.read_bytes() for path in Paths(shop.data_dir).logs_dir.iterdir())
        # The log was written while it happened, or there was nothing to find in it.
        assert b"source" in log
    backup = shop.folder / "backup.zip"
    done = command("backup", backup, data_dir=shop.data_dir)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(io.BytesIO(backup.read_bytes())) as archive:
        for name in archive.namelist():
            assert Path(name).name not in KEY_FILES
            look(f"backup: {name}", archive.read(name), secrets)
    assert not leaks


def test_the_search_for_them_finds_them() -> None:
    for secret in (PASSWORD, CAMERA_PASSWORDS["onvif"], CLIENT_SECRET):
        for before in range(5):
            text = b"x" * before + secret.encode() + b"after"
            for content in (text, base64.b64encode(text), quote(text).encode(), json.dumps({"a": secret}).encode()):
                assert found_in(content, {"it": secret}) == {"it"}
    assert found_in(b"nothing of the kind", {"it": PASSWORD}) == set()
