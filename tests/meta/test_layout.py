"""Names and sizes: a stranger finds the room of every file, and every file is read in one sitting."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.meta.tree import ROOT, code_files, parsed, python_files, relative, tracked_files

LONGEST_FILE = 300
LONGEST_FUNCTION = 60

LONG_FILES: dict[str, str] = {
    # path: why it stays in one piece
    "tests/meta/reference_names.py": "a list of names, no code",
}
LONG_FUNCTIONS: dict[str, str] = {
    # path::function: why it stays in one piece
    "backend/bootstrap.py::_wired": "a flat list of what is connected to what; cutting it would hide connections",
}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "stuff", "various", "general"}
"""Names that say nothing about what is inside."""


def source_files() -> list[Path]:
    suffixes = {".py", ".ts", ".tsx"}
    return [path for path in tracked_files() if path.suffix in suffixes]


def is_generated(path: Path) -> bool:
    return ".gen." in path.name or "versions" in path.parts


def test_files_are_short() -> None:
    long = {}
    for path in source_files():
        lines = path.read_text("utf-8").count("\n")
        if lines > LONGEST_FILE and not is_generated(path) and relative(path) not in LONG_FILES:
            long[relative(path)] = lines
    assert not long, f"Files over {LONGEST_FILE} lines (split them, or give a reason in LONG_FILES): {long}"


def test_functions_are_short() -> None:
    long = {}
    for path in [*code_files(), *python_files("tests/support")]:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                lines = node.end_lineno - node.lineno + 1
                name = f"{relative(path)}::{node.name}"
                if lines > LONGEST_FUNCTION and not is_generated(path) and name not in LONG_FUNCTIONS:
                    long[name] = lines
    assert not long, f"Functions over {LONGEST_FUNCTION} lines (split them, or give a reason): {long}"


def test_allow_lists_hold_no_leftovers() -> None:
    gone = [name for name in LONG_FILES if not (ROOT / name).is_file()]
    gone += [name for name in LONG_FUNCTIONS if not (ROOT / name.split("::")[0]).is_file()]
    assert not gone, f"Exceptions for files that no longer exist: {gone}"


def test_no_drawers() -> None:
    drawers = [
        relative(path)
        for path in tracked_files()
        if DRAWERS & {part.split(".")[0].lower() for part in path.relative_to(ROOT).parts}
    ]
    assert not drawers, f"These names say nothing about their content: {drawers}"


def test_unit_tests_mirror_the_tree() -> None:
    """tests/unit/<package>/test_<subject>.py, where <package> is one of ours."""
    strays = []
    for path in python_files("tests/unit"):
        inner = path.relative_to(ROOT / "tests" / "unit").parts
        if path.name in {"__init__.py", "conftest.py"} or not path.name.startswith("test_"):
            continue
        package = Path(*inner[:-1])
        homes = [ROOT / "backend" / package, ROOT / package]
        if not inner[:-1] or not any(home.is_dir() for home in homes):
            strays.append(relative(path))
    assert not strays, f"Unit tests that mirror no package of the program: {strays}"


def test_unit_tests_use_no_files_and_no_store() -> None:
    strays = []
    for path in python_files("tests/unit"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.arg) and node.arg in {"tmp_path", "tmp_path_factory", "shared_data"}:
                strays.append(f"{relative(path)}:{node.lineno} takes {node.arg}")
            elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[:2] == ["database", "engine"]:
                strays.append(f"{relative(path)}:{node.lineno} imports {node.module}")
    assert not strays, "Tests with files or a store live in tests/integration:\n" + "\n".join(strays)


def test_every_package_is_a_package() -> None:
    # Migrations are loaded by their path.
    folders = {path.parent for path in [*code_files(), *python_files("tests")] if "migrations" not in path.parts}
    bare = sorted(relative(folder) for folder in folders if not (folder / "__init__.py").is_file())
    assert not bare, f"Folders with modules but without __init__.py: {bare}"
