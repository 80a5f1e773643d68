"""A mail server on this machine that keeps what it is sent."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Inbox:
    port: int = 0
    refuse: bool = False
    received: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuse:
            return "550 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.received.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return "250 OK"


@contextmanager
def smtp_server(starttls: ssl.SSLContext | None = None) -> Iterator[Inbox]:
    """`starttls`: offer an encrypted connection with this certificate."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        inbox = Inbox(free.getsockname()[1])
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port, tls_context=starttls)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
