"""docs/security.md names tests that exist, and admits what is not met."""

from __future__ import annotations

import ast
import re

from tests.meta.tree import ROOT, parsed

DOC = ROOT / "docs" / "security.md"
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
LEVEL_1 = {
    "2.1": range(1, 13), "2.2": (1, 2, 3), "2.3": (1,), "2.5": range(1, 7), "2.7": range(1, 5), "2.8": (1,),
    "3.1": (1,), "3.2": (1, 2, 3), "3.3": (1, 2), "3.4": range(1, 6), "3.7": (1,),
    "4.1": (1, 2, 3, 5), "4.2": (1, 2), "4.3": (1, 2),
    "5.1": range(1, 6), "5.2": range(1, 9), "5.3": range(1, 11), "5.5": range(1, 5),
    "6.2": (1,), "7.1": (1, 2), "7.4": (1,), "8.2": (1, 2, 3), "8.3": range(1, 5), "9.1": (1, 2, 3),
    "10.3": (1, 2, 3), "11.1": range(1, 6), "12.1": (1,), "12.3": range(1, 6), "12.4": (1, 2), "12.5": (1, 2),
    "12.6": (1,), "13.1": (1, 3), "13.2": (1, 2, 3), "13.3": (1,),
    "14.2": (1, 2, 3), "14.3": (2, 3), "14.4": range(1, 8), "14.5": (1, 2, 3),
}  # fmt: skip
"""The requirements of level 1 in ASVS 4.0.3: section to numbers."""
_CHAPTERS = re.compile(r"^## V(\d+) ", re.MULTILINE)


def test_every_named_test_exists() -> None:
    named = _NAMED.findall(DOC.read_text("utf-8"))
    assert len(named) > 120
    missing = []
    for path, name in named:
        file = ROOT / path
        if not file.is_file():
            missing.append(path)
        elif name and name not in {node.name for node in ast.walk(parsed(file)) if isinstance(node, ast.FunctionDef)}:
            missing.append(f"{path}::{name}")
    assert not missing, f"docs/security.md names tests that are not there: {missing}"


def test_every_requirement_of_level_1_is_there_and_shows_a_test_or_admits() -> None:
    text = DOC.read_text("utf-8")
    assert [int(number) for number in _CHAPTERS.findall(text)] == list(range(1, 15))
    chapters = text[text.index("## V1 ") : text.index("## Limits of requests")]
    rows = re.findall(r"^\| (\d+\.\d+\.\d+|–) \| (.+) \| (.+) \|$", chapters, re.MULTILINE)
    assert [number for number, _, _ in rows if number != "–"] == [
        f"{section}.{number}" for section, numbers in LEVEL_1.items() for number in numbers
    ]
    silent = [
        f"{number} {what}"
        for number, what, how in rows
        if not re.search(r"`(tests|frontend)/|\*\*(not met|met by leaving out|does not apply)", how)
    ]
    assert not silent, f"These lines name no test and do not say that they are not met: {silent}"
