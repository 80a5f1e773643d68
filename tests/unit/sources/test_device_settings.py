"""Settings of devices are checked field by field, and a refusal names the field."""

from __future__ import annotations

from typing import Any

import pytest

from backend.domain.errors import InvalidInput
from backend.sources.onvif.settings import check_config


def test_what_is_left_out_has_a_usual_value() -> None:
    assert check_config({"address": "192.168.1.64"}) == {
        "address": "http://192.168.1.64:80/onvif/device_service",
        "user": "",
        "fingerprint": None,
        "transport": "tcp",
        "rtsp_port": None,
        "mode": "live",
    }


def test_a_checked_config_stays_as_it_is() -> None:
    given = {
        "address": "https://nvr.shop:8443/dev",
        "user": "admin",
        "fingerprint": "AB:" * 31 + "cd",
        "rtsp_port": 554,
    }
    once = check_config(given)
    assert once["fingerprint"] == "ab" * 31 + "cd"
    assert check_config(once) == once


@pytest.mark.parametrize(
    ("config", "field"),
    [
        ({}, "address"),
        ({"address": "rtsp://192.168.1.64"}, "address"),
        ({"address": ["192.168.1.64"]}, "address"),
        ({"address": "cam", "user": "a\nb"}, "user"),
        ({"address": "cam", "user": "x" * 3000}, "user"),
        ({"address": "cam", "fingerprint": "12:34"}, "fingerprint"),
        ({"address": "cam", "transport": "http"}, "transport"),
        ({"address": "cam", "mode": "both"}, "mode"),
        ({"address": "cam", "rtsp_port": 0}, "rtsp_port"),
        ({"address": "cam", "rtsp_port": True}, "rtsp_port"),
        ({"address": "cam", "rtsp_port": "554"}, "rtsp_port"),
        ({"address": "cam", "colour": 1}, "colour"),
    ],
)
def test_a_refusal_names_the_field(config: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_config(config)
    assert caught.value.details["field"] == field
