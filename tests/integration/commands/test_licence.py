"""The vendor's desk on the command line: what it issues is what the program takes."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from backend.__main__ import main
from backend.composition.licensing import vendor_public_key
from backend.licensing.machine import machine_marks, request_code
from backend.licensing.token import read_licence


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vendor")
    (folder / "pass").write_text("correct horse battery\n")
    assert licence("keys", folder / "keys", "--public", folder / "vendor.pem", desk=folder) == 0
    return folder


def licence(*words: object, desk: Path) -> int:
    secret = [] if words[0] == "inspect" else ["--passphrase-file", str(desk / "pass")]
    return main(["licence", *map(str, words), *secret])


def test_an_issued_licence_is_taken_by_the_program(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = request_code(machine_marks())
    out = tmp_path / "shop.licence"
    words = ("--customer", "Cửa hàng Hoa", "--days", 365, "--cameras", 4, "--machine", code, "--out", out)
    assert licence("issue", desk / "keys", *words, desk=desk) == 0
    key = vendor_public_key(desk / "vendor.pem")
    assert key is not None
    found = read_licence(out.read_text("utf-8"), key)
    assert (found.customer, found.cameras, found.machine) == ("Cửa hàng Hoa", 4, machine_marks())
    capsys.readouterr()
    assert licence("inspect", out, "--public", desk / "vendor.pem", desk=desk) == 0
    assert json.loads(capsys.readouterr().out)["key"] == found.key


def test_the_private_key_is_protected_and_never_overwritten(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    private = desk / "keys" / "private.pem"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert b"ENCRYPTED" in private.read_bytes()
    before = private.read_bytes()
    assert licence("keys", desk / "keys", "--public", desk / "other.pem", desk=desk) == 2
    assert "already" in capsys.readouterr().err
    assert private.read_bytes() == before
    (desk / "wrong").write_text("another passphrase")
    assert main(["licence", "issue", str(desk / "keys"), "--customer", "X", "--days", "1",
                 "--passphrase-file", str(desk / "wrong")]) == 2  # fmt: skip
    assert "passphrase is wrong" in capsys.readouterr().err


def test_a_licence_is_taken_back_by_its_key(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert licence("issue", desk / "keys", "--customer", "Shop", "--for-ever", desk=desk) == 0
    key = vendor_public_key(desk / "vendor.pem")
    assert key is not None
    issued = read_licence(capsys.readouterr().out, key)
    assert issued.expires_ms is None
    assert licence("revoke", desk / "keys", issued.key, desk=desk) == 0
    assert "BEGIN EPACK REVOCATION" in capsys.readouterr().out
    assert licence("revoke", desk / "keys", "EPACK-NONE", desk=desk) == 2
    lines = [json.loads(line) for line in (desk / "keys" / "issued.jsonl").read_text("utf-8").splitlines()]
    assert lines[-1]["revoked"] == issued.id


def test_a_list_of_licences_that_was_broken_off_still_serves(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A full disk cut a line off; and a name holds a sign that some take for the end of a line."""
    ledger = desk / "keys" / "issued.jsonl"
    key = vendor_public_key(desk / "vendor.pem")
    assert key is not None
    issued = []
    for customer in ("One\u2028Two", "Three"):
        assert licence("issue", desk / "keys", "--customer", customer, "--for-ever", desk=desk) == 0
        issued.append(read_licence(capsys.readouterr().out, key))
        with ledger.open("ab") as file:
            file.write(b'{"at_ms": 1, "issued": {"id": "4')
    for one in issued:
        assert licence("revoke", desk / "keys", one.key, desk=desk) == 0
        assert "is damaged" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("--days", 0), ("--until", "2020-01-01"), ("--days", 5, "--cameras", 0),
                                   ("--days", 5, "--machine", "rubbish"), ("--days", 99_999_999),
                                   ("--until", "9999-12-31"), ("--days", 5, "--activations", 0),
                                   ("--days", 5, "--customer", " "), ("--days", 5, "--email", "no mail"),
                                   ("--days", 5, "--feature", ""), ("--days", 5, "--out", __file__)])  # fmt: skip
def test_licences_that_make_no_sense_are_not_issued(desk: Path, words: tuple[object, ...]) -> None:
    before = (desk / "keys" / "issued.jsonl").read_text("utf-8") if (desk / "keys" / "issued.jsonl").exists() else ""
    assert licence("issue", desk / "keys", "--customer", "Shop", *words, desk=desk) == 2
    after = (desk / "keys" / "issued.jsonl").read_text("utf-8") if (desk / "keys" / "issued.jsonl").exists() else ""
    assert after == before


def test_a_public_key_is_not_replaced(desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (desk / "vendor.pem").read_bytes()
    assert licence("keys", tmp_path / "others", "--public", desk / "vendor.pem", desk=desk) == 2
    assert "already" in capsys.readouterr().err
    assert (desk / "vendor.pem").read_bytes() == before
    assert not (tmp_path / "others").exists()


def test_a_day_that_is_none_is_said(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        licence("issue", desk / "keys", "--customer", "Shop", "--until", "2020-13-01", desk=desk)
    assert "'2020-13-01' is no day; write it as 2027-01-31" in capsys.readouterr().err


def test_what_is_inspected_is_said(desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other, taken_back = tmp_path / "other", tmp_path / "back"
    words = ("--customer", "Shop", "--for-ever", "--machine", request_code(("machine:4444444444444444",)))
    assert licence("issue", desk / "keys", *words, "--out", other, desk=desk) == 0
    issued = json.loads((desk / "keys" / "issued.jsonl").read_text("utf-8").splitlines()[-1])["issued"]
    assert licence("revoke", desk / "keys", issued["key"], "--out", taken_back, desk=desk) == 0
    capsys.readouterr()
    assert licence("inspect", other, "--public", desk / "vendor.pem", desk=desk) == 0
    assert "for another machine" in capsys.readouterr().err
    assert licence("inspect", taken_back, "--public", desk / "vendor.pem", desk=desk) == 0
    told = capsys.readouterr()
    assert (json.loads(told.out)["id"], "takes the licence" in told.err) == (issued["id"], True)
    text = other.read_text("utf-8")
    at = text.index("\n") + 40
    other.write_text(text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :])
    assert licence("inspect", other, "--public", desk / "vendor.pem", desk=desk) == 2
    assert "changed since" in capsys.readouterr().err
    (tmp_path / "picture").write_bytes(b"\xff\xd8\x00")
    assert licence("inspect", tmp_path / "picture", "--public", desk / "vendor.pem", desk=desk) == 2
    assert "is no text file" in capsys.readouterr().err


def test_the_marks_of_this_machine_are_the_same_the_second_time() -> None:
    assert machine_marks() == machine_marks() != ()
