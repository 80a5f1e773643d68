"""The vendor's desk: sells packages, watches payments, issues each licence once, and looks after its activations.

A payment counts only when PayOS itself says so: a webhook is taken as a hint, and the order is then looked up. The same
look-up, done now and then, finds payments whose webhook never came.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from backend.domain.errors import EpackError, Forbidden, InvalidInput, NotFound
from backend.domain.licence import Licence
from backend.domain.mail import is_address
from backend.domain.payment import CURRENCY, OrderStatus, Package, judged, moved
from backend.payments.gateway import OrderExists, PayosGateway, SeenPayment
from backend.payments.letters import licence_mail
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from database.repositories.licences import LicenceRepository
from database.repositories.orders import Order, OrderRepository

log = logging.getLogger(__name__)

PRODUCT = "epack"
ORDER_LASTS_MS = 60 * 60_000
ASK_EVERY_MS = 15_000
ASKED_SHARE = 10
"""The longer an order is open, the more rarely PayOS is asked: after a tenth of its age."""
GIVE_UP_MS = 24 * 3_600_000
"""An order is asked about this long after it ended: banks are late."""


@dataclass(frozen=True, slots=True)
class Signer:
    """What of licences the desk needs, done by those who know how."""

    new_key: Callable[[], str]
    licence: Callable[[Licence], str]
    """The signed text. Raises InvalidInput when the desk has no private key."""


@dataclass(frozen=True, slots=True)
class OpenedOrder:
    order: Order
    token: str
    """Whoever has it may ask how the order stands; it is told once."""


class PaymentDesk:
    """`gateway` and `packages` are asked for each time, so that changed keys and prices count at once."""

    def __init__(
        self,
        orders: OrderRepository,
        licences: LicenceRepository,
        gateway: Callable[[], PayosGateway],
        packages: Callable[[], Sequence[Package]],
        signer: Signer,
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._licences = licences
        self._gateway = gateway
        self.packages = packages
        self._signer = signer
        self._clock = clock

    # Buying

    def open(self, package_id: str, customer: str, email: str, machine: Sequence[str], return_to: str) -> OpenedOrder:
        """A new order with its page to pay on. `return_to`: where PayOS sends the buyer afterwards, with `order` added.

        Raises InvalidInput, PaymentTrouble; nothing is left open at PayOS that is not known here.
        """
        package = self._package(package_id)
        if not is_address(email):
            raise InvalidInput("Give the e-mail address that the licence is sent to.", code="bad_email")
        if not customer.strip():
            raise InvalidInput("Give the name that the licence is made out to.", code="bad_customer")
        self._signer.licence(self._draft(package, customer, email))  # a desk that cannot sign must not take money
        gateway, token = self._gateway(), secrets.token_urlsafe(32)
        for _ in range(3):
            order = self._new_order(package, customer.strip(), email, tuple(machine), token)
            self._orders.add(order)
            back = f"{return_to}{'&' if '?' in return_to else '?'}order={order.order_code}"
            try:
                checkout = gateway.create(
                    order.order_code,
                    order.amount,
                    f"ePACK {order.order_code % 1_000_000:06}",
                    return_url=back,
                    cancel_url=f"{back}&cancelled=1",
                    expires_s=order.expires_ms // 1000,
                    email=email,
                )
            except OrderExists:
                self._orders.note(order.order_code, OrderStatus.FAILED, 0, None, now_ms=self._clock.now_ms())
                continue
            except EpackError:
                self._orders.note(order.order_code, OrderStatus.FAILED, 0, None, now_ms=self._clock.now_ms())
                raise
            self._orders.set_link(order.order_code, checkout.link_id, checkout.url)
            return OpenedOrder(self._orders.get(order.order_code), token)
        raise InvalidInput("The order could not be opened. Try again.", code="payment_unavailable")

    def standing(self, order_code: int, token: str) -> Order:
        """How an order stands, asked at PayOS when it is still open. Raises NotFound for a wrong code or token."""
        order = self._known(order_code, token)
        if order.status in (OrderStatus.PENDING, OrderStatus.UNDERPAID) and self._is_due(order):
            try:
                order = self.look(order_code)
            except EpackError as error:
                log.warning("order %d cannot be looked up: %s", order_code, error.message)
        return order

    def cancel(self, order_code: int, token: str) -> Order:
        """The buyer gives the order up. What was paid meanwhile stays paid. Raises NotFound, PaymentTrouble."""
        order = self._known(order_code, token)
        if order.status is OrderStatus.PENDING:
            self._gateway().cancel(order_code, "Given up by the buyer")
            order = self.look(order_code)
        return order

    def licence_of(self, order: Order) -> str | None:
        """The signed licence of a paid order for the machine it was bought on; None for a key to be activated."""
        if order.license_id is None or not order.machine:
            return None
        licence, revoked = self._licences.get(order.license_id)
        return None if revoked else self._signer.licence(replace(licence, machine=order.machine))

    # Payments

    def hook(self, body: Any) -> None:
        """A webhook. Raises Forbidden for a wrong signature, InvalidInput for what is none, PaymentTrouble when it
        cannot be confirmed now: PayOS sends it again then."""
        hook = self._gateway().hook(body)
        if hook.currency and hook.currency != CURRENCY:
            log.error("order %d was paid in %s; it needs a person", hook.order_code, hook.currency)
            return
        try:
            self.look(hook.order_code)
        except NotFound:
            # PayOS tests a new webhook with an order that nobody made.
            log.info("a webhook came for order %d, which is not known here", hook.order_code)

    def announce_hook(self, url: str) -> None:
        """Have PayOS send its webhooks to this address of the desk. Raises PaymentTrouble, also when PayOS, which tries
        it at once, does not reach it."""
        self._gateway().confirm_hook(url)

    def look(self, order_code: int) -> Order:
        """Ask PayOS how an order stands and settle what follows. Raises NotFound, PaymentTrouble."""
        order, now_ms = self._orders.get(order_code), self._clock.now_ms()
        seen = self._gateway().look(order_code)
        if seen is None:
            if now_ms > order.expires_ms:
                self._orders.note(order_code, moved(order.status, OrderStatus.EXPIRED), 0, None, now_ms=now_ms)
            else:
                self._orders.asked(order_code, now_ms=now_ms)
        else:
            self._settle(order, seen, now_ms)
        return self._orders.get(order_code)

    def watch(self, stop: StopSignal) -> None:
        """Ask about open orders that were not asked about for a while; the longer they are open, the more rarely."""
        for order in self._orders.to_ask(self._clock.now_ms(), least_ms=ASK_EVERY_MS, share=ASKED_SHARE):
            stop.check()
            try:
                self.look(order.order_code)
                if self._clock.now_ms() > order.expires_ms + GIVE_UP_MS:
                    status = moved(self._orders.get(order.order_code).status, OrderStatus.EXPIRED)
                    self._orders.note(order.order_code, status, order.paid_amount, None, now_ms=self._clock.now_ms())
            except EpackError as error:
                log.warning("order %d cannot be looked up: %s", order.order_code, error.message)
                self._orders.asked(order.order_code, now_ms=self._clock.now_ms())

    def refund(self, order_code: int) -> bool:
        """The vendor gave the money back (at the bank: PayOS has no call for it): the licence is taken back."""
        return self._orders.refund(order_code, now_ms=self._clock.now_ms())

    # Activations

    def activate(self, key: str, machine: Sequence[str], device: Mapping[str, Any]) -> str:
        """The signed licence for this machine. Raises NotFound, Forbidden (taken back), Conflict (in use elsewhere)."""
        licence, revoked = self._licences.get(key.strip().upper())
        if revoked:
            raise Forbidden("This licence was taken back by the vendor.", code="licence_revoked")
        self._licences.activate(licence, tuple(machine), device, now_ms=self._clock.now_ms())
        return self._signer.licence(replace(licence, machine=tuple(machine)))

    def beat(self, licence_id: str, machine: Sequence[str]) -> bool:
        """A sign of life of an installation; False when the licence was taken back. Raises NotFound."""
        revoked = self._licences.is_revoked(licence_id)
        self._licences.beat(licence_id, tuple(machine), now_ms=self._clock.now_ms())
        return not revoked

    def deactivate(self, licence_id: str, machine: Sequence[str]) -> bool:
        return self._licences.deactivate(licence_id, tuple(machine), now_ms=self._clock.now_ms())

    def _settle(self, order: Order, seen: SeenPayment, now_ms: int) -> None:
        status = moved(order.status, judged(seen.status, order.amount, seen.paid))
        if seen.amount != order.amount:
            log.error("PayOS has another amount for order %d; it needs a person", order.order_code)
            self._orders.asked(order.order_code, now_ms=now_ms)
            return
        if status is not OrderStatus.PAID or order.license_id is not None:
            self._orders.note(order.order_code, status, seen.paid, seen.reference or None, now_ms=now_ms)
            return
        licence = self._draft(order.package, order.customer, order.email)
        text = self._signer.licence(replace(licence, machine=order.machine)) if order.machine else ""
        mail = licence_mail(licence, order.package.name, text)
        if self._orders.pay(order.order_code, licence, mail, paid=seen.paid, reference=seen.reference, now_ms=now_ms):
            log.info("order %d is paid; licence %s is issued", order.order_code, licence.id)
            if order.machine:
                self._licences.activate(licence, order.machine, {}, now_ms=now_ms)

    def _draft(self, package: Package, customer: str, email: str) -> Licence:
        now_ms = self._clock.now_ms()
        return Licence(
            secrets.token_hex(8), self._signer.new_key(), PRODUCT, customer, now_ms, package.ends_ms(now_ms), email,
            package.features, package.cameras, (), package.activations,
        )  # fmt: skip

    def _new_order(self, package: Package, customer: str, email: str, machine: tuple[str, ...], token: str) -> Order:
        now_ms = self._clock.now_ms()
        return Order(
            10**12 + secrets.randbelow(8 * 10**12), _hash(token), package, customer, email, machine, package.amount,
            CURRENCY, OrderStatus.PENDING, 0, None, None, None, now_ms, now_ms + ORDER_LASTS_MS, None, None,
        )  # fmt: skip

    def _known(self, order_code: int, token: str) -> Order:
        order = self._orders.get(order_code)
        if not hmac.compare_digest(order.token_sha256, _hash(token)):
            raise NotFound("There is no such order.", code="no_such_order")
        return order

    def _package(self, package_id: str) -> Package:
        found = next((one for one in self.packages() if one.id == package_id), None)
        if found is None:
            raise InvalidInput("There is no such package (any more).", code="no_such_package")
        return found

    def _is_due(self, order: Order) -> bool:
        """Every quarter minute in the first minutes, then after a tenth of its age."""
        now_ms = self._clock.now_ms()
        pause_ms = max(ASK_EVERY_MS, (now_ms - order.created_ms) // ASKED_SHARE)
        return order.asked_ms is None or now_ms - order.asked_ms >= pause_ms


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
