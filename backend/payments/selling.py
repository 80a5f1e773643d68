"""The vendor's desk of this installation, when it has one: put together from its sealed set-up, and its loop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from backend.config.secret_box import SecretBox
from backend.domain.errors import EpackError, InvalidInput, NotFound
from backend.domain.licence import Licence
from backend.domain.mail import MailServer
from backend.payments.config import DeskConfig
from backend.payments.desk import PaymentDesk, Signer
from backend.payments.gateway import PayosGateway
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from database.engine import Store
from database.repositories.licence_facts import LicenceFactsRepository
from database.repositories.licences import LicenceRepository
from database.repositories.orders import OrderRepository

log = logging.getLogger(__name__)

_FACT = "desk"
PAUSE_S = 5.0


Sign = Callable[[Licence], str]


class Selling:
    """`desk` is the same for the life of the server; what it works with changes with the set-up."""

    def __init__(
        self,
        store: Store,
        facts: LicenceFactsRepository,
        box: SecretBox,
        open_signer: Callable[[str, str], Sign],
        new_key: Callable[[], str],
        clock: Clock,
    ) -> None:
        """`open_signer(private key as PEM, passphrase)` raises ValueError when the key does not open."""
        self._open_signer = open_signer
        self._facts = facts
        self._clock = clock
        self._guard = Guard()
        self._loaded: tuple[DeskConfig, PayosGateway, Sign] | None = None
        self.orders = OrderRepository(store, box)
        self.licences = LicenceRepository(store, box)
        self.desk = PaymentDesk(
            self.orders,
            self.licences,
            lambda: self._ready()[1],
            lambda: self._ready()[0].packages,
            Signer(new_key, self._sign),
            clock,
        )

    @property
    def is_open(self) -> bool:
        """Whether this installation sells."""
        return self._config() is not None

    def config(self) -> DeskConfig | None:
        return self._config()

    def set_up(self, given: Mapping[str, Any]) -> None:
        """Take a set-up; secrets that are left out stay as they are. Raises InvalidInput; nothing is changed then."""
        kept = self._facts.readable(_FACT) or {}
        whole = {**{name: kept[name] for name in kept if name not in given}, **given}
        config = DeskConfig.of(whole)
        self._signer(config)
        self._facts.put(_FACT, whole, now_ms=self._clock.now_ms())
        self._let_go()

    def close_desk(self) -> None:
        """Sell no more. Orders and issued licences stay."""
        self._facts.remove(_FACT)
        self._let_go()

    def run(self, stop: StopSignal) -> None:
        """Watch payments until stopped: the target of a thread."""
        while not stop.wait(PAUSE_S):
            if not self.is_open:
                continue
            try:
                self.desk.watch(stop)
            except EpackError as error:
                stop.check()
                log.warning("the vendor's desk: %s", error.message)

    def _sign(self, licence: Licence) -> str:
        return self._ready()[2](licence)

    def _signer(self, config: DeskConfig) -> Sign:
        try:
            return self._open_signer(config.private_key, config.passphrase)
        except ValueError:
            raise InvalidInput(
                "The private key cannot be opened with this passphrase.",
                code="desk_config",
                details={"field": "private_key"},
            ) from None

    def mail_server(self) -> MailServer | None:
        """Where the desk's mails go; None: its set-up says nothing of it."""
        config = self._config()
        return config.mail if config else None

    def _config(self) -> DeskConfig | None:
        with self._guard:
            if self._loaded is not None:
                return self._loaded[0]
            kept = self._facts.readable(_FACT)
            return None if kept is None else DeskConfig.of(kept)

    def _ready(self) -> tuple[DeskConfig, PayosGateway, Sign]:
        with self._guard:
            if self._loaded is None:
                config = self._config()
                if config is None:
                    raise NotFound("Nothing is sold here.", code="no_desk")
                gateway = PayosGateway(config.client_id, config.api_key, config.checksum_key, base_url=config.payos_url)
                self._loaded = config, gateway, self._signer(config)
            return self._loaded

    def _let_go(self) -> None:
        with self._guard:
            if self._loaded is not None:
                self._loaded[1].close()
            self._loaded = None
