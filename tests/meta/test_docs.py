"""Documents that lie fail here: generated pages are compared, links are followed, commands must exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from backend.config.settings_doc import render
from scripts.lib.gen_docs import api_page
from tests.meta.interface import openapi
from tests.meta.tree import ROOT, code_files, relative, tracked_files

PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)
MUST_EXIST = (
    "README.md", "CHANGELOG.md", "docs/architecture.md", "docs/glossary.md", "docs/settings.md", "docs/api.md",
    "docs/operations.md", "docs/benchmarks.md", "docs/reference-map.md",
)  # fmt: skip


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made for links."""
    text = FENCE.sub("", page.read_text("utf-8"))
    headings = re.findall(r"^#{1,6}\s+(.+?)\s*$", text, re.M)
    return {re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.lower())) for heading in headings}


@pytest.mark.parametrize("name", MUST_EXIST)
def test_the_page_exists_and_says_something(name: str) -> None:
    assert len((ROOT / name).read_text("utf-8")) > 300


def test_settings_page_is_current() -> None:
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == render(), "run scripts/gen_docs"


def test_api_page_is_current() -> None:
    assert (ROOT / "docs" / "api.md").read_text("utf-8") == api_page(openapi()), "run scripts/gen_docs"


def test_the_dashboards_types_are_current() -> None:
    if not (ROOT / "frontend" / "node_modules" / ".bin" / "openapi-typescript").exists():
        pytest.skip("the dashboard's packages are not installed; scripts/test installs them")
    done = subprocess.run(["scripts/gen_api_types", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
            broken.append(target)
    assert not broken, f"{relative(page)} links to nothing: {broken}"


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_commands_and_files_named_exist(page: Path) -> None:
    """`scripts/x` and `backend/x.py` in the text are there."""
    named = re.findall(
        r"(?<![\w/.-])(?:\./)?((?:scripts|backend|database|tests|docs|frontend)/[\w./-]*\w)", page.read_text("utf-8")
    )
    gone = sorted({name for name in named if not (ROOT / name).exists() and not is_made(name)})
    assert not gone, f"{relative(page)} names what is not there: {gone}"


def is_made(name: str) -> bool:
    """Whether the thing is made by a build and so is in no checkout."""
    return name.startswith(("frontend/out", "frontend/.next", "frontend/node_modules"))


def test_decisions_are_numbered_in_a_row() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_decisions_say_context_decision_and_consequences() -> None:
    for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"):
        text = path.read_text("utf-8")
        missing = [part for part in ("## Context", "## Decision", "## Consequences") if part not in text]
        assert not missing, f"{relative(path)} lacks {missing}"


def test_every_package_is_in_the_architecture_page() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    packages = {
        relative(path.parent)
        for path in code_files()
        if path.name == "__init__.py" and path.parent.parent == ROOT / "backend"
    }
    missing = sorted(name for name in packages if f"`{name.removeprefix('backend/')}/`" not in page)
    assert not missing, f"docs/architecture.md does not mention: {missing}"


def test_every_environment_variable_is_documented() -> None:
    from backend.config.env import OVERRIDES

    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert not [name for name in [*OVERRIDES, "EPACK_DATA_DIR"] if f"`{name}`" not in page]


def test_the_readme_lists_every_command() -> None:
    from backend.__main__ import COMMANDS

    table = (ROOT / "README.md").read_text("utf-8").split("## The command line")[1].split("##")[0]
    listed = {name for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`(\w+)`", row)}
    assert listed == set(COMMANDS)


def test_the_changelog_has_an_unreleased_part() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_there_is_one_readme() -> None:
    assert [relative(path) for path in tracked_files() if path.name.lower() == "readme.md" and path.parent == ROOT] == [
        "README.md"
    ]
