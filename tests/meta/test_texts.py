"""What the server names by a code has a text in every language of the dashboard."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import Any

import pytest

from backend.config.settings import TABLE
from backend.domain.recording import RecordingFailure
from backend.domain.source import Trouble
from backend.site import problems
from tests.meta.error_codes import error_codes
from tests.meta.tree import ROOT, parsed, python_files

MESSAGES = ROOT / "frontend" / "src" / "lib" / "i18n" / "messages"
LANGUAGES = ("en", "vi")


SENTENCES = {"warnings", "warning", "problems", "problem", "notices", "hints", "reason", "message"}
"""Names under which an answer would hold words for a person."""
NOT_SHOWN = {"Message.message"}
"""Sentences that the dashboard has words of its own for, at most with these beside them in English."""


def texts(language: str, section: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((MESSAGES / language / f"{section}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_code_has_a_text(language: str) -> None:
    known = {*texts(language, "errors"), *texts(language, "program")["reasons"]}
    missing = {code: place for code, place in error_codes().items() if code not in known}
    assert not missing, f"errors.json ({language}) says nothing for: {missing}"
    assert {failure.value for failure in RecordingFailure} <= known
    assert {trouble.value for trouble in Trouble} <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_has_a_label_and_an_explanation(language: str) -> None:
    items = texts(language, "settings")["items"]
    assert set(items) == set(TABLE)
    if language == "en":
        # The settings themselves are where explanations are written.
        assert {key: one["help"] for key, one in items.items()} == {key: one.help for key, one in TABLE.items()}
    words = texts(language, "settings")
    assert {one.unit.replace("%", "percent") for one in TABLE.values() if one.unit} <= set(words["units"])
    assert {one.group for one in TABLE.values()} <= set(words["groups"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_a_setting_has_a_text(language: str) -> None:
    known = set(texts(language, "settings")["problems"])
    rules = {text for path in ("setting.py", "settings.py") for text in _rules(path)}
    assert len(rules) > 8
    assert rules <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_caution_has_a_text(language: str) -> None:
    known = set(texts(language, "cautions"))
    codes = set(_caution_codes())
    assert len(codes) > 8
    assert codes == known


def test_no_answer_holds_sentences_without_a_code() -> None:
    """What the server tells a person besides failures is a CautionOut: a sentence alone has no other language."""
    leaks = set()
    for path in python_files("backend/api/schemas"):
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.ClassDef) or path.name.startswith("reference_"):
                continue
            fields = {
                one.target.id: ast.unparse(one.annotation)
                for one in node.body
                if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
            }
            if {"code", "reason_code", "trouble"} & set(fields):
                continue
            plain = {name for name in SENTENCES & set(fields) if fields[name] in ("list[str]", "str", "str | None")}
            leaks |= {f"{node.name}.{name}" for name in plain}
    assert leaks == NOT_SHOWN


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_of_the_doctor_has_a_text(language: str) -> None:
    doctor = texts(language, "doctor")
    files = [*python_files("backend/commands/checks"), ROOT / "backend" / "commands" / "doctor.py"]
    codes = {"ok": set(), "warn": set(), "fail": set()}  # type: dict[str, set[str]]
    for path in files:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in codes:
                place = 2 if ast.unparse(node.func) == "ok" else 3
                if len(node.args) > place:
                    codes[ast.unparse(node.func)].add(ast.literal_eval(node.args[place]))
    assert len(codes["fail"]) > 8
    assert codes["ok"] | codes["warn"] | codes["fail"] <= set(doctor["found"])
    assert codes["warn"] <= set(doctor["advice"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_of_the_overview_has_a_text_and_a_button(language: str) -> None:
    words = texts(language, "overview")
    tree = parsed(ROOT / "backend" / "site" / "problems.py")
    codes = {
        ast.literal_eval(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem" and isinstance(node.args[0], ast.Constant)
    } | {"disk_full", "disk_tight"}
    assert codes == set(words["problems"])
    assert set(problems.Action.__args__) - {"none"} == set(words["actions"])  # type: ignore[attr-defined]


def _caution_codes() -> Iterator[str]:
    """First arguments of `Caution`, and second ones of the walk's way of making them."""
    for path in python_files("backend"):
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call):
                continue
            name, place = ast.unparse(node.func), 0
            if name == "self._leave_out":
                place = 1
            elif name != "Caution":
                continue
            if isinstance(node.args[place], ast.Constant):
                yield str(node.args[place].value)


def _rules(name: str) -> Iterator[str]:
    """First words of refusals: `refusal(value, "rule", ...)`, and `"problem": "rule"` in details."""
    for node in ast.walk(parsed(ROOT / "backend" / "config" / name)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("refusal"):
            rule = node.args[1]
            if isinstance(rule, ast.Constant):
                yield str(rule.value)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "problem" and isinstance(value, ast.Constant):
                    yield str(value.value)
