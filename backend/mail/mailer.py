"""Sends what waits in the list of mails over SMTP, again and again with growing pauses, and gives up after two days."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from backend.domain.mail import Mail, MailServer
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from database.repositories.mails import MailRepository, WaitingMail

log = logging.getLogger(__name__)

TIMEOUT_S = 20.0
FIRST_PAUSE_MS = 60_000
LONGEST_PAUSE_MS = 6 * 3_600_000
TRIES = 14
"""With doubling pauses of at most six hours: a little over two days."""


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
                deliver(server, waiting.mail, f"epack-{waiting.id}")
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


def message(mail: Mail, sender: str, name: str) -> EmailMessage:
    """Raises ValueError when an address or the subject holds line breaks."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, mail.recipient, mail.subject
    made["Date"], made["Message-ID"] = formatdate(), make_msgid(name)
    made.set_content(mail.body)
    if mail.attachment:
        made.add_attachment(mail.attachment, subtype="plain", filename="epack.licence")
    return made


def deliver(server: MailServer, mail: Mail, name: str = "epack") -> None:
    """Hand it over. Raises OSError, SMTPException, ValueError."""
    made, context = message(mail, server.sender, name), ssl.create_default_context()
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
    with connection:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(made)
