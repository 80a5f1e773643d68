"""Orders of the vendor's desk. What makes an order paid happens in one transaction, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row, and_, insert, or_, select, update

from backend.config.secret_box import SecretBox
from backend.domain.errors import NotFound
from backend.domain.licence import Licence
from backend.domain.mail import Mail
from backend.domain.payment import OPEN, OrderStatus, Package
from database.engine import Store
from database.repositories.licences import licence_row
from database.repositories.mails import mail_row
from database.tables import email_logs, licenses, payment_transactions


@dataclass(frozen=True, slots=True)
class Order:
    order_code: int
    token_sha256: str
    package: Package
    """As it was on sale when the order was opened."""
    customer: str
    email: str
    machine: tuple[str, ...]
    amount: int
    currency: str
    status: OrderStatus
    paid_amount: int
    reference: str | None
    checkout_url: str | None
    license_id: str | None
    created_ms: int
    expires_ms: int
    paid_ms: int | None
    asked_ms: int | None


class OrderRepository:
    def __init__(self, store: Store, box: SecretBox) -> None:
        self._store = store
        self._box = box

    def add(self, order: Order) -> None:
        values = {
            "order_code": order.order_code,
            "token_sha256": order.token_sha256,
            "package": asdict(order.package),
            "customer": order.customer,
            "customer_email": order.email,
            "machine": list(order.machine),
            "amount": order.amount,
            "currency": order.currency,
            "status": order.status.value,
            "created_ms": order.created_ms,
            "expires_ms": order.expires_ms,
        }
        with self._store.write() as connection:
            connection.execute(insert(payment_transactions).values(values))

    def get(self, order_code: int) -> Order:
        """Raises NotFound."""
        wanted = select(payment_transactions).where(payment_transactions.c.order_code == order_code)
        with self._store.read() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NotFound("There is no such order.", code="no_such_order")
        return _order(row)

    def latest(self, limit: int = 100) -> list[Order]:
        wanted = select(payment_transactions).order_by(payment_transactions.c.created_ms.desc()).limit(limit)
        with self._store.read() as connection:
            return [_order(row) for row in connection.execute(wanted)]

    def set_link(self, order_code: int, link_id: str, checkout_url: str) -> None:
        self._change(order_code, {"link_id": link_id, "checkout_url": checkout_url})

    def note(
        self, order_code: int, status: OrderStatus, paid_amount: int, reference: str | None, *, now_ms: int
    ) -> None:
        """What PayOS said, short of being paid."""
        values = {"status": status.value, "paid_amount": paid_amount, "asked_ms": now_ms}
        self._change(order_code, values | ({"reference": reference} if reference else {}))

    def asked(self, order_code: int, *, now_ms: int) -> None:
        self._change(order_code, {"asked_ms": now_ms})

    def pay(
        self, order_code: int, licence: Licence, mail: Mail | None, *, paid: int, reference: str, now_ms: int
    ) -> bool:
        """The order is paid, its licence issued and its mail queued; False when that was done before."""
        mine = payment_transactions.c.order_code == order_code
        values = {
            "status": OrderStatus.PAID.value,
            "paid_amount": paid,
            "reference": reference,
            "paid_ms": now_ms,
            "asked_ms": now_ms,
            "license_id": licence.id,
        }
        with self._store.write() as connection:
            if connection.execute(select(payment_transactions.c.license_id).where(mine)).scalar_one() is not None:
                return False
            connection.execute(insert(licenses).values(licence_row(licence, self._box)))
            connection.execute(update(payment_transactions).where(mine).values(values))
            if mail is not None:
                connection.execute(insert(email_logs).values(mail_row(mail, self._box, now_ms, licence_id=licence.id)))
        return True

    def refund(self, order_code: int, *, now_ms: int) -> bool:
        """Take the licence of a paid order back; False when it was not paid."""
        with self._store.write() as connection:
            row = connection.execute(
                update(payment_transactions)
                .where(
                    payment_transactions.c.order_code == order_code,
                    payment_transactions.c.status == OrderStatus.PAID.value,
                )
                .values(status=OrderStatus.REFUNDED.value)
                .returning(payment_transactions.c.license_id)
            ).one_or_none()
            if row is None:
                return False
            connection.execute(
                update(licenses).where(licenses.c.id == row.license_id).values(status="revoked", revoked_ms=now_ms)
            )
        return True

    def to_ask(self, now_ms: int, *, least_ms: int, share: int, limit: int = 20) -> list[Order]:
        """Open orders that were not asked about for `least_ms`, nor for the `share`-th part of their age; the longest
        waiting first."""
        asked, created = payment_transactions.c.asked_ms, payment_transactions.c.created_ms
        waited = and_(asked <= now_ms - least_ms, now_ms - asked >= (now_ms - created) / share)
        wanted = (
            select(payment_transactions)
            .where(
                payment_transactions.c.status.in_([one.value for one in OPEN]),
                or_(asked.is_(None), waited),
            )
            .order_by(asked)
            .limit(limit)
        )
        with self._store.read() as connection:
            return [_order(row) for row in connection.execute(wanted)]

    def _change(self, order_code: int, values: Mapping[str, Any]) -> None:
        """Never touches what is paid or refunded."""
        done: Sequence[str] = (OrderStatus.PAID.value, OrderStatus.REFUNDED.value)
        with self._store.write() as connection:
            connection.execute(
                update(payment_transactions)
                .where(payment_transactions.c.order_code == order_code, payment_transactions.c.status.not_in(done))
                .values(values)
            )


def _order(row: Row[Any]) -> Order:
    return Order(
        row.order_code, row.token_sha256, _package(row.package), row.customer, row.customer_email,
        tuple(row.machine), row.amount,
        row.currency, OrderStatus(row.status), row.paid_amount, row.reference, row.checkout_url, row.license_id,
        row.created_ms, row.expires_ms, row.paid_ms, row.asked_ms,
    )  # fmt: skip


def _package(kept: Mapping[str, Any]) -> Package:
    return Package(**{**kept, "features": tuple(kept["features"])})
