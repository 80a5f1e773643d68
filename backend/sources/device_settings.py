"""Fields that the settings of all devices have: text, a certificate's fingerprint, nothing unknown."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend.domain.errors import InvalidInput

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_LONGEST = 2000


def refused(field: str, message: str) -> InvalidInput:
    return InvalidInput(message, code="bad_source_setting", details={"field": field})


def only_known(config: Mapping[str, Any], fields: Collection[str]) -> None:
    """Raises InvalidInput for a field that this kind of source does not have."""
    unknown = next((name for name in config if name not in fields), None)
    if unknown is not None:
        raise refused(unknown, f"A source of this kind has no setting called {unknown[:60]!r}.")


def text_field(config: Mapping[str, Any], name: str) -> str:
    """Raises InvalidInput for anything but text in one line."""
    value = config.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _LONGEST or any(ord(sign) < 32 for sign in value):
        raise refused(name, "Give this as text in one line.")
    return value.strip()


def fingerprint_field(config: Mapping[str, Any], name: str = "fingerprint") -> str | None:
    """A certificate's SHA-256 as 64 lower-case hex digits, colons allowed; None when left out."""
    given = text_field(config, name).replace(":", "").replace(" ", "").lower()
    if given and not _FINGERPRINT.fullmatch(given):
        raise refused(name, "The fingerprint of a certificate is 64 hexadecimal digits.")
    return given or None


def choice_field(config: Mapping[str, Any], name: str, choices: Sequence[str]) -> str:
    """One of `choices`; the first when left out. Raises InvalidInput."""
    given = text_field(config, name) or choices[0]
    if given not in choices:
        raise refused(name, f"Choose one of: {', '.join(choices)}.")
    return given


def zone_field(config: Mapping[str, Any], name: str = "timezone") -> str | None:
    """An IANA name, None when left out. Raises InvalidInput."""
    given = text_field(config, name)
    if not given:
        return None
    try:
        ZoneInfo(given)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise refused(name, "Choose a time zone such as Asia/Ho_Chi_Minh.") from None
    return given


def password_of(secrets: Mapping[str, Any]) -> str:
    """Raises InvalidInput when it is not text."""
    password = secrets.get("password", "")
    if not isinstance(password, str) or len(password) > _LONGEST:
        raise refused("password", "The password is text.")
    return password
