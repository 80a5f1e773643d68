"""Which passwords are taken. Pure. Length is what counts (NIST SP 800-63B): no rules about kinds of characters."""

from __future__ import annotations

import unicodedata

from backend.domain.account import name_key
from backend.domain.errors import InvalidInput

LONGEST = 200
_FEWEST_DIFFERENT = 5
_SEQUENCES = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t6y7u8i9o0p")
_AROUND = "0123456789!@#$%^&*()-_=+.,?~ "
_COMMON = frozenset({
    "password", "passw0rd", "p@ssw0rd", "p@ssword", "passwort", "matkhau", "welcome", "letmein", "iloveyou",
    "anhyeuem", "emyeuanh", "khongbiet", "conheocon", "vietnam", "saigon", "hanoi", "admin", "administrator", "epack",
    "dragon", "monkey", "football", "baseball", "superman", "sunshine", "princess", "trustno1", "shadow", "master",
    "michael", "changeme", "default", "secret", "login", "camera", "dongnam", "shopee", "lazada", "tiktok", "packing",
})  # fmt: skip
"""Words that guessers try first, with anything short around them."""


def normal(password: str) -> str:
    """The password as it is hashed: the same sign typed on different keyboards is the same."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, *, name: str, shortest: int) -> None:
    """Raises InvalidInput (`password_refused`) with `details["rule"]`: too_short, too_long, like_name, too_common."""
    text = normal(password)
    if len(text) < shortest:
        raise _refused("too_short", f"Choose a password of at least {shortest} characters.", shortest)
    if len(text) > LONGEST:
        raise _refused("too_long", f"Choose a password of at most {LONGEST} characters.", LONGEST)
    folded = text.casefold()
    key = name_key(name)
    if len(key) >= 3 and len(folded.replace(key, "")) < shortest // 2 + 1 and key in folded:
        raise _refused("like_name", "Choose a password that is not made of the name.")
    if _is_common(folded):
        raise _refused("too_common", "This password is among the first that are guessed. Choose another one.")


def _is_common(folded: str) -> bool:
    """Few different signs, keys in a row, or such a word with digits and signs around it."""
    bare = folded.strip(_AROUND)
    if len(set(folded)) < _FEWEST_DIFFERENT or bare in _COMMON:
        return True
    return _is_run(folded) or (len(bare) >= 4 and _is_run(bare))


def _is_run(folded: str) -> bool:
    """Keys that lie side by side, forwards, backwards or repeated."""
    return any(_repeats(folded, line) or _repeats(folded, line[::-1]) for line in _SEQUENCES)


def _repeats(folded: str, line: str) -> bool:
    endless = line * (len(folded) // len(line) + 2)
    return folded in endless


def _refused(rule: str, message: str, limit: int | None = None) -> InvalidInput:
    return InvalidInput(message, code="password_refused", details={"rule": rule, "limit": limit})
