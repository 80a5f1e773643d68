"""Every setting in one typed table. Read as `settings.min_packing_s`; unknown keys and bad values are errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from difflib import get_close_matches
from ipaddress import ip_network
from typing import Any

from backend.config.account_settings import SAFE_ADDRESS, AccountSettings
from backend.config.setting import Setting, setting_of
from backend.domain.errors import InvalidInput

_ORIGIN = re.compile(r"https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?")
_LICENCE_SERVER = re.compile(r"(https://[A-Za-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:\d{1,5})?(/[A-Za-z0-9/_-]*)?")
_SENDER = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9.-]{1,190}")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Settings(AccountSettings):
    """Immutable; `Settings()` is all defaults, `load` and `with_changes` check what they are given."""

    @classmethod
    def load(cls, values: Mapping[str, object]) -> Settings:
        """The defaults with `values` put over them. Raises InvalidInput."""
        return cls().with_changes(values)

    def with_changes(self, values: Mapping[str, object]) -> Settings:
        """A copy with `values` changed; nothing changes unless everything is right. Raises InvalidInput."""
        changed = replace(self, **{key: _find(key).checked(value) for key, value in values.items()})
        changed._check_together()
        return changed

    def differing(self) -> dict[str, Any]:
        """Key and value of everything that is not at its default, ready for JSON: what the store keeps."""
        found = {s.key: getattr(self, s.key) for s in TABLE.values() if getattr(self, s.key) != s.default}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}

    def as_dict(self) -> dict[str, Any]:
        """Every key and value, ready for JSON."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    def _check_together(self) -> None:
        for low, high in (
            ("min_packing_s", "max_packing_s"),
            ("cpu_low", "cpu_high"),
            ("mem_low", "mem_high"),
            ("heartbeat_s", "stale_claim_s"),
        ):
            if getattr(self, low) >= getattr(self, high):
                raise InvalidInput(
                    f"The setting {low} ({getattr(self, low):g}) must be below {high} ({getattr(self, high):g}).",
                    code="setting_refused",
                    details={
                        "key": low,
                        "value": getattr(self, low),
                        "bounds": f"below {high}",
                        "problem": "not_below",
                        "other": high,
                    },
                )
        if self.workers_max and self.workers_min > self.workers_max:
            raise InvalidInput(
                f"The setting workers_min ({self.workers_min}) must be at most workers_max ({self.workers_max}).",
                code="setting_refused",
                details={
                    "key": "workers_min",
                    "value": self.workers_min,
                    "bounds": "at most workers_max",
                    "problem": "not_at_most",
                    "other": "workers_max",
                },
            )
        if self.dev_origin and not _ORIGIN.fullmatch(self.dev_origin):
            raise TABLE["dev_origin"].refusal(self.dev_origin, "not_an_origin", "must look like http://localhost:3000")
        if self.mail_sender and not _SENDER.fullmatch(self.mail_sender):
            raise TABLE["mail_sender"].refusal(self.mail_sender, "not_an_email", "must look like epack@shop.vn")
        if self.mail_host and not _HOST.fullmatch(self.mail_host):
            raise TABLE["mail_host"].refusal(self.mail_host, "not_a_host", "must look like mail.shop.vn")
        if self.licence_server and not _LICENCE_SERVER.fullmatch(self.licence_server):
            raise TABLE["licence_server"].refusal(
                self.licence_server, "not_https", "must look like https://licence.example.vn"
            )
        for network in self.source_networks:
            try:
                ip_network(network, strict=False)
            except ValueError:
                raise TABLE["source_networks"].refusal(
                    network, "not_a_network", "must be networks such as 192.168.1.0/24"
                ) from None
        if not SAFE_ADDRESS.fullmatch(self.google_issuer):
            raise TABLE["google_issuer"].refusal(
                self.google_issuer, "not_a_safe_address", "must look like https://accounts.google.com"
            )
        for host in self.allowed_hosts:
            if not _HOST.fullmatch(host):
                raise TABLE["allowed_hosts"].refusal(
                    host, "not_a_host", "must be host names such as epack.shop.lan, without http:// and port"
                )


TABLE: Mapping[str, Setting] = {f.name: setting_of(f.name, f.metadata) for f in fields(Settings)}
"""Every setting by key, in the order in which people see them."""


def describe(settings: Settings) -> list[dict[str, Any]]:
    """Every setting with its present value, as the API lists them."""
    values = settings.as_dict()
    return [
        {
            "key": s.key,
            "value": values[s.key],
            "default": list(s.default) if isinstance(s.default, tuple) else s.default,
            "type": s.kind,
            "unit": s.unit,
            "min": s.minimum,
            "max": s.maximum,
            "choices": list(s.choices),
            "group": s.group,
            "help": s.help,
            "restart": s.restart,
        }
        for s in TABLE.values()
    ]


def _find(key: str) -> Setting:
    found = TABLE.get(key)
    if found is None:
        near = get_close_matches(key, TABLE, n=1)
        hint = f" Did you mean {near[0]}?" if near else " See docs/settings.md for all of them."
        raise InvalidInput(
            f"There is no setting called {key!r}.{hint}", code="no_such_setting", details={"key": key[:100]}
        )
    return found
