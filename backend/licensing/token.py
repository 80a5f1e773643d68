"""Signed texts of the vendor: licences and revocations. RSA with PSS and SHA-256 (RFC 8017, 8.1), base64url.

A text is `payload.signature` between two lines that name it; blanks and line breaks do not matter, so that it survives
mail and copying. Only the exact payload that was signed is ever read.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import textwrap
from collections.abc import Mapping
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from backend.domain.errors import InvalidInput
from backend.domain.licence import Licence

LONGEST = 16_384
SMALLEST_KEY_BITS = 3072
Kind = Literal["licence", "revocation"]

_TEXT = re.compile(r"([A-Za-z0-9_-]{16,})\.([A-Za-z0-9_-]{256,})")
_PSS = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)


def sign(kind: Kind, content: Mapping[str, Any], key: rsa.RSAPrivateKey) -> str:
    """The text that shops get. `content` is plain JSON."""
    payload = json.dumps({"v": 1, "kind": kind, **content}, sort_keys=True, separators=(",", ":")).encode()
    text = f"{_encode(payload)}.{_encode(key.sign(payload, _PSS, hashes.SHA256()))}"
    name = kind.upper()
    return f"-----BEGIN EPACK {name}-----\n{textwrap.fill(text, 76)}\n-----END EPACK {name}-----\n"


def verify(text: str, key: rsa.RSAPublicKey, kind: Kind) -> dict[str, Any]:
    """The content of a text that this key signed. Raises InvalidInput: `licence_unreadable`, `licence_not_ours`."""
    payload, signature = _parts(text)
    try:
        key.verify(signature, payload, _PSS, hashes.SHA256())
    except InvalidSignature:
        raise InvalidInput(
            "The vendor did not sign this, or it was changed since. Use the text exactly as it was sent.",
            code="licence_not_ours",
        ) from None
    content: dict[str, Any] = json.loads(payload)
    if content.get("v") != 1 or content.get("kind") != kind:
        raise InvalidInput(
            "This is not a licence. Paste the text of the licence, or choose its file.", code="licence_unreadable"
        )
    return content


def licence_text(licence: Licence, key: rsa.RSAPrivateKey) -> str:
    content = {name: getattr(licence, name) for name in Licence.__slots__}
    return sign("licence", {**content, "features": list(licence.features), "machine": list(licence.machine)}, key)


def read_licence(text: str, key: rsa.RSAPublicKey) -> Licence:
    """Raises InvalidInput like `verify`."""
    content = verify(text, key, "licence")
    try:
        values = {name: content[name] for name in Licence.__slots__}
        return Licence(**{**values, "features": tuple(values["features"]), "machine": tuple(values["machine"])})
    except (KeyError, TypeError) as error:
        raise InvalidInput(
            "This licence was made for another version of the program. Update the program.", code="licence_unreadable"
        ) from error


def read_public_key(pem: bytes) -> rsa.RSAPublicKey:
    """Raises ValueError for anything but an RSA key of at least 3072 bits."""
    key: PublicKeyTypes = load_pem_public_key(pem)
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < SMALLEST_KEY_BITS:
        raise ValueError(f"not an RSA key of at least {SMALLEST_KEY_BITS} bits")
    return key


def _parts(text: str) -> tuple[bytes, bytes]:
    bare = re.sub(r"-----(BEGIN|END) EPACK [A-Z]+-----", "", text[: LONGEST + 1])
    found = _TEXT.fullmatch(re.sub(r"\s+", "", bare))
    if len(text) > LONGEST or found is None:
        raise InvalidInput(
            "This is not a licence. Paste the whole text, from the BEGIN to the END line, or choose the file.",
            code="licence_unreadable",
        )
    try:
        return _decode(found[1]), _decode(found[2])
    except binascii.Error as error:
        raise InvalidInput("The text of the licence is not whole. Copy it again.", code="licence_unreadable") from error


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
