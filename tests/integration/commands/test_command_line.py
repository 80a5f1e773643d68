"""What every command has in common: a version, one line for what went wrong, and never a traceback."""

from __future__ import annotations

import argparse
import subprocess
import sys

import pytest

from backend.__main__ import main
from backend.commands import backup
from tests.support.shop import EPACK, Shop, environment

Out = pytest.CaptureFixture[str]


def test_it_says_which_version_it_is(capsys: Out) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("ePACK ")


def test_a_fault_is_one_line_that_says_where(shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    def fail(_: argparse.Namespace) -> int:
        raise LookupError("nobody foresaw this")

    monkeypatch.setattr(backup, "installation_of", fail)
    assert main(["backup", "x.zip", "--data-dir", str(shop.data_dir)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("epack backup: A fault of ePACK ")
    assert "LookupError at backend/commands/backup.py:" in said
    assert said.rstrip().endswith("nobody foresaw this")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("| true", 141, ""),
        (">&-", 0, ""),
        pytest.param(
            ">/dev/full",
            1,
            "epack search: the output: No space left on device.\n",
            marks=pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no /dev/full"),
        ),
    ],
)
def test_an_output_that_nobody_reads(shop: Shop, words: str, status: int, said: str) -> None:
    line = f'{" ".join(EPACK)} search --from 2000-01-01 --json --data-dir "{shop.data_dir}" {words}'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (status, said)


@pytest.mark.parametrize("words", [["--orders", "0"], ["--hours", "nan"], ["--hours", "-1"], ["--rounds", "x"]])
def test_numbers_that_measure_nothing_are_refused(words: list[str], capsys: Out) -> None:
    with pytest.raises(SystemExit) as left:
        main(["bench", "right", *words])
    assert left.value.code == 2
    assert f"argument {words[0]}: must be" in capsys.readouterr().err
