"""Settings of devices are checked field by field, and a refusal names the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend.domain.errors import InvalidInput
from backend.domain.source import is_live
from backend.sources.addresses import AddressGuard
from backend.sources.hikvision.settings import check_config as check_hikvision
from backend.sources.onvif.settings import check_config
from backend.sources.onvif.source import onvif_type
from backend.sources.recorder_settings import check_config as check_recorder


def test_what_is_left_out_has_a_usual_value() -> None:
    assert check_config({"address": "192.168.1.64"}) == {
        "address": "http://192.168.1.64:80/onvif/device_service",
        "user": "",
        "fingerprint": None,
        "transport": "tcp",
        "rtsp_port": None,
        "mode": "live",
        "sync": False,
        "since_days": 7,
        "sync_interval_min": None,
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


def test_recordings_are_fetched_where_nothing_is_recorded_live() -> None:
    assert check_config({"address": "cam", "mode": "recordings", "since_days": 3})["sync"] is True
    assert check_config({"address": "cam", "sync": True})["sync"] is False


@pytest.mark.parametrize("check", [check_hikvision, check_recorder])
def test_recorders_have_the_settings_of_every_source_with_files(
    check: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    made = check({"address": "nvr", "since_days": 30, "timezone": "Asia/Ho_Chi_Minh"})
    assert (made["address"], made["sync"], made["since_days"]) == ("http://nvr:80", True, 30)
    assert check(made) == made
    for wrong, field in (
        ({"timezone": "Saigon/Nowhere"}, "timezone"),
        ({"times": "mars"}, "times"),
        ({"since_days": -1}, "since_days"),
    ):
        with pytest.raises(InvalidInput) as caught:
            check({"address": "nvr", **wrong})
        assert caught.value.details["field"] == field


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


def test_what_is_fetched_is_not_recorded_live_too() -> None:
    kind = onvif_type(lambda: AddressGuard([]))
    assert is_live(kind.kind, check_config({"address": "cam"}))
    assert not is_live(kind.kind, check_config({"address": "cam", "mode": "recordings"}))
