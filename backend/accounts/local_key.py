"""The key of this machine: with it the command line talks to the running server for whoever owns the data folder.

A file that only its owner may read, made anew at every start of the server. Whoever can read it could read the store
just as well, so it opens nothing that was closed.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from pathlib import Path

from backend.accounts.tokens import new_token, token_hash
from backend.domain.account import Caller, Role
from backend.domain.errors import StoreError

MARK = "epl_"
NAME = "command line"


class LocalKey:
    """Nothing is known of it before `renew`, so no key fits."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hash = ""

    def renew(self) -> None:
        """Write a new key. Raises StoreError when the file cannot be written."""
        key = MARK + new_token()
        part = self._path.with_name(self._path.name + ".part")
        try:
            part.unlink(missing_ok=True)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(key)
            part.replace(self._path)
        except OSError as error:
            raise StoreError(
                f"{self._path} cannot be written: {error.strerror}. The command line needs it to talk to the server.",
                code="key_file_unusable",
            ) from error
        self._hash = token_hash(key)

    def forget(self) -> None:
        """The server goes down: the key opens nothing any more."""
        self._hash = ""
        self._path.unlink(missing_ok=True)

    def caller(self, key: str, address: str) -> Caller | None:
        """The administrator of the command line, for the right key from this machine."""
        if not self._hash or not _is_this_machine(address):
            return None
        return Caller(None, NAME, Role.ADMIN) if secrets.compare_digest(token_hash(key), self._hash) else None


def read_local_key(path: Path) -> str | None:
    """The key a running server wrote there; None when there is none, or it is not for us to read."""
    try:
        return path.read_text("ascii").strip() or None
    except (OSError, ValueError):
        return None


def _is_this_machine(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False
