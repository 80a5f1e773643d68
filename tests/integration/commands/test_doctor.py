"""`epack doctor` finds what is wrong and says what to do."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from backend.__main__ import main
from backend.config.certificate import server_certificate
from backend.config.secret_box import open_secret_box, read_keys, write_keys
from database.engine import open_store
from database.repositories.settings import SettingsRepository
from tests.support.shop import Shop, free_port
from tests.support.store import NOW_MS

Out = pytest.CaptureFixture[str]
Report = dict[str, list[dict[str, str]]]


@pytest.fixture(autouse=True)
def a_free_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EPACK_PORT", str(free_port()))


def doctor(shop: Shop, capsys: Out) -> tuple[int, Report]:
    status = main(["doctor", "--json", "--data-dir", str(shop.data_dir)])
    findings: Report = {}
    for one in json.loads(capsys.readouterr().out)["findings"]:
        findings.setdefault(one["subject"], []).append(one)
    return status, findings


def run_sql(shop: Shop, statement: str) -> None:
    with open_store(shop.data_dir / "epack.db") as store, store.write() as connection:
        connection.exec_driver_sql(statement)


def test_the_key_file_is_looked_after(shop: Shop, capsys: Out) -> None:
    key_file = shop.data_dir / "secret.key"
    key_file.unlink(missing_ok=True)
    assert doctor(shop, capsys)[1]["Key file"][0]["code"] == "key_file_missing"
    assert not key_file.exists()
    open_secret_box(key_file)
    assert doctor(shop, capsys)[1]["Key file"][0]["code"] == "key_file_ok"
    write_keys(key_file, [*read_keys(key_file), *read_keys(key_file)])
    assert doctor(shop, capsys)[1]["Key file"][0]["code"] == "key_file_old_keys"
    key_file.chmod(0o644)
    status, findings = doctor(shop, capsys)
    assert (status, findings["Key file"][0]["code"]) == (1, "key_file_open")
    key_file.write_text("no key")
    assert doctor(shop, capsys)[1]["Key file"][0]["code"] == "key_file_broken"


def test_https_is_looked_after(shop: Shop, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "HTTPS" not in doctor(shop, capsys)[1]
    monkeypatch.setenv("EPACK_HOST", "0.0.0.0")
    assert doctor(shop, capsys)[1]["HTTPS"][0]["code"] == "tls_off"
    monkeypatch.setenv("EPACK_TLS", "true")
    assert doctor(shop, capsys)[1]["HTTPS"][0]["code"] == "tls_no_certificate"
    made = server_certificate("", "", shop.data_dir / "tls.pem", ())
    told = doctor(shop, capsys)[1]["HTTPS"][0]
    assert told["code"] == "tls_ok"
    assert made.fingerprint in told["found"]


def test_all_is_well(shop: Shop, capsys: Out) -> None:
    status, found = doctor(shop, capsys)
    failed = [one for lines in found.values() for one in lines if one["level"] == "fail"]
    assert (status, failed) == (0, [])
    assert {"Python", "Packages", "libzbar", "OpenCV", "Hand model", "Font", "Clock", "Disk", "Store", "Server"} <= set(
        found
    )
    assert found["Store"][0]["found"].startswith("whole, schema")
    assert found["Recordings"][0]["found"] == "2 done"
    assert found["Cameras"][0]["found"] == "2, all with regions"


def test_it_prints_a_line_each_with_advice_below(tmp_path: Path, capsys: Out) -> None:
    assert main(["doctor", "--data-dir", str(tmp_path / "none")]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index(f"WARN  Store: there is none at {tmp_path}/none/epack.db yet")
    assert lines[at + 1] == "      The first start of the server makes it."
    assert not (tmp_path / "none").exists()


def test_a_damaged_store_is_told_once_with_what_to_do(shop: Shop, capsys: Out) -> None:
    with (shop.data_dir / "epack.db").open("r+b") as handle:
        handle.seek(4096 * 3)
        handle.write(os.urandom(4096 * 4))
    status, found = doctor(shop, capsys)
    assert status == 1
    assert [one["level"] for one in found["Store"]] == ["fail"]
    assert "epack restore" in found["Store"][0]["found"] + found["Store"][0]["advice"]
    assert "Recordings" not in found


def test_rows_that_point_nowhere_are_told(shop: Shop, capsys: Out) -> None:
    import sqlite3

    raw = sqlite3.connect(shop.data_dir / "epack.db")
    raw.execute("INSERT INTO dirty_windows (camera_id, from_ms, to_ms, created_ms) VALUES (999, 0, 1, 1)")
    raw.commit()
    raw.close()
    status, found = doctor(shop, capsys)
    assert status == 1
    assert "1 rows of dirty_windows point to rows that are not there" in found["Store"][0]["found"]


def test_sources_cameras_and_failures(shop: Shop, capsys: Out) -> None:
    run_sql(shop, "UPDATE video_sources SET path = '/not/there'")
    run_sql(shop, "UPDATE packing_profiles SET trigger = NULL, label = NULL, packing = NULL")
    run_sql(shop, "UPDATE recordings SET status = 'failed', reason_code = 'encrypted', reason = 'x' WHERE id = 1")
    status, found = doctor(shop, capsys)
    assert status == 1
    assert found["Source Shop"][0]["found"] == "/not/there is not there"
    assert found["Cameras"][0]["found"].startswith("2 of 2 without regions: Bàn 2, Small")
    (failed,) = found["Failed recordings"]
    assert failed["found"].startswith("1 encrypted, such as /")
    assert "encryption" in failed["advice"]


def test_a_port_somebody_else_has(shop: Shop, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("EPACK_PORT", str(port))
        status, found = doctor(shop, capsys)
    assert status == 1
    assert found["Port"][0]["found"].startswith(f"{port} on 127.0.0.1 is used by process {os.getpid()}")


def test_a_running_server_is_named(shop: Shop, capsys: Out) -> None:
    with open_store(shop.data_dir / "epack.db"):
        status, found = doctor(shop, capsys)
    assert status == 0
    assert found["Server"][0]["found"].startswith(f"runs as process {os.getpid()}")


def test_a_setting_that_makes_no_sense_is_named(shop: Shop, capsys: Out) -> None:
    with open_store(shop.data_dir / "epack.db") as store:
        SettingsRepository(store).set({"min_packing_s": "many"}, now_ms=NOW_MS)
    status, found = doctor(shop, capsys)
    assert status == 1
    assert "min_packing_s" in found["Settings"][0]["found"]


@pytest.mark.parametrize("variable", ["EPACK_PORT", "EPACK_WHAT"])
def test_an_environment_that_makes_no_sense_exits_with_2(
    shop: Shop, capsys: Out, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "x")
    assert main(["doctor", "--data-dir", str(shop.data_dir)]) == 2
    assert "port" in capsys.readouterr().err.lower() or variable == "EPACK_WHAT"
