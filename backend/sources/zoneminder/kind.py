"""ZoneMinder in the registry of sources: its settings and how a conversation begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from backend.domain.errors import InvalidInput
from backend.domain.source import SourceKind
from backend.runtime.clock import Clock, SystemClock
from backend.sources.addresses import Address, AddressGuard, parse_address
from backend.sources.device_settings import fingerprint_field, only_known, refused, text_field
from backend.sources.protocol import SourceLogin, SourceType
from backend.sources.start_time import zone_of
from backend.sources.sync.options import FIELDS as SYNC_FIELDS
from backend.sources.sync.options import checked_sync_options
from backend.sources.zoneminder.session import Session
from backend.sources.zoneminder.source import ZoneMinderSource

SCHEMES = {"http": 80, "https": 443}
_FIELDS = ("address", "user", "fingerprint", "time_zone")
# What people copy from the browser's address line, behind the path of the installation.
_PAGE = re.compile(r"(/index\.php|/api(/.*)?|/)?(\?.*)?\Z")


def zoneminder_type(guard: Callable[[], AddressGuard], clock: Clock | None = None) -> SourceType:
    now = clock or SystemClock()

    def connect(login: SourceLogin) -> ZoneMinderSource:
        config = check_config(login.config)
        session = Session(
            parse_address(config["address"], SCHEMES),
            guard(),
            now,
            user=config["user"],
            password=str(login.secrets.get("password", "")),
            fingerprint=config["fingerprint"],
        )
        return ZoneMinderSource(session, now, zone_of(config["time_zone"]) if config["time_zone"] else None)

    return SourceType(
        kind=SourceKind.ZONEMINDER,
        pulls=True,
        records=False,
        check_config=check_config,
        secret_names=frozenset({"password"}),
        connect=connect,
    )


def check_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """`address` of its page (its path below the host is found when left out), `user` (empty where ZoneMinder has no
    users), `fingerprint` of a certificate that it signed itself, `time_zone` its recordings are in (empty: it is
    asked). Raises InvalidInput naming the field."""
    only_known(config, (*_FIELDS, *SYNC_FIELDS))
    address = parse_address(text_field(config, "address"), SCHEMES)
    plain = Address(address.scheme, address.host, address.port, _PAGE.sub("", address.path))
    zone = text_field(config, "time_zone")
    if zone:
        try:
            zone_of(zone)
        except InvalidInput as error:
            raise refused("time_zone", error.message) from None
    return {
        "address": plain.url,
        "user": text_field(config, "user"),
        "fingerprint": fingerprint_field(config),
        "time_zone": zone,
        **checked_sync_options(config),
    }
