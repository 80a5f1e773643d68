"""How a vendor's desk is set up: keys of PayOS, the signing key, packages, mail. Sealed in the store as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from backend.domain.errors import InvalidInput
from backend.domain.mail import MailServer
from backend.domain.payment import Package

SECRETS = ("api_key", "checksum_key", "private_key", "passphrase")
MOST_PACKAGES = 20
HIGHEST_AMOUNT = 10_000_000_000
_ID = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class DeskConfig:
    client_id: str
    api_key: str = field(repr=False)
    checksum_key: str = field(repr=False)
    private_key: str = field(repr=False)
    """PEM, protected by the passphrase."""
    passphrase: str = field(repr=False)
    packages: tuple[Package, ...]
    mail: MailServer | None = None
    payos_url: str | None = None
    """Another address of PayOS: a test system."""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> DeskConfig:
        """Raises InvalidInput naming the field that is missing or wrong."""
        known = {"client_id", "packages", "mail", "payos_url", *SECRETS}
        unknown = sorted(set(given) - known)
        if unknown:
            raise _bad(unknown[0], "is not known")
        texts = {}
        for name in ("client_id", *SECRETS):
            value = given.get(name)
            if not isinstance(value, str) or not value:
                raise _bad(name, "is missing")
            texts[name] = value
        packages = given.get("packages")
        if not isinstance(packages, list) or not 0 < len(packages) <= MOST_PACKAGES:
            raise _bad("packages", f"must be a list of 1 to {MOST_PACKAGES} packages")
        made = tuple(_package(one) for one in packages)
        if len({one.id for one in made}) != len(made):
            raise _bad("packages", "must not have an id twice")
        return cls(**texts, packages=made, mail=_mail(given.get("mail")), payos_url=_url(given.get("payos_url")))


def _package(given: Any) -> Package:
    if not isinstance(given, Mapping):
        raise _bad("packages", "must be objects with id, name, amount and days")
    try:
        package = Package(
            str(given["id"]),
            str(given["name"]).strip(),
            given["amount"],
            given["days"],
            given.get("cameras"),
            tuple(map(str, given.get("features") or ())),
            str(given.get("description") or ""),
            given.get("activations", 1),
        )
    except KeyError as error:
        raise _bad("packages", f"must have {error.args[0]}") from error
    if not _ID.fullmatch(package.id) or not package.name:
        raise _bad("packages", "must have an id of small letters, digits and dashes, and a name")
    numbers = (package.amount, package.days, package.cameras, package.activations)
    if any(value is not None and (type(value) is not int or value < 1) for value in numbers):
        raise _bad("packages", "must have whole numbers above 0 for amount, days, cameras and activations")
    if package.amount > HIGHEST_AMOUNT or (package.days or 0) > 36_500:
        raise _bad("packages", "must have an amount and days that can be meant")
    return package


def _mail(given: Any) -> MailServer | None:
    if given is None:
        return None
    if not isinstance(given, Mapping):
        raise _bad("mail", "must be an object with host, port and sender")
    try:
        port = int(given.get("port", 587))
        security = given.get("security", "starttls")
        if security not in ("starttls", "tls", "none"):
            raise _bad("mail", "must have a security of starttls, tls or none")
        user, password = str(given.get("user") or ""), str(given.get("password") or "")
        return MailServer(str(given["host"]), port, str(given["sender"]), security, user, password)
    except (KeyError, TypeError, ValueError) as error:
        raise _bad("mail", "must have a host, a port and a sender") from error


def _url(given: Any) -> str | None:
    if given in (None, ""):
        return None
    parts = urlsplit(str(given))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _bad("payos_url", "must be an address")
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise _bad("payos_url", "must begin with https")
    return str(given)


def _bad(name: str, what: str) -> InvalidInput:
    return InvalidInput(f"The field {name} {what}.", code="desk_config", details={"field": name})
