"""Mails that wait, were sent, or were given up. What they say is sealed, and let go of once they are sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from backend.config.secret_box import SecretBox
from backend.domain.errors import StoreError
from backend.domain.mail import Mail
from database.engine import Store
from database.tables import email_logs


@dataclass(frozen=True, slots=True)
class WaitingMail:
    id: int
    attempts: int
    mail: Mail


class MailRepository:
    def __init__(self, store: Store, box: SecretBox) -> None:
        self._store = store
        self._box = box

    def queue(self, mail: Mail, *, now_ms: int, licence_id: str | None = None) -> None:
        with self._store.write() as connection:
            connection.execute(insert(email_logs).values(mail_row(mail, self._box, now_ms, licence_id=licence_id)))

    def due(self, now_ms: int, limit: int = 20) -> list[WaitingMail]:
        """Those that cannot be opened any more are given up."""
        wanted = (
            select(email_logs)
            .where(email_logs.c.status == "pending", email_logs.c.due_ms <= now_ms, email_logs.c.content.is_not(None))
            .order_by(email_logs.c.due_ms)
            .limit(limit)
        )
        with self._store.read() as connection:
            rows = connection.execute(wanted).all()
        found = []
        for row in rows:
            try:
                content = self._box.open(row.content)
            except StoreError as error:
                self.failed(row.id, error.message, again_ms=None)
                continue
            mail = Mail(row.recipient_email, row.email_type, row.subject, content["body"], content["attachment"])
            found.append(WaitingMail(row.id, row.attempts, mail))
        return found

    def sent(self, mail_id: int, *, now_ms: int) -> None:
        self._set(
            mail_id, status="sent", sent_ms=now_ms, attempts=email_logs.c.attempts + 1, error_message=None, content=None
        )

    def failed(self, mail_id: int, reason: str, *, again_ms: int | None) -> None:
        """Try again then; None: never."""
        fate = {"status": "failed"} if again_ms is None else {"due_ms": again_ms}
        self._set(mail_id, attempts=email_logs.c.attempts + 1, error_message=reason[:500], **fate)

    def reseal_all(self) -> int:
        """Bring every mail under the newest key of the key file, in one transaction; how many. Raises StoreError."""
        wanted = select(email_logs.c.id, email_logs.c.content).where(email_logs.c.content.is_not(None))
        with self._store.write() as connection:
            rows = connection.execute(wanted).all()
            for row in rows:
                connection.execute(
                    update(email_logs).where(email_logs.c.id == row.id).values(content=self._box.reseal(row.content))
                )
        return len(rows)

    def _set(self, mail_id: int, **values: object) -> None:
        with self._store.write() as connection:
            connection.execute(update(email_logs).where(email_logs.c.id == mail_id).values(values))


def mail_row(mail: Mail, box: SecretBox, now_ms: int, *, licence_id: str | None = None) -> dict[str, Any]:
    return {
        "license_id": licence_id,
        "recipient_email": mail.recipient,
        "email_type": mail.kind,
        "subject": mail.subject,
        "content": box.seal({"body": mail.body, "attachment": mail.attachment}),
        "created_ms": now_ms,
        "due_ms": now_ms,
    }
