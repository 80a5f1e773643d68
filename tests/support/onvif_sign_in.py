"""The device's side of WS-UsernameToken: the digest is computed, nonces are used once, dates must be of now."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree

_WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
_DIGEST = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest"


@dataclass
class TokenCheck:
    user: str
    password: str
    now_ms: Callable[[], float]
    """The device's clock."""
    fresh_s: float = 5.0
    tries: int | None = None
    """Wrong passwords before the account is locked."""
    wrong: int = 0
    last_fault: str = ""
    _nonces: set[bytes] = field(default_factory=set)

    def fault(self, envelope: etree._Element) -> str | None:
        """None when signed in, else the reason for the fault."""
        self.last_fault = self._fault(envelope) or ""
        return self.last_fault or None

    def _fault(self, envelope: etree._Element) -> str | None:
        if self.tries is not None and self.wrong >= self.tries:
            return "The account is locked, try again later"
        token = envelope.find(f".//{{{_WSSE}}}UsernameToken")
        if token is None:
            return "Sender not authorized"
        password = token.find(f"{{{_WSSE}}}Password")
        created = token.findtext(f"{{{_WSU}}}Created") or ""
        nonce = base64.b64decode(token.findtext(f"{{{_WSSE}}}Nonce") or "", validate=True)
        if password is None or password.get("Type") != _DIGEST or len(nonce) < 16 or not created.endswith("Z"):
            return "Malformed security header"
        if nonce in self._nonces:
            return "Nonce was used before"
        self._nonces.add(nonce)
        dated = datetime.strptime(created[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
        if abs(dated.timestamp() * 1000 - self.now_ms()) > self.fresh_s * 1000:
            return "Security token has expired"
        digest = base64.b64encode(hashlib.sha1(nonce + created.encode() + self.password.encode()).digest()).decode()
        if token.findtext(f"{{{_WSSE}}}Username") != self.user or (password.text or "") != digest:
            self.wrong += 1
            return "Sender not authorized"
        return None
