"""Buying a licence for this installation: at its own desk where it has one, else at the licence server."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from backend.domain.errors import Conflict, EpackError, NotFound
from backend.domain.licence import LicenceState
from backend.domain.payment import CURRENCY
from backend.licensing.keeper import LicenceKeeper
from backend.licensing.releases import Releases
from backend.licensing.server import LicenceServer
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from database.repositories.licence_facts import LicenceFactsRepository

log = logging.getLogger(__name__)

_FACT = "order"
_SETTLED = frozenset({"paid", "cancelled", "expired", "failed", "refunded"})
PAUSE_S = 20.0
BEAT_S = 24 * 3600.0
TELL_S = 300.0


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """The order that this installation has made last."""

    order_code: int
    status: str
    package: str
    amount: int
    currency: str
    checkout_url: str
    expires_ms: int
    installed: bool
    """Its licence is in use here."""


class OwnDesk(Protocol):
    """A vendor's desk in the same installation; it answers as the licence server does."""

    @property
    def is_open(self) -> bool: ...
    def packages(self) -> list[dict[str, Any]]: ...
    def order(
        self, package: str, customer: str, email: str, machine: tuple[str, ...], return_to: str
    ) -> dict[str, Any]: ...
    def standing(self, order_code: int, token: str) -> dict[str, Any]: ...
    def cancel(self, order_code: int, token: str) -> None: ...
    def activate(self, key: str, machine: tuple[str, ...]) -> str: ...
    def release(self, licence_id: str, machine: tuple[str, ...]) -> None: ...


class Buying:
    def __init__(
        self,
        keeper: LicenceKeeper,
        desk: OwnDesk,
        server: LicenceServer,
        facts: LicenceFactsRepository,
        on_licence: Callable[[], None],
        clock: Clock,
    ) -> None:
        self._keeper = keeper
        self._desk = desk
        self._server = server
        self._releases = Releases(facts, server, keeper, clock)
        self._facts = facts
        self._on_licence = on_licence
        self._clock = clock
        self._guard = Guard()
        """Around what is kept of the order: who asks how it stands waits for the network meanwhile."""
        self._beat_s = self._tell_s = clock.monotonic()

    @property
    def seller(self) -> str:
        """`here`, `server`, or `none`: licences are entered by hand only."""
        return "here" if self._desk.is_open else "server" if self._server.is_set else "none"

    def packages(self) -> list[dict[str, Any]]:
        """Raises LicenceServerTrouble."""
        if self._desk.is_open:
            return self._desk.packages()
        return self._server.packages() if self._server.is_set else []

    def order(self, package: str, customer: str, email: str, return_to: str) -> OwnOrder:
        """Open an order; the buyer pays at its checkout address. Raises InvalidInput, PaymentTrouble, ..."""
        if self._desk.is_open:
            answer = self._desk.order(package, customer, email, self._keeper.marks(), return_to)
        else:
            answer = self._server.order(package, customer, email, return_to)
        kept = {name: answer[name] for name in ("order_code", "token", "amount", "checkout_url", "expires_ms")}
        with self._guard:
            self._keep({**kept, "package": package, "status": "pending", "installed": False})
            return self.current()

    def current(self) -> OwnOrder:
        """The last order as it is known here. Raises NotFound without one."""
        kept = self._facts.readable(_FACT)
        if kept is None:
            raise NotFound("There is no order.", code="no_such_order")
        return OwnOrder(
            kept["order_code"], kept["status"], kept["package"], kept["amount"], CURRENCY, kept["checkout_url"],
            kept["expires_ms"], kept["installed"],
        )  # fmt: skip

    def refresh(self) -> OwnOrder:
        """Ask how the order stands; a paid one's licence is installed. Raises NotFound, LicenceServerTrouble."""
        order, kept = self.current(), self._facts.readable(_FACT) or {}
        if self._is_over(order):
            return order
        seller = self._desk if self._desk.is_open else self._server
        answer = seller.standing(order.order_code, kept["token"])
        status, text = str(answer.get("status")), answer.get("licence")
        installed = order.installed
        if status == "paid" and text and not installed:
            self.install(text)
            installed = True
        with self._guard:
            # Another order may have been opened meanwhile, or this one put away.
            if (self._facts.readable(_FACT) or {}).get("order_code") == order.order_code:
                self._keep({**kept, "status": status, "installed": installed})
            return self.current()

    def _is_over(self, order: OwnOrder) -> bool:
        """Nothing more will come of it. A paid order whose licence was taken back may have been given back."""
        if order.status != "paid":
            return order.status in _SETTLED
        return order.installed and self._keeper.standing().state is not LicenceState.REVOKED

    def forget(self) -> None:
        """Put the order away. Raises Conflict while a paid one's licence has not arrived."""
        order = self.current()
        if order.status == "paid" and not order.installed:
            raise Conflict("This order is paid. Its licence comes in a moment.", code="order_paid")
        if self._desk.is_open and order.status == "pending":
            kept = self._facts.readable(_FACT) or {}
            self._desk.cancel(order.order_code, kept["token"])
        with self._guard:
            if (self._facts.readable(_FACT) or {}).get("order_code") == order.order_code:
                self._facts.remove(_FACT)

    def activate(self, key: str) -> None:
        """By a key, at the own desk or the licence server. Raises InvalidInput, NotFound, Conflict, ..."""
        if self._desk.is_open:
            self.install(self._desk.activate(key, self._keeper.marks()))
        else:
            self.install(self._server.licence_of(key))

    def install(self, text: str) -> None:
        """A licence as its signed text. Raises InvalidInput."""
        licence = self._keeper.install(text)
        self._releases.drop(licence.id)
        self._on_licence()

    def release(self) -> None:
        """Take the licence off, so that its key can be used on another machine. The order it came with is over, too.

        Needs no network: a licence server that does not answer is told later (`releases_waiting`).
        """
        licence = self._keeper.licence()
        if licence is not None and self._desk.is_open:
            self._desk.release(licence.id, self._keeper.marks())
        elif licence is not None and self._server.is_set:
            self._releases.add(licence.id)
        self._keeper.remove()
        with self._guard:
            if (self._facts.readable(_FACT) or {}).get("installed"):
                self._facts.remove(_FACT)
        self._releases.tell()

    def releases_waiting(self) -> int:
        """How many licences were taken off here without the licence server having heard of it yet."""
        return self._releases.waiting()

    def run(self, stop: StopSignal) -> None:
        """Fetch the licence of a paid order also when no page is open, note the time, and send a sign of life a day."""
        while True:
            try:
                self._keeper.tick()
                if self._clock.monotonic() >= self._beat_s:
                    self._beat_s = self._clock.monotonic() + BEAT_S
                    self._server.beat()
                if self._clock.monotonic() >= self._tell_s:
                    self._tell_s = self._clock.monotonic() + TELL_S
                    self._releases.tell()
                self.refresh()
            except NotFound:
                pass
            except EpackError as error:
                stop.check()
                log.info("the order cannot be looked up: %s", error.message)
            if stop.wait(PAUSE_S):
                return

    def _keep(self, order: dict[str, Any]) -> None:
        self._facts.put(_FACT, order, now_ms=self._clock.now_ms())
