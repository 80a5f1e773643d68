"""The mails of this installation: what takes them, whether it works, and the loop that sends what waits."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from typing import cast

from backend.config.secret_box import SecretBox
from backend.config.settings import Settings
from backend.domain.errors import Conflict, EpackError, FailedElsewhere, InvalidInput, StoreError
from backend.domain.mail import Mail, MailServer, Security
from backend.mail.mailer import Mailer, deliver
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from database.repositories.mails import MailRepository
from database.repositories.stored_secrets import SecretRepository

log = logging.getLogger(__name__)

PAUSE_S = 5.0
_SECRET = "mail.password"


class MailRefused(FailedElsewhere):
    code = "mail_refused"


class Post:
    """`desks`: the mail server of a vendor's desk in the same installation, which goes before that of the settings."""

    def __init__(
        self,
        mails: MailRepository,
        secrets: SecretRepository,
        box: SecretBox,
        settings: Callable[[], Settings],
        desks: Callable[[], MailServer | None],
        clock: Clock,
    ) -> None:
        self._mails = mails
        self._secrets = secrets
        self._box = box
        self._settings = settings
        self._desks = desks
        self._clock = clock
        self._mailer = Mailer(mails, self.server, clock)

    @property
    def ready(self) -> bool:
        return self.server() is not None

    def has_password(self) -> bool:
        return self._secrets.get(_SECRET) is not None

    def set_password(self, password: str | None) -> None:
        """Of the mail server in the settings; None: forget it."""
        sealed = self._box.seal({"secret": password}) if password else None
        self._secrets.put(_SECRET, sealed, now_ms=self._clock.now_ms())

    def server(self) -> MailServer | None:
        """Where mails go; None when nothing (that makes sense) is set up."""
        try:
            return self._desks() or self._of_settings()
        except InvalidInput as error:
            log.info("no mail can be sent: %s", error.message)
            return None

    def queue(self, mail: Mail) -> None:
        """To be sent soon, again and again; dropped when no mail server is set up, so that nothing old goes out once
        one is."""
        if self.ready:
            self._mails.queue(mail, now_ms=self._clock.now_ms())

    def try_out(self, mail: Mail) -> None:
        """Send this one now. Raises Conflict, InvalidInput: mail is not set up; MailRefused: what went wrong."""
        server = self._desks() or self._of_settings()
        if server is None:
            raise Conflict("No mail server is set up. Enter its address first.", code="mail_not_set_up")
        try:
            deliver(server, mail)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise MailRefused(
                f"The mail server {server.host}:{server.port} did not take the mail. It says: {reason}"[:400],
                details={"reason": reason[:200]},
            ) from error

    def run(self, stop: StopSignal) -> None:
        """Send what is due until stopped: the target of a thread."""
        while not stop.wait(PAUSE_S):
            try:
                self._mailer.send_due(stop)
            except EpackError as error:
                stop.check()
                log.warning("mails: %s", error.message)

    def _of_settings(self) -> MailServer | None:
        now = self._settings()
        if not now.mail_host:
            return None
        sealed = self._secrets.get(_SECRET) if now.mail_user else None
        try:
            password = str(self._box.open(sealed)["secret"]) if sealed else ""
        except StoreError as error:
            raise InvalidInput(
                "The stored password of the mail server cannot be opened. Enter it again.", code="mail_not_set_up"
            ) from error
        security = cast(Security, now.mail_security)
        return MailServer(now.mail_host, now.mail_port, now.mail_sender, security, now.mail_user, password)
