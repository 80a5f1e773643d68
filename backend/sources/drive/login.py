"""The settings and secrets of a Drive source: who signs in, and with what."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.domain.errors import InvalidInput
from backend.sources.sync.options import FIELDS, checked_sync_options

SECRETS = frozenset({"client_secret", "token", "service_account", "sign_in"})
OAUTH, SERVICE_ACCOUNT = "oauth", "service_account"
_FIELDS = frozenset({"auth", "client_id", "account", "subject"})
_EMAIL = re.compile(r"[^@\s]{1,200}@[^@\s]{1,200}")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Token:
    """What Google gave after the consent."""

    access: str
    refresh: str
    expires_ms: int
    account: str = ""
    """E-mail address of who consented."""

    def as_secret(self) -> dict[str, Any]:
        return {
            "access": self.access, "refresh": self.refresh, "expires_ms": self.expires_ms, "account": self.account,
        }  # fmt: skip


def token_of(secrets: Mapping[str, Any]) -> Token | None:
    kept = secrets.get("token")
    if not isinstance(kept, Mapping):
        return None
    return Token(kept["access"], kept["refresh"], int(kept["expires_ms"]), str(kept.get("account", "")))


def checked_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """Raises InvalidInput naming the field."""
    unknown = sorted(set(config) - _FIELDS - FIELDS)
    if unknown:
        raise _bad(unknown[0], f"A Drive has no setting called {unknown[0][:40]!r}.")
    auth = config.get("auth", OAUTH)
    if auth not in (OAUTH, SERVICE_ACCOUNT):
        raise _bad("auth", "Choose how to sign in: oauth (with a Google account) or service_account (with a key file).")
    checked: dict[str, Any] = {"auth": auth, **checked_sync_options(config)}
    client_id = config.get("client_id") or ""
    if auth == OAUTH:
        checked["client_id"] = checked_client_id(client_id)
    for name in ("account", "subject"):
        address = config.get(name)
        if address:
            if not isinstance(address, str) or not _EMAIL.fullmatch(address):
                raise _bad(name, "This is not an e-mail address.")
            checked[name] = address
    return checked


def checked_client_id(client_id: object) -> str:
    text = client_id.strip() if isinstance(client_id, str) else ""
    if not text or len(text) > _LONGEST or not text.isascii() or not text.isprintable() or " " in text:
        raise _bad(
            "client_id",
            "Enter the client ID from the Google Cloud console (APIs & Services, Credentials, an OAuth client of the "
            "kind Desktop app). It ends in .apps.googleusercontent.com.",
        )
    return text


def service_account_key(secret: object) -> dict[str, Any]:
    """The key of a service account, from the JSON file that Google gives out. Raises InvalidInput."""
    try:
        key = json.loads(secret) if isinstance(secret, str) else dict(secret)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        raise _bad("service_account", "This is no JSON. Choose the key file as Google gave it out.") from None
    if not isinstance(key, dict) or key.get("type") != "service_account":
        raise _bad("service_account", "This is not the key file of a service account.")
    missing = [name for name in ("client_email", "private_key") if not isinstance(key.get(name), str)]
    if missing:
        raise _bad("service_account", f"The key file lacks {missing[0]}. Make a new key in the Google Cloud console.")
    # Addresses in the file are not followed: the key goes to Google and nowhere else.
    return {name: key[name] for name in ("type", "client_email", "private_key", "private_key_id") if name in key}


def _bad(field: str, message: str) -> InvalidInput:
    return InvalidInput(message, code="bad_source_setting", details={"field": field})
