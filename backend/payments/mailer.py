"""Sends what waits in the list of mails over SMTP, again and again with growing pauses, and gives up after two days."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Literal

from backend.domain.errors import InvalidInput
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from database.repositories.mails import MailRepository, WaitingMail

log = logging.getLogger(__name__)

TIMEOUT_S = 20.0
FIRST_PAUSE_MS = 60_000
LONGEST_PAUSE_MS = 6 * 3_600_000
TRIES = 14
"""With doubling pauses of at most six hours: a little over two days."""


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    sender: str
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.host or "@" not in self.sender or not 0 < self.port < 65536:
            raise InvalidInput("Mail needs a host, a port and a sender's address.", code="mail_not_set_up")
        if self.user and self.security == "none":
            raise InvalidInput("A password is not sent over a connection without TLS.", code="mail_not_set_up")


class Mailer:
    def __init__(self, mails: MailRepository, server: Callable[[], MailServer | None], clock: Clock) -> None:
        self._mails = mails
        self._server = server
        self._clock = clock

    def send_due(self, stop: StopSignal) -> int:
        """Send what is due; returns how many were sent. Without a mail server everything goes on waiting."""
        server, sent = self._server(), 0
        if server is None:
            return 0
        for waiting in self._mails.due(self._clock.now_ms()):
            stop.check()
            try:
                _send(server, message(waiting, server.sender))
            except (OSError, smtplib.SMTPException, ValueError) as error:
                self._failed(waiting, error)
            else:
                self._mails.sent(waiting.id, now_ms=self._clock.now_ms())
                sent += 1
        return sent

    def _failed(self, waiting: WaitingMail, error: Exception) -> None:
        tries = waiting.attempts + 1
        # A certificate that is not trusted is a ValueError too, and passes.
        unsendable = isinstance(error, ValueError) and not isinstance(error, OSError)
        refused = unsendable or isinstance(error, smtplib.SMTPRecipientsRefused)
        over = tries >= TRIES or refused
        pause_ms = min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1))
        self._mails.failed(
            waiting.id, f"{type(error).__name__}: {error}", again_ms=None if over else self._clock.now_ms() + pause_ms
        )
        log.warning("mail %d was not sent (try %d): %s", waiting.id, tries, type(error).__name__)


def message(waiting: WaitingMail, sender: str) -> EmailMessage:
    """Raises ValueError when an address or the subject holds line breaks."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, waiting.mail.recipient, waiting.mail.subject
    mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(f"epack-{waiting.id}")
    mail.set_content(waiting.mail.body)
    if waiting.mail.attachment:
        mail.add_attachment(waiting.mail.attachment, subtype="plain", filename="epack.licence")
    return mail


def _send(server: MailServer, mail: EmailMessage) -> None:
    context = ssl.create_default_context()
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
    with connection:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(mail)
