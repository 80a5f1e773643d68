"""Mails that wait, were sent, or were given up."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from database.engine import Store
from database.repositories.orders import Mail, mail_row
from database.tables import email_logs


@dataclass(frozen=True, slots=True)
class WaitingMail:
    id: int
    attempts: int
    mail: Mail


class MailRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def queue(self, mail: Mail, *, now_ms: int, licence_id: str | None = None) -> None:
        with self._store.write() as connection:
            connection.execute(insert(email_logs).values(mail_row(mail, licence_id, now_ms)))

    def due(self, now_ms: int, limit: int = 20) -> list[WaitingMail]:
        wanted = (
            select(email_logs)
            .where(email_logs.c.status == "pending", email_logs.c.due_ms <= now_ms)
            .order_by(email_logs.c.due_ms)
            .limit(limit)
        )
        with self._store.read() as connection:
            return [
                WaitingMail(
                    row.id,
                    row.attempts,
                    Mail(row.recipient_email, row.email_type, row.subject, row.body, row.attachment),
                )
                for row in connection.execute(wanted)
            ]

    def sent(self, mail_id: int, *, now_ms: int) -> None:
        self._set(mail_id, status="sent", sent_ms=now_ms, attempts=email_logs.c.attempts + 1, error_message=None)

    def failed(self, mail_id: int, reason: str, *, again_ms: int | None) -> None:
        """Try again then; None: never."""
        fate = {"status": "failed"} if again_ms is None else {"due_ms": again_ms}
        self._set(mail_id, attempts=email_logs.c.attempts + 1, error_message=reason[:500], **fate)

    def _set(self, mail_id: int, **values: object) -> None:
        with self._store.write() as connection:
            connection.execute(update(email_logs).where(email_logs.c.id == mail_id).values(values))
