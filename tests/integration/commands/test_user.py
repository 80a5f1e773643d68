"""`epack user`: by itself, and through the server that holds the data folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from backend.__main__ import main
from tests.support.accounts import PASSWORD
from tests.support.shop import Refused, Shop, open_shop, serving
from tests.support.visitor import sign_in_owner

Out = pytest.CaptureFixture[str]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return open_shop(tmp_path / "shop", {"Table 1": {}})


def user(shop: Shop, *args: str) -> int:
    return main(["user", *args, "--data-dir", str(shop.data_dir)])


def token(printed: str) -> str:
    return printed.partition("/join/#")[2].split()[0]


def test_without_a_server(shop: Shop, capsys: Out) -> None:
    assert user(shop, "add", "Chủ shop", "--role", "admin") == 0
    assert user(shop, "add", "lan", "--camera", "table 1", "--email", "lan@shop.vn") == 0
    first = token(capsys.readouterr().out)
    assert first
    assert user(shop, "list") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[1].split()[:3] == ["Chủ", "shop", "admin"]
    assert told[2].split() == ["lan", "viewer", "1", "nothing", "yet", "never"]
    assert user(shop, "reset", "LAN", "--second-factor") == 0
    assert token(capsys.readouterr().out) != first
    for wrong, status in ((["add", "LAN"], 1), (["reset", "nobody"], 1), (["add", "x", "--camera", "none"], 2)):
        assert user(shop, *wrong) == status
        assert "epack user:" in capsys.readouterr().err


def test_with_a_server_and_its_key(shop: Shop, capsys: Out) -> None:
    with serving(shop) as server:
        key = shop.data_dir / "local.key"
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert "There is no administrator yet" in server.told()
        assert user(shop, "add", "owner", "--role", "admin", "--port", str(server.port)) == 0
        told = capsys.readouterr().out
        assert f"http://127.0.0.1:{server.port}/join/#" in told
        address = f"http://127.0.0.1:{server.port}"
        assert {cookie["name"] for cookie in sign_in_owner(address, shop.data_dir)} == {
            f"epack_session_{server.port}", f"epack_device_{server.port}",
        }  # fmt: skip
        assert user(shop, "list") == 0
        assert "owner  admin  all" in capsys.readouterr().out
        os.rename(key, shop.folder / "elsewhere")
        assert user(shop, "list") == 1
        assert "as the user that runs the server" in capsys.readouterr().err
        with pytest.raises(Refused) as refused:
            server.get("/api/cameras")
        assert refused.value.status == 401
        os.rename(shop.folder / "elsewhere", key)
        assert server.stop() == 0
    assert not key.exists()


def test_the_console_makes_the_first_administrator_until_there_is_one(shop: Shop) -> None:
    with serving(shop) as server:
        first = token(server.told())
        made = server.post("/api/one-time-address/accept", {"token": first, "password": PASSWORD, "name": "Chủ"})
        assert (made["user"]["name"], made["user"]["role"]) == ("Chủ", "admin")
        log = (shop.data_dir / "logs").rglob("*")
        assert not [path for path in log if path.is_file() and first in path.read_text("utf-8", "replace")]
        server.stop()
        server.output.unlink()
    with serving(shop) as again:
        assert "administrator" not in again.told()
