"""What a person tells about a recorder that is searched by time (Hikvision, Dahua), and how its channels are called."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from backend.domain.source import SourceTrouble, Trouble
from backend.sources.addresses import Address, parse_address
from backend.sources.device_settings import fingerprint_field, only_known, text_field, zone_field
from backend.sources.sync.options import FIELDS, checked_sync_options

SCHEMES = {"http": 80, "https": 443}
_FIELDS = frozenset({"address", "user", "fingerprint", "timezone"})


@dataclass(frozen=True, slots=True)
class RecorderSettings:
    address: Address
    user: str
    fingerprint: str | None
    zone: ZoneInfo | None
    """None: as the device's clock shows."""


def check_config(config: Mapping[str, Any], more: Collection[str] = ()) -> dict[str, Any]:
    """Settings with defaults; fields of `more` are somebody else's. Raises InvalidInput naming the field."""
    only_known(config, {*_FIELDS, *FIELDS, *more})
    address = parse_address(text_field(config, "address"), SCHEMES)
    return {
        "address": Address(address.scheme, address.host, address.port).url,
        "user": text_field(config, "user"),
        "fingerprint": fingerprint_field(config),
        "timezone": zone_field(config),
        **checked_sync_options(config),
    }


def read_settings(config: Mapping[str, Any], more: Collection[str] = ()) -> RecorderSettings:
    """Raises InvalidInput."""
    checked = check_config(config, more)
    zone = ZoneInfo(checked["timezone"]) if checked["timezone"] else None
    address = parse_address(checked["address"], SCHEMES)
    return RecorderSettings(address, checked["user"], checked["fingerprint"], zone)


def channel_of(key: str) -> int:
    """The channel that a camera of such a source is. Raises SourceTrouble NOT_FOUND."""
    if not key.isdecimal() or len(key) > 5:
        raise SourceTrouble(Trouble.NOT_FOUND, "This source has no such camera.", details={"camera": key[:60]})
    return int(key)
