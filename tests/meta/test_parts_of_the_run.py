"""`scripts/test` runs the browser tests in parts that stand side by side: each file belongs to one of them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_browser_test_is_run_once() -> None:
    globs = re.findall(r"tests/e2e/(test_\S+\.py)", (ROOT / "scripts" / "test").read_text())
    files = sorted(path.name for path in (ROOT / "tests" / "e2e").rglob("test_*.py"))
    run = sorted(path.name for glob in globs for path in (ROOT / "tests" / "e2e").glob(glob))
    assert run == files
