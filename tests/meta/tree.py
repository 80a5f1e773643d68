"""The source tree as the meta tests see it: files, imports, and which layer a module belongs to."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("backend", "database")
TEXT_SUFFIXES = {
    ".py", ".ts", ".tsx", ".js", ".mjs", ".cjs", ".css", ".json", ".toml", ".md", ".txt", ".in", ".sh", ".html", ".yml",
    ".yaml", "",
}  # fmt: skip


@dataclass(frozen=True)
class Import:
    """One imported module: who imports it, on which line."""

    importer: str
    module: str
    line: int

    @property
    def top(self) -> str:
        return self.module.split(".")[0]


def python_files(*roots: str) -> list[Path]:
    return sorted(
        path
        for root in roots
        for path in (ROOT / root).rglob("*.py")
        if "__pycache__" not in path.parts and path.is_file()
    )


def code_files() -> list[Path]:
    """Every Python file of the program itself."""
    return python_files(*CODE)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def type_checking_only(tree: ast.Module) -> set[ast.AST]:
    """Nodes under `if TYPE_CHECKING:`; they are no imports of the running program."""
    guarded: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for statement in node.body:
                guarded.update(ast.walk(statement))
    return guarded


@cache
def imports_of(path: Path) -> tuple[Import, ...]:
    """Every import of a file, those inside functions too, each as the module that Python would load."""
    return tuple(_imports_of(path))


def _imports_of(path: Path) -> Iterator[Import]:
    tree, name = parsed(path), module_name(path)
    skipped = type_checking_only(tree)
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(name, alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                yield Import(name, inner if is_module(inner) else module, node.lineno)


@cache
def is_module(name: str) -> bool:
    """Whether `name` is a module or package of this project."""
    path = ROOT.joinpath(*name.split("."))
    return name.split(".")[0] in CODE and (path.with_suffix(".py").is_file() or (path / "__init__.py").is_file())


@cache
def tracked_files() -> tuple[Path, ...]:
    """What is in version control; in a copy without it, everything outside the folders that are made."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return tuple(ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())
    made = {".git", ".venv", "node_modules", "__pycache__", ".next", "out"}
    return tuple(path for path in sorted(ROOT.rglob("*")) if path.is_file() and not made & set(path.parts))


def tracked_text_files() -> Iterator[tuple[str, str]]:
    """(path, text) of every tracked file that holds text."""
    for path in tracked_files():
        if path.suffix in TEXT_SUFFIXES:
            try:
                yield relative(path), path.read_text("utf-8")
            except UnicodeDecodeError:
                continue
