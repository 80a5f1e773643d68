"""What a person tells about a Dahua device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from backend.sources.addresses import Address, parse_address
from backend.sources.device_settings import fingerprint_field, only_known, text_field, zone_field
from backend.sources.sync.options import FIELDS, checked_sync_options

SCHEMES = {"http": 80, "https": 443}
_FIELDS = frozenset({"address", "user", "fingerprint", "timezone"})


@dataclass(frozen=True, slots=True)
class DahuaSettings:
    address: Address
    user: str
    fingerprint: str | None
    zone: ZoneInfo | None


def check_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with defaults. Raises InvalidInput naming the field."""
    only_known(config, _FIELDS | FIELDS)
    address = parse_address(text_field(config, "address"), SCHEMES)
    return {
        "address": Address(address.scheme, address.host, address.port).url,
        "user": text_field(config, "user"),
        "fingerprint": fingerprint_field(config),
        "timezone": zone_field(config),
        **checked_sync_options(config),
    }


def read_settings(config: Mapping[str, Any]) -> DahuaSettings:
    """Raises InvalidInput."""
    checked = check_config(config)
    zone = ZoneInfo(checked["timezone"]) if checked["timezone"] else None
    return DahuaSettings(parse_address(checked["address"], SCHEMES), checked["user"], checked["fingerprint"], zone)
