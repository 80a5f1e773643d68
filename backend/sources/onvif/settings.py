"""What a person tells about an ONVIF device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.sources.addresses import Address, parse_address
from backend.sources.device_settings import choice_field, fingerprint_field, only_known, refused, text_field
from backend.sources.sync.options import FIELDS, checked_sync_options

SCHEMES = {"http": 80, "https": 443}
DEVICE_PATH = "/onvif/device_service"
TRANSPORTS = ("tcp", "udp")
MODES = ("live", "recordings")
_FIELDS = frozenset({"address", "user", "fingerprint", "transport", "rtsp_port", "mode"})


@dataclass(frozen=True, slots=True)
class OnvifSettings:
    address: Address
    user: str
    fingerprint: str | None
    transport: str
    rtsp_port: int | None
    """Where a router in between leads streams to; None: as the device says."""
    mode: str
    """`live`: streams are recorded as they come; `recordings`: what the device recorded is fetched (Profile G). Both at
    once would bring everything twice."""


def check_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with defaults. Raises InvalidInput naming the field."""
    only_known(config, _FIELDS | FIELDS)
    address = parse_address(text_field(config, "address"), SCHEMES)
    path = address.path if address.path not in ("", "/") else DEVICE_PATH
    mode = choice_field(config, "mode", MODES)
    port = config.get("rtsp_port")
    if port is not None and (isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65_536):
        raise refused("rtsp_port", "A port is a number from 1 to 65535.")
    return {
        "address": Address(address.scheme, address.host, address.port, path).url,
        "user": text_field(config, "user"),
        "fingerprint": fingerprint_field(config),
        "transport": choice_field(config, "transport", TRANSPORTS),
        "rtsp_port": port,
        "mode": mode,
        **checked_sync_options(config),
        "sync": mode == "recordings",
    }


def read_settings(config: Mapping[str, Any]) -> OnvifSettings:
    """Raises InvalidInput."""
    checked = check_config(config)
    return OnvifSettings(
        parse_address(checked["address"], SCHEMES),
        checked["user"],
        checked["fingerprint"],
        checked["transport"],
        checked["rtsp_port"],
        checked["mode"],
    )
