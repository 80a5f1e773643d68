"""Packages on sale, and how an order may move from one state to the next. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backend.domain.licence import DAY_MS

CURRENCY = "VND"


class OrderStatus(StrEnum):
    PENDING = "pending"
    PAID = "paid"
    """The whole amount arrived and the licence is issued."""
    UNDERPAID = "underpaid"
    """Less than the amount arrived: the vendor decides."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FAILED = "failed"
    REFUNDED = "refunded"
    """The money went back and the licence was taken back."""


OPEN = frozenset({OrderStatus.PENDING, OrderStatus.UNDERPAID})
"""Orders that are still asked about."""


@dataclass(frozen=True, slots=True)
class Package:
    id: str
    name: str
    amount: int
    """In VND, which has no smaller unit."""
    days: int | None
    """How long the licence lasts from the day of payment; None: for ever."""
    cameras: int | None = None
    features: tuple[str, ...] = ()
    description: str = ""
    activations: int = 1

    def ends_ms(self, paid_ms: int) -> int | None:
        return None if self.days is None else paid_ms + self.days * DAY_MS


def moved(now: OrderStatus, seen: OrderStatus) -> OrderStatus:
    """The state after the payment service said `seen`. Messages come late, twice and in the wrong order.

    What was paid stays paid until the vendor refunds it; money that arrives after an order was given up still counts;
    an order that was given up does not come back to life without money.
    """
    if now is OrderStatus.REFUNDED or seen is now:
        return now
    if now is OrderStatus.PAID:
        return now
    if seen is OrderStatus.PAID:
        return seen
    if now in OPEN and seen is not OrderStatus.PENDING:
        return seen
    return now


def judged(seen: OrderStatus, amount: int, paid: int) -> OrderStatus:
    """What the service calls paid is paid only with the whole amount."""
    if paid >= amount > 0:
        return OrderStatus.PAID
    if seen is OrderStatus.PAID or 0 < paid < amount:
        return OrderStatus.UNDERPAID
    return seen
