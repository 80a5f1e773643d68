"""Text from cameras, files and forms is never run, neither by the server nor by the dashboard; and little is kept."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.meta.tree import ROOT, code_files, parsed, relative

RUNNING = {"eval", "exec", "compile", "__import__"}
SHELLS = {("os", "system"), ("os", "popen"), ("os", "execv"), ("os", "execve"), ("os", "spawnv")}
OBJECTS = {"pickle", "marshal", "shelve", "dill", "jsonpickle", "yaml"}
"""Modules that make objects of what they read."""
MEASURING = ("backend/bench/", "backend/commands/bench.py")
"""They start other programs: this one again, to measure it."""
RESTARTS = "backend/commands/serve.py"
"""It becomes a new server when it is restarted."""
DASHBOARD = ROOT / "frontend" / "src"
KEEPS = {
    "components/shell/plan-banner.tsx",  # that the banner was put away
    "features/trace/hooks/use-together.ts",  # whether cameras play together
    "lib/theme/color-mode.ts",
    "lib/i18n/locales.ts",
}
"""Files of the dashboard that keep something in the browser beyond the page: how it looks, and nothing of the shop."""
_STORES = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|\bcaches\.|serviceWorker")
_MARKUP = re.compile(
    r"dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function|\beval\("
)
MARKUP = {"app/layout.tsx"}
"""It holds the one script of the page's own, whose hash is in the policy."""


def calls(path_of_file: str, tree: ast.Module) -> Iterator[str]:
    allowed = {("os", "execv")} if path_of_file == RESTARTS else set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in RUNNING:
                yield f"{path_of_file}:{node.lineno} {called.id}"
            if isinstance(called, ast.Attribute) and (ast.unparse(called.value), called.attr) in SHELLS - allowed:
                yield f"{path_of_file}:{node.lineno} {ast.unparse(called)}"
            if any(word.arg == "shell" for word in node.keywords):
                yield f"{path_of_file}:{node.lineno} shell="
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            top = name.partition(".")[0]
            if top in OBJECTS or (top == "subprocess" and not path_of_file.startswith(MEASURING)):
                yield f"{path_of_file}:{node.lineno} {name}"


def test_the_program_runs_no_text_and_no_other_program() -> None:
    found = [one for path in code_files() for one in calls(relative(path), parsed(path))]
    assert not found, f"These run text, start programs or make objects of what they read: {found}"


def test_the_search_finds_what_it_should() -> None:
    bad = "import pickle, subprocess\nfrom yaml import load\neval('1')\nos.system('x')\nf(shell=True)\n"
    assert len(list(calls("backend/x.py", ast.parse(bad)))) == 6


def test_the_dashboard_makes_no_markup_of_text() -> None:
    files = [path for kind in ("*.ts", "*.tsx") for path in DASHBOARD.rglob(kind) if ".test." not in path.name]
    assert len(files) > 100
    found = {path.relative_to(DASHBOARD).as_posix() for path in files if _MARKUP.search(path.read_text("utf-8"))}
    assert found <= MARKUP, found - MARKUP


def test_the_dashboard_keeps_how_it_looks_and_nothing_of_the_shop() -> None:
    files = [path for kind in ("*.ts", "*.tsx") for path in DASHBOARD.rglob(kind) if ".test." not in path.name]
    found = {path.relative_to(DASHBOARD).as_posix() for path in files if _STORES.search(path.read_text("utf-8"))}
    assert found == KEEPS, found ^ KEEPS
