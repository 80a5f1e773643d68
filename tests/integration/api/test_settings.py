"""Settings through the API: refused with the rule that is broken, reset, carried as a file."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.api_world import ApiWorld


def change(world: ApiWorld, values: dict[str, Any], status: int = 200) -> Any:
    return world.json("PATCH", "/api/settings", values, status=status)


def setting(world: ApiWorld, key: str) -> Any:
    return next(one["value"] for one in world.json("GET", "/api/settings")["items"] if one["key"] == key)


@pytest.mark.parametrize(
    ("values", "key", "problem"),
    [
        ({"min_packing_s": "ten"}, "min_packing_s", "not_a_number"),
        ({"min_packing_s": 4000}, "min_packing_s", "out_of_range"),
        ({"workers_max": 1.5}, "workers_max", "not_whole"),
        ({"run_default_on_start": 1}, "run_default_on_start", "not_a_switch"),
        ({"from_time": "25:00"}, "from_time", "not_a_time"),
        ({"timezone": "Mars/Olympus"}, "timezone", "not_a_timezone"),
        ({"language": "fr"}, "language", "not_a_choice"),
        ({"brand_name": "x" * 501}, "brand_name", "too_long"),
        ({"brand_name": 7}, "brand_name", "not_text"),
        ({"working_days": "Monday"}, "working_days", "not_a_list"),
        ({"min_packing_s": 200}, "min_packing_s", "not_below"),
        ({"workers_min": 9, "workers_max": 3}, "workers_min", "not_at_most"),
        ({"dev_origin": "localhost:3000"}, "dev_origin", "not_an_origin"),
        ({"allowed_hosts": ["http://x"]}, "allowed_hosts", "not_a_host"),
    ],
)
def test_a_refused_value_says_which_setting_and_which_rule(
    world: ApiWorld, values: dict[str, Any], key: str, problem: str
) -> None:
    error = change(world, values, 400)["error"]
    assert (error["code"], error["details"]["key"], error["details"]["problem"]) == ("setting_refused", key, problem)


def test_what_needs_a_restart_is_listed_until_it_is_taken_back(world: ApiWorld) -> None:
    assert change(world, {"port": 9090, "min_packing_s": 5})["awaiting_restart"] == ["port"]
    assert change(world, {"port": 8080})["awaiting_restart"] == []


def test_a_file_says_first_what_it_would_change(world: ApiWorld) -> None:
    world.camera("Table 1")
    change(world, {"min_packing_s": 5, "brand_name": "Shop"})
    document = world.json("GET", "/api/settings/export")
    assert (document["format"], document["version"], document["settings"]["min_packing_s"]) == ("epack-settings", 1, 5)
    assert world.json("POST", "/api/settings/import", {"document": document})["changes"] == []

    document["settings"]["min_packing_s"] = 6
    document["cameras"][0]["trigger_text"] = "Other"
    document["cameras"][0]["regions"] = {"trigger": [1, 2, 30, 40], "frame_width": 640, "frame_height": 360}
    document["cameras"].append({"name": "Table 2", "timezone": "Europe/Berlin"})
    told = world.json("POST", "/api/settings/import", {"document": document})
    assert not told["applied"]
    assert {(one["kind"], one["camera"], one["key"]) for one in told["changes"]} == {
        ("setting", None, "min_packing_s"),
        ("camera", "Table 1", "trigger_text"),
        ("camera", "Table 1", "regions"),
        ("new_camera", "Table 2", None),
    }
    assert setting(world, "min_packing_s") == 5
    assert world.json("GET", "/api/cameras")["total"] == 1

    assert world.json("POST", "/api/settings/import", {"document": document, "dry_run": False})["applied"]
    assert setting(world, "min_packing_s") == 6
    first, second = world.json("GET", "/api/cameras")["items"]
    assert (first["trigger_text"], first["regions"]["trigger"]) == ("Other", [1, 2, 30, 40])
    assert (second["name"], second["timezone"]) == ("Table 2", "Europe/Berlin")


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"version": 2}, "invalid_input"),
        ({"format": "other"}, "invalid_input"),
        ({"settings": {"no_such": 1}}, "no_such_setting"),
        ({"settings": {"min_packing_s": -1}}, "setting_refused"),
        ({"cameras": [{"name": "A"}, {"name": "A"}]}, "camera_twice"),
    ],
)
def test_a_wrong_file_is_refused_whole(world: ApiWorld, broken: dict[str, Any], code: str) -> None:
    document = {"format": "epack-settings", "version": 1, "settings": {"min_packing_s": 3}, **broken}
    body = {"document": document, "dry_run": False}
    assert world.json("POST", "/api/settings/import", body, status=400)["error"]["code"] == code
    assert setting(world, "min_packing_s") == 10


def test_a_file_keeps_nobody_out(world: ApiWorld) -> None:
    """What is refused setting by setting is refused in a file too: the server would not start again."""
    settings = {"tls": True, "tls_certificate": "/no/such.pem", "tls_key": "/no/such.key"}
    refused = world.client.patch("/api/settings", json=settings)
    document = {"format": "epack-settings", "version": 1, "settings": settings}
    for dry_run in (True, False):
        reply = world.client.post("/api/settings/import", json={"document": document, "dry_run": dry_run})
        assert (reply.status_code, reply.json) == (refused.status_code, refused.json)
        assert reply.status_code >= 400
    assert setting(world, "tls") is False
