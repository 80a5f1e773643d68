"""`epack search` on a real store."""

from __future__ import annotations

import io
import json

import pytest

from backend.__main__ import main
from database.engine import open_store
from tests.support.footage import CODE, SECOND_CODE
from tests.support.shop import Shop

Out = pytest.CaptureFixture[str]


def search(shop: Shop, *args: str) -> int:
    return main(["search", *args, "--data-dir", str(shop.data_dir)])


def test_the_table_tells_code_reason_camera_local_time_duration_and_id(shop: Shop, capsys: Out) -> None:
    assert search(shop, SECOND_CODE[-6:]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split() == ["CODE", "WHY", "CAMERA", "LOCAL", "TIME", "DURATION", "EVENT"]
    assert row.startswith(f"{SECOND_CODE}  Ends with {SECOND_CODE[-6:]}.")
    assert "Bàn 2" in row
    assert "2026-01-05 09:00:1" in row
    assert "+0700" in row


def test_it_works_while_the_store_is_in_use(shop: Shop, capsys: Out) -> None:
    with open_store(shop.data_dir / "epack.db"):
        assert search(shop, CODE) == 0
    assert capsys.readouterr().out.count(f"{CODE}  The same code.") == 2


def test_json_is_the_answer_of_the_api(shop: Shop, capsys: Out) -> None:
    assert search(shop, SECOND_CODE, "NOTHING-LIKE-IT", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["codes_total"], found["codes_found"]) == (2, 1)
    (match,) = found["groups"][0]["matches"]
    assert match["why"]["kind"] == "exact"
    assert match["event"]["codes"][0]["text"] == SECOND_CODE
    assert found["groups"][1]["matches"] == []


def test_camera_and_time_range_narrow_it(shop: Shop, capsys: Out) -> None:
    assert search(shop, CODE, "--camera", "small", "--from", "2026-01-05", "--to", "2026-01-05") == 0
    out = capsys.readouterr().out
    assert "Small" in out
    assert "Bàn 2" not in out
    assert search(shop, "--from", "2026-01-06") == 0
    assert capsys.readouterr().out == "There is no event in this time range.\n"
    assert search(shop, "--to", "2026-01-05T09:00:10") == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_what_is_not_found_is_said_with_the_closest(shop: Shop, capsys: Out) -> None:
    wrong = CODE[:3] + "XYW" + CODE[6:]
    assert search(shop, wrong) == 0
    assert capsys.readouterr().out == f"{wrong}: nothing found. Closest: {CODE}.\n"


def test_a_list_comes_from_standard_input(shop: Shop, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"1. {CODE}\n2. {SECOND_CODE}\n"))
    assert search(shop, "-", "--json") == 0
    assert json.loads(capsys.readouterr().out)["codes_found"] == 2


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "at least one code"),
        ([CODE, "--from", "yesterday"], "is no time"),
        ([CODE, "--from", "9999-12-31", "--to", "2026-01-01"], "ends before it begins"),
        ([CODE, "--to", "9999-12-31"], "too far away"),
        ([CODE, "--camera", "Nobody"], "no camera 'Nobody'. Known ones: bàn 2, small"),
        (["X" * 600], "at most 512"),
    ],
)
def test_wrong_arguments_exit_with_2(shop: Shop, capsys: Out, args: list[str], said: str) -> None:
    assert search(shop, *args) == 2
    assert said in capsys.readouterr().err


def test_without_a_store_it_says_so(tmp_path_factory: pytest.TempPathFactory, capsys: Out) -> None:
    assert main(["search", CODE, "--data-dir", str(tmp_path_factory.mktemp("none"))]) == 1
    assert "There is no store" in capsys.readouterr().err
