"""A vendor with keys of its own, who signs licences for tests."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from cryptography.hazmat.primitives.asymmetric import rsa

from backend.domain.licence import DAY_MS, Licence
from backend.licensing.token import licence_text, sign

NOW_MS = 1_767_225_600_000
MARKS = ("board:00000000000000b1", "disk:00000000000000d1", "machine:00000000000000e1", "processor:00000000000000f1")
LICENCE = Licence(
    "L-1", "EPACK-AAAA-BBBB-CCCC-DDDD", "epack", "Cửa hàng Hoa", NOW_MS, NOW_MS + 365 * DAY_MS, "hoa@shop.vn",
    ("counting",), 4, MARKS, 2,
)  # fmt: skip


@cache
def vendor_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def licence(**fields: object) -> str:
    """The signed text of a licence like LICENCE."""
    return licence_text(replace(LICENCE, **fields), vendor_key())  # type: ignore[arg-type]


def revocation(licence_id: str = "L-1") -> str:
    return sign("revocation", {"id": licence_id}, vendor_key())
