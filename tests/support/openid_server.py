"""A local OpenID provider over real HTTP: authorization code with PKCE, signed id tokens, a key set.

What it says can be spoiled (`spoil`), to see that each check of the program holds by itself.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

CLIENT_ID, CLIENT_SECRET = "epack-test.apps", "GOCSPX-test-secret"
Claims = dict[str, Any]


def part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Provider:
    """`person` is who signs in there; `spoil` changes the claims before they are signed."""

    address: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    signing_key: rsa.RSAPrivateKey | None = None
    person: Claims = field(
        default_factory=lambda: {"sub": "1001", "email": "Lan@shop.vn", "email_verified": True, "name": "Lan"}
    )
    spoil: Callable[[Claims], Claims] = lambda claims: claims
    described: Callable[[dict[str, str]], dict[str, str]] = lambda found: found
    header: Claims = field(default_factory=dict)
    down: bool = False
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def description(self) -> dict[str, str]:
        return self.described(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/auth",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
            }
        )

    def key_set(self) -> Claims:
        numbers = self.key.public_key().public_numbers()
        e, n = (part(value.to_bytes((value.bit_length() + 7) // 8)) for value in (numbers.e, numbers.n))
        return {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256", "e": e, "n": n}]}

    def agree(self, query: dict[str, str]) -> str:
        """Where the browser is sent once the person agreed."""
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self._codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'scope': 'openid'})}"

    def exchange(self, form: dict[str, str]) -> Claims | None:
        """The answer to a code; None: refused."""
        begun = self._codes.pop(form.get("code", ""), None)
        if begun is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return None
        verifier = part(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if verifier != begun["code_challenge"] or form.get("redirect_uri") != begun["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 3600,
            "nonce": begun["nonce"],
            **self.person,
        }
        return {"access_token": "at", "token_type": "Bearer", "id_token": self.signed(self.spoil(claims))}

    def signed(self, claims: Claims) -> str:
        head = part(json.dumps({"alg": "RS256", "kid": "1", "typ": "JWT", **self.header}).encode())
        text = f"{head}.{part(json.dumps(claims).encode())}"
        made = (self.signing_key or self.key).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{text}.{part(made)}"


@contextmanager
def openid_provider() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            provider.asked.append(f"GET {path}")
            if path == "/auth":
                self.send_response(302)
                self.send_header("Location", provider.agree({name: values[0] for name, values in query.items()}))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif path == "/.well-known/openid-configuration":
                self._answer(provider.description())
            else:
                self._answer(provider.key_set() if path == "/keys" else None)

        def do_POST(self) -> None:
            provider.asked.append(f"POST {self.path}")
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._answer(provider.exchange({name: values[0] for name, values in sent.items()}))

        def _answer(self, body: Any) -> None:
            data = json.dumps(body or {"error": "invalid_grant"}).encode()
            self.send_response(503 if provider.down else 200 if body else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="openid")
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
