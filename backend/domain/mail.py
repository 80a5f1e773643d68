"""A mail, and the server that takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from backend.domain.errors import InvalidInput

Security = Literal["starttls", "tls", "none"]
_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")


def is_address(text: str) -> bool:
    """Whether a mail can go there: one address, of a host with a domain, and nothing besides."""
    return _ADDRESS.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Mail:
    recipient: str
    kind: str
    subject: str
    """Stored in the clear: no place for a secret."""
    body: str
    attachment: str = ""


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    sender: str
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.host or "@" not in self.sender or not 0 < self.port < 65536:
            raise InvalidInput("Mail needs a host, a port and a sender's address.", code="mail_not_set_up")
        if self.user and self.security == "none":
            raise InvalidInput("A password is not sent over a connection without TLS.", code="mail_not_set_up")
