"""The vendor's pair of keys. The private one is never part of the program."""

from __future__ import annotations

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from backend.licensing.token import SMALLEST_KEY_BITS

PrivateKey = rsa.RSAPrivateKey


def new_keys(passphrase: bytes) -> tuple[bytes, bytes]:
    """A new private key, encrypted with the passphrase, and its public key, both as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=SMALLEST_KEY_BITS)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase),
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private, public


def load_private_key(pem: bytes, passphrase: bytes) -> PrivateKey:
    """Raises ValueError for a wrong passphrase, a damaged key, and one that is not RSA."""
    try:
        key = serialization.load_pem_private_key(pem, passphrase)
    except TypeError as error:  # a key without a passphrase
        raise ValueError(str(error)) from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("not an RSA key")
    return key
