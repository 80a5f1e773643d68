from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from backend.config.settings import TABLE, Settings, describe
from backend.domain.camera import PackingTimes
from backend.domain.errors import InvalidInput


def test_every_default_is_a_value_its_own_setting_accepts() -> None:
    for setting in TABLE.values():
        assert setting.checked(setting.default) == setting.default


def test_the_defaults_agree_with_each_other() -> None:
    assert Settings.load({}) == Settings()
    assert Settings().differing() == {}


def test_packing_defaults_are_those_of_the_domain() -> None:
    settings, times = Settings(), PackingTimes()
    assert settings.min_packing_s * 1000 == times.min_ms
    assert settings.max_packing_s * 1000 == times.max_ms
    assert settings.continuous_gap_s * 1000 == times.continuous_gap_ms


def test_every_setting_explains_itself_in_one_sentence() -> None:
    for setting in TABLE.values():
        assert setting.help.endswith("."), setting.key
        assert 10 < len(setting.help) < 130, setting.key
        assert setting.group, setting.key


def test_every_number_has_bounds() -> None:
    for setting in TABLE.values():
        if setting.kind in ("int", "float"):
            assert None not in (setting.minimum, setting.maximum), setting.key


def test_units_in_names_are_the_units_in_the_table() -> None:
    for setting in TABLE.values():
        for ending, unit in (("_s", "s"), ("_days", "days")):
            if setting.key.endswith(ending) and setting.kind in ("int", "float"):
                assert setting.unit == unit, setting.key


def test_the_type_written_down_is_the_type_that_comes_out() -> None:
    written = {"int": "int", "float": "float", "bool": "bool", "texts": "tuple[str, ...]"}
    for field in fields(Settings):
        assert field.type == written.get(TABLE[field.name].kind, "str"), field.name


def test_values_are_loaded_and_what_differs_can_be_stored_as_json() -> None:
    settings = Settings.load({"port": 9000, "working_days": ["Monday", "Tuesday"], "min_packing_s": 5})
    assert settings.port == 9000
    assert settings.working_days == ("Monday", "Tuesday")
    assert settings.min_packing_s == 5.0
    stored = json.loads(json.dumps(settings.differing()))
    assert stored == {"port": 9000, "working_days": ["Monday", "Tuesday"], "min_packing_s": 5.0}
    assert Settings.load(stored) == settings


def test_a_value_set_back_to_its_default_is_not_stored() -> None:
    assert Settings.load({"port": 9000}).with_changes({"port": 8080}).differing() == {}


def test_settings_cannot_be_changed_in_place() -> None:
    settings = Settings()
    with pytest.raises(FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]
    settings.with_changes({"port": 9})
    assert settings.port == 8080


def test_an_unknown_key_is_an_error_that_names_it_and_its_neighbour() -> None:
    with pytest.raises(InvalidInput, match=r"'prot'.*Did you mean port"):
        Settings.load({"prot": 1})
    with pytest.raises(InvalidInput, match=r"'zzzzzz'.*docs/settings\.md"):
        Settings.load({"zzzzzz": 1})


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("port", 0, "port must be 1 to 65535; 0 is not"),
        ("port", 70_000, "1 to 65535"),
        ("port", 80.5, "whole number"),
        ("port", "80", "whole number"),
        ("port", True, "whole number"),
        ("min_packing_s", float("nan"), "must be a number"),
        ("min_packing_s", float("inf"), "must be a number"),
        ("min_packing_s", None, "must be a number"),
        ("min_packing_s", -1, "0 to 3600 s; -1 is not"),
        ("run_default_on_start", 1, "true or false"),
        ("timezone", "Asia/Saigon_City", "IANA"),
        ("timezone", "UTC+7", "IANA"),
        ("from_time", "24:00", "HH:MM"),
        ("from_time", "7:00", "HH:MM"),
        ("from_time", "07:00\n", None),
        ("working_days", "Monday", "must be a list"),
        ("working_days", ["Thứ Hai"], "must be one of: Monday"),
        ("symbologies", ["QR"], "must be one of: QRCode"),
        ("language", "fr", "must be one of: auto, en, vi"),
        ("brand_name", "x" * 501, "at most 500"),
        ("brand_name", "a\nb", "printable"),
        ("brand_name", 7, "must be text"),
        ("allowed_roots", ["x"] * 101, "at most 100"),
    ],
)
def test_a_bad_value_is_refused_with_the_key_and_what_is_allowed(key: str, value: Any, said: str | None) -> None:
    if said is None:  # blanks around a value are taken off rather than refused
        assert getattr(Settings.load({key: value}), key) == value.strip()
        return
    with pytest.raises(InvalidInput, match="The setting " + key) as caught:
        Settings.load({key: value})
    assert said in caught.value.message
    assert caught.value.details["key"] == key
    json.dumps(caught.value.details, allow_nan=False)


@pytest.mark.parametrize(
    "values",
    [
        {"min_packing_s": 200},
        {"cpu_low": 95},
        {"mem_low": 90},
        {"workers_min": 4, "workers_max": 2},
        {"heartbeat_s": 60, "stale_claim_s": 30},
    ],
)
def test_values_that_contradict_each_other_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="must be"):
        Settings.load(values)
    assert Settings.load({"min_packing_s": 200, "max_packing_s": 300}).min_packing_s == 200


def test_nothing_changes_when_one_of_several_values_is_wrong() -> None:
    settings = Settings()
    with pytest.raises(InvalidInput):
        settings.with_changes({"port": 9000, "cpu_low": 400})
    assert settings == Settings()


def test_lists_lose_blanks_and_repetitions() -> None:
    assert Settings.load({"allowed_roots": [" /a ", "", "/a", "/b"]}).allowed_roots == ("/a", "/b")


def test_the_description_for_the_api_is_complete_and_json() -> None:
    described = {one["key"]: one for one in describe(Settings.load({"port": 9000}))}
    assert set(described) == set(TABLE)
    assert described["port"] == {
        "key": "port",
        "value": 9000,
        "default": 8080,
        "type": "int",
        "unit": "",
        "min": 1,
        "max": 65535,
        "choices": [],
        "group": "server",
        "help": "Port the server listens on.",
        "restart": True,
    }
    json.dumps(list(described.values()))
