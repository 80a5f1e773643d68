"""Settings of RTSP cameras as people type them."""

from __future__ import annotations

from typing import Any

import pytest

from backend.domain.errors import InvalidInput
from backend.sources.rtsp.config import cameras_of, check_config, password_of


def one(**more: Any) -> dict[str, Any]:
    return {"cameras": [{"name": "Table 1", "main": "rtsp://192.168.1.64/Streaming/Channels/101", **more}]}


def test_settings_get_their_defaults_and_a_lasting_key() -> None:
    checked = check_config({"user": "admin", **one(sub="192.168.1.64:8554/sub?x=1")})
    (camera,) = cameras_of(checked)
    assert checked["transport"] == "tcp"
    assert camera.main == "rtsp://192.168.1.64:554/Streaming/Channels/101"
    assert camera.sub == "rtsp://192.168.1.64:8554/sub?x=1"
    assert (camera.user, camera.transport) == ("admin", "tcp")
    assert check_config(checked) == checked
    assert camera.key == cameras_of(check_config(one(name="Other name")))[0].key


def test_a_camera_may_have_a_password_of_its_own() -> None:
    secrets = {"password": "all", "passwords": {"b": "own"}}
    assert (password_of("a", secrets), password_of("b", secrets), password_of("a", {})) == ("all", "own", "")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "cameras"),
        ({"cameras": "x"}, "cameras"),
        ({"cameras": [1]}, "cameras.0"),
        (one(main=""), "cameras.0.main"),
        (one(main="http://192.168.1.64/"), "cameras.0.main"),
        (one(main="rtsp://admin:secret@192.168.1.64/"), "cameras.0.main"),
        (one(sub="rtsp://"), "cameras.0.sub"),
        (one(name=" "), "cameras.0.name"),
        (one(key="../x"), "cameras.0.key"),
        (one(transport="smoke"), "cameras.0.transport"),
        (one(user='a"b'), "cameras.0.user"),
        ({**one(), "user": "a\nb"}, "user"),
        ({**one(), "colour": "red"}, "colour"),
        (one(password="x"), "cameras.0.password"),
        ({"cameras": [*one()["cameras"], *one()["cameras"]]}, "cameras.1.key"),
        ({"cameras": one()["cameras"] * 201}, "cameras"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(given: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_config(given)
    assert refused.value.details["field"] == field
    assert "secret" not in refused.value.message
