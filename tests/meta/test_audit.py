"""Whatever changes something leaves a line in the record of who did what, or has a reason not to."""

from __future__ import annotations

import inspect
import json
from typing import get_type_hints

import pytest

from backend.api.audit import _LET_IN
from backend.api.audit_actions import ACTIONS, NOT_RECORDED
from backend.api.description import described_app
from tests.meta.tree import ROOT

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def handlers(changing_only: bool) -> set[str]:
    rules = described_app("1").url_map.iter_rules()
    return {
        rule.endpoint.rpartition(".")[2] for rule in rules if not changing_only or (rule.methods or set()) & CHANGING
    }


def test_every_change_is_recorded_or_has_a_reason_not_to_be() -> None:
    missing = handlers(changing_only=True) - set(ACTIONS) - set(NOT_RECORDED)
    assert not missing, f"Neither in ACTIONS nor in NOT_RECORDED of backend/api/audit_actions.py: {sorted(missing)}"


def test_the_lists_hold_no_leftovers() -> None:
    assert not (set(ACTIONS) | set(NOT_RECORDED)) - handlers(changing_only=False)
    assert not set(ACTIONS) & set(NOT_RECORDED)


@pytest.mark.parametrize("secret", ["password", "secret", "token", "code", "config", "secrets", "key"])
def test_no_field_that_may_hold_a_secret_is_told(secret: str) -> None:
    assert not [name for name, action in ACTIONS.items() if secret in action.fields]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_action_has_words(language: str) -> None:
    path = ROOT / "frontend" / "src" / "lib" / "i18n" / "messages" / language / "audit.json"
    words = json.loads(path.read_text("utf-8"))["actions"]
    assert {action.name.replace(".", "_") for action in ACTIONS.values()} <= set(words)


def test_every_field_that_is_told_is_one_of_the_request() -> None:
    """A name that no request has tells nothing, and nobody notices."""
    app = described_app("1")
    wrong = []
    for rule in app.url_map.iter_rules():
        name = rule.endpoint.rpartition(".")[2]
        if name in ACTIONS:
            hints = get_type_hints(inspect.unwrap(app.view_functions[rule.endpoint]))
            known = {field for one in ("body", "query", "form") if one in hints for field in hints[one].model_fields}
            told = {*ACTIONS[name].fields, ACTIONS[name].actor} - {""}
            wrong += [f"{name}: {field}" for field in sorted(told - known)]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "vi"])
def test_everything_that_a_line_tells_has_words(language: str) -> None:
    path = ROOT / "frontend" / "src" / "lib" / "i18n" / "messages" / language / "audit.json"
    rules = described_app("1").url_map.iter_rules()
    recorded = [rule for rule in rules if rule.endpoint.rpartition(".")[2] in ACTIONS]
    told = {name for rule in recorded for name in rule.arguments if name not in _LET_IN}
    told |= {name for action in ACTIONS.values() for name in action.fields}
    assert not told - set(json.loads(path.read_text("utf-8"))["fields"])
