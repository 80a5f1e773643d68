"""docs/reference-map.md names everything the reference had, and everything it points to exists."""

from __future__ import annotations

import re
from functools import cache

import pytest

from backend.config.settings import TABLE
from database.schema import metadata
from database.tables import __all__ as named_tables
from tests.meta import reference_names
from tests.meta.interface import METHODS, routes
from tests.meta.tree import ROOT

MAP = ROOT / "docs" / "reference-map.md"
TOKEN = re.compile(r"`([^`]+)`")
SECTIONS = {
    "Endpoints": reference_names.ENDPOINTS,
    "Tables": reference_names.TABLES,
    "Settings": reference_names.SETTINGS,
    "Pages": reference_names.PAGES,
}


@cache
def rows() -> dict[str, dict[str, str]]:
    """{section: {reference name: what stands in the column "Here"}}."""
    found: dict[str, dict[str, str]] = {}
    section = ""
    for line in MAP.read_text("utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:].split(":")[0].split()[0]
        elif line.startswith("| `"):
            name, here, *_ = (part.strip() for part in line.strip("|").split("|"))
            assert name.strip("`") not in found.setdefault(section, {}), f"{name} stands twice under {section}"
            found[section][name.strip("`")] = here
    return found


def exists(token: str) -> bool:
    """Whether what a token of the column "Here" names is in this program."""
    kind, _, rest = token.partition(" ")
    if kind.lower() in METHODS:
        return token in routes()
    if kind == "table":
        return rest in named_tables and rest in metadata.tables
    if kind == "setting":
        return rest in TABLE
    if kind == "page":
        return (ROOT / "frontend" / "src" / "app" / rest.strip("/") / "page.tsx").is_file()
    table, _, column = token.partition(".")
    if table in metadata.tables and column:
        return column in metadata.tables[table].columns
    return "/" in token and (ROOT / token).exists()


@pytest.mark.parametrize("section", SECTIONS)
def test_every_name_of_the_reference_is_mapped(section: str) -> None:
    missing = [name for name in SECTIONS[section] if name not in rows().get(section, {})]
    assert not missing, f"docs/reference-map.md, {section}: no row for {missing}"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_row_is_a_name_of_the_reference(section: str) -> None:
    unknown = [name for name in rows().get(section, {}) if name not in SECTIONS[section]]
    assert not unknown, f"docs/reference-map.md, {section}: not in the reference: {unknown}"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_row_leads_somewhere(section: str) -> None:
    lost = {}
    for name, here in rows()[section].items():
        if re.fullmatch(r"issue \d+", here) or re.match(r"not carried over, because \w.{10,}", here):
            missing = [token for token in TOKEN.findall(here) if not exists(token)]
        else:
            tokens = TOKEN.findall(here)
            missing = [token for token in tokens if not exists(token)] or ([] if tokens else ["nothing is named"])
        if missing:
            lost[name] = missing
    assert not lost, f"docs/reference-map.md, {section}, points to what is not there: {lost}"


def test_the_check_sees_what_is_missing() -> None:
    assert not exists("table no_such_table")
    assert not exists("setting no_such_setting")
    assert not exists("recordings.no_such_column")
    assert not exists("backend/no_such_file.py")
    assert not exists("page /no-such-page")
