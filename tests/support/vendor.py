"""A vendor with keys of its own, who signs licences for tests."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from backend.domain.licence import DAY_MS, Licence
from backend.licensing.token import licence_text, sign
from tests.support.payos_server import API_KEY, CHECKSUM_KEY, CLIENT_ID

NOW_MS = 1_767_225_600_000
MARKS = ("board:00000000000000b1", "disk:00000000000000d1", "machine:00000000000000e1", "processor:00000000000000f1")
LICENCE = Licence(
    "L-1", "EPACK-AAAA-BBBB-CCCC-DDDD", "epack", "Cửa hàng Hoa", NOW_MS, NOW_MS + 365 * DAY_MS, "hoa@shop.vn",
    ("counting",), 4, MARKS, 2,
)  # fmt: skip


PASSPHRASE = "correct horse battery"
DESK: dict[str, Any] = {
    "client_id": CLIENT_ID,
    "api_key": API_KEY,
    "checksum_key": CHECKSUM_KEY,
    "passphrase": PASSPHRASE,
    "packages": [{"id": "year-4", "name": "Năm, 4 camera", "amount": 1_200_000, "days": 365, "cameras": 4}],
}
"""A vendor's desk, without the keys that are made anew each time."""


@cache
def vendor_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def licence(**fields: object) -> str:
    """The signed text of a licence like LICENCE."""
    return licence_text(replace(LICENCE, **fields), vendor_key())  # type: ignore[arg-type]


def revocation(licence_id: str = "L-1") -> str:
    return sign("revocation", {"id": licence_id}, vendor_key())


def public_pem() -> bytes:
    """What a copy for sale carries as resources/vendor.pem."""
    return (
        vendor_key()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def desk_config(payos_url: str, **more: Any) -> dict[str, Any]:
    """The set-up of a desk that sells through the PayOS at this address."""
    pem = vendor_key().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(PASSPHRASE.encode()),
    )
    return {**DESK, "private_key": pem.decode(), "payos_url": payos_url, **more}
