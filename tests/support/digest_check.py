"""The server's side of HTTP digest sign-in (RFC 7616, qop=auth), as strict as a careful device."""

from __future__ import annotations

import hashlib
import re
import secrets

from tests.support.device_server import Asked, Reply


class DigestCheck:
    """Nonces are its own, used with counts that only grow, and go stale after `uses`. After `tries` wrong passwords the
    account is locked (None: never)."""

    def __init__(
        self, user: str, password: str, *, realm: str = "device", algorithm: str = "MD5", uses: int = 1000,
        tries: int | None = None,
    ) -> None:  # fmt: skip
        self.user, self.password, self.realm, self.algorithm = user, password, realm, algorithm
        self._uses, self._tries = uses, tries
        self._counts: dict[str, int] = {}
        self.wrong = 0
        self.was_locked = False
        """Whether the last request came to a locked account."""

    @property
    def locked(self) -> bool:
        return self._tries is not None and self.wrong >= self._tries

    def refusal(self, asked: Asked) -> Reply | None:
        """None when the request is signed in properly; else the 401 to answer with."""
        given = _fields(asked.headers.get("Authorization", ""))
        self.was_locked = self.locked
        if not given or self.locked:
            return self._challenge()
        nonce, count = given.get("nonce", ""), int(given.get("nc", "0"), 16)
        if nonce not in self._counts or given.get("uri") != asked.target or given.get("qop") != "auth":
            return self._challenge()
        if count <= self._counts[nonce] or count > self._uses:
            return self._challenge(stale=True)
        self._counts[nonce] = count
        if given.get("username") != self.user or given.get("response") != self._expected(asked, given):
            self.wrong += 1
            return self._challenge()
        return None

    def _expected(self, asked: Asked, given: dict[str, str]) -> str:
        first = self._hash(f"{self.user}:{self.realm}:{self.password}")
        second = self._hash(f"{asked.method}:{asked.target}")
        return self._hash(f"{first}:{given['nonce']}:{given['nc']}:{given.get('cnonce', '')}:auth:{second}")

    def _hash(self, text: str) -> str:
        return hashlib.new(self.algorithm.replace("-", "").lower(), text.encode()).hexdigest()

    def _challenge(self, stale: bool = False) -> Reply:
        nonce = secrets.token_hex(8)
        self._counts[nonce] = 0
        header = f'Digest qop="auth", realm="{self.realm}", nonce="{nonce}", algorithm={self.algorithm}'
        return Reply(401, b"Unauthorized", {"WWW-Authenticate": header + (", stale=TRUE" if stale else "")})


def _fields(header: str) -> dict[str, str]:
    if not header.startswith("Digest "):
        return {}
    return {name: quoted or plain for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', header)}
