"""Secrets at rest: sealed with a key that lies in a file of its own, outside the store and its backups.

Fernet of the `cryptography` package (AES-128-CBC with HMAC-SHA256, https://github.com/fernet/spec). The file holds one
key a line, newest first; all of them open, the first one seals. Rotating adds a key in front, everything stored is
sealed anew, and then the old keys are dropped, so that a break between the steps loses nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from backend.domain.errors import StoreError


class SecretBox:
    """Seals and opens small values. Safe to share between threads."""

    def __init__(self, keys: list[bytes]) -> None:
        """`keys`: Fernet keys, newest first, at least one. Raises ValueError for anything else."""
        if not keys:
            raise ValueError("a secret box needs at least one key")
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._newest = keys[0]

    def seal(self, value: Mapping[str, Any]) -> bytes:
        """`value` must be plain JSON."""
        return self._fernet.encrypt(json.dumps(value, separators=(",", ":")).encode())

    def open(self, sealed: bytes) -> dict[str, Any]:
        """What was sealed. Raises StoreError (`secret_unreadable`) when no key of the file opens it."""
        try:
            opened: dict[str, Any] = json.loads(self._fernet.decrypt(sealed))
        except (InvalidToken, TypeError, ValueError) as error:
            raise StoreError(
                "A stored password cannot be opened: the key file is not the one it was sealed with. "
                "Put the right key file back, or enter the password again.",
                code="secret_unreadable",
            ) from error
        return opened

    def reseal(self, sealed: bytes) -> bytes:
        """The same secret under the newest key. Raises StoreError like `open`."""
        return self.seal(self.open(sealed))

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for signing one kind of thing (`purpose`), from the newest key. It changes on rotation."""
        return hmac.new(self._newest, b"epack " + purpose.encode(), hashlib.sha256).digest()


def open_secret_box(path: Path) -> SecretBox:
    """The box of this installation; makes the key file (mode 0600) when there is none.

    Raises StoreError when the file cannot be read, made, or holds anything but keys.
    """
    return SecretBox(read_keys(path) if path.exists() else [_make(path)])


def read_keys(path: Path) -> list[bytes]:
    """Keys of the file, newest first. Raises StoreError."""
    try:
        lines = [line.strip() for line in path.read_bytes().splitlines() if line.strip()]
        for line in lines:
            Fernet(line)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"The key file {path} cannot be used: {error}. Put it back from where it is kept; without it, stored "
            "passwords have to be entered again.",
            code="key_file_unusable",
        ) from error
    if not lines:
        raise StoreError(f"The key file {path} is empty. Put it back from where it is kept.", code="key_file_unusable")
    return lines


def write_keys(path: Path, keys: list[bytes]) -> None:
    """Put these keys, newest first, into the file in one step; only its owner may read it."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(b"\n".join(keys) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _make(path: Path) -> bytes:
    key = Fernet.generate_key()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_keys(path, [key])
    except OSError as error:
        raise StoreError(
            f"The key file {path} cannot be written: {error.strerror}.", code="key_file_unusable"
        ) from error
    return key
