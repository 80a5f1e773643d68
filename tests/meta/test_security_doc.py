"""docs/security.md names tests that exist, and admits what is not met."""

from __future__ import annotations

import ast
import re

from tests.meta.tree import ROOT, parsed

DOC = ROOT / "docs" / "security.md"
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
_CHAPTERS = re.compile(r"^## V(\d+) ", re.MULTILINE)


def test_every_named_test_exists() -> None:
    named = _NAMED.findall(DOC.read_text("utf-8"))
    assert len(named) > 50
    missing = []
    for path, name in named:
        file = ROOT / path
        if not file.is_file():
            missing.append(path)
        elif name and name not in {node.name for node in ast.walk(parsed(file)) if isinstance(node, ast.FunctionDef)}:
            missing.append(f"{path}::{name}")
    assert not missing, f"docs/security.md names tests that are not there: {missing}"


def test_every_chapter_is_gone_through_and_every_line_shows_or_admits() -> None:
    text = DOC.read_text("utf-8")
    assert [int(number) for number in _CHAPTERS.findall(text)] == list(range(1, 15))
    chapters = text[text.index("## V1 ") : text.index("## Limits of requests")]
    rows = [line for line in chapters.splitlines() if re.match(r"\| (\d|–)", line)]
    assert len(rows) > 45
    silent = [row for row in rows if not re.search(r"`tests/|\*\*.*met|JSON only|by their nature", row)]
    assert not silent, f"These lines name no test and do not say that they are not met: {silent}"
