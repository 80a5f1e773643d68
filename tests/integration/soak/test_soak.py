"""The soak command itself, for a minute: everything it checks holds, and its figures are written down."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from backend.config.paths import PROJECT_DIR
from tests.support.shop import environment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_a_minute_of_faults_and_a_kill_lose_nothing(tmp_path: Path) -> None:
    figures = tmp_path / "soak.json"
    done = subprocess.run(
        [sys.executable, PROJECT_DIR / "scripts" / "soak.d" / "soak.py", "--minutes", "1", "--streams", "3",
         "--packing", "1", "--json", figures, "--keep", tmp_path / "soak"],
        capture_output=True, text=True, timeout=840, check=False, env=environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(figures.read_text("utf-8"))
    assert told["ok"]
    assert len(told["outages"]) == 1
    assert told["faults"]
    assert told["memory"]
