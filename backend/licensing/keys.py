"""Short keys, for people: read over the telephone and typed in."""

from __future__ import annotations

import secrets

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which are mistaken for each other."""


def new_licence_key() -> str:
    """EPACK-XXXX-XXXX-XXXX-XXXX, 80 random bits."""
    return "-".join(["EPACK", *("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))])
