"""Secrets that the program makes itself: long enough that nobody guesses one, stored as a hash only."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """256 random bits, safe in addresses and headers."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_id() -> str:
    """A name for something in lists; not a secret."""
    return secrets.token_hex(8)


def token_hash(token: str) -> str:
    """What is stored of a token. A fast hash is enough: there is nothing to guess in 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
