"""Consent page and token service of Google for tests, strict where Google is: PKCE, redirects, expiry, assertions."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from backend.sources.drive.endpoints import DRIVE_SCOPE, DriveEndpoints
from tests.support.device_server import Asked, Reply

CLIENT_ID, CLIENT_SECRET = "epack.apps.googleusercontent.com", "client-secret"
ACCOUNT = "owner@example.com"


@dataclass
class GoogleTokens:
    token_s: float = 3600.0
    clock_wrong: bool = False
    """Tokens are refused because of the time."""
    granted: str = f"openid https://www.googleapis.com/auth/userinfo.email {DRIVE_SCOPE}"
    tokens: dict[str, float] = field(default_factory=dict)
    refresh_tokens: set[str] = field(default_factory=set)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)
    """Client e-mail of service accounts -> public key."""

    def __post_init__(self) -> None:
        self.endpoints = DriveEndpoints()

    def consent(self, url: str) -> str:
        """What a person does on the consent page; returns the address the browser is sent back to."""
        asked = {name: values[-1] for name, values in parse_qs(url.partition("?")[2]).items()}
        assert url.startswith(self.endpoints.consent)
        assert asked["code_challenge_method"] == "S256"
        assert asked["access_type"] == "offline"
        assert DRIVE_SCOPE in asked["scope"].split()
        assert "https://www.googleapis.com/auth/drive" not in asked["scope"].split()
        code = secrets.token_urlsafe(10)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], 'code': code, 'scope': self.granted})}"

    def token(self) -> dict[str, Any]:
        """A consent given long ago, as a secret of a source."""
        refresh = f"rt-{secrets.token_hex(6)}"
        self.refresh_tokens.add(refresh)
        return {"access": self._access(), "refresh": refresh, "expires_ms": round((time.time() + self.token_s) * 1000)}

    def service_account(self, email: str = "svc@epack.iam.gserviceaccount.com") -> dict[str, Any]:
        """Its key file."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.accounts[email] = key.public_key()
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {
            "type": "service_account", "client_email": email, "private_key_id": "1", "private_key": pem.decode(),
            "token_uri": "https://evil.example/token",
        }  # fmt: skip

    def _access(self) -> str:
        access = f"at-{secrets.token_hex(8)}"
        self.tokens[access] = time.time() + self.token_s
        return access

    def is_valid(self, access: str) -> bool:
        return self.tokens.get(access, 0) >= time.time()

    def token_answer(self, asked: Asked) -> Reply:
        form = {name: values[-1] for name, values in parse_qs(asked.body.decode()).items()}
        if asked.path == "/token":
            return self._token(form)
        known = form["token"] in self.refresh_tokens
        self.refresh_tokens.discard(form["token"])
        self.tokens.clear()
        return Reply(200 if known else 400, b"{}", content_type="application/json")

    def _token(self, form: dict[str, str]) -> Reply:
        if self.clock_wrong:
            return _refused("Invalid JWT: Token must be a short-lived token and in a reasonable timeframe (iat, exp).")
        if form["grant_type"].endswith("jwt-bearer"):
            return self._assertion(form["assertion"])
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return Reply(401, b'{"error": "invalid_client"}', content_type="application/json")
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self.refresh_tokens:
                return _refused("Token has been expired or revoked.")
            return as_json({"access_token": self._access(), "expires_in": self.token_s, "token_type": "Bearer"})
        begun = self.codes.pop(form["code"], None)
        verifier = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if begun is None or begun["code_challenge"] != challenge or begun["redirect_uri"] != form["redirect_uri"]:
            return _refused("Bad Request")
        refresh = f"rt-{secrets.token_hex(6)}"
        self.refresh_tokens.add(refresh)
        claims = base64.urlsafe_b64encode(json.dumps({"aud": CLIENT_ID, "email": ACCOUNT}).encode()).rstrip(b"=")
        return as_json(
            {
                "access_token": self._access(), "refresh_token": refresh, "expires_in": self.token_s,
                "scope": self.granted, "id_token": f"e30.{claims.decode()}.c2ln", "token_type": "Bearer",
            }
        )  # fmt: skip

    def _assertion(self, assertion: str) -> Reply:
        head, body, signature = assertion.split(".")
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        self.accounts[claims["iss"]].verify(
            base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)), f"{head}.{body}".encode(),
            padding.PKCS1v15(), hashes.SHA256(),
        )  # fmt: skip
        assert claims["scope"] == DRIVE_SCOPE
        return as_json({"access_token": self._access(), "expires_in": self.token_s, "token_type": "Bearer"})


def as_json(body: Any) -> Reply:
    return Reply(200, json.dumps(body).encode(), content_type="application/json")


def _refused(why: str) -> Reply:
    body = json.dumps({"error": "invalid_grant", "error_description": why}).encode()
    return Reply(400, body, content_type="application/json")
